"""Activities that were read from somebody else's calendar: what is new there, what has changed, and what is gone."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from storage import activities, details, occurrences, resumption, shift_changes
from storage.models import Activity, ForeignEvent, Kind

# The question whether what is gone there is called off.
VANISHED = "vanished"
# And, as its `lead`, whether what was is on again.
BACK = "back"


class Event(NamedTuple):
    """One that is coming, as it stands in the other calendar; `line` is where."""

    uid: str
    line: int
    title: str
    day: date
    starts: time
    ends: time | None
    zone: str
    place: str
    description: str
    cancelled: bool


class Fate(StrEnum):
    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    BACK = "back"
    SAME = "same"
    GONE = "gone"


class Change(NamedTuple):
    """What becomes of an event, or of an activity that has none any more."""

    fate: Fate
    event: Event | None
    activity: Activity | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose calendar it is, and whose activities these are here: a branch's or the district's."""

    session: Session
    source: str
    branch_id: int | None
    now: datetime

    def compare(self, events: Iterable[Event], others: Collection[str]) -> list[Change]:
        """What each is compared with what is known. `others` are in the calendar as well, and are left as they are."""
        known, events = self.known(), list(events)
        kept = self.kept([event for event in events if event.uid not in known])
        seen = {event.uid for event in events} | set(others)
        changes = [self.change(event, known.get(event.uid) or kept.get(event.uid)) for event in events]
        return [*filter(None, changes), *self.gone(known, seen)]

    def is_anothers(self) -> bool:
        """Whether what is known from there belongs to somebody else, and is not gone for being in no file of ours."""
        return any(activity.branch_id != self.branch_id for activity in self.known().values())

    def known(self) -> dict[str, Activity]:
        mine = (
            select(col(ForeignEvent.uid), Activity)
            .join(Activity, col(Activity.id) == col(ForeignEvent.activity_id))
            .where(col(ForeignEvent.source) == self.source)
            .order_by(col(Activity.starts_at), col(Activity.id))
        )
        return {row[0]: row[1] for row in self.session.execute(mine)}

    def kept(self, events: Collection[Event]) -> dict[str, Activity]:
        """Those that were read once, and are nobody else's since somebody here kept them."""
        keys = {key(self.source, event.uid): event.uid for event in events}
        found = self.session.execute(select(Activity).where(col(Activity.key).in_(keys))).scalars()
        return {keys[activity.key]: activity for activity in found}

    def change(self, event: Event, activity: Activity | None) -> Change | None:
        if activity is None:
            return None if event.cancelled else Change(Fate.NEW, event, None)
        if activity.cancelled_at is not None:
            return Change(Fate.SAME if event.cancelled else self.called_off(activity), event, activity)
        if event.cancelled:
            return Change(Fate.CANCELLED, event, activity)
        if times(event) != (activity.day, activity.starts, activity.ends, activity.zone):
            return Change(Fate.MOVED, event, activity)
        same = texts(event) == {name: getattr(activity, name) for name in texts(event)}
        return Change(Fate.SAME if same else Fate.CHANGED, event, activity)

    def called_off(self, activity: Activity) -> Fate:
        """What becomes of it now that it is on there: on again, if that is where it was called off; asked about, if
        somebody here did that when it was gone; nothing, if they did it by themselves.
        """
        row = self.session.get(ForeignEvent, activity.id, populate_existing=True)
        if row is None or row.gone_at is None:
            return Fate.SAME
        return Fate.RESUMED if row.gone_at == activity.cancelled_at else Fate.BACK

    def gone(self, known: Mapping[str, Activity], seen: Collection[str]) -> Iterator[Change]:
        """What is still to come, and is not there any more."""
        for uid, activity in known.items():
            if uid not in seen and activity.cancelled_at is None and activity.starts_at > self.now:
                yield Change(Fate.GONE, None, activity)

    def store(self, change: Change) -> None:
        """Make it so here, and have those told who know it otherwise; of what is gone somebody is asked first."""
        event, activity = change.event, change.activity
        if event is None:
            assert activity is not None
            self.ask(activity)
            return
        if activity is None:
            activity = self.add(event)
        elif change.fate is Fate.CANCELLED:
            call_off(self.session, activity, now=self.now)
        elif change.fate is Fate.RESUMED:
            self.resume(event, activity)
        elif change.fate is Fate.BACK:
            self.bring_up_to_date(event, activity)
            self.ask_back(activity)
        elif change.fate in {Fate.MOVED, Fate.CHANGED}:
            self.bring_up_to_date(event, activity)
        self.note(event, activity, off=change.fate is Fate.CANCELLED)

    def add(self, event: Event) -> Activity:
        return activities.plan(
            self.session, key=key(self.source, event.uid), kind=Kind.OTHER, title=event.title, day=event.day,
            starts=event.starts, ends=event.ends, zone=event.zone, place=event.place, description=event.description,
            branch_id=self.branch_id,
        )  # fmt: skip

    def bring_up_to_date(self, event: Event, activity: Activity) -> None:
        elsewhere = event.place != activity.place
        if texts(event) != {name: getattr(activity, name) for name in texts(event)}:
            activities.change(self.session, activity, now=self.now, **texts(event))
        if times(event) != (activity.day, activity.starts, activity.ends, activity.zone):
            self.move(event, activity)
        self.session.refresh(activity)
        if elsewhere:
            details.relocate(self.session, activity, now=self.now)

    def resume(self, event: Event, activity: Activity) -> None:
        """It is on again, as it stands there now."""
        back = resumption.resume(self.session, activity, now=self.now)
        self.bring_up_to_date(event, activity)
        resumption.announce(self.session, activity, back, now=self.now)

    def move(self, event: Event, activity: Activity) -> None:
        """Its shifts go along, as when somebody here moves it; while it is off nobody needs to hear of that."""
        was = shift_changes.Hours(activity.day, activity.starts, activity.ends)
        if event.zone != activity.zone:
            activities.change(self.session, activity, now=self.now, zone=event.zone)
            self.session.refresh(activity)
        activities.move(self.session, activity, day=event.day, starts=event.starts, ends=event.ends, now=self.now)
        self.session.refresh(activity)
        if activity.cancelled_at is None:
            shift_changes.follow(self.session, activity, was, now=self.now)
        else:
            resumption.follow(self.session, activity, was)

    def note(self, event: Event, activity: Activity, *, off: bool) -> None:
        """It is there, or called off there; whoever was asked about it need not answer any more."""
        assert activity.id is not None
        row = self.session.get(ForeignEvent, activity.id)
        if row is None:
            row = ForeignEvent(activity_id=activity.id, source=self.source, uid=event.uid, seen_at=self.now)
        gone_at = activity.cancelled_at if off else row.gone_at
        row.seen_at, row.gone_at = self.now, gone_at if activity.cancelled_at else None
        self.session.add(row)
        self.session.flush()

    def ask(self, activity: Activity) -> None:
        """Have somebody asked, once, whether it is called off. Nobody else hears of it."""
        row = self.session.get_one(ForeignEvent, activity.id)
        if row.gone_at is not None:
            return
        row.gone_at = self.now
        self.session.add(row)
        self.session.flush()
        self.put(activity, self.now.isoformat())

    def ask_back(self, activity: Activity) -> None:
        """Have somebody asked, once, whether what they called off because it was gone is on again."""
        row = self.session.get_one(ForeignEvent, activity.id)
        if activity.starts_at > self.now and row.gone_at is not None:
            self.put(activity, f"{BACK}:{row.gone_at.isoformat()}", BACK)

    def put(self, activity: Activity, moment: str, lead: str = "") -> None:
        occurrences.put(
            self.session, key=f"{VANISHED}:{activity.id}:{moment}", topic=VANISHED, subject=str(activity.id), lead=lead,
            branch_id=activity.branch_id, due_at=self.now, deliver_until=activity.starts_at,
        )  # fmt: skip


def key(source: str, uid: str) -> str:
    return f"ics:{hashlib.sha256(repr((source, uid)).encode()).hexdigest()[:40]}"


def times(event: Event) -> tuple[date, time, time | None, str]:
    return event.day, event.starts, event.ends, event.zone


def texts(event: Event) -> dict[str, str]:
    return {"title": event.title, "place": event.place, "description": event.description}


def call_off(session: Session, activity: Activity, *, now: datetime) -> None:
    activities.cancel(session, activity, reason="", now=now)
    shift_changes.cancel_all(session, activity, reason="", now=now)
    session.refresh(activity)


def waiting(session: Session, activity_id: int, *, back: bool = False) -> tuple[ForeignEvent, Activity] | None:
    """One that is gone from where it came, and of which nobody has said what becomes of it; or (`back`) that was called
    off because of that, and is there again.
    """
    row = session.get(ForeignEvent, activity_id, populate_existing=True)
    activity = session.get(Activity, activity_id, populate_existing=True)
    if row is None or activity is None or row.gone_at is None:
        return None
    off = activity.cancelled_at
    is_back = off is not None and row.gone_at != off and row.seen_at > row.gone_at
    return (row, activity) if (is_back if back else off is None) else None


def keep(session: Session, row: ForeignEvent) -> None:
    """It happens all the same: from now on it is our own, and is not asked about again."""
    session.delete(row)
    session.flush()


def leave_off(session: Session, row: ForeignEvent) -> None:
    """It stays called off, and is not asked about again."""
    row.gone_at = None
    session.add(row)
    session.flush()


def take_back(session: Session, row: ForeignEvent, activity: Activity, *, now: datetime) -> None:
    """It is on again here too."""
    resumption.announce(session, activity, resumption.resume(session, activity, now=now), now=now)
    leave_off(session, row)
