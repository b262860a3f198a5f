"""Who looked at and changed whose data, who is to be forgotten for good, and what must be confirmed twice."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime


class Access(SQLModel, table=True):
    """A look at, or a change of, somebody else's data. `actor` and `subject` are members' refs ("" for the program
    itself, and for a whole branch). `digest` covers the row and the one before it: what is changed afterwards shows.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor: str = Field(index=True)
    subject: str = Field(index=True)
    branch_id: int | None = None
    what: str
    why: str = ""
    digest: str


class AccessSeal(SQLModel, table=True):
    """What the log of access must be, in one row: how many `rows`, the `newest` digest, and the one `before` the oldest
    row. `mac` is over these with a key of the district's, where there is one.
    """

    __tablename__ = "access_seal"

    id: int = Field(default=1, primary_key=True)
    before: str
    newest: str
    rows: int
    mac: str


class Tombstone(SQLModel, table=True):
    """A member who was forgotten, as the digest of their ref: a backup that still has them forgets them again."""

    digest: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


class Approval(SQLModel, table=True):
    """Something grave that a member asked for on one platform and is to confirm on another, or with a TOTP code.

    `action` is what is done when it is confirmed, as the action of a button; it is done once.
    """

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    asked_on: str
    action: str
    asked_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Totp(SQLModel, table=True):
    """A second factor in an app of the member's: the sealed secret, and the last time step that was used."""

    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE")
    secret: str
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step: int = 0


class Incident(SQLModel, table=True):
    """A leak, or the fear of one: while it is open nothing is sent but answers, and nothing is exported.

    `opened_by` and `closed_by` are refs.
    """

    id: int | None = Field(default=None, primary_key=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: str
    what: str
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str = ""
