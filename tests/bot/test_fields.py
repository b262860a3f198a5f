"""What somebody answers to one question of a form, and what they are told when it cannot be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import phrase
from bot.errors import UserError
from bot.fields import read, show
from bot.markup import plain
from bot.messages import Choice, Field
from bot.texts import texts

TODAY = date(2027, 2, 8)
KINDS = (Choice("möte", "meeting"), Choice("fest", "party"))


def answer(kind: str, text: str, *, today: date = TODAY, language: str = "sv", **more: object) -> str:
    field = Field("f", "F", kind, choices=KINDS if kind == "choice" else (), **more)
    return read(field, text, today=today, texts=texts(language))


def refusal(kind: str, text: str, **more: object) -> str:
    with pytest.raises(UserError) as refused:
        answer(kind, text, **more)
    return plain(str(refused.value))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("8 mars", "2027-03-08"),
        ("den 8 mars", "2027-03-08"),
        ("8:e mars", "2027-03-08"),
        ("8 Mars 2028", "2028-03-08"),
        ("8 apr", "2027-04-08"),
        ("8 apr.", "2027-04-08"),
        ("8/3", "2027-03-08"),
        ("8/3 2028", "2028-03-08"),
        ("8/3-2028", "2028-03-08"),
        ("2027-03-08", "2027-03-08"),
        ("2027-3-8", "2027-03-08"),
        ("8 februari", "2027-02-08"),
        ("7 februari", "2028-02-07"),
        ("31 december", "2027-12-31"),
        ("29 februari", "2028-02-29"),
        ("2028-02-29", "2028-02-29"),
        (" 8 mars ", "2027-03-08"),
        ("måndag 8 mars", "2027-03-08"),
        ("onsdag nästa vecka", "2027-02-17"),
        ("den 15:e", "2027-02-15"),
        ("sista söndagen i mars", "2027-03-28"),
        ("midsommarafton", "2027-06-25"),
        ("om två veckor", "2027-02-22"),
        # The hours are another question.
        ("8/3 kl 18", "2027-03-08"),
        ("8/3 18–20", "2027-03-08"),
        ("8/3 22–02", "2027-03-08"),
        ("ikväll", "2027-02-08"),
        ("8 mars kl 6", "2027-03-08"),
        ("i dag kl 7", "2027-02-08"),
    ],
)
def test_a_day(said, day):
    assert answer("date", said) == day


@pytest.mark.parametrize(
    ("said", "day"), [("8 March", "2027-03-08"), ("8th Mar", "2027-03-08"), ("1st May", "2027-05-01")]
)
def test_a_day_in_english(said, day):
    assert answer("date", said, language="en") == day


@pytest.mark.parametrize(
    ("said", "day", "language"),
    [
        ("i dag", "2027-02-08", "sv"),
        ("I morgon", "2027-02-09", "sv"),
        ("övermorgon", "2027-02-10", "sv"),
        ("lördag", "2027-02-13", "sv"),
        ("nu på lördag", "2027-02-13", "sv"),
        ("på mån", "2027-02-15", "sv"),
        ("måndag", "2027-02-15", "sv"),
        ("söndag", "2027-02-14", "sv"),
        ("today", "2027-02-08", "en"),
        ("on Saturday", "2027-02-13", "en"),
        ("tomorrow", "2027-02-09", "en"),
    ],
)
def test_a_day_near_by(said, day, language):
    assert answer("date", said, language=language) == day


@pytest.mark.parametrize(
    ("said", "guess"),
    [
        ("2027-02-29", "söndag 28 februari"),
        ("30 februari", "söndag 28 februari"),
        ("31 april", "fredag 30 april"),
        ("31/4", "fredag 30 april"),
        ("31 april 2028", "söndag 30 april 2028"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused_with_the_nearest(said, guess):
    assert refusal("date", said) == f"{said} finns inte i almanackan. Menade du {guess}?"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "i morgon kanske",
        "0 mars",
        "8 marsch",
        "2027-13-01",
        "8",
        "18-20",
        "halv sju",
        "om en timme",
        "8/13",
        "²/3",
    ],
)
def test_a_day_that_cannot_be_read_is_asked_again(said):
    assert refusal("date", said).startswith(("Jag förstår inte vilken dag", "Den här frågan behöver ett svar"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2027-02-07", "Den dagen har redan varit."),
        ("0001-01-01", "Den dagen har redan varit."),
        ("0000-03-08", "Den dagen har redan varit. Menade du måndag 8 mars?"),
        ("i går", "Den dagen har redan varit."),
        ("2029-02-09", "Så långt fram kan jag inte planera."),
        ("9999-12-31", "Så långt fram kan jag inte planera."),
        ("20026-01-01", "Så långt fram kan jag inte planera."),
    ],
)
def test_a_day_too_early_or_too_late_is_refused(said, why):
    assert refusal("date", said).startswith(why)


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("lördag 8 mars", "8 mars 2027 är en måndag. Menade du måndag 8 mars eller lördag 6 mars?"),
        ("nästa fredag", "Det kan betyda två saker. Menade du fredag 12 februari eller fredag 19 februari?"),
        ("8–10 mars", "Det är flera dagar. Skriv en av dem, till exempel 8 mars."),
        ("i helgen", "Det är flera dagar. Skriv en av dem, till exempel 8 mars."),
        ("10–8 mars", "Slutet kommer före början. Skriv början först, till exempel 8/3 18–20."),
    ],
)
def test_a_day_that_can_be_several_is_asked(said, question):
    assert refusal("date", said) == question


@pytest.mark.parametrize("said", ["6", "kl 6", "klockan sex"])
def test_a_small_hour_is_asked(said):
    assert refusal("time", said) == "På kvällen eller på morgonen? Skriv 18 eller 06."


@pytest.mark.parametrize(("said", "time"), [("06", "06:00"), ("6 på kvällen", "18:00"), ("6.00", "06:00")])
def test_a_small_hour_that_is_told_is_not(said, time):
    assert answer("time", said) == time


@pytest.mark.parametrize("day", ["2027-02-08", "2029-02-08"])
def test_the_first_and_the_last_day_there_is(day):
    assert answer("date", day) == day


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("18", "18:00"),
        ("18.30", "18:30"),
        ("18:30", "18:30"),
        ("kl 18", "18:00"),
        ("kl. 9.05", "09:05"),
        ("KL18", "18:00"),
        ("0", "00:00"),
        ("00:00", "00:00"),
        ("23.59", "23:59"),
        ("02:30", "02:30"),
        ("17 30", "17:30"),
        ("halv sju", "06:30"),
        ("halv sju på kvällen", "18:30"),
        ("5.30 pm", "17:30"),
    ],
)
def test_a_time(said, time):
    assert answer("time", said) == time


@pytest.mark.parametrize(
    "said",
    ["25:00", "24:00", "18.60", "kl 7 fem i åtta", "18-20", "18 i morgon", "på kvällen", "om en timme", "-1", "1830",
     "１８", "18.3", "²"],
)  # fmt: skip
def test_a_time_that_cannot_be_read_is_asked_again(said):
    assert refusal("time", said).startswith("Jag förstår inte vilken tid")


@pytest.mark.parametrize(("said", "number"), [("0", "0"), ("007", "7"), ("500", "500"), ("1000000", "1000000")])
def test_a_number(said, number):
    assert answer("number", said) == number


@pytest.mark.parametrize(
    "said", ["-1", "1e9", "3.5", "nan", "²", "１２", "1_000", "1 000", "1000001", "99999999", "tio"]
)
def test_a_number_is_written_with_plain_digits(said):
    assert "Skriv ett heltal mellan 0 och 1000000" in refusal("number", said)


@pytest.mark.parametrize("said", ["fest", "FEST", "party", "2", " fest "])
def test_a_choice_by_label_value_or_number(said):
    assert answer("choice", said) == "party"


def test_a_choice_by_its_first_word_where_no_other_begins_so():
    field = Field("f", "F", "choice", choices=tuple(Choice(one, one[-1]) for one in ("alla r", "i x", "i y")))
    assert read(field, "Alla", today=TODAY, texts=texts("sv")) == "r"
    with pytest.raises(UserError):
        read(field, "i", today=TODAY, texts=texts("sv"))


@pytest.mark.parametrize("said", ["3", "0", "tebjudning", "[fest]"])
def test_no_such_choice(said):
    assert said in refusal("choice", said)


@pytest.mark.parametrize(
    ("said", "value"), [("ja", "yes"), ("JAPP", "yes"), ("yes", "yes"), ("nej", "no"), ("n", "no")]
)
def test_yes_and_no_in_both_languages(said, value):
    assert answer("yes_no", said) == value
    assert answer("yes_no", said, language="en") == value


def test_neither_yes_nor_no():
    assert refusal("yes_no", "kanske") == "Jag förstod inte ”kanske”. Svara ja eller nej."


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("line", " en\n  rad ", "en rad"),
        ("paragraph", "rad ett\n\nrad två", "rad ett\n\nrad två"),
        ("file", "F123", "F123"),
        ("line", "å" * 200, "å" * 200),
        ("paragraph", "å" * 2000, "å" * 2000),
    ],
)
def test_words(kind, said, kept):
    assert answer(kind, said) == kept


@pytest.mark.parametrize(("kind", "most"), [("line", 200), ("paragraph", 2000)])
def test_too_many_words(kind, most):
    assert refusal(kind, "å" * (most + 1)).startswith(f"Det där blev för långt: högst {most} tecken får plats")


@pytest.mark.parametrize("kind", ["line", "date", "time", "number", "choice", "yes_no"])
def test_an_answer_is_needed_unless_the_question_is_optional(kind):
    assert refusal(kind, "  ") == "Den här frågan behöver ett svar."
    assert answer(kind, "  ", optional=True) == ""


@pytest.mark.parametrize("kind", ["date", "time", "number", "choice", "yes_no"])
@given(text=st.text())
def test_whatever_is_typed_is_read_or_refused_and_quoted_word_for_word(kind, text):
    """A day or an hour that cannot be ("igår") is not quoted: what it means is told."""
    try:
        answer(kind, text)
    except UserError as refused:
        quoted = text.strip() in plain(str(refused))
        assert quoted or "\n" in text or phrase.read(text)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [("date", "2027-03-08", "måndag 8 mars"), ("date", "2028-03-08", "onsdag 8 mars 2028"), ("time", "09:05", "09.05"),
     ("yes_no", "yes", "Ja"), ("choice", "party", "fest"), ("choice", "gone", "gone"), ("line", "ord", "ord"),
     ("date", "", "")],
)  # fmt: skip
def test_an_answer_as_people_read_it(kind, value, shown):
    assert show(Field("f", "F", kind, choices=KINDS), value, today=TODAY, texts=texts("sv")) == shown


@given(st.dates(TODAY, date(2029, 2, 8)))
def test_a_day_as_it_is_shown_can_be_written(day):
    assert (
        answer("date", f"{day.day} {texts('sv').locale.months['format']['wide'][day.month]} {day.year}")
        == day.isoformat()
    )
