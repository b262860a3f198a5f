"""A push that its app did not take goes to the person's other app: once, whole, and counted once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import elsewhere, members, outbox
from storage.models import Account, Branch, Member, Outbox, Preference, State
from tests.talk import NOW

APPS = ("telegram", "slack")
HOUR = timedelta(hours=1)


@pytest.fixture
def alva(session) -> Member:
    """She has both apps."""
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    member = members.add(session, name="Alva", branch_id=branch.id, language="sv")
    for platform, chat in (("telegram", "1"), ("slack", "U1")):
        session.add(Account(platform=platform, user=chat, chat=chat, member_id=member.id, tied_at=NOW))
    session.flush()
    return member


def push(session, member: Member | None, key: str = "k", *, state: State = State.FAILED, **more: object) -> int:
    row = {"to": ("telegram", "1", "", ""), "payload": "hej", "now": NOW, "batch": "b", "due_at": NOW + HOUR} | more
    letter = outbox.put(session, key=key, member_id=member.id if member else None, **row)
    session.get_one(Outbox, letter.id).state = state
    session.flush()
    return letter.id


def failed(session, *rows: int, platforms: tuple[str, ...] = APPS) -> int:
    return elsewhere.failed(session, rows, now=NOW + HOUR, platforms=platforms)


def mail(session) -> list[Outbox]:
    session.expire_all()
    return list(session.exec(select(Outbox).order_by(Outbox.id)))


def copies(session) -> list[tuple[str, int, str, str]]:
    return [(r.platform, r.part, r.payload, r.state) for r in mail(session) if r.key.endswith(elsewhere.OTHER)]


def test_it_goes_to_the_other_app(session, alva):
    row = push(session, alva, topic="t", ref="7", deliver_until=NOW + 9 * HOUR)

    assert failed(session, row) == 1

    old, new = mail(session)
    assert (old.state, old.batch) == (State.FAILED, "")
    assert (new.key, new.platform, new.chat, new.state, new.batch) == ("k:other", "slack", "U1", State.QUEUED, "b")
    assert (new.topic, new.ref, new.payload, new.member_id) == ("t", "7", "hej", alva.id)
    assert (new.due_at, new.not_before, new.deliver_until) == (NOW + HOUR, NOW + HOUR, NOW + 9 * HOUR)
    assert new.mark not in {"", old.mark}


def test_the_app_that_failed_is_left_in_peace(session, alva):
    failed(session, push(session, alva))

    muted = dict(session.exec(select(Account.platform, Account.muted_at)).all())
    assert muted == {"telegram": NOW + HOUR, "slack": None}


def test_a_report_counts_each_person_once(session, alva):
    failed(session, push(session, alva))

    assert outbox.tally(session, "b") == {State.QUEUED: 1}


def test_twice_told_it_goes_once(session, alva):
    row = push(session, alva)
    failed(session, row)
    failed(session, row)

    assert len(copies(session)) == 1


def test_what_went_the_second_way_goes_no_third(session, alva):
    row = push(session, alva, "k:other", to=("slack", "U1", "", ""))

    assert failed(session, row, platforms=("telegram", "slack")) == 0


@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN, State.SENDING, State.QUEUED, State.CANCELLED])
def test_only_what_surely_did_not_arrive(session, alva, state):
    assert failed(session, push(session, alva, state=state)) == 0
    assert copies(session) == []


def test_what_may_have_arrived_at_an_earlier_try_does_not_go(session, alva):
    row = push(session, alva)
    session.get_one(Outbox, row).repeated = True
    session.flush()

    assert failed(session, row) == 0


def test_all_parts_of_a_long_one_go(session, alva):
    first = push(session, alva, part=0)
    push(session, alva, part=1, state=State.LEASED, payload="då")

    assert failed(session, first) == 1
    assert copies(session) == [("slack", 0, "hej", State.QUEUED), ("slack", 1, "då", State.QUEUED)]
    assert [row.state for row in mail(session)[:2]] == [State.FAILED, State.SUPPRESSED]


def test_half_of_a_long_one_does_not_come_twice(session, alva):
    push(session, alva, part=0, state=State.SENT)
    second = push(session, alva, part=1)

    assert failed(session, second) == 0


@pytest.mark.parametrize(
    "more", [{"answers": "e1"}, {"edits": "m1"}, {"member_id": None}], ids=["an answer", "an edit", "a group's"]
)
def test_only_pushes_to_a_person(session, alva, more):
    member = None if "member_id" in more else alva
    row = push(session, member, **{k: v for k, v in more.items() if k != "member_id"})

    assert failed(session, row) == 0


def test_with_one_app_there_is_no_other_way(session, alva):
    assert failed(session, push(session, alva), platforms=("telegram",)) == 0
    assert mail(session)[0].batch == "b"


def test_what_both_apps_were_told_anyhow_is_there_already(session, alva):
    push(session, alva, "alarm:slack:U1", to=("slack", "U1", "", ""), state=State.SENT)

    assert failed(session, push(session, alva, "alarm:telegram:1")) == 0


def test_what_waits_when_a_chat_is_lost_goes_as_well(session, alva):
    for key, state in (("waits", State.QUEUED), ("sent", State.SENT), ("sending", State.SENDING)):
        push(session, alva, key, state=state)

    moved = elsewhere.lose(session, platform="telegram", chat="1", now=NOW, why="blocked", platforms=APPS)

    assert moved == 1
    assert [(row.key, row.state, row.error) for row in mail(session)] == [
        ("waits", State.SUPPRESSED, "blocked"),
        ("sent", State.SENT, ""),
        ("sending", State.SENDING, ""),
        ("waits:other", State.QUEUED, ""),
    ]
    assert mail(session)[3].not_before == NOW + HOUR  # it waits for its hour there as well


def test_the_chosen_app_is_asked_first_of_those_that_are_left(session, alva):
    session.add(Account(platform="terminal", user="alva", chat="alva", member_id=alva.id, tied_at=NOW))
    session.add(Preference(member_id=alva.id, leads="", app="terminal", district=False))
    session.flush()

    failed(session, push(session, alva), platforms=(*APPS, "terminal"))

    assert [row[0] for row in copies(session)] == ["terminal"]
