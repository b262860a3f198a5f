"""How people write that something comes back, and how it is said again: the same words, the same days."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dates import pauses, repeating, rhythms
from bot.dates.pauses import Fault, Pauses
from bot.texts import languages, texts
from storage import rhythm
from storage.rhythm import Every, Off, Rhythm

# Monday 15 February 2027: the third Monday of the month, and not its last.
FIRST = date(2027, 2, 15)
WEEKLY, FORTNIGHTLY = "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
MONTHLY, THIRD, YEARLY = (
    "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYDAY=3MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=15",
)  # fmt: skip
NO_SUMMER = "BYMONTH=1,2,3,4,5,9,10,11,12"

WRITTEN = [
    ("varje måndag", WEEKLY, ""),
    ("Måndagar.", WEEKLY, ""),
    ("varje vecka", WEEKLY, ""),
    ("every Monday", WEEKLY, ""),
    ("en gång i veckan", WEEKLY, ""),
    ("varannan måndag", FORTNIGHTLY, ""),
    ("var annan vecka", FORTNIGHTLY, ""),
    ("every other Monday", FORTNIGHTLY, ""),
    ("den 15:e", MONTHLY, ""),
    ("den femtonde i varje månad", MONTHLY, ""),
    ("den 15 varje månad", MONTHLY, ""),
    ("the 15th of every month", MONTHLY, ""),
    ("månadsvis", MONTHLY, ""),
    ("tredje måndagen i månaden", THIRD, ""),
    ("den tredje måndagen varje månad", THIRD, ""),
    ("the third Monday of each month", THIRD, ""),
    ("varje år den 15 februari", YEARLY, ""),
    ("årligen", YEARLY, ""),
    ("every year on 15 February", YEARLY, ""),
    ("den 15:e utom juni–augusti", f"{MONTHLY};{NO_SUMMER}", ""),
    ("den 15:e, inte juni, juli och augusti", f"{MONTHLY};{NO_SUMMER}", ""),
    ("den 15:e utom sommaren", f"{MONTHLY};{NO_SUMMER}", ""),
    ("every Monday except June to August", f"{WEEKLY};{NO_SUMMER}", ""),
    ("varje måndag utom december–januari", f"{WEEKLY};BYMONTH=2,3,4,5,6,7,8,9,10,11", ""),
    ("varje måndag, inte 24 december", WEEKLY, "--12-24"),
    ("varje måndag, inte 24 och 31 december", WEEKLY, "--12-24,--12-31"),
    ("varje måndag utom julafton och midsommarafton", WEEKLY, "--12-24,2027-06-25"),
    ("varje måndag utom 20 december–6 januari", WEEKLY, "--12-20/--01-06"),
    ("varje måndag utom 8/3 2027", WEEKLY, "2027-03-08"),
    ("varje måndag utom 2027-03-08", WEEKLY, "2027-03-08"),
    ("varje måndag utom juli 2027", WEEKLY, "2027-07-01/2027-07-31"),
    ("varje måndag utom december 2027", WEEKLY, "2027-12-01/2027-12-31"),
    ("varje måndag till 31 maj", f"{WEEKLY};UNTIL=20270531", ""),
    ("varje måndag t.o.m. 31 maj 2028", f"{WEEKLY};UNTIL=20280531", ""),
    ("den 15:e utom juni till och med augusti", f"{MONTHLY};{NO_SUMMER}", ""),
    ("den 15:e utom juni–augusti, till och med 15 maj", f"{MONTHLY};{NO_SUMMER};UNTIL=20270515", ""),
]  # fmt: skip
FAULTS = [
    ("", "unclear"), ("ibland", "unclear"), ("var tredje vecka", "unclear"), ("måndag eller tisdag", "unclear"),
    ("varje dag", "too_often"), ("dagligen", "too_often"), ("every hour", "too_often"),
    ("FREQ=SECONDLY;COUNT=1000000000", "too_often"), ("RRULE:FREQ=WEEKLY", "too_often"),
    ("varje måndag kl 18", "hour"), ("varje måndag 18.30", "hour"),
    ("varje tisdag", "other_day"), ("den 16:e", "other_day"), ("andra måndagen i månaden", "other_day"),
    ("sista måndagen i månaden", "other_day"), ("varje år den 15 mars", "other_day"),
    ("den 15:e utom februari", "first_off"), ("varje måndag utom 15 februari", "first_off"),
    ("varje måndag utom januari–december", "first_off"), ("varje måndag till 16 februari", "once"),
    ("varje år utom 15 februari", "first_off"), ("varje måndag till 8 februari 2027", "pause"),
    ("den 15:e utom 31 april", "pause"), ("den 15:e utom lite då och då", "pause"),
    ("den 15:e utom juli 2020", "pause"), ("varje måndag utom 9 mars 2027–8 mars 2027", "pause"),
    ("x" * 1000, "unclear"), ("varje måndag utom " + ", ".join(["8/3"] * 35), "pause"),
    ("varje måndag utom \u202ejuli", "pause"), ("varje\x00måndag", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "exceptions"), WRITTEN)
def test_what_people_write(text, rule, exceptions):
    found = repeating.read(text, FIRST)

    assert isinstance(found, Rhythm), found
    assert (found.rule, found.exceptions) == (rule, exceptions)


@pytest.mark.parametrize(("text", "why"), FAULTS)
def test_what_cannot_be_is_told_why(text, why):
    found = repeating.read(text, FIRST)

    assert isinstance(found, Fault), found
    assert found.why == why


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("why", sorted({why for _, why in FAULTS}))
def test_there_are_words_for_every_fault(language, why):
    assert texts(language).say(f"repeating.{why}", what="", day="", weekly="", monthly="")


@pytest.mark.parametrize(
    ("first", "found"),
    [
        (FIRST, ["varje måndag", "varannan måndag", "varje månad den 15:e", "tredje måndagen varje månad",
                 "varje år den 15 februari"]),
        (date(2027, 2, 22), ["varje måndag", "varannan måndag", "varje månad den 22:a", "fjärde måndagen varje månad",
                             "sista måndagen varje månad", "varje år den 22 februari"]),
        (date(2027, 3, 31), ["varje onsdag", "varannan onsdag", "varje månad den 31:a", "sista onsdagen varje månad",
                             "varje år den 31 mars"]),
    ],
)  # fmt: skip
def test_the_ways_are_worded_by_the_day(first, found):
    assert [rhythms.shape(one, texts("sv")) for one in rhythm.ways(first)] == found


def test_it_is_said_on_one_line():
    found = repeating.read("den 15:e utom jun–aug, 24 dec och 8 mars 2027, till 31 december 2028", FIRST)

    assert rhythms.say(found, texts("sv")) == (
        "varje månad den 15:e, utom juni–augusti, 24 december och 8 mars 2027, till och med 31 december 2028"
    )
    assert rhythms.say(found, texts("en")) == (
        "the 15th of every month, except June–August, 24 December and 8 March 2027, until 31 December 2028"
    )


def test_a_pause_over_the_new_year_is_said_as_one():
    found = repeating.read("varje måndag utom december–januari och juli", FIRST)

    assert rhythms.say(found, texts("sv")) == "varje måndag, utom december–januari och juli"


def test_a_rule_of_somebody_else_s_is_not_guessed_at():
    for rule in ("FREQ=SECONDLY", "FREQ=MONTHLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO,TU", "nonsense", ""):
        assert rhythm.read(rule, "") is None
        assert rhythms.how(rule, "", texts("sv")) == "då och då"


FEW = st.lists(st.integers(1, 12), max_size=11).map(lambda months: tuple(sorted(set(months))))
DATED = st.dates(date(2027, 1, 1), date(2031, 12, 31))
SPANS = st.tuples(DATED, st.integers(0, 40)).map(lambda one: (one[0], one[0] + timedelta(one[1])))
OFFS = st.tuples(SPANS, st.booleans()).map(
    lambda one: Off(*(f"--{day:%m-%d}" if one[1] else day.isoformat() for day in one[0]))
)
FIRSTS = st.dates(date(2027, 1, 1), date(2029, 12, 31))


@st.composite
def whole_rhythms(draw) -> tuple[Rhythm, date]:
    """Any that the forms can make, with the day it begins on."""
    first = draw(FIRSTS)
    left_out = Pauses(
        frozenset(draw(FEW)) - {first.month},
        tuple(dict.fromkeys(off for off in draw(st.lists(OFFS, max_size=4)) if not off.has(first))),
        draw(st.none() | st.integers(60, 3000).map(lambda n: first + timedelta(n))),
    )
    found = repeating.with_pauses(draw(st.sampled_from(rhythm.ways(first))), left_out, first)
    return (found if isinstance(found, Rhythm) else rhythm.ways(first)[0]), first


@given(whole_rhythms(), st.sampled_from(languages()))
def test_what_is_said_is_read_as_the_same(made, language):
    found, first = made
    again = repeating.read(rhythms.say(found, texts(language)), first)

    assert isinstance(again, Rhythm), (rhythms.say(found, texts(language)), again)
    assert (again.rule, set(again.off)) == (found.rule, set(found.off))


@given(whole_rhythms())
def test_what_is_kept_is_read_as_the_same(made):
    found, _ = made

    assert rhythm.read(found.rule, found.exceptions) == found


@given(whole_rhythms())
def test_its_days_are_in_order_and_never_in_a_pause(made):
    found, first = made
    there = [*islice(rhythm.days(found.rule, found.exceptions, first), 60)]

    assert there[0] == first
    assert all(one < other for one, other in pairwise(there))
    assert not [day for day in there if day.month in found.paused or any(off.has(day) for off in found.off)]
    assert not [day for day in there if found.until and day > found.until]
    if found.every in {Every.WEEK, Every.OTHER_WEEK, Every.MONTH_WEEKDAY}:
        assert {day.weekday() for day in there} == {first.weekday()}


@given(st.text(max_size=60) | st.text("varje måndgnt 15:e,–utomjuli/2027.", max_size=60), FIRSTS)
@example("varje måndag utom 31/2 2027", FIRST)
@example("varje måndag till 29 februari 2027", FIRST)
@example("varje måndag utom 0 maj", FIRST)
@example("varje måndag utom 1/13", FIRST)
@example("den 15:e utom maj 0000", FIRST)
@example("den 15:e utom 1 maj 9999–2 maj 9999", FIRST)
@example("den 15:e utom december 9999", FIRST)
@example("varje måndag utom 0000-01-01", FIRST)
def test_whatever_is_written_it_is_read_or_refused(text, first):
    assert isinstance(repeating.read(text, first), Rhythm | Fault)
    assert isinstance(pauses.read(text, first), Pauses | Fault)


@pytest.mark.parametrize(
    ("first", "text", "lacks", "days"),
    [
        (date(2027, 1, 31), "den 31:a", True, [date(2027, 1, 31), date(2027, 3, 31), date(2027, 5, 31)]),
        (date(2027, 1, 31), "sista dagen i månaden", False, [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]),
        (date(2027, 1, 30), "den 30:e", True, [date(2027, 1, 30), date(2027, 3, 30), date(2027, 4, 30)]),
        (date(2028, 2, 29), "varje år", True, [date(2028, 2, 29), date(2032, 2, 29), date(2036, 2, 29)]),
        (date(2027, 3, 29), "femte måndagen", True, [date(2027, 3, 29), date(2027, 5, 31), date(2027, 8, 30)]),
        (date(2027, 1, 28), "den 28:e", False, [date(2027, 1, 28), date(2027, 2, 28), date(2027, 3, 28)]),
    ],
)
def test_months_without_that_day_have_none(first, text, lacks, days):
    found = repeating.read(text, first)

    assert [*islice(rhythm.days(found.rule, "", first), 3)] == days
    assert rhythm.lacking(found) == lacks


@pytest.mark.parametrize(
    ("text", "day", "rule"),
    [
        ("varje måndag", date(2027, 2, 16), "FREQ=WEEKLY;BYDAY=TU"),
        ("den 15:e utom juli", date(2027, 3, 3), "FREQ=MONTHLY;BYMONTHDAY=3;BYMONTH=1,2,3,4,5,6,8,9,10,11,12"),
        ("tredje måndagen", date(2027, 2, 9), "FREQ=MONTHLY;BYDAY=2TU"),
        ("tredje måndagen", date(2027, 3, 30), "FREQ=MONTHLY;BYDAY=-1TU"),
        ("varje år", date(2027, 2, 20), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=20"),
    ],
)
def test_moved_it_is_the_same_rhythm_from_another_day(text, day, rule):
    assert rhythm.moved(repeating.read(text, FIRST), day).rule == rule


def test_the_last_of_the_month_stays_the_last():
    last = Rhythm(Every.MONTH_WEEKDAY, nth=rhythm.LAST, weekday=0)

    assert rhythm.moved(last, date(2027, 2, 23)).rule == "FREQ=MONTHLY;BYDAY=-1TU"
    assert (
        rhythm.moved(Rhythm(Every.MONTH_DAY, day=rhythm.LAST), date(2027, 2, 28)).rule == "FREQ=MONTHLY;BYMONTHDAY=-1"
    )
    assert (
        rhythm.moved(Rhythm(Every.MONTH_DAY, day=rhythm.LAST), date(2027, 2, 27)).rule == "FREQ=MONTHLY;BYMONTHDAY=27"
    )


@pytest.mark.parametrize(
    ("off", "words", "english"),
    [
        ("2028-01-01/2028-01-31", "januari 2028", "January 2028"),
        ("2027-07-01/2027-08-31", "juli–augusti 2027", "July–August 2027"),
        ("2028-02-01/2028-02-29", "februari 2028", "February 2028"),
        ("2028-02-01/2028-02-28", "1 februari 2028–28 februari 2028", "1 February 2028–28 February 2028"),
        ("2027-12-01/2028-01-31", "1 december 2027–31 januari 2028", "1 December 2027–31 January 2028"),
        ("2027-07-31", "31 juli 2027", "31 July 2027"),
    ],
)  # fmt: skip
def test_whole_months_of_a_year_are_named_as_that(off, words, english):
    assert rhythms.how(WEEKLY, off, texts("sv")) == f"varje måndag, utom {words}"
    assert rhythms.how(WEEKLY, off, texts("en")) == f"every Monday, except {english}"
    assert repeating.read(f"varje måndag, utom {words}", FIRST) == rhythm.read(WEEKLY, off)
