"""The line for a shift: a place that frees is offered to whoever waits first and fits in, and goes on if not taken."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, exists, literal, select
from sqlmodel import Session, col

from storage import occurrences, recipients, shifts
from storage.models import Activity, Fate, Occurrence, Outbox, Place, Shift, Signup, State
from storage.quiet import NEVER, later
from storage.seats import end, free
from storage.shifts import HOLDING

# An offered place is kept so long, or half of what is left until the shift begins.
OFFER_LASTS = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)
# What somebody is told about their sign-up: a place is kept, it went on, and they are not on it any more: they would be
# in two places, they are more than there is room for now, or it is not for them any more.
OFFER, LAPSE, TORN, OUTGROWN, SHUT_OUT = "offer", "lapse", "torn", "outgrown", "shut_out"


def line(session: Session, shift: Shift) -> list[Signup]:
    """Who waits for a place, in their order."""
    waits = select(Signup).where(col(Signup.shift_id) == shift.id, col(Signup.place) == Place.WAITING)
    ordered = waits.order_by(col(Signup.id)).execution_options(populate_existing=True)
    return list(session.execute(ordered).scalars())


def held_by(session: Session, member_id: int) -> list[int]:
    """The shifts on which a member has a place, or has one kept for them."""
    mine = select(col(Signup.shift_id)).where(col(Signup.member_id) == member_id, col(Signup.place).in_(HOLDING))
    return list(session.execute(mine).scalars())


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
