"""Shifts of an activity, and who has signed up for them."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel, text

from storage.types import UtcDateTime


class Shift(SQLModel, table=True):
    """A pass: a part of an activity that people sign up for. An activity without parts has one, as long as itself.

    `place` is empty where it is the activity's. `day`, `starts` and `ends` are wall time in the activity's zone, and
    `starts_at` and `ends_at` follow from them. So many people are needed, `minimum`, and so many have room, `capacity`
    (None: everyone). `role`: what one does there, such as "samordnare"; who has a shift that `leads` checks the others
    in. `scheduled_for` is the start that its reminders are planned for: none when it is new, has moved or was called
    off. So many came without a sign-up, `walk_ins`.
    """

    __table_args__ = (
        Index(
            "ix_shift_unscheduled",
            "id",
            sqlite_where=text("scheduled_for IS NULL"),
            postgresql_where=text("scheduled_for IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    role: str = ""
    leads: bool = False
    place: str = ""
    day: date
    starts: time
    ends: time | None = None
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    minimum: int = 0
    capacity: int | None = None
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancel_reason: str = ""
    scheduled_for: datetime | None = Field(default=None, sa_type=UtcDateTime)
    walk_ins: int = 0


class Place(StrEnum):
    """Where a sign-up stands. The first two hold places; the last two are final."""

    GOING = "going"
    OFFERED = "offered"  # a place is kept for them until `offered_until`
    WAITING = "waiting"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # the offer went on to the next


class Signup(SQLModel, table=True):
    """Somebody on a shift, with so many `guests`: they all get a place, or none does. The lowest id waits first.

    `platform` is where they said so: they are told there. `said_at` is the platform's time of their latest word, so
    that an older one that comes later changes nothing. `came`: whether they were there, None where nobody has said;
    with so many of their guests, `along` (None: all).
    """

    __table_args__ = (
        Index(
            "ix_signup_once",
            "shift_id",
            "member_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_signup_line", "shift_id", "place", "id"),
        Index(
            "ix_signup_offered",
            "offered_until",
            sqlite_where=text("place = 'offered'"),
            postgresql_where=text("place = 'offered'"),
        ),
        # An id is never given twice: buttons carry it, and it is the place in the line.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    shift_id: int = Field(foreign_key="shift.id", ondelete="CASCADE")
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    guests: int = 0
    place: str = Place.GOING
    platform: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    said_at: datetime = Field(sa_type=UtcDateTime)
    offered_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    came: bool | None = None
    along: int | None = None


class Swap(SQLModel, table=True):
    """Somebody on a shift would rather have the other `shift_id`, if somebody there takes theirs."""

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    signup_id: int = Field(foreign_key="signup.id", index=True, ondelete="CASCADE")
    shift_id: int = Field(foreign_key="shift.id", ondelete="CASCADE")
    made_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Want(StrEnum):
    """What somebody may need to be able to come, or offers."""

    CHILDCARE = "childcare"
    ACCESS = "access"
    FOOD = "food"
    RIDE = "ride"  # needs one
    LIFT = "lift"  # has room for others


class Need(SQLModel, table=True):
    """What somebody needs at an activity, or offers, for whoever is responsible for it and nobody else.

    `words` is sealed where the district has a key, and marked where it has none (`Keyring.keep`). `met`: what they were
    answered; None while they wait for it. `count`: children, or seats.
    """

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    want: str
    count: int = 0
    words: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    met: bool | None = None
    answered_by: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Carpool(SQLModel, table=True):
    """Whether somebody who needs a ride goes with somebody who offers one; both are asked, and None has not said yet.

    The members stand here as well, because it is about them.
    """

    __table_args__ = (
        Index("ix_carpool_pair", "ride_id", "lift_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    ride_id: int = Field(foreign_key="need.id", ondelete="CASCADE")
    lift_id: int = Field(foreign_key="need.id", index=True, ondelete="CASCADE")
    rider_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    driver_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    rider_says: bool | None = None
    driver_says: bool | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)


class Card(SQLModel, table=True):
    """A post in a group that shows an activity and who is still needed; it is edited when that changes.

    `shows` is a digest of what it was worded from last, `edits` how often it was. `message_id` is empty until it is
    known to be there.
    """

    __table_args__ = (
        Index("ix_card_place", "activity_id", "platform", "chat", unique=True),
        # An id is never given twice: what was sent for a card is known by it.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activity.id", ondelete="CASCADE")
    platform: str
    chat: str
    message_id: str = ""
    shows: str = ""
    edits: int = 0


class Result(SQLModel, table=True):
    """How a shift went: counts, and a line in somebody's words. It stays when the names are gone."""

    id: int | None = Field(default=None, primary_key=True)
    shift_id: int = Field(foreign_key="shift.id", unique=True, ondelete="CASCADE")
    came: int = 0
    missed: int = 0
    flyers: int = 0
    note: str = ""
    told_by: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    told_at: datetime = Field(sa_type=UtcDateTime)
