"""Takes a name out of what others wrote in their own words, where that is kept."""

import re
from typing import Any, Final

from sqlalchemy import select, update
from sqlmodel import Session, col

from storage.models import Idea, Incident, Result

HIDDEN: Final = "***"
# Free text that others than its maker read. What somebody wrote for themselves alone is theirs.
WORDS: Final[tuple[tuple[Any, ...], ...]] = (
    (Idea, Idea.what, Idea.place, Idea.answer),
    (Result, Result.note),
    (Incident, Incident.what),
)


def blank(session: Session, name: str) -> None:
    """The name as a word of its own is hidden wherever it stands."""
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for model, *columns in WORDS:
        for column in columns:
            named = select(col(model.id), column).where(col(column).contains(name, autoescape=True))
            for number, text in session.execute(named).all():
                hidden = whole.sub(HIDDEN, text)
                session.execute(update(model).where(col(model.id) == number).values({column.key: hidden}))
