"""Messages going out: a unique key, and a state that survives a kill."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import outbox
from storage.models import Outbox, State
from storage.outbox import Outcome
from tests.talk import NOW

ALL = ("telegram", "slack")
FINAL = ("sent", "failed", "suppressed", "cancelled", "expired", "unknown")


def put(session, key: str = "k", *, chat: str = "1", platform: str = "telegram", now=NOW, **more: object) -> int | None:
    return outbox.put(session, key=key, to=(platform, chat, "", ""), payload="{}", now=now, **more)


def begin_all(session) -> list[outbox.Letter]:
    """What is due and begun, in order."""
    due = outbox.due(session, now=NOW, platforms=ALL, limit=100)
    return [letter for row in due if (letter := outbox.begin(session, row.id))]


def row(session, row_id: int) -> Outbox:
    session.expire_all()
    return session.get_one(Outbox, row_id)


def states(session) -> list[str]:
    return list(session.exec(select(Outbox.state).order_by(Outbox.id)))


def test_a_message_waits_until_it_is_begun(session):
    row_id = outbox.put(
        session,
        key="k",
        part=2,
        to=("telegram", "1", "7", "1001"),
        payload='{"a":1}',
        now=NOW,
        answers="e1",
        edits="m1",
    )

    assert row(session, row_id).state == State.QUEUED
    assert begin_all(session) == [
        outbox.Letter(row_id, "telegram", "1", "7", "1001", '{"a":1}', "e1", "m1", 1, repeated=False)
    ]
    assert row(session, row_id).state == State.SENDING


def test_one_that_is_sent_by_whoever_puts_it_is_not_due(session):
    row_id = put(session, sending=True)

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

    assert [due.id for due in outbox.due(session, now=NOW, platforms=ALL, limit=3)] == rows[:3]


@pytest.mark.parametrize(
    ("platforms", "keys"), [((), []), (("slack",), ["s"]), (("telegram",), ["t"]), (ALL, ["t", "s"])]
)
def test_only_platforms_that_can_be_sent_to(session, platforms, keys):
    known = {put(session, "t"): "t", put(session, "s", platform="slack"): "s"}

    assert [known[due.id] for due in outbox.due(session, now=NOW, platforms=platforms, limit=9)] == keys


def test_before_its_time_it_is_not_due(session):
    put(session, now=NOW + timedelta(seconds=1))

    assert begin_all(session) == []


@pytest.mark.parametrize(("late", "state"), [(timedelta(0), "queued"), (timedelta(seconds=1), "expired")])
def test_what_comes_too_late_expires(session, late, state):
    put(session, deliver_until=NOW - late)

    outbox.due(session, now=NOW, platforms=(), limit=1)

    assert states(session) == [state]


def test_it_is_begun_once(session):
    row_id = put(session)

    assert outbox.begin(session, row_id).attempts == 1
    assert outbox.begin(session, row_id) is None
    assert outbox.begin(session, 99) is None


def test_every_attempt_is_counted(session):
    row_id = put(session)
    outbox.begin(session, row_id)
    outbox.postpone(session, [row_id], until=NOW)

    assert outbox.begin(session, row_id).attempts == 2


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.UNKNOWN])
@pytest.mark.parametrize("answers", ["", "e1"])
def test_how_it_went_is_written_down(session, state, answers):
    row_id = put(session, answers=answers, sending=True)

    outbox.mark(session, [Outcome(row_id, state, message="m7", why="ord")], NOW)

    found = row(session, row_id)
    assert (found.state, found.message_id, found.error, found.finished_at) == (state, "m7", "ord", NOW)
    assert found.payload == ("" if answers else "{}")


def test_not_sent_after_all(session):
    row_id = put(session, sending=True)

    outbox.postpone(session, [row_id], until=NOW + timedelta(seconds=35), why="429")

    assert begin_all(session) == []
    assert outbox.next_due(session) == NOW + timedelta(seconds=35)
    assert (row(session, row_id).state, row(session, row_id).error) == (State.QUEUED, "429")


@pytest.mark.parametrize("state", FINAL)
def test_what_is_over_is_never_queued_again(session, state):
    row_id = put(session, sending=True)
    outbox.mark(session, [Outcome(row_id, State(state))], NOW)

    outbox.postpone(session, [row_id], until=NOW)
    outbox.move(session, platform="telegram", old="1", new="2")
    outbox.drop_queued(session, platform="telegram", chat="1", now=NOW, why="lost")
    outbox.recover(session, NOW)

    assert (states(session), row(session, row_id).chat, begin_all(session)) == ([state], "1", [])


def test_after_a_kill_an_answer_goes_out_again_and_says_so_and_a_push_is_unknown(session):
    answer, push, waiting = (
        put(session, "a", answers="e1", sending=True),
        put(session, "p", sending=True),
        put(session, "w"),
    )

    assert outbox.recover(session, NOW) == 1
    assert states(session) == ["queued", "unknown", "queued"]
    assert [(letter.id, letter.repeated) for letter in begin_all(session)] == [(answer, True), (waiting, False)]
    assert row(session, push).error == "stopped while sending"


def test_a_chat_that_moves_takes_along_what_is_not_sent(session):
    rows = [
        put(session, "a"),
        put(session, "b", sending=True),
        put(session, "c", chat="9"),
        put(session, "d", platform="slack"),
    ]

    for _ in range(2):
        outbox.move(session, platform="telegram", old="1", new="-100")

    assert [row(session, r).chat for r in rows] == ["-100", "-100", "9", "1"]


def test_to_a_chat_that_is_gone_nothing_more_is_sent(session):
    put(session, "a")
    put(session, "b", sending=True)
    put(session, "c", chat="9")

    outbox.drop_queued(session, platform="telegram", chat="1", now=NOW, why="blocked")

    assert states(session) == ["suppressed", "sending", "queued"]


def test_how_many_stand_where(session):
    put(session, "a")
    put(session, "b")
    put(session, "c", sending=True)

    assert outbox.count(session) == {State.QUEUED: 2, State.SENDING: 1}


def test_when_the_next_may_go(session):
    assert outbox.next_due(session) is None
    put(session, "a", now=NOW + timedelta(hours=2))
    put(session, "b", now=NOW + timedelta(hours=1), platform="slack")
    put(session, "c", sending=True)

    assert outbox.next_due(session) == NOW + timedelta(hours=1)
    assert outbox.next_due(session, platforms=["telegram"]) == NOW + timedelta(hours=2)
    assert outbox.next_due(session, platforms=[]) is None


def test_what_is_over_is_purged_when_it_is_old(session):
    old, new, waiting = put(session, "a", sending=True), put(session, "b", sending=True), put(session, "c")
    outbox.mark(session, [Outcome(old, State.SENT)], NOW - timedelta(days=91))
    outbox.mark(session, [Outcome(new, State.SENT)], NOW)

    assert outbox.purge(session, NOW - timedelta(days=90)) == 1
    assert list(session.exec(select(Outbox.id).order_by(Outbox.id))) == [new, waiting]
