"""What would be sent is what is sent, and looking ahead changes nothing."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from bot.markup import plain
from bot.messages import Reply, dump
from reminders import registry
from reminders.preview import Foreseen, Preview
from storage import copying, inbox, occurrences, outbox
from storage.inbox import Arrival
from storage.models import Outbox, Role, State, Visibility
from tests.reminders.world import SETTINGS, World, local
from tests.talk import NOW

HOUR, DAYS = timedelta(hours=1), timedelta(days=5)


def foreseen(session: Session, until: datetime, *platforms: str, start: datetime = NOW) -> list[Foreseen]:
    running = platforms or ("telegram",)
    with copying.in_memory(session) as copy:
        preview = Preview(copy, registry.topics(running, SETTINGS), registry.speaker(SETTINGS), running)
        return list(preview.messages(start, until))


def push(session, key: str, *, platform: str = "telegram", **more: object) -> None:
    payload = dump(Reply(f"*{key}*"))
    outbox.put(session, key=key, to=(platform, "1", "", ""), payload=payload, **({"now": NOW} | more))


def said(messages: list[Foreseen]) -> list[str]:
    return [plain(message.reply.text) for message in messages]


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: [tuple(row) for row in session.connection().execute(select(table).order_by(*table.primary_key))]
        for table in SQLModel.metadata.sorted_tables
    }


def test_the_copy_has_everything(district):
    district.flush()
    with copying.in_memory(district) as copy, copy.read() as session:
        assert rows(session) == rows(district)


def test_without_anything_to_copy_its_tables_are_empty():
    with copying.in_memory() as copy, copy.read() as session:
        assert set(rows(session)) == set(SQLModel.metadata.tables)
        assert not any(rows(session).values())


def test_it_is_what_time_really_brings(district):
    """Five days of the sample district: looked ahead, and then lived through."""
    ahead = foreseen(district, NOW + DAYS)
    world = World(district, chain=True)
    lived = world.look()
    while (then := world.preview.next_moment(district, world.now)) and then <= NOW + DAYS:
        world.now = then
        lived += world.look()

    assert len(lived) > 20
    assert [(message.chat, plain(message.reply.text)) for message in ahead] == lived
    assert [message.at for message in ahead] == sorted(message.at for message in ahead)


def test_looking_ahead_changes_nothing(district):
    before = rows(district)
    assert foreseen(district, NOW + DAYS)

    assert rows(district) == before


def test_each_person_once_where_they_are_written_to(session):
    """F46: who is on both platforms is told on one of them; a group on each is told on each."""
    world = World(session)
    norrby = world.branch("Norrby")
    world.member("alva", norrby, "slack", "telegram")
    world.group("-1")
    world.group("C1", platform="slack")
    world.activity("Möte", "2027-02-09 18.00", norrby)
    world.activity("Fest", "2027-02-09 18.00", visibility=Visibility.PUBLIC)

    def places(*platforms: str) -> set[tuple[str, str]]:
        return {(message.platform, message.chat) for message in foreseen(session, NOW + DAYS, *platforms)}

    assert places("telegram", "slack") == {("telegram", "alva"), ("telegram", "-1"), ("slack", "C1")}
    assert places("slack") == {("slack", "alva"), ("slack", "C1")}
    assert places("terminal") == set()


def test_from_the_first_moment_to_the_last(session):
    world = World(session)
    norrby = world.branch("Norrby")
    alva = world.member("alva", norrby)
    world.activity("Möte", "2027-03-08 18.00", norrby)

    found = foreseen(session, local("2027-03-08 08.00"))
    assert [(message.at, message.platform, message.chat, message.member_id) for message in found] == [
        (local(at), "telegram", "alva", alva) for at in ("2027-03-01 17.00", "2027-03-07 17.00", "2027-03-08 08.00")
    ]
    assert len(foreseen(session, local("2027-03-08 07.59"))) == 2
    assert len(foreseen(session, local("2027-03-09 07.59"), start=local("2027-03-07 16.00"))) == 2
    late = foreseen(session, local("2027-03-09 07.59"), start=local("2027-03-08 09.00"))
    assert [message.at for message in late] == [local("2027-03-08 09.00")]  # no reminder is left, so it is told at once
    assert foreseen(session, local("2027-03-09 07.59"), start=local("2027-03-08 18.00")) == []


def test_what_waits_in_the_outbox_is_sent_and_answers_are_not(session):
    push(session, "now")
    push(session, "later", due_at=NOW + HOUR)
    push(session, "much later", due_at=NOW + 3 * HOUR)
    push(session, "answer", answers="e1")
    push(session, "elsewhere", platform="slack")
    for state in (State.LEASED, State.SENDING, State.SENT, State.FAILED):
        push(session, state.value)
        session.exec(select(Outbox).where(Outbox.key == state.value)).one().state = state
    inbox.take(session, [Arrival("telegram", "e1", "{}")], NOW)
    session.flush()

    assert said(foreseen(session, NOW + 2 * HOUR)) == ["now", "leased", "later"]


def test_what_would_come_too_late_is_told_of(session):
    """The outbox has a reminder that nobody sent while the bot was away."""
    world = World(session)
    norrby = world.branch("Norrby")
    world.member("alva", norrby)
    world.hold(world.member("pella", norrby), Role.OMBUDSPERSON)
    world.activity("Möte", "2027-02-08 18.00", norrby, visibility=Visibility.PUBLIC)
    world.activity("Fest", "2027-02-09 18.00", norrby, visibility=Visibility.PUBLIC)
    world.plan()
    world.now = local("2027-02-08 17.00")
    world.plan()

    found = said(foreseen(session, local("2027-02-09 20.00"), start=local("2027-02-09 19.00")))
    assert found[-1].splitlines()[1:] == ["- påminnelsen till medlemmarna i Norrby om Fest, tisdag 9 februari"]


@pytest.mark.parametrize("where", ["occurrence", "outbox"])
def test_what_is_of_an_unknown_kind_does_not_stop_it(session, where):
    if where == "occurrence":
        occurrences.put(session, key="k", topic="horoscope", subject="1", due_at=NOW + HOUR, deliver_until=None)
    else:
        push(session, "horoscope", topic="horoscope", ref="1")
    push(session, "later", due_at=NOW + 2 * HOUR)

    assert said(foreseen(session, NOW + 3 * HOUR)) == ["later"]
