"""`bot reminders preview`: all that would be sent between two days, without sending and without touching anything."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from storage import activities, schema
from storage.database import open_database
from storage.models import Account, Branch, Group, Member, Visibility
from tests.bot.cli.running import run
from tests.reminders.world import STOCKHOLM

PREVIEW = ("reminders", "preview")
DAYS = ("--from", "2027-02-08", "--to", "2027-02-09")
SAMPLE = "There is no district yet: this is the sample district, filled on 2027-02-08.\n"
# What `bot play --json` prints of a message.
KEYS = ["at", "to", "platform", "chat", "kind", "text", "buttons", "files"]


def messages(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def real(tmp_path):
    """A district of its own, as of now: in a week something happens."""
    path = tmp_path / "real.db"
    day = datetime.now(STOCKHOLM).date() + timedelta(days=7)
    with open_database(f"sqlite:///{path}") as database:
        schema.upgrade(database)
        with database.begin() as session:
            branch = Branch(name="Vadköping", town="Vadköping")
            session.add(branch)
            session.flush()
            member = Member(name="Markurell", branch_id=branch.id)
            session.add_all([member, Group(platform="terminal", chat="torget", title="Torget")])
            session.flush()
            account = {"platform": "terminal", "user": "hh", "chat": "hh", "member_id": member.id}
            session.add(Account(tied_at=datetime.now(UTC), **account))
            for n, branch_id in enumerate([branch.id, None]):
                activities.plan(
                    session, key=str(n), kind="meeting", title="Möte", day=day, starts=time(18),
                    ends=None, zone="Europe/Stockholm", place="Gillet", branch_id=branch_id,
                    visibility=Visibility.PUBLIC,
                )  # fmt: skip
    return path, day


def test_without_a_database_it_is_the_sample_district_filled_on_the_first_day(monkeypatch):
    code, out, notice = run(monkeypatch, *PREVIEW, *DAYS, "--json")

    found = messages(out)
    assert (code, notice) == (0, SAMPLE)
    assert [list(message) for message in found] == [KEYS] * len(found)
    first = next(message for message in found if message["to"] == "medlem")
    assert first == first | {
        "at": "2027-02-08T17:00:00+01:00", "platform": "terminal", "chat": "medlem", "kind": "push", "files": [],
        "buttons": ["Om en timme", "I morgon kl. 9"],
    }  # fmt: skip
    assert first["text"].startswith("Påminnelse: i morgon är det dags.\nFlygblad vid stationen (flygbladsutdelning)\n")
    assert {message["at"][:10] for message in found} == {"2027-02-08", "2027-02-09"}


def test_nothing_is_made_by_looking(monkeypatch, tmp_path):
    path = tmp_path / "none.db"
    run(monkeypatch, *PREVIEW, *DAYS, "--db", f"sqlite:///{path}")

    assert not path.exists()


@pytest.mark.parametrize("upgraded", [False, True])
def test_an_empty_database_is_previewed_as_the_sample_too(monkeypatch, tmp_path, upgraded):
    path = tmp_path / "empty.db"
    path.touch()
    if upgraded:
        with open_database(f"sqlite:///{path}") as database:
            schema.upgrade(database)

    code, out, notice = run(monkeypatch, *PREVIEW, *DAYS, "--db", f"sqlite:///{path}", "--json")
    assert (code, notice) == (0, SAMPLE)
    assert messages(out)


@pytest.mark.parametrize(("platform", "chat"), [("telegram", "-2000"), ("slack", "C0000")])
def test_on_the_platform_that_is_named(monkeypatch, platform, chat):
    """The district's public course begins on the ninth day: its group is told the day before."""
    days = ("--from", "2027-02-08", "--to", "2027-02-16")
    _, out, _ = run(monkeypatch, *PREVIEW, *days, "--platform", platform, "--json")

    found = messages(out)
    assert {message["platform"] for message in found} == {platform}
    (group,) = [message for message in found if message["to"] == "#distriktet"]
    assert (group["chat"], group["at"]) == (chat, "2027-02-16T17:00:00+01:00")
    assert "Ny i rörelsen (kurs)" in group["text"]


def test_wherever_there_is_a_token(monkeypatch):
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:a")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    _, out, _ = run(monkeypatch, *PREVIEW, "--from", "2027-02-08", "--to", "2027-02-16", "--json")

    found = messages(out)
    assert sorted(message["platform"] for message in found if message["to"] == "#distriktet") == ["slack", "telegram"]
    assert {message["platform"] for message in found if not message["to"].startswith("#")} == {"telegram"}


def test_a_real_district_is_looked_at_as_it_is_and_nobody_is_named(monkeypatch, real):
    path, day = real
    before = path.read_bytes()
    span = ("--from", str(day - timedelta(days=1)), "--to", str(day))

    code, out, notice = run(monkeypatch, *PREVIEW, *span, "--db", f"sqlite:///{path}", "--json")

    assert (code, notice) == (0, "")
    heard = [(message["to"], datetime.fromisoformat(message["at"])) for message in messages(out)]
    assert [(to, at.strftime("%H.%M"), at.date()) for to, at in heard] == [
        ("member:1", "17.00", day - timedelta(days=1)), ("group:1", "17.00", day - timedelta(days=1)),
        ("member:1", "08.00", day),
    ]  # fmt: skip
    assert path.read_bytes() == before
    assert "Markurell" not in out


def test_only_the_days_that_are_asked_for(monkeypatch, real):
    path, day = real
    _, out, _ = run(monkeypatch, *PREVIEW, "--from", day, "--to", day, "--db", f"sqlite:///{path}", "--json")

    assert [message["at"][11:16] for message in messages(out)] == ["08:00"]


def test_what_has_been_cannot_be_sent_any_more(monkeypatch, real):
    path, _ = real
    done = run(
        monkeypatch,
        "reminders",
        "preview",
        *("--from", "2020-01-01", "--to", "2020-12-31"),
        "--db",
        f"sqlite:///{path}",
    )

    assert done == (0, "", "")


def test_as_a_list_by_day(monkeypatch):
    _, out, _ = run(monkeypatch, *PREVIEW, "--from", "2027-02-08", "--to", "2027-02-08")

    lines = out.splitlines()
    assert lines[0] == "2027-02-08"
    assert (
        "  17.00  medlem, ordforande: Påminnelse: i morgon är det dags. · Flygblad vid stationen (flygbladsutdelning)"
        in lines
    )
    assert {line[:9] for line in lines[1:]} == {"  10.00  ", "  17.00  "}, "the chain's questions, then reminders"


def test_many_who_hear_the_same_are_counted(monkeypatch, real):
    path, day = real
    with open_database(f"sqlite:///{path}") as database, database.begin() as session:
        for n in range(2, 6):
            session.add(Member(id=n, name="Markurell", branch_id=1))
            session.flush()
            session.add(Account(platform="terminal", user=str(n), chat=str(n), member_id=n, tied_at=datetime.now(UTC)))

    _, out, _ = run(monkeypatch, *PREVIEW, "--from", day, "--to", day, "--db", f"sqlite:///{path}")
    assert out.splitlines() == [
        str(day),
        "  08.00  member:1, member:2, member:3 and 2 more: Påminnelse: i dag kl. 18.00 är det dags. · Möte (möte)",
    ]


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (("--from", "2027-02-09", "--to", "2027-02-08"), "bot: say from which day to which"),
        (("--from", "2027-02-30", "--to", "2027-03-01"), "2027-02-30"),
        (("--from", "2027-02-08"), "bot: say from which day to which"),
        (("--to", "2027-02-08"), "bot: say from which day to which"),
        (("--from", "2027-13-01", "--to", "2027-12-31"), "bot: say from which day to which, as --from 2027-01-01"),
        ((*DAYS, "--platform", "signal"), "signal"),
    ],
)
def test_what_cannot_be_meant_is_one_line(monkeypatch, args, complaint):
    code, out, said = run(monkeypatch, *PREVIEW, *args)

    assert (code != 0, out) == (True, "")
    assert complaint in said
    assert len(said.splitlines()) == 1


def test_old_tables_are_not_touched(monkeypatch, tmp_path):
    path = tmp_path / "old.db"
    with open_database(f"sqlite:///{path}") as database:
        schema.upgrade(database, "0001")
    before = path.read_bytes()

    done = run(monkeypatch, *PREVIEW, *DAYS, "--db", f"sqlite:///{path}")
    assert done == (1, "", "bot: The database's tables are old: run `bot migrate`\n")
    assert path.read_bytes() == before
