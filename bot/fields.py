"""Reads what somebody answered to one question of a form. Pure."""

import calendar
import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import NamedTuple

from bot import wording
from bot.errors import UserError
from bot.messages import Field
from bot.texts import Texts

NEAR_DAYS = {
    "i dag": 0, "idag": 0, "today": 0, "i morgon": 1, "imorgon": 1, "imorn": 1, "tomorrow": 1, "i övermorgon": 2,
    "övermorgon": 2,
}  # fmt: skip
LONGEST = {"line": 200, "paragraph": 2000}
# Plans are made for this year and the next: later than that is a slip of the finger.
FARTHEST = timedelta(days=731)
MOST = 1_000_000

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(?:\s*[-/ ]\s*(\d{4}))?$", re.ASCII)
NAMED = re.compile(r"(?:den\s+)?(\d{1,2})(?::?[ae]|st|nd|rd|th)?\s+([^\W\d_]+)\.?(?:\s+(\d{4}))?$")
CLOCK = re.compile(r"(?:kl\.?\s*|at\s+)?(\d{1,2})(?:[.:](\d{2}))?$", re.ASCII)
NUMBER = re.compile(r"\d{1,7}$", re.ASCII)


class Said(NamedTuple):
    """A day as somebody wrote it, whether it is in the calendar or not. Without a year it is the next such day."""

    day: int
    month: int
    year: int | None


def read(field: Field, text: str, *, today: date, texts: Texts) -> str:
    """The answer in its canonical form: ISO dates, `HH:MM`, a choice's value, `yes` or `no`.

    Raises:
        UserError: it cannot be read; the text (markup) says what to write instead.

    """
    text = text.strip()
    if not text:
        if field.optional:
            return ""
        raise UserError(texts.say("form.required"))
    return READERS[field.kind](field, text, today, texts)


def read_text(field: Field, text: str, _today: date, texts: Texts) -> str:
    most = LONGEST.get(field.kind, LONGEST["line"])
    if len(text) > most:
        raise UserError(texts.say("form.too_long", limit=most, length=len(text)))
    return " ".join(text.split()) if field.kind == "line" else text


def read_choice(field: Field, text: str, _today: date, texts: Texts) -> str:
    for number, choice in enumerate(field.choices, 1):
        if text.casefold() in {choice.value.casefold(), choice.label.casefold(), str(number)}:
            return choice.value
    raise UserError(texts.say("form.invalid_choice", value=text))


def read_yes_no(_field: Field, text: str, _today: date, texts: Texts) -> str:
    words = {
        "yes": {"yes", "y", "ja", "j", "japp", texts.label("form.button.yes").casefold()},
        "no": {"no", "n", "nej", "nix", texts.label("form.button.no").casefold()},
    }
    for value, known in words.items():
        if text.casefold() in known:
            return value
    raise UserError(texts.say("form.invalid_yes_no", value=text))


def read_number(_field: Field, text: str, _today: date, texts: Texts) -> str:
    if not NUMBER.match(text) or int(text) > MOST:
        raise UserError(texts.say("form.invalid_number", value=text, least=0, most=MOST))
    return str(int(text))


def read_time(_field: Field, text: str, _today: date, texts: Texts) -> str:
    match = CLOCK.match(text.casefold())
    try:
        found = time(int(match[1]), int(match[2] or 0)) if match else None
    except ValueError:
        found = None
    if found is None:
        raise UserError(texts.say("form.invalid_time", value=text))
    return found.strftime("%H:%M")


def read_date(_field: Field, text: str, today: date, texts: Texts) -> str:
    if (days := days_ahead(text.casefold(), today, texts)) is not None:
        return (today + timedelta(days=days)).isoformat()
    said = find_date(text.casefold(), texts)
    day = next_such(said, today) if said else None
    if said and not day and (last := last_of_month(said, today)):
        guess = wording.day(last, today=today, language=texts.language)
        raise UserError(texts.say("form.no_such_date", value=text, guess=guess))
    if day is None:
        raise UserError(texts.say("form.invalid_date", value=text))
    if day < today:
        raise UserError(texts.say("form.past_date"))
    if day > today + FARTHEST:
        raise UserError(texts.say("form.far_date"))
    return day.isoformat()


def find_date(text: str, texts: Texts) -> Said | None:
    """What `2027-03-08`, `8/3`, `8 mars` or `8 mars 2027` says."""
    if match := ISO.match(text):
        return Said(int(match[3]), int(match[2]), int(match[1]))
    if match := SLASHED.match(text):
        return Said(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    if match := NAMED.match(text):
        months = {name.casefold(): n for style in ("wide", "abbreviated") for n, name in month_names(texts, style)}
        month = months.get(match[2]) or months.get(match[2] + ".")
        return Said(int(match[1]), month, int(match[3]) if match[3] else None) if month else None
    return None


def days_ahead(text: str, today: date, texts: Texts) -> int | None:
    """Days until "i dag", "i morgon" or a weekday ("lördag", "på lördag": the next one, never today)."""
    word = text.removeprefix("nu ").removeprefix("på ").removeprefix("on ").strip()
    if word in NEAR_DAYS:
        return NEAR_DAYS[word]
    names = {name.casefold(): n for style in ("wide", "abbreviated") for n, name in day_names(texts, style)}
    weekday = names.get(word, names.get(f"{word}."))
    return None if weekday is None else (weekday - today.weekday() - 1) % 7 + 1


def day_names(texts: Texts, style: str) -> list[tuple[int, str]]:
    return list(texts.locale.days["format"][style].items())


def month_names(texts: Texts, style: str) -> list[tuple[int, str]]:
    return list(texts.locale.months["format"][style].items())


def last_of_month(said: Said, today: date) -> date | None:
    """The day that was probably meant by a 30 February; None when there is no such month or year."""
    if not 1 <= said.month <= 12 or not 28 < said.day <= 31:
        return None
    _, last = calendar.monthrange(said.year or today.year, said.month)
    return next_such(said._replace(day=last), today)


def next_such(said: Said, today: date) -> date | None:
    if said.year is not None:
        return make_date(said.year, said.month, said.day)
    this_year = make_date(today.year, said.month, said.day)
    if this_year and this_year >= today:
        return this_year
    return make_date(today.year + 1, said.month, said.day)


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


Reader = Callable[[Field, str, date, Texts], str]
READERS: dict[str, Reader] = {
    "line": read_text,
    "paragraph": read_text,
    "file": read_text,
    "choice": read_choice,
    "yes_no": read_yes_no,
    "number": read_number,
    "time": read_time,
    "date": read_date,
}


def show(field: Field, value: str, *, today: date, texts: Texts) -> str:
    """The answer as people read it: a choice by its label, a day with its weekday. Empty stays empty."""
    if not value:
        return ""
    match field.kind:
        case "yes_no":
            return texts.label(f"form.button.{value}")
        case "date":
            return wording.day(date.fromisoformat(value), today=today, language=texts.language)
        case "time":
            return wording.clock(time.fromisoformat(value), language=texts.language)
    return next((choice.label for choice in field.choices if choice.value == value), value)
