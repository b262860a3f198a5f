"""What falls due, and how each wants to be reminded."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel, text

from storage.types import UtcDateTime


class Fate(StrEnum):
    """What became of an occurrence. All but the first are final."""

    PENDING = "pending"
    DONE = "done"  # its letters are in the outbox
    MISSED = "missed"  # too late to be of use; told to whoever looks after it
    SUPERSEDED = "superseded"  # a later one about the same thing was due as well, and says more
    CANCELLED = "cancelled"  # what it was about moved, or does not happen


class Occurrence(SQLModel, table=True):
    """One moment at which something is to be said, once.

    `key` is unique: planning the same thing twice changes nothing. `topic` finds who plans and words it, `subject` is
    what it is about (an activity's id, `march8:2027`), `lead` how long before (`w8`, `d1`, `morning`). `branch_id` and
    `member_id` narrow down whom it is for. `audience` is how many it went to: the outbox rows of its batch
    (`occurrence:ID`) add up to it.
    """

    __table_args__ = (
        Index(
            "ix_occurrence_pending",
            "due_at",
            "id",
            sqlite_where=text("fate = 'pending'"),
            postgresql_where=text("fate = 'pending'"),
        ),
        Index("ix_occurrence_subject", "topic", "subject"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    topic: str
    subject: str
    lead: str = ""
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", ondelete="CASCADE", index=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    deliver_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fate: str = Fate.PENDING
    audience: int = 0
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class Preference(SQLModel, table=True):
    """How a member wants to be reminded; without a row, as everybody is.

    `leads`: comma separated (`w1,d1,morning`). `quiet_from` and `quiet_to`: own quiet hours instead of the branch's,
    the same time twice for none. `app`: the platform to write to first. `district`: the district's activities as well.
    Until `paused_until` they are left in peace.
    """

    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE")
    leads: str
    quiet_from: time | None = None
    quiet_to: time | None = None
    app: str = ""
    district: bool = False
    paused_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Repeat(StrEnum):
    NEVER = "never"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    NTH_WEEKDAY = "nth_weekday"  # the second Tuesday of every month
    MONTHLY_BUT_SUMMER = "monthly_but_summer"
    YEARLY = "yearly"


class OwnReminder(SQLModel, table=True):
    """What somebody asked to be reminded of: for themselves, or (with a branch) by its chair for its group.

    `day` and `wall` in `zone` are what they meant; a repeated one counts from there. A `deadline` is told a week and a
    day before as well, and however late.
    """

    __tablename__ = "own_reminder"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id", ondelete="CASCADE", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    what: str
    day: date
    wall: time
    zone: str
    repeat: str = Repeat.NEVER
    deadline: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
