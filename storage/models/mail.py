"""What came in and what goes out: the rows that make the bot survive a kill."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

from storage.types import UtcDateTime


class Inbox(SQLModel, table=True):
    """A message that was taken in: committed before the platform is told "received", done with what it led to.

    `payload` is the message as JSON, and is emptied when it is done: what people write is not kept.
    """

    __table_args__ = (
        UniqueConstraint("platform", "event"),
        Index("ix_inbox_waiting", "id", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    event: str
    payload: str
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class State(StrEnum):
    """Where an outbox row stands. The last six are final."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Outbox(SQLModel, table=True):
    """One message to one recipient (one part of it, when it is long).

    `key` and `part` are unique: whatever wants to send the same thing again changes nothing. An `answers` of an inbox
    event makes it an answer to a person; without it, it is a push. An answer's `payload` is emptied when it is sent.
    """

    __table_args__ = (
        UniqueConstraint("key", "part"),
        Index(
            "ix_outbox_due",
            "not_before",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    part: int = 0
    platform: str
    chat: str
    thread: str = ""
    only: str = ""
    payload: str
    answers: str = ""
    edits: str = ""
    state: str = Field(default=State.QUEUED, index=True)
    attempts: int = 0
    repeated: bool = False
    not_before: datetime = Field(sa_type=UtcDateTime)
    deliver_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    message_id: str = ""
    error: str = ""


class Life(SQLModel, table=True):
    """Who runs on this database: one row. `seen_at` is renewed while it runs, so that a second copy can tell."""

    id: int = Field(default=1, primary_key=True)
    owner: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
