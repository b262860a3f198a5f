"""Who runs on a database: a second copy refuses, and nobody dead keeps the living out."""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from storage import life
from storage.life import GONE, Taken
from tests.talk import NOW

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from storage import life

lock = life.lock_file(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "district.db")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_while_another_process_holds_the_lock_nobody_else_gets_it(tmp_path, holder):
    who = f"{socket.gethostname()}:{holder.pid}:[0-9a-f]{{6}}"
    with pytest.raises(Taken, match=rf"another copy of the bot \({who}\) runs on district\.db"):
        life.lock_file(tmp_path / "district.db")


def test_a_process_that_is_killed_holds_nothing(tmp_path, holder):
    holder.kill()
    holder.wait()

    life.lock_file(tmp_path / "district.db").close()


def test_a_lock_that_is_let_go_can_be_had_again(tmp_path):
    life.lock_file(tmp_path / "district.db").close()
    life.lock_file(tmp_path / "district.db").close()


def dead_here() -> str:
    """An owner on this machine whose process has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}:{process.pid}"


def begin(session, owner: str = "a:1", now=NOW, **more: bool):
    return life.begin(session, owner=owner, now=now, **more)


def test_the_first_time_nobody_was_here(session):
    assert begin(session) is None
    assert (life.seen(session).owner, life.seen(session).started_at) == ("a:1", NOW)


@pytest.mark.parametrize("since", [timedelta(0), GONE - timedelta(seconds=1)])
def test_one_that_was_seen_just_now_lives(session, since):
    begin(session)

    with pytest.raises(Taken, match=r"another copy of the bot \(a:1\) was seen \d+ s ago"):
        begin(session, "b:2", NOW + since)
    assert life.seen(session).owner == "a:1"


@pytest.mark.parametrize("since", [GONE, timedelta(days=3), timedelta(hours=-1)])
def test_one_that_was_not_seen_for_long_or_in_the_future_is_gone(session, since):
    begin(session)

    assert begin(session, "b:2", NOW + since) == NOW
    assert life.seen(session).owner == "b:2"


def test_one_that_said_good_bye_is_gone(session):
    begin(session)
    life.end(session, owner="a:1", now=NOW)

    assert begin(session, "b:2", NOW) == NOW
    assert life.seen(session).stopped_at is None


def test_one_that_was_killed_on_this_machine_is_gone(session):
    begin(session, dead_here())

    assert begin(session, "b:2", NOW) == NOW


def test_one_that_lives_on_this_machine_is_not(session):
    begin(session, f"{socket.gethostname()}:{os.getppid()}")

    with pytest.raises(Taken):
        begin(session, "b:2", NOW)


def test_oneself_and_who_holds_the_lock_file_may_always(session):
    begin(session)

    assert begin(session) == NOW
    assert begin(session, "b:2", sure=True) == NOW


@pytest.mark.parametrize(
    "owner", ["another-machine:1", "", "x", f"{socket.gethostname()}:x", f"{socket.gethostname()}:1"]
)
def test_of_whom_it_is_not_known_that_they_are_dead(owner):
    assert life.is_dead_here(owner) is False


def test_a_beat_renews_and_tells_who_was_ousted(session):
    assert life.beat(session, owner="a:1", now=NOW) is None
    begin(session)

    assert life.beat(session, owner="a:1", now=NOW + timedelta(seconds=10)) is not None
    assert life.seen(session).seen_at == NOW + timedelta(seconds=10)
    assert life.beat(session, owner="b:2", now=NOW + timedelta(seconds=20)) is None
    assert life.seen(session).seen_at == NOW + timedelta(seconds=10)


def test_only_the_owner_can_say_good_bye(session):
    begin(session)

    life.end(session, owner="b:2", now=NOW)

    assert life.seen(session).stopped_at is None


def test_we_are_this_process():
    assert life.me() == f"{socket.gethostname()}:{os.getpid()}:{life.UNIQUE}"


def test_of_several_beside_each_other_one_leads_and_the_next_takes_over_when_it_is_gone(session):
    assert life.lead(session, owner="a:1", now=NOW) == ""
    assert life.lead(session, owner="b:2", now=NOW) is None
    assert life.lead(session, owner="a:1", now=NOW) == ""
    assert life.seen(session).epoch == 1

    later = NOW + life.GONE
    assert life.lead(session, owner="b:2", now=later) == "a:1"
    assert (life.seen(session).owner, life.seen(session).epoch) == ("b:2", 2)
    assert life.lead(session, owner="a:1", now=later) is None


def test_who_stops_leaves_the_lead_at_once(session):
    life.lead(session, owner="a:1", now=NOW)
    life.end(session, owner="a:1", now=NOW)

    assert life.lead(session, owner="b:2", now=NOW) == "a:1"
