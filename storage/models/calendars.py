"""Calendars that others read from us, and events that were read from others' calendars."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.types import UtcDateTime


class Feed(SQLModel, table=True):
    """A secret address of a calendar: a member's own, or (with a branch) what that branch arranges for all members.

    The secret is kept only as a hash. Whoever made it can revoke it.
    """

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ForeignEvent(SQLModel, table=True):
    """An activity that was read from somebody else's calendar. `source` names the calendar, `uid` is the event's there.

    `gone_at`: since then it is missing there, and a person is asked whether it is called off. Who keeps it takes this
    row away: then it is nobody's but ours. What was called off there has the moment of that.
    """

    __tablename__ = "foreign_event"
    __table_args__ = (UniqueConstraint("source", "uid"),)

    activity_id: int = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    source: str
    uid: str
    seen_at: datetime = Field(sa_type=UtcDateTime)
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
