"""Days that are told from today: "i övermorgon", "på fredag", "onsdag nästa vecka", "om tre dagar", "v. 12". Pure."""

from datetime import date, timedelta

from bot.dates.days import (
    FRIDAY,
    IN_YEAR,
    SATURDAY,
    SUNDAY,
    WEEK,
    WEEKDAY,
    Days,
    Meaning,
    Said,
    Span,
    View,
    add_months,
    coming,
    either,
    monday,
    one,
    read_year,
    resolve,
    rest,
    weekday_of,
)
from bot.dates.spelling import WEEKDAYS

ANY = "|".join(WEEKDAYS)
NUMBERED = rf"(?:(?:i|in) )?vecka (?P<number>0?[1-9]|[1-4]\d|5[0-3]){IN_YEAR}"
IN_WEEKS = r"(?:om|in) (?P<n>\d{1,3}) vecka"
NEXT_WEEK = r"(?:i )?nasta vecka"


def near(said: Said, view: View) -> Days:
    return one(view.today + timedelta(["idag", "imorgon", "iovermorgon"].index(said["near"])))


def gone(_said: Said, view: View) -> Days:
    return one(view.today, doubt="past")


def ahead(said: Said, view: View) -> Days:
    n = int(said["n"])
    match said["unit"]:
        case "dag":
            return one(view.today + timedelta(n))
        case "vecka":
            return one(view.today + n * WEEK)
        case "manad":
            return one(add_months(view.today, n))
    return one(add_months(view.today, 12 * n))


def next_such(said: Said, view: View) -> Days:
    return one(coming(weekday_of(said), view.since))


def next_weekday(said: Said, view: View) -> Days:
    """To some "nästa fredag" is the coming one, to others the next week's: where they differ, it is a question."""
    return after_or_within(weekday_of(said), 0, view)


def weekday_after_next(said: Said, view: View) -> Days:
    days = next_weekday(said, view)
    return days._replace(spans=tuple(Span(span.first + WEEK, span.last + WEEK) for span in days.spans))


def weekday_in_weeks(said: Said, view: View) -> Days:
    """In two weeks: two weeks after the coming one, or in the week after the next."""
    return after_or_within(weekday_of(said), int(said["n"]), view)


def after_or_within(weekday: int, weeks: int, view: View) -> Days:
    after = coming(weekday, view.today) + weeks * WEEK
    within = monday(view.today) + max(weeks, 1) * WEEK + timedelta(weekday)
    return either(Span(after, after), Span(within, within))


def weekday_next_week(said: Said, view: View) -> Days:
    return one(monday(view.today) + WEEK + timedelta(weekday_of(said)))


def this_week(_said: Said, view: View) -> Days:
    return rest(whole_week(view.today), view)


def next_week(_said: Said, view: View) -> Days:
    return Days((whole_week(view.today + WEEK),))


def week_after_next(_said: Said, view: View) -> Days:
    return Days((whole_week(view.today + 2 * WEEK),))


def whole_week(day: date) -> Span:
    return Span(monday(day), monday(day) + timedelta(SUNDAY))


def weekend(_said: Said, view: View) -> Days:
    return rest(weekend_of(view.since), view)


def next_weekend(_said: Said, view: View) -> Days:
    """As with the next Friday; but once it is weekend, the next one is not this one."""
    after = weekend_of(view.today + WEEK)
    return either(weekend_of(view.today), after) if view.today.weekday() <= FRIDAY else Days((after,))


def weekend_of(day: date) -> Span:
    return Span(monday(day) + timedelta(SATURDAY), monday(day) + timedelta(SUNDAY))


def numbered_week(said: Said, view: View) -> Days:
    days = numbered_day(said | {"weekday": "sondag"}, view)
    return rest(whole_week(days.spans[0].last), view)._replace(doubt=days.doubt)


def numbered_day(said: Said, view: View) -> Days:
    """A day of the week of that number: ISO 8601's, as in Swedish calendars. A year without a week 53 has a 52."""
    week, weekday = int(said["number"]), weekday_of(said) + 1
    return resolve(
        lambda year: date.fromisocalendar(year, week, weekday),
        lambda year: date.fromisocalendar(year, 52, weekday),
        read_year(said, view),
        view,
    )


ROWS: tuple[tuple[str, Meaning], ...] = (
    (r"(?P<near>idag|imorgon|iovermorgon)", near),
    (rf"igar|iforrgar|imorse|forra (?:{ANY}|vecka|helg|manad|ar)|i (?:{ANY})s", gone),
    (r"(?:om|in) (?P<n>\d{1,3}) (?P<unit>dag|vecka|manad|ar)", ahead),
    (rf"(?:denna )?{WEEKDAY}", next_such),
    (rf"nasta {WEEKDAY}", next_weekday),
    (rf"nastnasta {WEEKDAY}", weekday_after_next),
    (rf"{WEEKDAY} {NEXT_WEEK}", weekday_next_week),
    (rf"{NEXT_WEEK} {WEEKDAY}", weekday_next_week),
    (rf"{WEEKDAY} {IN_WEEKS}", weekday_in_weeks),
    (rf"{IN_WEEKS} {WEEKDAY}", weekday_in_weeks),
    (r"(?:i|denna) vecka", this_week),
    (NEXT_WEEK, next_week),
    (r"(?:i )?nastnasta vecka", week_after_next),
    (r"(?:(?:i|denna) )?helg", weekend),
    (r"nasta helg", next_weekend),
    (NUMBERED, numbered_week),
    (rf"{WEEKDAY} {NUMBERED}", numbered_day),
    (rf"{NUMBERED} {WEEKDAY}", numbered_day),
)
