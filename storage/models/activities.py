"""What happens, when and where."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel, text

from storage.types import UtcDateTime


class Kind(StrEnum):
    FLYERING = "flyering"
    MEETING = "meeting"
    DEMONSTRATION = "demonstration"
    COURSE = "course"
    STUDY_CIRCLE = "study_circle"
    PARTY = "party"
    CONFERENCE = "conference"
    NETWORK = "network"
    OTHER = "other"


class Visibility(StrEnum):
    PUBLIC = "public"
    MEMBERS = "members"
    BRANCH = "branch"
    NETWORK = "network"


class Series(SQLModel, table=True):
    """Something that comes back: what each of its activities begins as, and by which `rule` they follow each other.

    `rule` is an RRULE (RFC 5545, section 3.3.10) without DTSTART: it counts from `first_day`, in local time.
    `exceptions`: days on which it is not, comma separated. Activities are made up to and including `made_until`.
    `against`: what stood when it was proposed, so that nobody agrees to something that has changed since.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    rule: str
    exceptions: str = ""
    first_day: date
    made_until: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    kind: str
    title: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    network_id: int | None = Field(default=None, foreign_key="network.id", ondelete="SET NULL")
    starts: time
    ends: time | None = None
    zone: str
    place: str
    accessibility: str = ""
    how_to_join: str = ""
    description: str = ""
    material: str = ""
    visibility: str = Visibility.MEMBERS
    contact_id: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    poster_id: int | None = Field(default=None, foreign_key="poster.id", ondelete="SET NULL")
    against: str = ""


class SeriesShift(SQLModel, table=True):
    """A shift that each activity of a series begins with, so many days `apart` from it (`Shift` tells the rest)."""

    __tablename__ = "series_shift"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    series_id: int = Field(foreign_key="series.id", index=True, ondelete="CASCADE")
    apart: int = 0
    starts: time
    ends: time | None = None
    role: str = ""
    leads: bool = False
    place: str = ""
    minimum: int = 0
    capacity: int | None = None


class Activity(SQLModel, table=True):
    """Something that happens. A branch or a network arranges it; without either the district does.

    `day`, `starts` and `ends` in `zone` are what people meant; `starts_at` and `ends_at` follow from them, in UTC, for
    queries (an unsaid end is two hours later). `key` makes the same activity from the same form or file one row.
    `scheduled_for` is the start that its reminders are planned for: none when it is new, has moved or was cancelled.
    `contact_id` is whoever is responsible for it, `serves` the passage of a plan that it carries out. One of a series
    knows the `series_day` that the rule gave it. `sequence` counts its changes, as calendars want it. Copies and what
    comes back share one picture, `poster_id`.
    """

    __table_args__ = (
        Index("ix_activity_series", "series_id", "series_day", unique=True),
        Index("ix_activity_upcoming", "ends_at", "branch_id"),
        Index(
            "ix_activity_unscheduled",
            "id",
            sqlite_where=text("scheduled_for IS NULL"),
            postgresql_where=text("scheduled_for IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    title: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    day: date
    starts: time
    ends: time | None = None
    zone: str
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    place: str
    accessibility: str = ""
    how_to_join: str = ""
    description: str = ""
    material: str = ""
    visibility: str = Visibility.MEMBERS
    network_id: int | None = Field(default=None, foreign_key="network.id", ondelete="SET NULL")
    contact_id: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    serves: int | None = Field(default=None, foreign_key="passage.id", ondelete="SET NULL")
    series_id: int | None = Field(default=None, foreign_key="series.id", ondelete="SET NULL")
    series_day: date | None = None
    poster_id: int | None = Field(default=None, foreign_key="poster.id", index=True, ondelete="SET NULL")
    sequence: int = 0
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str = ""
    scheduled_for: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Poster(SQLModel, table=True):
    """The picture of activities, painted anew from what was sent. `alt` says in words what it shows."""

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    content: bytes
    alt: str
    made_at: datetime = Field(sa_type=UtcDateTime)
