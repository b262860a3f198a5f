"""What it takes to say something: the rows, the time, and the language of whoever reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.markup import Markup
from bot.texts import Texts, texts


@dataclass(slots=True)
class Voice:
    """`now` is aware; `zone` is where people live; `district` is the district's name."""

    session: Session
    now: datetime
    zone: ZoneInfo
    texts: Texts
    district: str

    def say(self, key: str, /, **values: Any) -> Markup:
        """A sentence from the catalogue, its values escaped."""
        return self.texts.say(key, **values)

    def label(self, key: str, /, **values: Any) -> str:
        """The same for buttons and form labels, where no markup is read."""
        return self.texts.label(key, **values)

    def to(self, language: str) -> "Voice":
        """The same voice for somebody who reads that language; the same language where none is said."""
        return Voice(self.session, self.now, self.zone, texts(language) if language else self.texts, self.district)

    @property
    def today(self) -> date:
        """The day it is where people live."""
        return self.now.astimezone(self.zone).date()
