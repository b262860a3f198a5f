"""Plans (verksamhetsplaner) and the passages that can be quoted from them."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.types import UtcDateTime


class Plan(SQLModel, table=True):
    """A plan as it was read. `status`: proposal, adopted or unknown; `digest` is the text's: none is in twice."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    organisation: str
    years: str
    status: str
    source_name: str = Field(index=True)
    text: str
    digest: str = Field(unique=True)
    imported_at: datetime = Field(sa_type=UtcDateTime)


class Passage(SQLModel, table=True):
    """Words of a plan, `plan.text[start:end]`, under a heading and perhaps in a numbered paragraph."""

    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    number: int
    text: str
    heading: str = ""
    para: int | None = None
    start: int
    end: int
