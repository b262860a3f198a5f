"""Messages not sent after all: their chat moves or is gone, their batch is stopped; and how they are counted."""

from datetime import timedelta

from sqlmodel import select

from storage import outbox
from storage.models import Outbox, State
from storage.outbox import Outcome
from tests.storage.letters import next_due, put, row, states
from tests.talk import NOW


def test_a_chat_that_moves_takes_along_what_is_not_sent(session):
    rows = [
        put(session, "a"),
        put(session, "b", sending="me"),
        put(session, "c", chat="9"),
        put(session, "d", platform="slack"),
    ]

    for _ in range(2):
        outbox.move(session, platform="telegram", old="1", new="-100")

    assert [row(session, r).chat for r in rows] == ["-100", "-100", "9", "1"]


def test_to_a_chat_that_is_gone_nothing_more_is_sent(session):
    put(session, "a")
    put(session, "b", sending="me")
    put(session, "c", chat="9")

    outbox.drop_waiting(session, platform="telegram", chat="1", now=NOW, why="blocked")

    assert states(session) == ["suppressed", "sending", "queued"]


def test_a_batch_that_is_stopped_sends_no_more_and_still_adds_up(session):
    rows = [put(session, f"k{n}", batch="broadcast:1", chat=str(n)) for n in range(4)]
    other = put(session, "other", batch="broadcast:2")
    put(session, "k3", part=1, batch="broadcast:1", chat="3")
    outbox.lease(session, owner="me", now=NOW, platform="telegram", limit=2)
    outbox.begin(session, rows[0], owner="me", now=NOW)

    assert outbox.cancel(session, batch="broadcast:1", now=NOW) == 4

    assert outbox.tally(session, "broadcast:1") == {State.SENDING: 1, State.CANCELLED: 3}
    assert outbox.begin(session, rows[1], owner="me", now=NOW) is None
    assert row(session, other).state == State.QUEUED


def test_how_many_stand_where(session):
    put(session, "a")
    put(session, "b")
    put(session, "c", sending="me")

    assert outbox.count(session) == {State.QUEUED: 2, State.SENDING: 1}


def test_when_the_next_may_go(session):
    assert next_due(session) is None
    put(session, "a", due_at=NOW + timedelta(hours=2))
    put(session, "b", due_at=NOW + timedelta(hours=1), platform="slack")
    put(session, "c", sending="me")

    assert next_due(session) == NOW + timedelta(hours=1)
    assert next_due(session, platforms=["telegram"]) == NOW + timedelta(hours=2)
    assert next_due(session, platforms=[]) is None


def test_what_is_over_is_purged_when_it_is_old(session):
    old, new, waiting = put(session, "a", sending="me"), put(session, "b", sending="me"), put(session, "c")
    outbox.mark(session, [Outcome(old, State.SENT)], NOW - timedelta(days=91), owner="me")
    outbox.mark(session, [Outcome(new, State.SENT)], NOW, owner="me")

    assert outbox.purge(session, NOW - timedelta(days=90)) == 1
    assert list(session.exec(select(Outbox.id).order_by(Outbox.id))) == [new, waiting]
