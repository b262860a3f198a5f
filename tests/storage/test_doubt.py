"""Messages that may have arrived: what becomes of them after a stop, and how they are looked for."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import doubt, outbox
from storage.models import Outbox, State
from storage.outbox import Outcome
from tests.talk import NOW

MINUTE = timedelta(minutes=1)
WAYS = {
    # (platform, answers, topic, repeated) → state, finished, repeated
    ("slack", "e1", "", False): ("unknown", False, False),
    ("slack", "", "activity", False): ("unknown", False, False),
    ("telegram", "e1", "", False): ("queued", False, True),
    ("telegram", "e1", "", True): ("queued", False, True),
    ("telegram", "", "activity", False): ("unknown", True, False),
    ("telegram", "", "summons", False): ("queued", False, True),
    ("telegram", "", "summons", True): ("unknown", True, True),
}


def put(session, key: str = "k", *, platform: str = "telegram", **more: object) -> int:
    letter = outbox.put(session, key=key, to=(platform, "1", "", ""), payload="{}", now=NOW, **more)
    return letter.id


def row(session, row_id: int) -> Outbox:
    session.expire_all()
    return session.get_one(Outbox, row_id)


def recover(session, **more: object) -> int:
    return doubt.recover(session, NOW + MINUTE, remembering=["slack"], again=["summons"], **more)


def states(session) -> list[str]:
    return list(session.exec(select(Outbox.state).order_by(Outbox.id)))


def opened(session) -> int:
    """A push on Slack of which no answer came."""
    row_id = put(session, platform="slack", sending="me")
    outbox.mark(session, [Outcome(row_id, State.UNKNOWN, open=True)], NOW, owner="me")
    return row_id


@pytest.mark.parametrize(("way", "becomes"), WAYS.items(), ids=str)
def test_what_was_on_the_wire_at_a_stop(session, way, becomes):
    platform, answers, topic, repeated = way
    row_id = put(session, platform=platform, answers=answers, topic=topic, sending="me")
    row(session, row_id).repeated = repeated

    counted = recover(session)

    found = row(session, row_id)
    assert (found.state, found.finished_at is not None, found.repeated) == becomes
    assert counted == (found.state == State.UNKNOWN)
    assert found.payload == "{}"


def test_what_waited_waits_on(session):
    leased, queued = put(session, "a"), put(session, "b", due_at=NOW + MINUTE)
    outbox.lease(session, owner="me", now=NOW, platform="telegram", limit=9)

    assert recover(session) == 0
    assert states(session) == ["queued", "queued"]
    assert [due.id for due in outbox.lease(session, owner="you", now=NOW, platform="telegram", limit=9)] == [leased]
    assert row(session, queued).not_before == NOW + MINUTE


def test_of_several_that_run_only_what_the_gone_one_had_is_taken_over(session):
    gone, alive = put(session, "a", sending="gone"), put(session, "b", sending="alive")

    assert recover(session, owner="gone") == 1
    assert (row(session, gone).state, row(session, alive).state) == ("unknown", "sending")


def test_it_is_looked_for_until_it_is_settled(session):
    row_id = opened(session)
    (found,) = doubt.doubtful(session, platform="slack", now=NOW, limit=9)

    assert (found.id, found.chat, found.sending_at) == (row_id, "1", NOW)
    assert found.mark == row(session, row_id).mark
    assert doubt.doubtful(session, platform="telegram", now=NOW, limit=9) == []
    assert doubt.next_look(session, platforms=["slack"]) == NOW

    doubt.look_again(session, row_id, at=NOW + MINUTE)
    assert doubt.doubtful(session, platform="slack", now=NOW, limit=9) == []
    assert doubt.next_look(session, platforms=["slack"]) == NOW + MINUTE


def test_it_is_there(session):
    row_id = opened(session)

    doubt.arrived(session, row_id, message="m7", now=NOW + MINUTE)

    found = row(session, row_id)
    assert (found.state, found.message_id, found.finished_at) == (State.SENT, "m7", NOW + MINUTE)


def test_it_never_came_and_goes_again_without_a_note(session):
    row_id = opened(session)

    doubt.never_arrived(session, row_id, now=NOW + MINUTE)

    assert (row(session, row_id).state, row(session, row_id).repeated) == (State.QUEUED, False)
    assert doubt.next_look(session, platforms=["slack"]) is None


@pytest.mark.parametrize(("answers", "becomes"), [("e1", (State.QUEUED, True)), ("", (State.UNKNOWN, False))])
def test_nobody_can_tell(session, answers, becomes):
    row_id = put(session, platform="slack", answers=answers, sending="me")
    outbox.mark(session, [Outcome(row_id, State.UNKNOWN, open=True)], NOW, owner="me")

    doubt.give_up(session, row_id, now=NOW + MINUTE)

    assert (row(session, row_id).state, row(session, row_id).repeated) == becomes
    assert doubt.next_look(session, platforms=["slack"]) is None


@pytest.mark.parametrize("settle", ["arrived", "never_arrived", "give_up"])
def test_what_is_settled_stays_settled(session, settle):
    row_id = put(session, sending="me")
    outbox.mark(session, [Outcome(row_id, State.SENT, message="m1")], NOW, owner="me")

    getattr(doubt, settle)(session, row_id, now=NOW + MINUTE, **({"message": "m2"} if settle == "arrived" else {}))

    assert (row(session, row_id).state, row(session, row_id).message_id) == (State.SENT, "m1")


def test_of_a_restored_copy_nothing_is_sent_before_somebody_has_looked(session):
    """F13."""
    put(session, "queued", due_at=NOW + MINUTE)
    put(session, "sending", sending="me")
    opened(session)
    put(session, "answer", answers="e1")
    outbox.mark(session, [Outcome(put(session, "sent", sending="me"), State.SENT)], NOW, owner="me")

    assert doubt.hold(session, NOW) == 3

    assert states(session) == ["unknown", "unknown", "unknown", "expired", "sent"]
    assert recover(session) == 0
    assert outbox.lease(session, owner="me", now=NOW + 2 * MINUTE, platform="telegram", limit=9) == []
    assert doubt.next_look(session, platforms=["slack"]) is None

    assert doubt.send_held(session, NOW + MINUTE) == 3
    assert states(session) == ["queued", "queued", "queued", "expired", "sent"]


def test_those_that_are_unknown_are_listed_newest_first(session):
    rows = [put(session, key, sending="me") for key in "ab"]
    recover(session)

    assert [found.id for found in doubt.listed(session)] == rows[::-1]
