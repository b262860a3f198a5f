"""Checking in: who is expected on a shift, who came, and who may say so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import delete, exists, or_, select, update
from sqlmodel import Session, col

from storage import access, contacts, networks, results, shifts
from storage.access import Noted
from storage.members import Person
from storage.models import Access, Activity, Member, Place, Result, Shift, Signup
from storage.rights import plans

# It opens so long before the shift begins.
EARLY = timedelta(minutes=30)
# Whoever leads a shift knows who comes from so long before it begins, until so long after it is over.
LEADS_BEFORE, LEADS_AFTER = timedelta(days=1), timedelta(days=2)
# Later than this the names are about to be forgotten, and what they came to stands.
LATEST = timedelta(days=60)
# A list that is pressed again and again is one look at each name.
ONE_LOOK = timedelta(hours=1)
LOOK = "signups"
# As Swedish has them, behind z.
LETTERS = str.maketrans("åäö", "{|}")


class Expected(NamedTuple):
    """Somebody with a place on a shift, and so many `guests`. `came` is None until somebody has said; then they were
    there with `along` of them (None: all).
    """

    signup_id: int
    member_id: int
    ref: str
    name: str
    guests: int
    came: bool | None
    along: int | None

    @property
    def heads(self) -> int:
        return self.guests + 1

    @property
    def there(self) -> int:
        """How many of them came."""
        if not self.came:
            return 0
        return self.heads if self.along is None else self.along + 1


def roll(session: Session, shift_id: int) -> list[Expected]:
    """Who has a place on a shift, by name; not who has left the party since."""
    there = (
        select(
            col(Signup.id), col(Member.id), col(Member.ref), col(Member.name), col(Signup.guests), col(Signup.came),
            col(Signup.along),
        )
        .join(Member, col(Member.id) == col(Signup.member_id))
        .where(col(Signup.shift_id) == shift_id, col(Signup.place) == Place.GOING, col(Member.left_on).is_(None))
    )  # fmt: skip
    return sorted((Expected(*row) for row in session.execute(there)), key=by_name)


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def signup_id(self) -> int: ...


def by_name(one: Named) -> tuple[str, int]:
    return one.name.casefold().translate(LETTERS), one.signup_id


def heads(found: Sequence[Expected]) -> int:
    """How many people they are, with friends."""
    return sum(one.heads for one in found)


def unsaid(found: Sequence[Expected]) -> int:
    """Of how many of them nobody has said anything."""
    return heads([one for one in found if one.came is None])


def arranges(session: Session, person: Person | None, activity: Activity) -> bool:
    """Whoever may plan for the organiser, and whoever is responsible for this one."""
    if person is None:
        return False
    plans_it = plans(person, activity.branch_id, activity.network_id)
    return plans_it or contacts.is_contact(session, activity, person.id)


def may(session: Session, person: Person | None, activity: Activity, now: datetime) -> bool:
    """Whoever arranges it, and whoever is on a shift of it that leads, about the time of that shift."""
    return person is not None and (arranges(session, person, activity) or person.id in leaders(session, activity, now))


def may_lead(session: Session, activity: Activity, *, member_id: int, branch_id: int) -> bool:
    """Whoever leads sees the others' names: that is for the organiser's own members."""
    if activity.network_id is not None:
        return networks.has(session, activity.network_id, member_id)
    return activity.branch_id is None or activity.branch_id == branch_id


def is_near(shift: Shift, now: datetime) -> bool:
    """Whether whoever leads it sees who comes, by now."""
    return shift.starts_at - LEADS_BEFORE <= now <= shift.ends_at + LEADS_AFTER


def leaders(session: Session, activity: Activity, now: datetime) -> list[int]:
    """Who has a place on a shift of it that checks the others in, and leads about now."""
    lead = (
        select(col(Signup.member_id))
        .distinct()
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .where(col(Shift.activity_id) == activity.id, col(Shift.leads).is_(True), shifts.HELD)
        .where(col(Shift.starts_at) <= now + LEADS_BEFORE, col(Shift.ends_at) >= now - LEADS_AFTER)
        .where(col(Signup.place) == Place.GOING)
        .order_by(col(Signup.member_id))
    )
    if activity.network_id is not None:
        # Who has left the network since sees its names no more.
        lead = lead.where(networks.of_member(activity.network_id, col(Signup.member_id)))
    elif activity.branch_id is not None:
        # And so does who has moved to another branch.
        lead = lead.join(Member, col(Member.id) == col(Signup.member_id))
        lead = lead.where(col(Member.branch_id) == activity.branch_id)
    return list(session.execute(lead).scalars())


def between(session: Session, since: datetime, until: datetime) -> list[tuple[Shift, Activity]]:
    """The shifts that are not over before the one moment, and begin before the other, the earliest first."""
    found = (
        select(Shift, Activity)
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(col(Shift.ends_at) > since, col(Shift.starts_at) < until)
        .where(shifts.HELD, shifts.STOOD)
        .order_by(col(Shift.starts_at), col(Shift.id))
    )
    return [(row[0], row[1]) for row in session.execute(found)]


def mark(session: Session, signup: Signup, *, came: bool, along: int | None = None) -> bool:
    """Whether they were there, and with how many of their guests (None: all). False when they have no place any more,
    and nothing is changed.
    """
    shifts.lock(session, [signup.shift_id])
    session.refresh(signup)
    if signup.place != Place.GOING:
        return False
    signup.came, signup.along = came, None if along is None or along >= signup.guests else along
    session.add(signup)
    session.flush()
    results.recount(session, signup.shift_id)
    return True


def walk_in(session: Session, shift: Shift, *, was: int, number: int) -> bool:
    """So many came without a sign-up. False when others have counted meanwhile, and nothing is changed."""
    assert shift.id is not None
    shifts.lock(session, [shift.id])
    session.refresh(shift)
    if shift.walk_ins not in {was, number}:
        return False
    shift.walk_ins = number
    session.add(shift)
    session.flush()
    results.recount(session, shift.id)
    return True


def mark_rest(session: Session, shift: Shift) -> list[Expected]:
    """All came of whom nothing was said; who that is."""
    assert shift.id is not None
    shifts.lock(session, [shift.id])
    rest = [one for one in roll(session, shift.id) if one.came is None]
    theirs = update(Signup).where(col(Signup.id).in_([one.signup_id for one in rest]))
    session.execute(theirs.values(came=True, along=None))
    results.recount(session, shift.id)
    return rest


def was_held(session: Session, shift: Shift, now: datetime) -> bool:
    """Whether it is over, and somebody has told who was there or how it went: it stays what it was."""
    marked = exists().where(col(Signup.shift_id) == shift.id, col(Signup.came).is_not(None))
    told = exists().where(col(Result.shift_id) == shift.id)
    return shift.ends_at <= now and bool(shift.walk_ins or session.execute(select(or_(marked, told))).scalar_one())


def start_over(session: Session, shift: Shift, now: datetime) -> None:
    """It is at another time now: where checking in is not open yet, nobody is there, and nothing is told of it."""
    if shift.starts_at - EARLY <= now:
        return
    shift.walk_ins = 0
    session.add(shift)
    marked = update(Signup).where(col(Signup.shift_id) == shift.id, col(Signup.came).is_not(None))
    session.execute(marked.values(came=None, along=None))
    session.execute(delete(Result).where(col(Result.shift_id) == shift.id))
    session.flush()


def stand_there(session: Session, activity: Activity, member_id: int, now: datetime) -> None:
    """Who checks the others in is there: their own place on a shift that leads is marked with it."""
    mine = (
        select(Signup)
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .where(col(Shift.activity_id) == activity.id, col(Shift.leads).is_(True), col(Shift.starts_at) <= now + EARLY)
        .where(col(Signup.member_id) == member_id, col(Signup.came).is_(None), shifts.HELD)
    )
    for signup in list(session.execute(mine.where(col(Signup.place) == Place.GOING)).scalars()):
        mark(session, signup, came=True)


def note(session: Session, seen: Sequence[Expected], *, actor: str, branch_id: int | None, now: datetime) -> None:
    """Whose names are shown is noted, once an hour for each who looks."""
    lately = exists().where(
        col(Access.actor) == actor, col(Access.what) == LOOK, col(Access.at) > now - ONE_LOOK,
        col(Access.subject) == col(Member.ref),
    )  # fmt: skip
    known = set(
        session.execute(select(col(Member.ref)).where(col(Member.ref).in_([one.ref for one in seen]), lately)).scalars()
    )
    rows = (Noted(now, actor, one.ref, branch_id, LOOK, "/incheckning") for one in seen if one.ref not in known)
    access.note_all(session, rows)
