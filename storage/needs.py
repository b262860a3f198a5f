"""What somebody needs to be able to come, or offers: for whoever is responsible, and for nobody else."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, or_, select
from sqlmodel import Session, col

from storage import contacts, networks, occurrences
from storage.models import Activity, Carpool, Member, Need, Post, Role, Shift, Signup, Want

# What is told: somebody needs something, or does not any more (to whoever is responsible), and a ride is off (to the
# other one).
NEEDED, NEED_OFF, RIDE_OFF = "need", "need_off", "ride_off"


class Asked(NamedTuple):
    """A need, and whose it is."""

    need: Need
    activity: Activity
    member: Member


ASKED = (
    select(Need, Activity, Member)
    .join(Activity, col(Activity.id) == col(Need.activity_id))
    .join(Member, col(Member.id) == col(Need.member_id))
    .where(col(Member.left_on).is_(None))
    .execution_options(populate_existing=True)
)


def put(
    session: Session, activity: Activity, member_id: int, want: Want, *, count: int = 0, words: str, now: datetime
) -> Need:
    """Somebody needs that at the activity; said anew it takes the place of what they said before, and waits again."""
    assert activity.id is not None
    mine = of_member(session, activity.id, member_id)
    forget(session, [need for need in mine if need.want == want], now)
    need = Need(activity_id=activity.id, member_id=member_id, want=want, count=count, words=words, made_at=now)
    session.add(need)
    session.flush()
    tell(session, need, now)
    return need


def tell(session: Session, need: Need, now: datetime) -> None:
    """Have whoever is responsible told that it waits."""
    activity = session.get_one(Activity, need.activity_id)
    occurrences.put(
        session, key=f"{NEEDED}:{need.id}:{now.isoformat()}", topic=NEEDED, subject=str(need.id), due_at=now,
        deliver_until=activity.starts_at,
    )  # fmt: skip


def of_member(session: Session, activity_id: int, member_id: int) -> list[Need]:
    """What a member has said that they need there."""
    mine = select(Need).where(col(Need.activity_id) == activity_id, col(Need.member_id) == member_id)
    return list(session.execute(mine.order_by(col(Need.id)).execution_options(populate_existing=True)).scalars())


def find(session: Session, need_id: int, member_id: int, *, today: date) -> Asked | None:
    """One that is a member's to answer, at something that is still on, held while this transaction lasts."""
    row = session.execute(ASKED.where(col(Need.id) == need_id).with_for_update(of=Need)).one_or_none()
    if row is None or row[1].cancelled_at is not None or member_id not in responsible(session, row[1], today=today):
        return None
    return Asked(*row)


def for_responsible(session: Session, member_id: int, *, today: date, now: datetime) -> list[Asked]:
    """All at what a member is responsible for now and is still to come; what waits first, then the soonest."""
    rows = session.execute(
        ASKED.where(col(Activity.ends_at) > now, col(Activity.cancelled_at).is_(None)).order_by(
            col(Need.met).is_not(None), col(Activity.starts_at), col(Activity.id), col(Need.id)
        )
    )
    asked = [Asked(*row) for row in rows]
    theirs = {activity.id: member_id in responsible(session, activity, today=today) for _, activity, _ in asked}
    return [one for one in asked if theirs[one.activity.id]]


def responsible(session: Session, activity: Activity, *, today: date) -> set[int]:
    """Whoever looks after it: its contact; else who chairs the branch, or convenes the network; for the district, or
    where nobody does, the ombudspersons.
    """
    contact = contacts.contact(session, activity)
    if contact is not None and contact.id is not None:
        return {contact.id}
    return heads(session, activity, today=today) or holders(session, Role.OMBUDSPERSON, None, today=today)


def heads(session: Session, activity: Activity, *, today: date) -> set[int]:
    """Who stands at the head of what arranges it; nobody, for the district."""
    if activity.network_id is not None:
        return {one.id for one in networks.conveners(session, activity.network_id) if one.id is not None}
    return holders(session, Role.CHAIR, activity.branch_id, today=today) if activity.branch_id is not None else set()


def holders(session: Session, role: Role, branch_id: int | None, *, today: date) -> set[int]:
    """Who holds that post today."""
    held = select(col(Post.member_id)).join(Member, col(Member.id) == col(Post.member_id)).where(
        col(Post.role) == role, col(Post.branch_id).is_not_distinct_from(branch_id), col(Post.first_day) <= today,
        or_(col(Post.last_day).is_(None), col(Post.last_day) >= today), col(Member.left_on).is_(None),
    )  # fmt: skip
    return set(session.execute(held).scalars())


def answer(session: Session, need: Need, *, met: bool, by: int | None, now: datetime) -> None:
    """It is seen to, or cannot be."""
    need.met, need.answered_by, need.answered_at = met, by, now
    session.add(need)
    session.flush()


def unanswered(session: Session, now: datetime) -> list[tuple[Activity, datetime]]:
    """What is still to come where somebody waits for an answer, each with when the first of them asked. Who offers
    something does not wait.
    """
    rows = session.execute(
        ASKED.where(col(Need.met).is_(None), col(Need.want) != Want.LIFT, col(Activity.starts_at) > now)
        .where(col(Activity.cancelled_at).is_(None))
        .order_by(col(Need.made_at), col(Need.id))
    )
    first: dict[int, tuple[Activity, datetime]] = {}
    for need, activity, _ in rows:
        first.setdefault(activity.id, (activity, need.made_at))
    return list(first.values())


def waiting(session: Session, activity: Activity) -> int:
    """How many wait for an answer there."""
    return sum(
        need.met is None and need.want != Want.LIFT
        for need, _, _ in session.execute(ASKED.where(col(Need.activity_id) == activity.id))
    )


# Whether whoever needs it is still signed up there, on something that was not called off.
COMES = (
    exists()
    .where(col(Signup.shift_id) == col(Shift.id), col(Signup.member_id) == col(Need.member_id))
    .where(col(Shift.activity_id) == col(Need.activity_id), col(Activity.id) == col(Need.activity_id))
    .where(col(Signup.ended_at).is_(None), col(Shift.cancelled_at).is_(None), col(Activity.cancelled_at).is_(None))
    .correlate(Need)
)


def drop_orphans(session: Session, shift_id: int, now: datetime, *, member_id: int | None = None) -> None:
    """Forget the needs of those who do not come any more (or of that one), where the shift is part of."""
    activity = select(col(Shift.activity_id)).where(col(Shift.id) == shift_id).scalar_subquery()
    left = select(Need).where(col(Need.activity_id) == activity, ~COMES)
    if member_id is not None:
        left = left.where(col(Need.member_id) == member_id)
    drop(session, list(session.execute(left).scalars()), now)


def drop_all(session: Session, member_id: int, now: datetime) -> None:
    """Forget what a member has said that they need, or offer, at all that is still to come."""
    coming = select(Need).join(Activity, col(Activity.id) == col(Need.activity_id)).where(
        col(Need.member_id) == member_id, col(Activity.starts_at) > now, col(Activity.cancelled_at).is_(None)
    )  # fmt: skip
    drop(session, list(session.execute(coming.order_by(col(Need.id))).scalars()), now, named=False)


def drop(session: Session, needs: Sequence[Need], now: datetime, *, named: bool = True) -> None:
    """They are not needed any more: whoever is responsible is told so of what was seen to, and (`named`) by whom."""
    for need in needs:
        # What two have agreed on between them, they hear of themselves.
        if need.met and (need.answered_by is not None or need.want not in {Want.RIDE, Want.LIFT}):
            tell_off(session, need, now, named=named)
    forget(session, needs, now)


def tell_off(session: Session, need: Need, now: datetime, *, named: bool) -> None:
    """The need is gone by then, so what it was stands in what is to be told."""
    activity = session.get_one(Activity, need.activity_id)
    if activity.starts_at > now:
        occurrences.put(
            session, key=f"{NEED_OFF}:{need.id}", topic=NEED_OFF, subject=str(activity.id), lead=need.want,
            member_id=need.member_id if named else None, due_at=now, deliver_until=activity.starts_at,
        )  # fmt: skip


def forget(session: Session, needs: Sequence[Need], now: datetime) -> None:
    """Forget them; whoever counted on a ride with them is told."""
    if not needs:
        return
    gone = {need.id for need in needs if need.id is not None}
    for carpool in pairs(session, gone):
        part(session, carpool, driver_leaves=carpool.lift_id in gone, now=now)
    session.execute(delete(Need).where(col(Need.id).in_(gone)))


def pairs(session: Session, need_ids: Collection[int]) -> list[Carpool]:
    """Who was asked to go with whom, of those who need or offer that."""
    either = or_(col(Carpool.ride_id).in_(need_ids), col(Carpool.lift_id).in_(need_ids))
    found = select(Carpool).where(either).order_by(col(Carpool.id))
    return list(session.execute(found.execution_options(populate_existing=True)).scalars())


def turn_down(session: Session, need: Need, *, by: int, now: datetime) -> bool:
    """It cannot be seen to, or is not needed; whether somebody had agreed to go with them. They are told.

    A pair that neither has said no to is as if it had never been asked: it may be suggested again.
    """
    assert need.id is not None
    undone = [one for one in pairs(session, [need.id]) if one.rider_says is not False and one.driver_says is not False]
    for carpool in undone:
        part(session, carpool, driver_leaves=carpool.lift_id == need.id, now=now)
        session.delete(carpool)
    answer(session, need, met=False, by=by, now=now)
    return any(one.rider_says and one.driver_says for one in undone)


def part(session: Session, carpool: Carpool, *, driver_leaves: bool, now: datetime) -> None:
    """One of the two does not go along: the other is told if they had said yes, and the ride waits again."""
    if carpool.rider_says is False or carpool.driver_says is False:
        return
    ride = session.get_one(Need, carpool.ride_id, populate_existing=True)
    other, said_yes = (
        (carpool.rider_id, carpool.rider_says) if driver_leaves else (carpool.driver_id, carpool.driver_says)
    )
    if said_yes:
        occurrences.put(
            session, key=f"{RIDE_OFF}:{carpool.id}", topic=RIDE_OFF, subject=str(ride.activity_id), member_id=other,
            due_at=now, deliver_until=session.get_one(Activity, ride.activity_id).starts_at,
        )  # fmt: skip
    ride.met, ride.answered_by, ride.answered_at = None, None, None
    session.add(ride)
    session.flush()
    if driver_leaves:
        tell(session, ride, now)
