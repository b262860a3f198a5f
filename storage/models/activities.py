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


class Activity(SQLModel, table=True):
    """Something that happens. Without a branch the district arranges it.

    `day`, `starts` and `ends` in `zone` are what people meant; `starts_at` and `ends_at` follow from them, in UTC, for
    queries (an unsaid end is two hours later). `key` makes the same activity from the same form or file one row.
    `scheduled_for` is the start that its reminders are planned for: none when it is new, has moved or was cancelled.
    """

    __table_args__ = (
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
    visibility: str = Visibility.MEMBERS
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str = ""
    scheduled_for: datetime | None = Field(default=None, sa_type=UtcDateTime)
