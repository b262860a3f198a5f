"""What a handler gets: pushes that are kept once, and rights."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.context import Context, may
from bot.markup import Markup
from bot.messages import Reply, load_reply
from bot.texts import texts
from storage.members import Contact, Person
from storage.models import Outbox, State
from storage.rights import Right
from tests.talk import NOW

TO = Contact(1, "telegram", "1001", "1001", "sv")
CHAIR = Person(1, "Alva", "sv", 1, "Norrby", frozenset({("member", 1), ("chair", 1)}))


@pytest.fixture
def ctx(session):
    return Context(session, NOW, ZoneInfo("Europe/Stockholm"), texts("sv"), "Distriktet")


def rows(ctx) -> list[Outbox]:
    return list(ctx.session.exec(select(Outbox).order_by(Outbox.id)))


def test_a_push_waits_in_the_outbox(ctx):
    ctx.push(TO, Reply("hej"), key="hälsning")

    (row,) = rows(ctx)
    assert (row.platform, row.chat, row.state, row.answers, row.not_before) == (
        "telegram", "1001", State.QUEUED, "", NOW,
    )  # fmt: skip
    assert load_reply(row.payload) == Reply("hej")


def test_the_same_push_again_changes_nothing(ctx):
    ctx.push(TO, Reply("hej"), key="hälsning")
    ctx.push(TO, Reply("hej igen"), key="hälsning")
    ctx.push(Contact(1, "slack", "1001", "1001", "sv"), Reply("hej"), key="hälsning")

    assert [(row.platform, load_reply(row.payload).text) for row in rows(ctx)] == [
        ("telegram", "hej"),
        ("slack", "hej"),
    ]


def test_a_long_push_is_several_rows(ctx):
    ctx.push(TO, Reply(Markup("ord " * 2000)), key="långt")

    assert [(row.key, row.part) for row in rows(ctx)] == [("långt:telegram:1001", 0), ("långt:telegram:1001", 1)]


@pytest.mark.parametrize(
    ("now", "today"), [((2027, 2, 8, 22, 59), 8), ((2027, 2, 8, 23, 0), 9), ((2027, 7, 8, 22, 0), 9)]
)
def test_today_is_the_day_where_people_live(ctx, now, today):
    ctx.now = datetime(*now, tzinfo=UTC)

    assert ctx.today.day == today


@pytest.mark.parametrize(
    ("person", "needs", "allowed"),
    [
        (None, None, True),
        (None, Right.USE, False),
        (CHAIR, None, True),
        (CHAIR, Right.USE, True),
        (CHAIR, Right.PLAN, True),
        (CHAIR, Right.FREEZE, False),
    ],
)
def test_who_may(person, needs, allowed):
    assert may(person, needs) is allowed
