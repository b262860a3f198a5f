"""Who is on which shift: first come, first served; a place that frees is offered to whoever waits first and fits in."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import String, bindparam, cast, exists, func, insert, literal, or_, select
from sqlmodel import Session, col

from storage import occurrences, recipients, shifts
from storage.models import Activity, Fate, Member, Occurrence, Outbox, Place, Shift, Signup, State
from storage.quiet import NEVER, later
from storage.shifts import HOLDING
from storage.types import table_of

# So many friends may somebody bring.
MOST_GUESTS = 5
# An offered place is kept so long, or half of what is left until the shift begins.
OFFER_LASTS = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)
# What somebody is told about their sign-up: a place is kept, it went on, they are not on it any more.
OFFER, LAPSE, TORN = "offer", "lapse", "torn"
ACTIVE: Final = (Place.GOING, Place.OFFERED, Place.WAITING)

SHIFT, SIGNUP, ACTIVITY, MEMBER = table_of(Shift), table_of(Signup), table_of(Activity), table_of(Member)

Why = Literal["begun", "cancelled", "clash", "too_many", "full", "lapsed", "gone"]


class Look(NamedTuple):
    """A shift, and one member: whether it is off, the places that are taken, another shift that the member has at the
    same time, and their own latest sign-up.
    """

    capacity: int | None
    starts_at: datetime
    off: bool
    taken: int
    clash: int | None
    mine: int | None


OTHER, THEIRS, MINE = SHIFT.alias(), SIGNUP.alias(), SIGNUP.alias()
OTHERS_ACTIVITY = ACTIVITY.alias()
ELSEWHERE = (
    select(OTHER.c.id)
    .join(THEIRS, THEIRS.c.shift_id == OTHER.c.id)
    .join(OTHERS_ACTIVITY, OTHERS_ACTIVITY.c.id == OTHER.c.activity_id)
    .where(THEIRS.c.member_id == bindparam("member"), THEIRS.c.place.in_(ACTIVE))
    .where(OTHER.c.id != SHIFT.c.id, OTHER.c.cancelled_at.is_(None), OTHERS_ACTIVITY.c.cancelled_at.is_(None))
    .where(OTHER.c.starts_at < SHIFT.c.ends_at, OTHER.c.ends_at > SHIFT.c.starts_at)
    .order_by(OTHER.c.starts_at, OTHER.c.id)
    .limit(1)
    .scalar_subquery()
)
LATEST = select(func.max(MINE.c.id)).where(MINE.c.shift_id == SHIFT.c.id, MINE.c.member_id == bindparam("member"))
# Hundreds may ask it in the same second.
OFF = or_(SHIFT.c.cancelled_at.is_not(None), ACTIVITY.c.cancelled_at.is_not(None))
STATE = (SHIFT.c.capacity, SHIFT.c.starts_at, OFF, shifts.people(HOLDING), ELSEWHERE, LATEST.scalar_subquery())
LOOK = select(*STATE).join(ACTIVITY, ACTIVITY.c.id == SHIFT.c.activity_id).where(SHIFT.c.id == bindparam("shift"))
ADD = insert(SIGNUP).returning(SIGNUP.c.id)
HOLD_MEMBERS = (
    select(MEMBER.c.id).where(MEMBER.c.id.in_(bindparam("ids", expanding=True))).order_by(MEMBER.c.id).with_for_update()
)
HOLD_SHIFTS = (
    select(SHIFT.c.id).where(SHIFT.c.id.in_(bindparam("ids", expanding=True))).order_by(SHIFT.c.id).with_for_update()
)
BEFORE = select(func.count()).where(
    SIGNUP.c.shift_id == bindparam("shift"), SIGNUP.c.place == Place.WAITING, SIGNUP.c.id <= bindparam("id")
)


class RefusedError(Exception):
    """It cannot be: in a word why; `shift` is the one that it is about."""

    def __init__(self, why: Why, shift: Shift | None = None, free: int = 0) -> None:
        super().__init__(why)
        self.why, self.shift, self.free = why, shift, free


def find(session: Session, shift_id: int, member_id: int) -> Signup | None:
    """The member's sign-up for the shift, whether it stands or not; the latest."""
    mine = select(Signup).where(col(Signup.shift_id) == shift_id, col(Signup.member_id) == member_id)
    newest = mine.order_by(col(Signup.id).desc()).limit(1).execution_options(populate_existing=True)
    found: Signup | None = session.execute(newest).scalar_one_or_none()
    return found


def active_of(session: Session, member_id: int, shift_ids: Collection[int]) -> dict[int, Signup]:
    """The member's sign-ups that stand, for these shifts, by shift."""
    mine = select(Signup).where(col(Signup.member_id) == member_id, col(Signup.shift_id).in_(shift_ids))
    rows = session.execute(mine.where(col(Signup.ended_at).is_(None)).execution_options(populate_existing=True))
    return {signup.shift_id: signup for signup in rows.scalars()}


def on_activity(session: Session, activity: Activity) -> set[int]:
    """Who has signed up for it, or waits to, on any of its shifts."""
    mine = select(col(Signup.member_id)).join(Shift, col(Shift.id) == col(Signup.shift_id))
    there = mine.where(col(Shift.activity_id) == activity.id, col(Signup.ended_at).is_(None))
    return set(session.execute(there).scalars())


def coming(session: Session, member_id: int, *, now: datetime) -> list[tuple[Signup, Shift, Activity]]:
    """What the member is on, or waits for, and is not over; the next first."""
    mine = (
        select(Signup, Shift, Activity)
        .join(Shift, col(Shift.id) == col(Signup.shift_id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(col(Signup.member_id) == member_id, col(Signup.ended_at).is_(None), col(Shift.ends_at) > now)
        .where(col(Shift.cancelled_at).is_(None), col(Activity.cancelled_at).is_(None))
        .order_by(col(Shift.starts_at), col(Shift.id))
    )
    return [(row[0], row[1], row[2]) for row in session.execute(mine.execution_options(populate_existing=True))]


def number_in_line(session: Session, signup: Signup) -> int:
    """Which one they are of those who wait; 0 for who does not wait."""
    if signup.place != Place.WAITING:
        return 0
    asked = {"shift": signup.shift_id, "id": signup.id}
    return int(session.connection().execute(BEFORE, asked).scalar_one())


def sign_up(
    session: Session, shift_id: int, member_id: int, *, guests: int = 0, platform: str, said_at: datetime, now: datetime
) -> tuple[Signup, bool]:
    """Put somebody on a shift, or in the line for it; their sign-up, and whether this changed anything.

    Who stands there already stays as they are, and an older word than their latest changes nothing.

    Raises:
        RefusedError: it is over or called off, they are elsewhere then, or they are more than there are places.

    """
    hold(session, [shift_id], [member_id])
    row = session.connection().execute(LOOK, {"shift": shift_id, "member": member_id}).one_or_none()
    found = Look(*row) if row else None
    if found is None or found.off or found.starts_at <= now:
        enter(session, [shift_id], [member_id], now)  # says why not
        raise RefusedError("gone")
    if found.mine is not None:
        mine = session.get_one(Signup, found.mine, populate_existing=True)
        if mine.ended_at is None or mine.said_at > said_at:
            return mine, False
    if found.clash is not None:
        raise RefusedError("clash", session.get_one(Shift, found.clash))
    if found.capacity is not None and guests + 1 > found.capacity:
        raise RefusedError("too_many", session.get_one(Shift, shift_id), found.capacity)
    full = found.capacity is not None and found.taken + guests + 1 > found.capacity
    new = Signup(
        shift_id=shift_id, member_id=member_id, guests=guests, place=Place.WAITING if full else Place.GOING,
        platform=platform, made_at=now, said_at=said_at,
    )  # fmt: skip
    new.id = session.connection().execute(ADD, new.model_dump(exclude={"id"})).scalar_one()
    return new, True


def hold(session: Session, shift_ids: Collection[int], member_ids: Collection[int]) -> None:
    """Members first, then shifts, each in the order of their ids. On SQLite there is only one who writes anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.connection().execute(HOLD_MEMBERS, {"ids": list(member_ids)})
        session.connection().execute(HOLD_SHIFTS, {"ids": list(shift_ids)})


def enter(session: Session, shift_ids: Collection[int], member_ids: Collection[int], now: datetime) -> list[Shift]:
    """Hold these members and shifts while this transaction lasts: nobody gets into two places, or takes a place twice.
    The shifts come in the order of their ids.

    Raises:
        RefusedError: nobody can sign up for one of them, or change that, any more.

    """
    hold(session, shift_ids, member_ids)
    found = shifts.lock(session, shift_ids)
    if len(found) < len(set(shift_ids)):
        raise RefusedError("gone")
    for shift in found:
        check(session, shift, now)
    return found


def check(session: Session, shift: Shift, now: datetime) -> None:
    activity = session.get_one(Activity, shift.activity_id, populate_existing=True)
    if shift.cancelled_at or activity.cancelled_at:
        raise RefusedError("cancelled", shift)
    if shift.starts_at <= now:
        raise RefusedError("begun", shift)


def taken(session: Session, shift_id: int) -> int:
    """How many places are taken or kept."""
    heads = select(func.coalesce(func.sum(col(Signup.guests) + 1), 0))
    held = heads.where(col(Signup.shift_id) == shift_id, col(Signup.place).in_(HOLDING))
    return int(session.execute(held).scalar_one())


def has_room(session: Session, shift: Shift, more: int) -> bool:
    assert shift.id is not None
    return shift.capacity is None or taken(session, shift.id) + more <= shift.capacity


def clash(session: Session, shift: Shift, member_id: int, *, but: Collection[int] = ()) -> Shift | None:
    """Another shift at the same time that the member is on, or waits for."""
    there = (
        select(Shift)
        .join(Signup, col(Signup.shift_id) == col(Shift.id))
        .join(Activity, col(Activity.id) == col(Shift.activity_id))
        .where(col(Signup.member_id) == member_id, col(Signup.place).in_(ACTIVE), col(Shift.id).not_in([*but]))
        .where(shifts.overlapping(shift), col(Activity.cancelled_at).is_(None))
        .order_by(col(Shift.starts_at), col(Shift.id))
        .limit(1)
    )
    found: Shift | None = session.execute(there).scalar_one_or_none()
    return found


def cancel(session: Session, shift_id: int, member_id: int, *, said_at: datetime, now: datetime) -> bool:
    """They do not come; what that frees is offered on. Whether they were on it, or in the line.

    Said before it is known that they sign up (events can come in the wrong order), it is remembered.

    Raises:
        RefusedError: it has begun, or was called off.

    """
    shift = enter(session, [shift_id], [member_id], now)[0]
    mine = find(session, shift_id, member_id)
    if mine is None:
        mine = Signup(shift_id=shift_id, member_id=member_id, place=Place.CANCELLED, made_at=now, said_at=said_at)
        end(session, mine, Place.CANCELLED, now)
        return False
    if mine.said_at > said_at:
        return False
    mine.said_at = said_at
    if mine.ended_at is not None:
        session.flush()
        return False
    end(session, mine, Place.CANCELLED, now)
    promote(session, shift, now)
    return True


def end(session: Session, signup: Signup, place: Place, now: datetime) -> None:
    signup.place, signup.ended_at, signup.offered_until = place, now, None
    session.add(signup)
    session.flush()


def bring(session: Session, signup: Signup, guests: int, *, now: datetime) -> None:
    """Bring so many friends; fewer than before free places.

    Raises:
        RefusedError: there is no room for them, or it is too late.

    """
    shift = enter(session, [signup.shift_id], [signup.member_id], now)[0]
    session.refresh(signup)
    more = guests - signup.guests
    if signup.ended_at is not None:
        raise RefusedError("gone", shift)
    if shift.capacity is not None and guests + 1 > shift.capacity:
        raise RefusedError("too_many", shift, shift.capacity)
    if more > 0 and signup.place in HOLDING and not has_room(session, shift, more):
        raise RefusedError("full", shift, free(session, shift))
    signup.guests = guests
    session.add(signup)
    session.flush()
    if more < 0:
        promote(session, shift, now)


def free(session: Session, shift: Shift) -> int:
    """How many places are left on a shift that has a limit."""
    assert shift.id is not None
    assert shift.capacity is not None
    return max(0, shift.capacity - taken(session, shift.id))


def accept(session: Session, signup: Signup, *, said_at: datetime, now: datetime) -> None:
    """Take the place that is offered.

    Raises:
        RefusedError: it went on to the next, or it is too late.

    """
    enter(session, [signup.shift_id], [signup.member_id], now)
    session.refresh(signup)
    if signup.place == Place.GOING:
        return
    if signup.place != Place.OFFERED or signup.offered_until is None or signup.offered_until < now:
        raise RefusedError("lapsed")
    signup.place, signup.offered_until, signup.said_at = Place.GOING, None, max(said_at, signup.said_at)
    session.add(signup)
    session.flush()


def line(session: Session, shift: Shift) -> list[Signup]:
    """Who waits for a place, in their order."""
    waits = select(Signup).where(col(Signup.shift_id) == shift.id, col(Signup.place) == Place.WAITING)
    ordered = waits.order_by(col(Signup.id)).execution_options(populate_existing=True)
    return list(session.execute(ordered).scalars())


def promote(session: Session, shift: Shift, now: datetime) -> list[Signup]:
    """Offer the places that are free to those who wait, in their order; whoever is more than there is room for keeps
    their place in the line. Not to anybody once it has begun.
    """
    if shift.cancelled_at or shift.starts_at <= now:
        return []
    left = free(session, shift) if shift.capacity is not None else None
    offered = []
    for signup in line(session, shift):
        if left is not None and signup.guests + 1 > left:
            continue
        offer(session, signup, shift, now)
        offered.append(signup)
        if left is not None:
            left -= signup.guests + 1
    session.flush()
    return offered


def offer(session: Session, signup: Signup, shift: Shift, now: datetime) -> None:
    """Keep a place for them, tell them (in the morning, if it is night and there is time), and look again later."""
    told_at = waking(session, signup.member_id, shift, now)
    signup.place, signup.offered_until = Place.OFFERED, told_at + min(OFFER_LASTS, (shift.starts_at - told_at) / 2)
    session.add(signup)
    tell(session, OFFER, signup, due_at=told_at, until=signup.offered_until)
    tell(session, LAPSE, signup, due_at=signup.offered_until + MOMENT, until=shift.starts_at)


def waking(session: Session, member_id: int, shift: Shift, now: datetime) -> datetime:
    """When they can be asked: now, or after their quiet hours, if it has not begun by then."""
    to = next(iter(recipients.people(session, [member_id], platforms=recipients.ORDER)), None)
    zone = session.get_one(Activity, shift.activity_id).zone
    then = later(now, to.quiet if to else NEVER, ZoneInfo(zone))
    return then if then < shift.starts_at else now


def tell(session: Session, topic: str, signup: Signup, *, due_at: datetime, until: datetime) -> None:
    """Have the clock tell somebody about their sign-up, once."""
    occurrences.put(
        session, key=f"{topic}:{signup.id}", topic=topic, subject=str(signup.id), member_id=signup.member_id,
        due_at=due_at, deliver_until=until,
    )  # fmt: skip


def lapsed(session: Session, now: datetime) -> list[Signup]:
    """Pass on the offers that nobody answered in time; whose they were."""
    late = select(Signup).where(col(Signup.place) == Place.OFFERED, col(Signup.offered_until) < now)
    return [
        signup for signup in session.execute(late.order_by(col(Signup.id))).scalars() if pass_on(session, signup, now)
    ]


def pass_on(session: Session, signup: Signup, now: datetime) -> bool:
    """The offer goes to the next; False when it was answered meanwhile."""
    shift = shifts.lock(session, [signup.shift_id])[0]
    session.refresh(signup)
    if signup.place != Place.OFFERED:
        return False
    end(session, signup, Place.LAPSED, now)
    promote(session, shift, now)
    return True


def unreached(session: Session) -> list[Signup]:
    """Those with an offer that was to be told them, and could not be."""
    told = (
        exists()
        .where(col(Outbox.batch) == literal("occurrence:") + cast(col(Occurrence.id), String))
        .where(col(Outbox.state).not_in((State.FAILED, State.SUPPRESSED, State.CANCELLED, State.EXPIRED)))
    )
    nobody = (
        select(Signup)
        .join(Occurrence, col(Occurrence.key) == literal(f"{OFFER}:") + cast(col(Signup.id), String))
        .where(col(Signup.place) == Place.OFFERED, col(Occurrence.fate) != Fate.PENDING, ~told)
        .order_by(col(Signup.id))
    )
    return list(session.execute(nobody).scalars())
