"""Messages going out: a unique key, and a state that survives a kill."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage import doubt, outbox
from storage.models import State
from storage.outbox import Outcome
from tests.storage.letters import FINAL, begin_all, lease, next_due, put, row, states
from tests.talk import NOW


def test_a_message_waits_until_it_is_begun(session):
    put_in = outbox.put(
        session, key="k", part=2, to=("telegram", "1", "7", "1001"), payload='{"a":1}', now=NOW, topic="activity",
        ref="7", batch="occurrence:7", member_id=3, answers="e1", edits="m1",
    )  # fmt: skip

    assert (put_in.attempts, put_in.due_at, len(put_in.mark)) == (0, NOW, 32)
    assert row(session, put_in.id).state == State.QUEUED
    assert begin_all(session) == [put_in._replace(attempts=1)]
    assert (row(session, put_in.id).state, row(session, put_in.id).sending_at) == (State.SENDING, NOW)


def test_each_message_has_a_mark_of_its_own(session):
    rows = [put(session, key) for key in "abc"]

    assert len({row(session, r).mark for r in rows}) == 3


def test_one_that_is_sent_by_whoever_puts_it_is_not_due(session):
    row_id = put(session, sending="me")

    assert (row(session, row_id).state, row(session, row_id).attempts) == (State.SENDING, 1)
    assert begin_all(session) == []


def test_the_same_key_and_part_is_put_once(session):
    assert put(session) is not None
    assert put(session, chat="2") is None
    assert put(session, part=1) is not None


def test_two_transactions_put_the_same_key_once(database):
    found = []
    for _ in range(2):
        with database.begin() as session:
            found.append(put(session))

    assert [row_id is not None for row_id in found] == [True, False]


def test_what_is_due_comes_oldest_first_and_no_more_than_asked_for(session):
    rows = [put(session, f"k{n}", now=NOW - timedelta(minutes=n)) for n in range(5)]

    assert lease(session, limit=3) == rows[:3]
    assert lease(session) == rows[3:]


def test_an_answer_goes_before_every_push(session):
    push, answer, other = put(session, "a"), put(session, "b", answers="e1"), put(session, "c")

    assert lease(session) == [answer, push, other]


@pytest.mark.parametrize(("platform", "keys"), [("slack", ["s"]), ("telegram", ["t"]), ("terminal", [])])
def test_only_the_platform_that_is_asked_for(session, platform, keys):
    known = {put(session, "t"): "t", put(session, "s", platform="slack"): "s"}

    due = outbox.lease(session, owner="me", now=NOW, platform=platform, limit=9)

    assert [known[found.id] for found in due] == keys


def test_before_its_time_it_is_not_due(session):
    put(session, due_at=NOW + timedelta(seconds=1))

    assert lease(session) == []
    assert len(lease(session, now=NOW + timedelta(seconds=1))) == 1


def test_what_one_has_leased_another_cannot_begin(session):
    (row_id,) = [put(session)]
    lease(session, owner="one")

    assert lease(session, owner="two") == []
    assert outbox.begin(session, row_id, owner="two", now=NOW) is None
    assert outbox.begin(session, row_id, owner="one", now=NOW) is not None


def test_several_at_once_lease_each_message_once(database):
    with database.begin() as session:
        rows = [put(session, f"k{n}") for n in range(40)]

    def take(owner: str) -> list[int]:
        taken = []
        while True:
            with database.begin() as session:
                found = outbox.lease(session, owner=owner, now=NOW, platform="telegram", limit=3)
            if not found:
                return taken
            taken += [due.id for due in found]

    with ThreadPoolExecutor(4) as pool:
        taken = [row_id for part in pool.map(take, "abcd") for row_id in part]

    assert sorted(taken) == rows


def test_what_was_leased_by_somebody_who_is_gone_is_queued_again(session):
    put(session)
    lease(session)

    assert outbox.reclaim(session, NOW + outbox.LEASE) == 0
    assert outbox.reclaim(session, NOW + outbox.LEASE + timedelta(seconds=1)) == 1
    assert len(lease(session)) == 1


@pytest.mark.parametrize(("late", "state"), [(timedelta(0), "queued"), (timedelta(seconds=1), "expired")])
def test_what_comes_too_late_expires(session, late, state):
    put(session, deliver_until=NOW - late, topic="activity", ref="7", batch="occurrence:7")
    put(session, "answer", deliver_until=NOW - late, answers="e1")

    assert outbox.expire(session, NOW) == [("occurrence:7", "activity", "7")] * (state == "expired")

    assert states(session) == [state] * 2
    assert len(lease(session)) == 2 * (state == "queued")


def test_what_came_too_late_is_not_leased_either(session):
    put(session, deliver_until=NOW - timedelta(seconds=1))

    assert lease(session) == []


def test_it_is_begun_once(session):
    row_id = put(session)
    assert outbox.begin(session, row_id, owner="me", now=NOW) is None, "nobody has leased it"
    lease(session)

    assert outbox.begin(session, row_id, owner="me", now=NOW).attempts == 1
    assert outbox.begin(session, row_id, owner="me", now=NOW) is None
    assert outbox.begin(session, 99, owner="me", now=NOW) is None


def test_every_attempt_is_counted(session):
    row_id = put(session)
    begin_all(session)
    outbox.postpone(session, [row_id], owner="me", until=NOW, repeated=True)

    assert [(letter.attempts, letter.repeated) for letter in begin_all(session)] == [(2, True)]


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.UNKNOWN])
@pytest.mark.parametrize("answers", ["", "e1"])
def test_how_it_went_is_written_down(session, state, answers):
    row_id = put(session, answers=answers, sending="me")

    outbox.mark(session, [Outcome(row_id, state, message="m7", why="ord")], NOW, owner="me")

    found = row(session, row_id)
    assert (found.state, found.message_id, found.error, found.finished_at) == (state, "m7", "ord", NOW)
    assert found.payload == ("" if answers else "{}")


def test_what_is_looked_into_keeps_its_words_and_is_not_over(session):
    row_id = put(session, answers="e1", sending="me")

    outbox.mark(session, [Outcome(row_id, State.UNKNOWN, why="reset", open=True)], NOW, owner="me")

    found = row(session, row_id)
    assert (found.state, found.finished_at, found.payload, found.not_before) == (State.UNKNOWN, None, "{}", NOW)


def test_not_sent_after_all(session):
    row_id = put(session, sending="me")

    outbox.postpone(session, [row_id], owner="me", until=NOW + timedelta(seconds=35), why="429")

    assert begin_all(session) == []
    assert next_due(session) == NOW + timedelta(seconds=35)
    assert (row(session, row_id).state, row(session, row_id).error) == (State.QUEUED, "429")


@pytest.mark.parametrize("sending", [False, True])
def test_who_lost_a_lease_does_not_put_back_what_another_has(session, sending):
    """They stood still for longer than the lease, or the database did for them."""
    row_id = put(session)
    lease(session)
    later = NOW + outbox.LEASE + timedelta(seconds=1)
    outbox.reclaim(session, later)
    outbox.lease(session, owner="another", now=later, platform="telegram", limit=1)
    if sending:
        outbox.begin(session, row_id, owner="another", now=later)

    outbox.postpone(session, [row_id], owner="me", until=later)

    assert row(session, row_id).state == (State.SENDING if sending else State.LEASED)


@pytest.mark.parametrize("state", FINAL)
def test_what_is_over_is_never_queued_again(session, state):
    row_id = put(session, sending="me")
    outbox.mark(session, [Outcome(row_id, State(state))], NOW, owner="me")

    outbox.postpone(session, [row_id], owner="me", until=NOW)
    outbox.move(session, platform="telegram", old="1", new="2")
    outbox.drop_waiting(session, platform="telegram", chat="1", now=NOW, why="lost")
    doubt.recover(session, NOW, remembering=(), again=())

    assert (states(session), row(session, row_id).chat, begin_all(session)) == ([state], "1", [])
