"""Reads what somebody answered to one question of a form. Pure."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from bot import wording
from bot.dates import phrase
from bot.dates.grammar import understand
from bot.dates.hours import USUAL
from bot.dates.phrase import Half, Phrase
from bot.errors import UserError
from bot.masking import mask
from bot.messages import Field
from bot.texts import Texts

LONGEST = {"line": 200, "paragraph": 2000}

NUMBER = re.compile(r"\d{1,7}$", re.ASCII)


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
    text = text if field.numbers else mask(text).text
    return " ".join(text.split()) if field.kind == "line" else text


def is_masked(field: Field, text: str) -> bool:
    """Whether something in that answer is taken away, of which the person is told."""
    return field.kind in LONGEST and not field.numbers and mask(text).found


def read_choice(field: Field, text: str, _today: date, texts: Texts) -> str:
    said = text.casefold()
    for number, choice in enumerate(field.choices, 1):
        if said in {choice.value.casefold(), choice.label.casefold(), str(number)}:
            return choice.value
    # "alla" is enough for "alla medlemmar", where nothing else begins so.
    begun = [choice.value for choice in field.choices if choice.label.casefold().startswith(f"{said} ")]
    if len(begun) == 1:
        return begun[0]
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


def read_number(field: Field, text: str, _today: date, texts: Texts) -> str:
    if not NUMBER.match(text) or not field.least <= int(text) <= field.most:
        raise UserError(texts.say("form.invalid_number", value=text, least=field.least, most=field.most))
    return str(int(text))


def read_time(_field: Field, text: str, _today: date, texts: Texts) -> str:
    """One hour, without a day: the day is asked by itself. Six is rarely in the morning, and never by a guess."""
    match phrase.read(text):
        case Phrase(Half(day=None, clocks=[clock], part=part), last=None) if wall := (said := clock.at(part)).wall:
            if said.small:
                raise UserError(texts.say("form.which_hour", evening=wall.hour + 12, morning=f"{wall.hour:02}"))
            return wall.strftime("%H:%M")
    raise UserError(texts.say("form.invalid_time", value=text))


def read_date(_field: Field, text: str, today: date, texts: Texts) -> str:
    """One day. An hour that is told with it is passed over: the hour is asked by itself."""
    said = phrase.read(text)
    if said is None or said.first.day is None:
        raise UserError(texts.say("form.invalid_date", value=text))
    midnight = datetime.combine(today, time(), UTC)
    understood = understand(text, now=midnight, zone=UTC, texts=texts)
    if understood.start is None or (understood.kind == "ask" and understood.why != "evening"):
        raise UserError(understood.say)
    if understood.kind == "range" and not isinstance(understood.start, datetime):
        raise UserError(texts.say("form.several_days"))
    return f"{understood.start:%Y-%m-%d}"


def hours_told(text: str, *, today: date, texts: Texts) -> list[str]:
    """The hours that are told with a day, as answers to the questions for them: from when, and to when.

    A part of a day is the hour that it usually is; of what can be the morning's or the evening's there is none.
    """
    understood = understand(text, now=datetime.combine(today, time(), UTC), zone=UTC, texts=texts)
    if understood.kind not in {"time", "range", "date"}:
        return []
    if understood.part:
        return [f"{USUAL[understood.part]:%H:%M}"]
    return [f"{one:%H:%M}" for one in (understood.start, understood.end) if isinstance(one, datetime)]


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
        case "file":
            return texts.label("form.attached")
    return next((choice.label for choice in field.choices if choice.value == value), value)
