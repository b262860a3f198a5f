"""Bars for the months: as long as their numbers say, with room for what is written behind them."""

import pytest

from bot.pictures import Bar, Bars, Group, paint, sketch
from bot.pictures.lettering import width
from bot.pictures.painting import lay_out
from bot.pictures.shapes import MARGIN, WIDTH, Box
from bot.pictures.sketches import read


def bars(*pairs: tuple[int, int], theme: str = "light", label: str = "{}") -> Bars:
    groups = tuple(
        Group(f"månad {n}", "ett pass", (Bar(came, label.format(came)), Bar(flyers, label.format(flyers))))
        for n, (came, flyers) in enumerate(pairs)
    )
    return Bars("Passen 2027", groups, "Södersjö", theme)


def boxes(picture: Bars) -> list[Box]:
    return [shape for shape in lay_out(sketch(picture)).shapes if isinstance(shape, Box)]


def long(box: Box) -> float:
    return box.right - box.left


def test_each_is_measured_with_its_like():
    first, flyers, second, most = boxes(bars((10, 200), (5, 400)))

    assert long(first) == pytest.approx(2 * long(second))
    assert long(most) == pytest.approx(2 * long(flyers)) == pytest.approx(long(first))
    assert first.fill != flyers.fill


def test_nothing_has_no_bar_and_a_little_is_seen():
    (little, most) = boxes(bars((1, 0), (10_000, 0)))

    assert 0 < long(little) < long(most)


def test_what_is_written_stays_on_the_picture():
    drawing = lay_out(sketch(bars((100_000, 100_000), (1, 1), label="{} " + "å" * 90)))

    assert all(text.x + width(text.text, text.size, bold=text.bold) <= WIDTH - MARGIN + 1 for text in drawing.texts)
    assert all(text.y < drawing.height for text in drawing.texts)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_painted_in_both_lights_and_is_the_same_again(theme):
    picture = bars(*[(n, n * 100) for n in range(1, 13)], theme=theme)

    assert read(sketch(picture)) == picture
    assert paint(sketch(picture)).startswith(b"\x89PNG")


def test_without_months_it_is_a_title():
    assert paint(sketch(bars())).startswith(b"\x89PNG")
