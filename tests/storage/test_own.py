"""What people asked to be reminded of: kept once, listed while it is to come, forgotten afterwards."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import occurrences, own
from storage.models import Branch, Member, Occurrence, OwnReminder, Repeat
from tests.talk import NOW

DAY = timedelta(days=1)


@pytest.fixture
def alva(session) -> int:
    branch = Branch(name="Norrby", town="Norrby")
    session.add(branch)
    session.flush()
    member = Member(name="Alva", branch_id=branch.id)
    session.add(member)
    session.flush()
    return member.id


def add(session, member_id: int, key: str = "k", **more: object) -> OwnReminder:
    row = {"what": "ring", "day": date(2027, 2, 9), "wall": time(9), "zone": "Europe/Stockholm", "now": NOW}
    return own.add(session, key=key, member_id=member_id, **(row | more))


def comes(session, reminder: OwnReminder, *days: int) -> None:
    """It is to be said in so many days."""
    for n in days:
        occurrences.put(
            session, key=f"{reminder.id}:{n}", topic=own.topic_of(reminder), subject=str(reminder.id),
            member_id=reminder.member_id, due_at=NOW + n * DAY, deliver_until=None,
        )  # fmt: skip


def test_the_same_key_is_one_reminder(session, alva):
    first = add(session, alva)

    assert add(session, alva, what="something else") is first
    assert add(session, alva, "other").id != first.id


def test_a_reminder_that_was_taken_away_is_not_found(session, alva):
    reminder = add(session, alva)
    assert own.find(session, reminder.id) is reminder

    own.end(session, reminder, now=NOW)
    assert own.find(session, reminder.id) is None
    assert own.find(session, 999) is None


def test_what_waits_is_listed_by_when_it_comes_next(session, alva):
    late, soon, said, gone = (add(session, alva, key) for key in ("late", "soon", "said", "gone"))
    deadline = add(session, alva, "deadline", deadline=True)
    comes(session, late, 9)
    comes(session, soon, 2, 5)
    comes(session, deadline, 3)
    comes(session, gone, 1)
    own.end(session, gone, now=NOW)
    comes(session, said, 1)
    occurrences.cancel_subject(session, topic=own.OWN, subject=str(said.id), now=NOW)

    assert [(one.reminder.key, (one.next_at - NOW).days) for one in own.waiting(session, alva)] == [
        ("soon", 2), ("deadline", 3), ("late", 9),
    ]  # fmt: skip
    assert own.waiting(session, alva + 1) == []


def test_what_comes_round_runs_out_when_the_last_that_is_planned_is_near(session, alva):
    weekly = {"repeat": Repeat.WEEKLY}
    near, planned, far, once = (
        add(session, alva, key, **more)
        for key, more in {"near": weekly, "planned": weekly, "far": weekly, "once": {}}.items()
    )
    comes(session, near, 0)
    comes(session, planned, 0, 7)
    comes(session, far, 3)
    comes(session, once, 0)

    assert own.running_out(session, topic=own.OWN, until=NOW + DAY) == [near]
    assert own.running_out(session, topic=own.DEADLINE, until=NOW + DAY) == []
    own.end(session, near, now=NOW)
    session.flush()
    assert own.running_out(session, topic=own.OWN, until=NOW + DAY) == []


def test_what_was_taken_away_or_said_long_ago_is_forgotten(session, alva):
    old = date(2026, 11, 1)
    for key, more in {
        "said": {"day": old},
        "comes": {"day": old},
        "weekly": {"day": old, "repeat": Repeat.WEEKLY},
    }.items():
        add(session, alva, key, **more)
    for key, days in {"gone": 91, "lately": 89}.items():
        own.end(session, add(session, alva, key), now=NOW - days * DAY)
    comes(session, session.exec(select(OwnReminder).where(OwnReminder.key == "comes")).one(), 1)
    session.flush()

    assert own.purge(session, NOW - 90 * DAY) == 2
    session.expire_all()
    assert {row.key for row in session.exec(select(OwnReminder))} == {"comes", "weekly", "lately"}


def test_they_go_with_the_member(session, alva):
    comes(session, add(session, alva), 1)
    session.delete(session.get_one(Member, alva))
    session.flush()
    session.expire_all()

    assert session.exec(select(OwnReminder)).all() == []
    assert session.exec(select(Occurrence)).all() == []


def test_the_deadlines_of_a_year_are_one_s_own_and_the_branch_s(district):
    mine = district.exec(select(Member.id).order_by(Member.id)).first()
    other = mine + 1
    rows = [
        ("mitt", mine, None, True), ("bara en påminnelse", mine, None, False), ("en annans", other, None, True),
        ("gruppens", other, 1, True), ("en annan grupps", mine, 2, True),
    ]  # fmt: skip
    for n, (what, member_id, branch_id, deadline) in enumerate(rows):
        own.add(
            district, key=f"k{n}", member_id=member_id, branch_id=branch_id, what=what, deadline=deadline,
            day=date(2027, 3, 20 - n), wall=time(9), zone="Europe/Stockholm", now=NOW,
        )  # fmt: skip

    def found(**whose: int | None) -> list[str]:
        return [one.what for one in own.deadlines(district, end=date(2027, 12, 31), **whose)]

    assert found(member_id=mine, branch_id=1) == ["gruppens", "mitt"]
    assert found(member_id=None, branch_id=None) == []
    assert own.deadlines(district, end=date(2027, 1, 31), member_id=mine, branch_id=1) == []
