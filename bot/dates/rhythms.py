"""Says how something comes back: "varje månad den 15:e, utom juni–augusti". What it says can be read again. Pure."""

from datetime import date, timedelta

from babel.dates import format_date

from bot.dates.pauses import LEAP
from bot.texts import Texts
from storage import rhythm
from storage.rhythm import LAST, Every, Off, Rhythm

# Some Monday: a weekday is named by a day that it is.
MONDAY = date(2024, 1, 1)
# Unicode's ordinal categories, by how English has them.
ORDINALS = {"one": "st", "two": "nd", "few": "rd", "other": "th"}


def how(rule: str, exceptions: str, texts: Texts) -> str:
    """A rule as it is kept, in words; of one that is none of ours only that it comes back."""
    found = rhythm.read(rule, exceptions)
    return say(found, texts) if found else texts.label("repeating.somehow")


def say(found: Rhythm, texts: Texts) -> str:
    """All of it, on one line."""
    words = [shape(found, texts)]
    if left_out := [*months(found.paused, texts), *(stretch(off, texts) for off in found.off)]:
        words.append(texts.label("repeating.without", what=listed(left_out, texts)))
    if found.until:
        words.append(texts.label("repeating.until", day=on(found.until, texts, year=True)))
    return ", ".join(words)


def shape(found: Rhythm, texts: Texts) -> str:
    """How often, without what is left out."""
    weekday = format_date(date.fromordinal(MONDAY.toordinal() + found.weekday), "EEEE", locale=texts.locale)
    match found.every:
        case Every.MONTH_DAY if found.day == LAST:
            return texts.label("repeating.month_last")
        case Every.MONTH_DAY:
            return texts.label("repeating.month_day", day=ordinal(found.day, texts))
        case Every.MONTH_WEEKDAY:
            nth = texts.label(f"repeating.nth.{'last' if found.nth == LAST else found.nth}")
            return texts.label("repeating.month_weekday", nth=nth, weekday=weekday)
        case Every.YEAR:
            day = on(date(LEAP, found.month, found.day), texts, year=False)
            return texts.label("repeating.year", day=day)
    return texts.label(f"repeating.{found.every}", weekday=weekday)


def ordinal(n: int, texts: Texts) -> str:
    """The 15th, "den 15:e"."""
    return texts.label(f"repeating.ordinal.{ORDINALS[texts.locale.ordinal_form(n)]}", n=n)


def on(day: date, texts: Texts, *, year: bool) -> str:
    form = texts.label("repeating.day_year_form" if year else "repeating.day_form")
    return format_date(day, form, locale=texts.locale)


def months(paused: tuple[int, ...], texts: Texts) -> list[str]:
    """From one to another where they follow each other, also over the turn of the year."""
    runs: list[list[int]] = []
    for month in paused:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == 12:
        runs[0] = runs.pop() + runs[0]
    return [ends(*(month_name(month, texts) for month in (run[0], run[-1]))) for run in runs]


def month_name(month: int, texts: Texts) -> str:
    return format_date(date(LEAP, month, 1), "LLLL", locale=texts.locale)


def ends(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def stretch(off: Off, texts: Texts) -> str:
    return whole_months(off, texts) or ends(*(day_off(said, texts) for said in off))


def whole_months(off: Off, texts: Texts) -> str:
    """The months of one year, where it is they from the first day to the last."""
    if off.first.startswith("--"):
        return ""
    first, last = (date.fromisoformat(said) for said in off)
    if first.year != last.year or first.day != 1 or (last + timedelta(days=1)).day != 1:
        return ""
    named = ends(*(month_name(month, texts) for month in (first.month, last.month)))
    return f"{named} {first.year}"


def day_off(said: str, texts: Texts) -> str:
    if said.startswith("--"):
        return on(date.fromisoformat(f"{LEAP}-{said[2:]}"), texts, year=False)
    return on(date.fromisoformat(said), texts, year=True)


def listed(words: list[str], texts: Texts) -> str:
    """One, another and a third."""
    *others, last = words
    return texts.label("repeating.and", one=", ".join(others), other=last) if others else last
