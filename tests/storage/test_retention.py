"""What is too old is purged, each kind at its time, and nothing before it."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from storage import access, retention
from storage.models import (
    Access,
    Activity,
    Approval,
    Branch,
    Consent,
    Guess,
    Idea,
    Inbox,
    Incident,
    Invitation,
    Member,
    OpenForm,
    Outbox,
    Result,
    Shift,
    State,
    Tombstone,
    Welcome,
)
from tests.talk import NOW

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def member(session) -> Member:
    session.add(Branch(id=1, name="Norrby", town="Norrby"))
    session.add(member := Member(name="Alva", branch_id=1))
    session.flush()
    return member


def old(member_id: int) -> dict[str, tuple[object, timedelta]]:
    """A row of each kind that ended now, and how long it is kept after that."""
    mine = {"member_id": member_id}
    letter = {"key": "k", "platform": "telegram", "payload": "", "due_at": NOW, "not_before": NOW, "created_at": NOW}
    return {
        "inbox": (Inbox(platform="telegram", event="e", payload="", received_at=NOW, done_at=NOW), 48 * HOUR),
        "outbox": (Outbox(chat="1", state=State.SENT, finished_at=NOW, **letter), 90 * DAY),
        "form": (OpenForm(platform="t", chat="1", sender="1", definition="{}", started_at=NOW), 14 * DAY),
        "invitation": (Invitation(code_hash="h", expires_at=NOW, **mine), timedelta(0)),
        "guess": (Guess(platform="telegram", user="1", guessed_at=NOW), HOUR),
        "approval": (Approval(asked_on="slack", action="a", asked_at=NOW, expires_at=NOW, **mine), 30 * DAY),
        "consent": (Consent(platform="slack", given_at=NOW, withdrawn_at=NOW, **mine), 730 * DAY),
        "idea answered": (Idea(key="a", branch_id=1, what="w", made_at=NOW - DAY, answered_at=NOW), 365 * DAY),
        "idea": (Idea(key="b", branch_id=1, what="w", made_at=NOW), 365 * DAY),
        "welcome": (Welcome(branch_id=1, made_at=NOW, due_at=NOW, done_at=NOW, **mine), 90 * DAY),
        "incident": (Incident(opened_at=NOW, opened_by="r", what="w", closed_at=NOW), 730 * DAY),
    }


@pytest.mark.parametrize("kind", sorted(old(1)))
def test_each_kind_at_its_time(session, member, kind):
    row, kept = old(member.id)[kind]
    session.add(row)
    session.flush()
    table = type(row)

    retention.purge(session, NOW + kept - timedelta(seconds=1))
    assert len(session.exec(select(table)).all()) == 1
    retention.purge(session, NOW + kept + timedelta(seconds=1))
    session.expire_all()

    assert session.exec(select(table)).all() == []


def test_what_has_not_ended_stays(session, member):
    session.add_all([
        Consent(member_id=member.id, platform="slack", given_at=NOW),
        Welcome(member_id=member.id, branch_id=1, made_at=NOW, due_at=NOW),
        Incident(opened_at=NOW, opened_by="r", what="w"),
    ])  # fmt: skip
    session.flush()

    retention.purge(session, NOW + 5000 * DAY)

    assert [len(session.exec(select(table)).all()) for table in (Consent, Welcome, Incident, Member)] == [1, 1, 1, 1]


def test_the_log_of_access_is_kept_for_two_years_and_is_whole_after(session):
    for days in (0, 1, 2):
        access.note(session, now=NOW + days * DAY, actor="a", subject="b", what="list")

    retention.purge(session, NOW + 731 * DAY)
    session.expire_all()

    assert [row.at for row in session.exec(select(Access).order_by(Access.id))] == [NOW + DAY, NOW + 2 * DAY]
    assert access.broken(session) is None


def test_who_left_a_month_ago_is_forgotten_and_who_left_since_is_not(session, member):
    member.left_on = NOW.date() - 30 * DAY
    session.add(fresh := Member(name="Bo", branch_id=1, left_on=NOW.date() - 29 * DAY))
    session.flush()

    retention.purge(session, NOW)

    assert session.exec(select(Member.id)).all() == [fresh.id]
    assert len(session.exec(select(Tombstone)).all()) == 1


def test_of_a_result_the_counts_stay_and_whose_words_they_came_with_go(session, member):
    hours = {"day": NOW.date(), "starts": time(9), "starts_at": NOW, "ends_at": NOW, "zone": "Europe/Stockholm"}
    place = {"kind": "other", "title": "T", "place": "P"}
    session.add(activity := Activity(key="a", **hours, **place))
    session.flush()
    del hours["zone"]
    session.add(shift := Shift(activity_id=activity.id, **hours))
    session.flush()
    session.add(Result(shift_id=shift.id, came=3, flyers=7, note="Bra", told_by=member.id, told_at=NOW))

    found = []
    for days in (89, 91):
        retention.purge(session, NOW + days * DAY)
        session.expire_all()
        found.append(session.exec(select(Result.came, Result.flyers, Result.note, Result.told_by)).one())

    assert found == [(3, 7, "Bra", member.id), (3, 7, "", None)]
