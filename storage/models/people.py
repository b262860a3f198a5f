"""Branches, members, the posts they hold, networks, and the accounts they write from."""

import secrets
from datetime import date, datetime, time
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from storage.types import UtcDateTime


class Role(StrEnum):
    """What somebody is trusted with. Everyone who is tied to a member is a MEMBER; the rest are posts with dates."""

    MEMBER = "member"
    CONVENER = "convener"  # calls a network together; follows from being in it so, and is given nowhere else
    CHAIR = "chair"
    DEPUTY = "deputy"
    TREASURER = "treasurer"
    CONTACT = "contact"  # a branch's fadder, from the district's board
    BOARD = "board"
    EXECUTIVE = "executive"  # the board's executive committee (AU)
    AUDITOR = "auditor"
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


def new_ref() -> str:
    return secrets.token_hex(16)


class Member(SQLModel, table=True):
    """`ref` is what logs and tombstones call them: it says nothing once the row is gone. `number` is the party
    register's own, where it is known. `email` and `phone` are sealed (storage/sealing.py), and empty by default.
    """

    __table_args__ = (
        Index(
            "ix_member_number",
            "number",
            unique=True,
            sqlite_where=text("number != ''"),
            postgresql_where=text("number != ''"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(default_factory=new_ref, index=True, unique=True)
    name: str
    branch_id: int = Field(foreign_key="branch.id", index=True)
    language: str = "sv"
    number: str = ""
    email: str = ""
    phone: str = ""
    left_on: date | None = None


class Post(SQLModel, table=True):
    """A förtroendeuppdrag: from its first day to its last, both included. Without a branch it is the district's."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    role: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    first_day: date
    last_day: date | None = None


class Account(SQLModel, table=True):
    """An account on a platform, tied to a member, who has consented to that when it was tied. `chat` is the private
    chat; `muted_at`: it wants nothing from us.
    """

    __table_args__ = (UniqueConstraint("platform", "user"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    user: str
    chat: str
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    tied_at: datetime = Field(sa_type=UtcDateTime)
    muted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Consent(SQLModel, table=True):
    """That a member agreed to be written to on a platform, and when they took it back."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    platform: str
    given_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Network(SQLModel, table=True):
    """A nätverk across the branches."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class NetworkMember(SQLModel, table=True):
    """Somebody in a network; the one who `convenes` it calls the others together."""

    __tablename__ = "network_member"

    network_id: int = Field(primary_key=True, foreign_key="network.id", ondelete="CASCADE")
    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE", index=True)
    convenes: bool = False


class Welcome(SQLModel, table=True):
    """A new member who somebody in the branch is to contact: by when, who has taken it on, and who has done it."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True, ondelete="CASCADE")
    branch_id: int = Field(foreign_key="branch.id", index=True)
    host_id: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    made_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")


class Purpose(StrEnum):
    """What a one-time code is for."""

    JOIN = "join"  # ties a first account to a member
    LINK = "link"  # ties another platform's account to the same member


class Invitation(SQLModel, table=True):
    """A one-time code, kept only as a hash. It works while the member is in that branch; without `made_by` the program
    made it.
    """

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    purpose: str = Purpose.JOIN
    member_id: int = Field(foreign_key="member.id", ondelete="CASCADE", index=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    made_by: int | None = Field(default=None, foreign_key="member.id", ondelete="CASCADE")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Guess(SQLModel, table=True):
    """A code that was wrong: five in an hour lock the account out."""

    __table_args__ = (Index("ix_guess_who", "platform", "user", "guessed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    user: str
    guessed_at: datetime = Field(sa_type=UtcDateTime)
