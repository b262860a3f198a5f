"""Group chats and channels that the bot is in, and forms that somebody is filling in."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from storage.types import UtcDateTime


class Group(SQLModel, table=True):
    """A branch's group chat or channel; without a branch it is the district's. `lost_at`: we were put out of it."""

    __tablename__ = "group_chat"
    __table_args__ = (UniqueConstraint("platform", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    chat: str
    title: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id")
    lost_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OpenForm(SQLModel, table=True):
    """A form that somebody is filling in. `definition` and `answers` are JSON; `step` is the question asked last."""

    __tablename__ = "open_form"
    # An id is never given twice: old buttons carry it, and what was saved from a form is known by it.
    __table_args__ = (Index("ix_open_form_who", "platform", "chat", "sender"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    chat: str
    sender: str
    definition: str
    answers: str = "{}"
    step: int = 0
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Upload(SQLModel, table=True):
    """A picture that somebody sent into an open form, until that is handed in. `file` is the platform's id of it;
    `refused` says in a word why there is no content.
    """

    __table_args__ = (UniqueConstraint("form_id", "file"),)

    id: int | None = Field(default=None, primary_key=True)
    form_id: int = Field(foreign_key="open_form.id", ondelete="CASCADE")
    file: str
    content: bytes = b""
    refused: str = ""
