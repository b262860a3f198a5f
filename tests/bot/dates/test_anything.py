"""What holds for every text: it is answered, and what is understood can be."""

import re
from datetime import date, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from bot.dates.days import add_months
from bot.dates.feasts import NAMED
from bot.dates.grammar import Understood, understand
from bot.dates.readings import Moment
from bot.dates.scene import Scene
from bot.dates.spelling import MONTHS, WEEKDAYS, WORDS
from bot.markup import plain
from bot.texts import texts
from bot.wording import day as day_in_words
from tests.bot.dates.reading import MONDAY, STOCKHOLM, at, read

WORD = st.one_of(
    st.sampled_from([*WORDS, *WEEKDAYS, *MONTHS, *NAMED]),
    st.sampled_from(
        ["kl", "om", "i", "på", "den", "nästa", "v.", "och", "mellan", "i kväll", "förra", "denna", "vecka"]
    ),
    st.sampled_from(["/", "-", ":", ".", ",", "–", "till"]),
    st.integers(0, 61).map(str),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 99999), st.integers(0, 13), st.integers(0, 32)),
)
SOUP = st.builds(lambda words, glue: glue.join(words), st.lists(WORD, max_size=8), st.sampled_from([" ", " ", "", "-"]))

N, BIG = st.integers(0, 32), st.integers(0, 9999)
DAY = st.one_of(
    st.sampled_from(["i dag", "imorgon", "i helgen", "nästa helg", "nästa vecka", "i veckan", "igår", ""]),
    st.sampled_from([*WEEKDAYS, *NAMED]),
    st.builds("nästa {}".format, st.sampled_from([*WEEKDAYS])),
    st.builds("{} om {} veckor".format, st.sampled_from([*WEEKDAYS]), BIG),
    st.builds("om {} {}".format, BIG, st.sampled_from(["dagar", "veckor", "månader", "år"])),
    st.builds("{} {} {}".format, N, st.sampled_from([*MONTHS]), BIG),
    st.builds("{} {} {}".format, st.sampled_from([*WEEKDAYS]), N, st.sampled_from([*MONTHS])),
    st.builds("{} {}/{}".format, st.sampled_from(["", *WEEKDAYS]), N, N),
    st.builds("{} {}:e".format, st.sampled_from(["", *WEEKDAYS]), N),
    st.builds("{} vecka {}".format, st.sampled_from(["", *WEEKDAYS]), st.integers(0, 54)),
    st.builds("{} {} i {}".format, st.sampled_from(["första", "femte", "sista"]), st.sampled_from([*WEEKDAYS]),
              st.sampled_from(["månaden", "nästa månad", *MONTHS])),
)  # fmt: skip
HOUR = st.one_of(
    st.sampled_from(["", "", "på kvällen", "halv sju", "kvart i ett", "fem över halv åtta", "kl 7 på kvällen"]),
    st.builds("kl {:02}.{:02}".format, st.integers(0, 25), st.integers(0, 60)),
    st.builds("{} {}".format, st.integers(0, 24), st.sampled_from(["", "", "pm", "på natten", "fem i åtta"])),
)
MOMENT = st.builds("{} {}".format, DAY, HOUR)
PHRASES = st.one_of(SOUP, MOMENT, st.builds("{}{}{}".format, MOMENT, st.sampled_from(["-", " till ", " och "]), MOMENT))
FIRST, LAST = map(datetime.fromisoformat, ("2025-01-01", "2041-01-01"))
NOWS = st.datetimes(FIRST, LAST, timezones=st.just(STOCKHOLM))


def understood(text: str, now: datetime) -> Understood:
    return understand(text, now=now, zone=STOCKHOLM, texts=texts("sv"))


def day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def check(found: Understood, now: datetime) -> None:
    """Whatever was understood, or is offered, is from now on, within two years, and goes forwards."""
    assert (found.kind in {"date", "time", "range"}) == (found.why == "")
    meant = [(found.start, found.end)] if found.start else []
    for start, end in [*meant, *((option.start, option.end) for option in found.options)]:
        assert now.date() <= day_of(start) <= day_of(end or start) <= add_months(now.date(), 24)
        assert isinstance(start, datetime) == isinstance(end or start, datetime)
        if isinstance(start, datetime):
            assert now.timestamp() < start.timestamp() <= (end or start).timestamp()
            assert start.tzinfo is STOCKHOLM


@given(st.text(max_size=200), NOWS)
@example("\ud800", datetime(2027, 2, 8, 9, tzinfo=STOCKHOLM))
def test_any_text(text, now):
    check(understood(text, now), now)


@given(PHRASES, NOWS)
@example("31 december 9999 till fredag", datetime(2027, 2, 8, 9, tzinfo=STOCKHOLM))
@example("fredag 1 januari 0001", datetime(2027, 2, 8, 9, tzinfo=STOCKHOLM))
@example("vecka 53 9999 - om 999 ar", datetime(2027, 2, 8, 9, tzinfo=STOCKHOLM))
@example("om 999 manad kl 18", datetime(2040, 12, 31, 9, tzinfo=STOCKHOLM))
def test_any_words_of_the_grammar(text, now):
    found = understood(text, now)
    check(found, now)
    if found.kind in {"date", "time", "range"}:
        assert read_kind(found) == found.kind


def read_kind(found: Understood) -> str:
    if found.end:
        return "range"
    return "time" if isinstance(found.start, datetime) else "date"


@given(st.text(alphabet="0123456789/-.: kl", max_size=30), NOWS)
def test_any_figures(text, now):
    check(understood(text, now), now)


@given(st.dates(date(2027, 2, 9), date(2029, 2, 8)), st.times(), st.sampled_from(["sv", "en"]))
def test_a_time_as_the_bot_says_it_is_understood(day, wall, language):
    words = f"{day_in_words(day, today=date(2027, 2, 8), language=language)} kl. {wall:%H.%M}"
    moment = Scene(at(MONDAY), STOCKHOLM).at(day, wall.replace(second=0, microsecond=0))
    assert read(words) == f"time {moment:%Y-%m-%dT%H:%M}"


@given(PHRASES, st.sampled_from(["sv", "en"]))
def test_every_answer_is_one_line_of_plain_words(text, language):
    found = understand(text, now=datetime(2027, 2, 8, 9, tzinfo=STOCKHOLM), zone=STOCKHOLM, texts=texts(language))
    assert re.fullmatch(r"[^\n{}]+", plain(found.say))
