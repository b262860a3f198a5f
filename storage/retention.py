"""How long everything is kept, in one table; what is too old is purged by the clock, every hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, delete
from sqlmodel import Session, col

from storage import access, erasure, forms, inbox, incidents, members, occurrences, outbox, own
from storage.models import Approval, Consent, Welcome

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEARS_2 = timedelta(days=730)

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


KEEP: Final = (
    Keep("member", ("member", "post", "network_member", "account", "preference")),
    Keep("leaver", ("member",), 30 * DAY, forget_leavers),
    Keep("consent", ("consent",), YEARS_2, old(forget_consents, YEARS_2)),
    Keep("inbox", ("inbox",), 48 * HOUR, old(inbox.purge, 48 * HOUR)),
    Keep("outbox", ("outbox",), 90 * DAY, old(outbox.purge, 90 * DAY)),
    Keep("stranger", ("outbox",), HOUR, erasure.tidy),
    Keep("occurrence", ("occurrence",), 90 * DAY, old(occurrences.purge, 90 * DAY)),
    Keep("own_reminder", ("own_reminder",), 90 * DAY, old(own.purge, 90 * DAY)),
    Keep("form", ("open_form",), forms.KNOWN, forms.purge),
    Keep("invitation", ("invitation",), 7 * DAY, members.purge),
    Keep("guess", ("guess",), HOUR, members.purge),
    Keep("approval", ("approval",), 30 * DAY, old(forget_approvals, 30 * DAY)),
    Keep("totp", ("totp",)),
    Keep("welcome", ("welcome",), 90 * DAY, old(forget_welcomes, 90 * DAY)),
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
