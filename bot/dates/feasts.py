"""The days of the year that have names, and when they are. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dates.days import FRIDAY, SATURDAY, SUNDAY
from bot.dates.spelling import plain

Feast = Callable[[int], date]


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Oudin's algorithm)."""
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    day = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(day)


def weekday_from(day: date, weekday: int) -> date:
    """The first such weekday on or after the day."""
    return day + timedelta((weekday - day.weekday()) % 7)


def on(month: int, day: int) -> Feast:
    return lambda year: date(year, month, day)


def from_easter(days: int) -> Feast:
    return lambda year: easter(year) + timedelta(days)


def first(weekday: int, month: int, day: int, *, later: int = 0) -> Feast:
    """The first such weekday from that day on, and so many days later."""
    return lambda year: weekday_from(date(year, month, day), weekday) + timedelta(later)


# What people call it, parted by commas, and when it is; public holidays as in lagen (1989:253).
FEASTS: tuple[tuple[str, Feast], ...] = (
    ("nyårsdagen, new year's day", on(1, 1)),
    ("trettondagsafton", on(1, 5)),
    ("trettondagen, trettondedag jul, epiphany", on(1, 6)),
    ("alla hjärtans dag, valentine's day", on(2, 14)),
    ("fettisdagen", from_easter(-47)),
    ("internationella kvinnodagen, kvinnodagen, international women's day, women's day", on(3, 8)),
    ("skärtorsdagen, skärtorsdag, maundy thursday", from_easter(-3)),
    ("långfredagen, långfredag, good friday", from_easter(-2)),
    ("påskafton, easter eve", from_easter(-1)),
    ("påskdagen, påsk, i påsk, easter sunday, easter", from_easter(0)),
    ("annandag påsk, annandagen påsk, easter monday", from_easter(1)),
    ("valborg, valborgsmässoafton, sista april, walpurgis night", on(4, 30)),
    ("arbetarrörelsens dag, may day", on(5, 1)),
    ("kristi himmelsfärd, kristi himmelsfärdsdag, kristi himmelsfärds dag, ascension day", from_easter(39)),
    ("pingstafton", from_easter(48)),
    ("pingstdagen, pingst, i pingst, whit sunday, pentecost", from_easter(49)),
    ("annandag pingst", from_easter(50)),
    ("nationaldagen, sveriges nationaldag, national day", on(6, 6)),
    ("midsommarafton, midsommar, i midsommar, midsummer eve, midsummer's eve", first(FRIDAY, 6, 19)),
    ("midsommardagen, midsommardag, midsummer day, midsummer's day", first(SATURDAY, 6, 20)),
    ("alla helgons dag, all saints' day", first(SATURDAY, 10, 31)),
    ("första advent, advent", first(SUNDAY, 11, 27)),
    ("andra advent", first(SUNDAY, 11, 27, later=7)),
    ("tredje advent", first(SUNDAY, 11, 27, later=14)),
    ("fjärde advent", first(SUNDAY, 11, 27, later=21)),
    ("lucia, luciadagen", on(12, 13)),
    ("julafton, christmas eve", on(12, 24)),
    ("juldagen, christmas day", on(12, 25)),
    ("annandag jul, annandagen jul, boxing day", on(12, 26)),
    ("nyårsafton, nyår, new year's eve", on(12, 31)),
)


# Every feast by its name in the one spelling.
NAMED = {plain(name): feast for names, feast in FEASTS for name in names.split(",")}
