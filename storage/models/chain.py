"""The yearly chain: 8 March, 1 May and Pride, and what each branch does then."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint

from storage.types import UtcDateTime


class Occasion(StrEnum):
    WOMENS_DAY = "march8"
    MAY_DAY = "may1"
    PRIDE = "pride"


class Stand(StrEnum):
    """What a branch does on an occasion."""

    ORGANISES = "organises"
    JOINS = "joins"
    NOT_THIS_YEAR = "not_this_year"


class ChainAnswer(SQLModel, table=True):
    """A branch's answer for an occasion and year; `joins_id` is the branch they go with (without one it is the
    district), `activity_id` what they arrange, or what of the district's they go with. Who answered is known by the
    member's id alone.
    """

    __tablename__ = "chain_answer"
    __table_args__ = (UniqueConstraint("occasion", "year", "branch_id"),)

    id: int | None = Field(default=None, primary_key=True)
    occasion: str
    year: int
    branch_id: int = Field(foreign_key="branch.id", index=True)
    stand: str
    joins_id: int | None = Field(default=None, foreign_key="branch.id")
    activity_id: int | None = Field(default=None, foreign_key="activity.id", ondelete="SET NULL")
    answered_by: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    answered_at: datetime = Field(sa_type=UtcDateTime)


class PrideDay(SQLModel, table=True):
    """When a town has its Pride in a year; without a day there is none there."""

    __tablename__ = "pride_day"
    __table_args__ = (UniqueConstraint("town", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    town: str
    year: int
    day: date | None = None
    set_by: int | None = Field(default=None, foreign_key="member.id", ondelete="SET NULL")
    set_at: datetime = Field(sa_type=UtcDateTime)
