"""Messages taken in: each once, done once, forgotten in time."""

import contextlib
from datetime import timedelta

from sqlmodel import select

from storage import inbox
from storage.inbox import Arrival
from storage.models import Inbox
from tests.talk import NOW


def arrival(event: str, platform: str = "telegram") -> Arrival:
    return Arrival(platform, event, f'{{"text":"{event}"}}')


def test_a_message_is_taken_in_once(session):
    (first,) = inbox.take(session, [arrival("e1")], NOW)

    assert first is not None
    assert inbox.take(session, [arrival("e1")], NOW) == [None]


def test_many_at_once_with_the_same_among_them(session):
    inbox.take(session, [arrival("e2")], NOW)

    taken = inbox.take(session, [arrival("e1"), arrival("e2"), arrival("e3"), arrival("e1")], NOW)

    assert [row is not None for row in taken] == [True, False, True, False]


def test_the_same_id_on_another_platform_is_another_message(session):
    taken = inbox.take(session, [arrival("e1"), arrival("e1", "slack")], NOW)

    assert None not in taken


def test_two_transactions_take_the_same_message_once(database):
    rows = []
    for _ in range(2):
        with database.begin() as session:
            rows += inbox.take(session, [arrival("e1")], NOW)

    assert [row is not None for row in rows] == [True, False]


def test_what_waits_comes_back_oldest_first(session):
    first, second, third = inbox.take(session, [arrival(e) for e in ("e1", "e2", "e3")], NOW)
    inbox.finish(session, [second], NOW)

    assert inbox.waiting(session) == [(first, '{"text":"e1"}'), (third, '{"text":"e3"}')]


def test_it_is_finished_once_and_what_it_said_is_forgotten(session):
    (row,) = inbox.take(session, [arrival("e1")], NOW)

    assert inbox.finish(session, [row], NOW) == {row}
    assert inbox.finish(session, [row], NOW + timedelta(hours=1)) == set()
    assert inbox.finish(session, [99], NOW) == set()
    found = session.exec(select(Inbox)).one()
    assert (found.payload, found.done_at) == ("", NOW)


def test_an_undone_finish_waits_again(database):
    with database.begin() as session:
        (row,) = inbox.take(session, [arrival("e1")], NOW)
    with contextlib.suppress(RuntimeError), database.begin() as session:
        inbox.finish(session, [row], NOW)
        raise RuntimeError

    with database.read() as session:
        assert [waiting.id for waiting in inbox.waiting(session)] == [row]


def test_what_is_done_is_purged_when_it_is_old(session):
    old, _, new = (inbox.take(session, [arrival(f"e{n}")], NOW + timedelta(hours=n))[0] for n in range(3))
    for row in (old, new):
        inbox.finish(session, [row], NOW)

    assert inbox.purge(session, NOW + timedelta(hours=2)) == 1
    assert list(session.exec(select(Inbox.event).order_by(Inbox.id))) == ["e1", "e2"]


def test_of_several_those_that_nobody_else_did_are_finished(session):
    one, two, three = inbox.take(session, [arrival(f"e{n}") for n in range(3)], NOW)
    inbox.finish(session, [two], NOW)

    assert inbox.finish(session, [one, two, three, 99], NOW + timedelta(hours=1)) == {one, three}
    assert inbox.waiting(session) == []
    done = dict(session.exec(select(Inbox.id, Inbox.done_at)).all())
    assert (done[one], done[two]) == (NOW + timedelta(hours=1), NOW)
