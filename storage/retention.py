"""How long everything is kept, in one table; what is too old is purged by the clock, every hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, and_, cast, delete, or_, select, update
from sqlmodel import Session, col

from storage import access, erasure, forms, inbox, incidents, members, needs, occurrences, outbox, own, posters, series
from storage.models import (
    Activity,
    Approval,
    Consent,
    Feed,
    Idea,
    Need,
    Occurrence,
    Result,
    Series,
    Shift,
    Signup,
    Welcome,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEAR, YEARS_2 = timedelta(days=365), timedelta(days=730)

Purge = Callable[[Session, datetime], object]


@dataclass(frozen=True, slots=True)
class Keep:
    """`word` names it in the catalogues. `span` after what ends it; without one, as long as the member is here (or the
    district wants it). `purge` takes the session and the time.
    """

    word: str
    tables: tuple[str, ...]
    span: timedelta | None = None
    purge: Purge | None = None


def old(forget: Callable[[Session, datetime], object], span: timedelta) -> Purge:
    """Purge what ended so long ago."""
    return lambda session, now: forget(session, now - span)


def forget_leavers(session: Session, now: datetime) -> int:
    return erasure.erase_all(session, erasure.leavers(session, (now - 30 * DAY).date()), now)


def forget_approvals(session: Session, before: datetime) -> None:
    session.execute(delete(Approval).where(col(Approval.expires_at) < before))


def forget_consents(session: Session, before: datetime) -> None:
    session.execute(delete(Consent).where(col(Consent.withdrawn_at) < before))


def forget_welcomes(session: Session, before: datetime) -> None:
    session.execute(delete(Welcome).where(and_(col(Welcome.done_at).is_not(None), col(Welcome.done_at) < before)))


def forget_contacts(session: Session, before: datetime) -> None:
    over = update(Activity).where(col(Activity.ends_at) < before, col(Activity.contact_id).is_not(None))
    session.execute(over.values(contact_id=None))
    session.execute(update(Series).where(col(Series.ended_at) < before).values(contact_id=None, poster_id=None))


def forget_past(session: Session, now: datetime) -> None:
    """Who was responsible for what is long over, and its picture; how something was to come back that nobody said yes
    to.
    """
    forget_contacts(session, now - YEAR)
    over = update(Activity).where(col(Activity.ends_at) < now - YEAR, col(Activity.poster_id).is_not(None))
    session.execute(over.values(poster_id=None))
    series.forget_drafts(session, (now - DAY).date())
    posters.forget_unused(session)


def forget_signups(session: Session, before: datetime) -> None:
    over = select(col(Shift.id)).where(col(Shift.ends_at) < before)
    session.execute(delete(Signup).where(col(Signup.shift_id).in_(over)))


def forget_needs(session: Session, before: datetime) -> None:
    over = select(col(Activity.id)).where(col(Activity.ends_at) < before)
    session.execute(delete(Need).where(col(Need.activity_id).in_(over)))
    # And whose was not needed any more, and what.
    told = select(cast(col(Activity.id), String)).where(col(Activity.ends_at) < before)
    off = col(Occurrence.topic) == needs.NEED_OFF
    session.execute(delete(Occurrence).where(off, col(Occurrence.subject).in_(told)))


def forget_ideas(session: Session, before: datetime) -> None:
    """Those that were answered by then, and those that nobody has answered since."""
    unanswered = and_(col(Idea.answered_at).is_(None), col(Idea.made_at) < before)
    session.execute(delete(Idea).where(or_(col(Idea.answered_at) < before, unanswered)))


def forget_notes(session: Session, before: datetime) -> None:
    """The counts stay; whose words they came with, and the words, do not."""
    over = select(col(Shift.id)).where(col(Shift.ends_at) < before)
    said = or_(col(Result.told_by).is_not(None), col(Result.note) != "")
    told = update(Result).where(col(Result.shift_id).in_(over), said)
    session.execute(told.values(note="", told_by=None))


def forget_feeds(session: Session, before: datetime) -> None:
    session.execute(delete(Feed).where(col(Feed.revoked_at) < before))


KEEP: Final = (
    Keep("member", ("member", "post", "network_member", "account", "preference")),
    Keep("leaver", ("member",), 30 * DAY, forget_leavers),
    Keep("consent", ("consent",), YEARS_2, old(forget_consents, YEARS_2)),
    Keep("inbox", ("inbox",), 48 * HOUR, old(inbox.purge, 48 * HOUR)),
    Keep("outbox", ("outbox",), 90 * DAY, old(outbox.purge, 90 * DAY)),
    Keep("stranger", ("outbox",), HOUR, erasure.tidy),
    Keep("occurrence", ("occurrence",), 90 * DAY, old(occurrences.purge, 90 * DAY)),
    Keep("own_reminder", ("own_reminder",), 90 * DAY, old(own.purge, 90 * DAY)),
    Keep("form", ("open_form", "upload"), forms.KNOWN, forms.purge),
    Keep("invitation", ("invitation",), 7 * DAY, members.purge),
    Keep("guess", ("guess",), HOUR, members.purge),
    Keep("approval", ("approval",), 30 * DAY, old(forget_approvals, 30 * DAY)),
    Keep("totp", ("totp",)),
    Keep("welcome", ("welcome",), 90 * DAY, old(forget_welcomes, 90 * DAY)),
    Keep("activity", ("activity", "series", "series_shift", "poster"), YEAR, forget_past),
    Keep("signup", ("signup", "swap"), 90 * DAY, old(forget_signups, 90 * DAY)),
    Keep("need", ("need", "carpool"), 14 * DAY, old(forget_needs, 14 * DAY)),
    Keep("result", ("result",), 90 * DAY, old(forget_notes, 90 * DAY)),
    Keep("idea", ("idea", "support"), YEAR, old(forget_ideas, YEAR)),
    Keep("feed", ("feed",), 30 * DAY, old(forget_feeds, 30 * DAY)),
    Keep("chain", ("chain_answer", "pride_day")),
    Keep("access", ("access",), YEARS_2, old(access.purge, YEARS_2)),
    Keep("incident", ("incident",), YEARS_2, old(incidents.purge, YEARS_2)),
    Keep("tombstone", ("tombstone",)),
)


def purge(session: Session, now: datetime) -> None:
    """Forget all that is older than the table says."""
    for kept in KEEP:
        if kept.purge:
            kept.purge(session, now)
