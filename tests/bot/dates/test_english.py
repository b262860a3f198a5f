"""The same in English, read whatever language the answer is in."""

import pytest

from tests.bot.dates.reading import offered, read, said, understood


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "date 2027-02-08"),
        ("tonight at 7", "time 2027-02-08T19:00"),
        ("this evening at 7", "time 2027-02-08T19:00"),
        ("tomorrow", "date 2027-02-09"),
        ("tomorrow morning", "date 2027-02-09"),
        ("the day after tomorrow", "date 2027-02-10"),
        ("on friday", "date 2027-02-12"),
        ("this Friday", "date 2027-02-12"),
        ("Fri 17:30", "time 2027-02-12T17:30"),
        ("on friday 5.30pm", "time 2027-02-12T17:30"),
        ("on Friday at 5:30 p.m.", "time 2027-02-12T17:30"),
        ("friday at 17:30", "time 2027-02-12T17:30"),
        ("5.30 pm on friday", "time 2027-02-12T17:30"),
        ("wednesday next week", "date 2027-02-17"),
        ("tuesday in two weeks", "date 2027-02-23"),
        ("in two weeks", "date 2027-02-22"),
        ("in a week", "date 2027-02-15"),
        ("in three days", "date 2027-02-11"),
        ("in a month", "date 2027-03-08"),
        ("in an hour", "time 2027-02-08T10:00"),
        ("in half an hour", "time 2027-02-08T09:30"),
        ("in 20 minutes", "time 2027-02-08T09:20"),
        ("this weekend", "range 2027-02-13 2027-02-14"),
        ("next week", "range 2027-02-15 2027-02-21"),
        ("week 12", "range 2027-03-22 2027-03-28"),
        ("8 march", "date 2027-03-08"),
        ("march 8", "date 2027-03-08"),
        ("March 8th", "date 2027-03-08"),
        ("the 8th of March", "date 2027-03-08"),
        ("Monday, March 8, 2027", "date 2027-03-08"),
        ("march 8th, 2027 at 6 pm", "time 2027-03-08T18:00"),
        ("8 March 18:00–20:00", "range 2027-03-08T18:00 2027-03-08T20:00"),
        ("the 15th", "date 2027-02-15"),
        ("1st May", "date 2027-05-01"),
        ("last sunday in march", "date 2027-03-28"),
        ("first monday of may", "date 2027-05-03"),
        ("second tuesday of the month", "date 2027-02-09"),
        ("second tuesday of next month", "date 2027-03-09"),
        ("midsummer eve", "date 2027-06-25"),
        ("Midsummer’s Eve", "date 2027-06-25"),
        ("christmas eve", "date 2027-12-24"),
        ("new year's eve", "date 2027-12-31"),
        ("New Year’s Day", "date 2028-01-01"),
        ("good friday", "date 2027-03-26"),
        ("easter sunday", "date 2027-03-28"),
        ("international women's day", "date 2027-03-08"),
        ("half past ten", "time 2027-02-08T10:30"),
        ("a quarter to eleven", "time 2027-02-08T10:45"),
        ("ten past eleven", "time 2027-02-08T11:10"),
        ("noon", "time 2027-02-08T12:00"),
        ("12 pm", "time 2027-02-08T12:00"),
        ("7 in the evening", "time 2027-02-08T19:00"),
        ("from 6 to 8 pm", "range 2027-02-08T18:00 2027-02-08T20:00"),
        ("10 am - 2 pm", "range 2027-02-08T10:00 2027-02-08T14:00"),
        ("10-2 pm", "range 2027-02-08T10:00 2027-02-08T14:00"),
        ("between 18 and 20 on friday", "range 2027-02-12T18:00 2027-02-12T20:00"),
        ("friday to sunday", "range 2027-02-12 2027-02-14"),
        ("10 to 12 march", "range 2027-03-10 2027-03-12"),
    ],
)
def test_from_a_monday_at_nine(text, meant):
    assert read(text) == meant


def test_next_wednesday_is_asked():
    assert offered("next wednesday") == ["onsdag 10 februari", "onsdag 17 februari"]


def test_yesterday_is_refused():
    assert read("yesterday") == "refuse"


def test_midnight_is_asked():
    assert read("12 am").startswith("ask")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("friday 17:30", "Friday 12 February at 17:30, in 4 days"),
        ("8/3 18–20", "Monday 8 March from 18:00 to 20:00, in 4 weeks"),
        ("this weekend", "Saturday 13 February to Sunday 14 February, in 5 days"),
        ("saturday 8 march", "8 March 2027 is a Monday. Did you mean Monday 8 March or Saturday 6 March?"),
        ("31 april", "31 april is not in the calendar. Did you mean Friday 30 April?"),
        ("25:00", "What time do you mean? Write for example 18:00."),
        ("every friday", "I take one date at a time, and nothing that repeats. Write for example on Friday at 17:30."),
        ("blah", "I do not understand “blah”. Write for example 8 March, on Friday at 17:30 or 8 March 18:00–20:00."),
    ],
)
def test_the_answer_in_english(text, words):
    assert said(text, language="en") == words


def test_what_is_given_as_an_example_is_understood():
    examples = ["8 March", "on Friday at 17:30", "8 March 18:00–20:00", "8–10 March", "18:00"]
    assert [understood(text).why for text in examples] == [""] * len(examples)
