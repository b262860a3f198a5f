"""The wheel: where things are, that nothing overlaps, and whatever people put into it."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import Mark, sketch
from bot.pictures.painting import lay_out
from bot.pictures.palette import LIGHT
from bot.pictures.shapes import MARGIN, WIDTH, Box, Disc, Line, Polygon
from bot.pictures.wheel import BARS, CENTRE, MONTHS, ORBIT, angle_of
from tests.bot.pictures.samples import (
    DEADLINES,
    FIXED,
    TODAY,
    full_wheel,
    overlapping,
    signs,
    wheel,
    written,
)  # fmt: skip
from tests.bot.pictures.samples import (
    MONTHS as NAMES,
)

SMALLEST = 33
DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
TEXT = st.text(max_size=60)
MARKS = st.lists(st.builds(Mark, DAYS, TEXT, st.sampled_from(["fixed", "activity", "deadline"])), max_size=20)


def draw(drawn):
    return lay_out(sketch(drawn))


def hour(x: float, y: float) -> float:
    """Where on a clock's face it is."""
    return math.atan2(x - CENTRE[0], CENTRE[1] - y) / (2 * math.pi) * 12 % 12


def distance(x: float, y: float) -> float:
    return math.hypot(x - CENTRE[0], y - CENTRE[1])


def bars(drawing) -> list[Polygon]:
    return [s for s in drawing.shapes if isinstance(s, Polygon) and s.fill in {LIGHT.activity, LIGHT.past}]


def length(bar: Polygon) -> float:
    far = [distance(*point) for point in bar.points]
    return max(far) - min(far)


def fits(drawing) -> bool:
    """All words are whole within the picture, and none and no sign lies on another."""
    words = [written(text) for text in drawing.texts if text.text]
    outside = [max(-left, right - WIDTH, -top, bottom - drawing.height) for left, top, right, bottom in words]
    return max(outside) <= 0 and not overlapping(words) and not overlapping(signs(drawing))


def test_january_is_at_the_top_and_the_year_goes_clockwise():
    placed = {text.text: hour(text.x, text.y) for text in draw(wheel()).texts if text.text in NAMES}

    assert [placed[name] for name in NAMES] == [pytest.approx(n + 0.5, abs=0.1) for n in range(12)]
    assert angle_of(date(2027, 1, 1)) < 0.02
    assert angle_of(date(2027, 7, 2)) == pytest.approx(math.pi, abs=0.02)
    assert angle_of(date(2028, 12, 31)) > 6.27


def test_the_words_can_be_read_on_a_phone():
    assert min(text.size for text in draw(full_wheel()).texts) >= SMALLEST


@pytest.mark.parametrize(
    "drawn",
    [
        wheel(),
        full_wheel(),
        full_wheel(today=None),
        full_wheel(today=date(2027, 12, 31)),
        full_wheel(today=date(2027, 6, 30)),
        wheel(*FIXED, *DEADLINES, today=date(2027, 1, 1)),
        wheel(*[Mark(TODAY, "x" * 200, "activity")] * 300),
        wheel(*[Mark(date(2027, 12, 31), "Gå\nhem 🎉\u202e", kind) for kind in ("fixed", "deadline", "activity")] * 99),
        wheel(title="W" * 300, caption="W" * 300),
    ],
)
def test_nothing_overlaps_or_runs_over(drawn):
    assert fits(draw(drawn))


@settings(max_examples=60)
@given(MARKS, DAYS, TEXT)
def test_nothing_overlaps_whatever_people_write(marks, today, words):
    assert fits(draw(wheel(*marks, today=today, title=words, caption=words)))


def test_today_points_at_its_day():
    drawing = draw(full_wheel())
    head = next(shape for shape in drawing.shapes if isinstance(shape, Polygon) and len(shape.points) == 3)
    tip = min(head.points, key=lambda point: distance(*point))

    assert hour(*tip) * math.pi / 6 == pytest.approx(angle_of(TODAY), abs=0.03)
    assert MONTHS[1] - 10 < distance(*tip) < BARS[0]
    assert "i dag" in [text.text for text in drawing.texts]


def test_a_line_leads_from_each_sign_to_its_day():
    drawn = full_wheel()
    ends = [shape.points for shape in draw(drawn).shapes if isinstance(shape, Line) and shape.fill == LIGHT.soft]
    days = [angle_of(mark.day) for mark in drawn.written]

    assert [hour(*tip) * math.pi / 6 for tip, *_ in ends] == [pytest.approx(day, abs=0.001) for day in days]
    assert {round(distance(*tail)) for *_, tail in ends} == {ORBIT}


@pytest.mark.parametrize("today", [None, date(2026, 12, 31), date(2028, 1, 1)])
def test_in_another_year_there_is_no_today(today):
    assert "i dag" not in [text.text for text in draw(full_wheel(today=today)).texts]


def test_each_kind_has_a_shape_of_its_own():
    drawing = draw(full_wheel())
    shapes = {}
    for text in drawing.texts:
        if text.text.isdecimal() and len(text.text) == 1 and distance(text.x, text.y) == pytest.approx(ORBIT):
            below = [s for s in drawing.shapes if isinstance(s, Disc | Box | Polygon) and signs_at(s, text)]
            shapes[text.text] = type(below[-1])

    kinds = {str(n): mark.kind for n, mark in enumerate(full_wheel().written, 1)}
    assert {kinds[number]: shape for number, shape in shapes.items()} == {
        "fixed": Disc, "activity": Box, "deadline": Polygon,
    }  # fmt: skip


def signs_at(shape, text) -> bool:
    from tests.bot.pictures.samples import extent, middle

    return middle(extent(shape)) == (round(text.x, 3), round(text.y, 3))


def test_the_numbers_go_around_the_wheel_and_stand_in_the_list():
    drawing = draw(full_wheel())
    around_it = [t for t in drawing.texts if t.text.isdecimal() and distance(t.x, t.y) == pytest.approx(ORBIT)]
    listed = [t for t in drawing.texts if t.text.isdecimal() and t.x < 2 * MARGIN and t.y > CENTRE[1] + BARS[1]]
    hours = {text.text: hour(text.x, text.y) for text in around_it}

    assert [hours[str(n)] for n in range(1, 8)] == sorted(hours.values())
    assert [text.text for text in sorted(listed, key=lambda text: text.y)] == list("1234567")


def test_a_week_is_a_bar_that_is_longer_the_more_there_is():
    monday = date(2027, 9, 6)
    many = [Mark(monday + timedelta(days=n % 7), "x", "activity") for n in range(20)]

    found = sorted(map(length, bars(draw(wheel(*many, Mark(monday + timedelta(days=7), "y", "activity"))))))

    assert found == [pytest.approx((BARS[1] - BARS[0]) * share, abs=1) for share in (0.15, 1)]


def test_a_single_activity_is_no_full_bar():
    assert length(bars(draw(wheel(Mark(date(2027, 9, 6), "x", "activity"))))[0]) < (BARS[1] - BARS[0]) / 2


@pytest.mark.parametrize(
    ("day", "fill"),
    [(date(2027, 2, 7), LIGHT.past), (date(2027, 2, 8), LIGHT.activity), (date(2027, 2, 14), LIGHT.activity)],
)
def test_a_week_that_is_over_steps_back(day, fill):
    drawn = wheel(Mark(day, "x", "activity"), today=date(2027, 2, 10))

    assert [bar.fill for bar in bars(draw(drawn))] == [fill]


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1), date(2028, 12, 31)])
def test_the_weeks_at_new_year_stay_in_the_year(day):
    drawing = draw(wheel(Mark(day, "x", "activity"), year=day.year, today=None))
    hours = [hour(*point) for point in bars(drawing)[0].points]

    assert max(hours) < 0.25 if day.month == 1 else min(hours) > 11.75


def test_what_is_not_written_has_its_sign_inside_the_ring():
    deadlines = [Mark(date(2027, month, 1), "x", "deadline") for month in (1, 3, 4, 5, 6)]
    drawing = draw(wheel(*deadlines))
    inside = [s for s in drawing.shapes if isinstance(s, Polygon) and len(s.points) == 4 and s.edge]

    assert sum(all(distance(*point) < MONTHS[0] for point in sign.points) for sign in inside) == 3


def test_the_legend_tells_of_what_is_there():
    def words(drawn):
        return [text.text for text in draw(drawn).texts][-4:]

    assert words(full_wheel()) == ["fast dag", "aktivitet", "sista dag", "per vecka"]
    assert words(wheel(*FIXED))[-2:] == ["Prideparaden i Norrby", "fast dag"]


def test_an_empty_year_is_a_ring_of_months():
    drawing = draw(wheel(today=None))

    assert {text.text for text in drawing.texts} == {"Norrby", "2027", *NAMES}
    assert CENTRE[1] + ORBIT < drawing.height < CENTRE[1] + ORBIT + 150
