"""What members think that their branch could do."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime


class Idea(SQLModel, table=True):
    """A member's idea for their branch; `helps`: they would take part. It became an activity, or was told why not."""

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    branch_id: int = Field(foreign_key="branch.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True, ondelete="SET NULL")
    what: str
    place: str = ""
    helps: bool = False
    made_at: datetime = Field(sa_type=UtcDateTime)
    activity_id: int | None = Field(default=None, foreign_key="activity.id", ondelete="SET NULL")
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Support(SQLModel, table=True):
    """Somebody who likes an idea; the one who `helps` would take part."""

    idea_id: int = Field(primary_key=True, foreign_key="idea.id", ondelete="CASCADE")
    member_id: int = Field(primary_key=True, foreign_key="member.id", index=True, ondelete="CASCADE")
    helps: bool = False
    made_at: datetime = Field(sa_type=UtcDateTime)
