"""Branches, members, the posts they hold, and the accounts they write from."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from storage.types import UtcDateTime


class Role(StrEnum):
    """What somebody is trusted with. Everyone who is tied to a member is a MEMBER; the rest are posts with dates."""

    MEMBER = "member"
    CHAIR = "chair"
    CONTACT = "contact"  # a branch's fadder, from the district's board
    BOARD = "board"
    OMBUDSPERSON = "ombudsperson"
    REPRESENTATIVE = "representative"
    TECHNICIAN = "technician"


class Branch(SQLModel, table=True):
    """A partiförening. `aliases`: what else people call it, one a line. Between `quiet_from` and `quiet_to` nobody is
    reminded of anything (the same time twice: there are no quiet hours).
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    town: str
    aliases: str = ""
    meeting_place: str = ""
    quiet_from: time = time(21)
    quiet_to: time = time(8)


class Member(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    branch_id: int = Field(foreign_key="branch.id", index=True)
    language: str = "sv"


class Post(SQLModel, table=True):
    """A förtroendeuppdrag: from its first day to its last, both included. Without a branch it is the district's."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    role: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    first_day: date
    last_day: date | None = None


class Account(SQLModel, table=True):
    """An account on a platform, tied to a member. `chat` is the private chat; `muted_at`: it wants nothing from us."""

    __table_args__ = (UniqueConstraint("platform", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    user: str
    chat: str
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    tied_at: datetime = Field(sa_type=UtcDateTime)
    muted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(SQLModel, table=True):
    """A one-time code, kept only as a hash."""

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id", ondelete="CASCADE", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Guess(SQLModel, table=True):
    """A code that was wrong: five in an hour lock the account out."""

    __table_args__ = (Index("ix_guess_who", "platform", "user", "guessed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    user: str
    guessed_at: datetime = Field(sa_type=UtcDateTime)
