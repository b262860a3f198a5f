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
    """Where an outbox row stands. The last six are final.

    A leased row waits for its turn on the platform, a sending one is on the wire. An unknown one may have arrived:
    where the platform can be asked, it is, and the row goes on from there.
    """

    QUEUED = "queued"
    LEASED = "leased"
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
    event makes it an answer to a person; without it, it is a push. A push with a `topic` is worded when it is sent,
    from what `ref` names, and only if it is still true then; any other carries its words in `payload`, of which an
    answer's is emptied when it is final. `batch` is what it is counted in, `mark` what the platform knows it by.
    `due_at` is when it was meant to go, `not_before` when it is tried (or, unknown, looked for) next.
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
        Index("ix_outbox_topic", "topic", "ref"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    part: int = 0
    topic: str = ""
    ref: str = ""
    batch: str = Field(default="", index=True)
    member_id: int | None = Field(default=None, index=True)
    mark: str = ""
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
    lease_owner: str = ""
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    deliver_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    sending_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    message_id: str = ""
    error: str = ""


class Life(SQLModel, table=True):
    """Who ticks on this database: one row. `seen_at` is renewed while it runs, so that a second copy can tell.

    `epoch` counts those who took over. `generation` names the database and `beats` counts on while it is used: a file
    beside it that has seen more beats tells that an older copy was restored, and then pushes are held since `held_at`
    until a person lets them go.
    """

    id: int = Field(default=1, primary_key=True)
    owner: str
    epoch: int = 1
    generation: str = ""
    beats: int = 0
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ticked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
