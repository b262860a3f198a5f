"""Where everything of a year wheel goes."""

import calendar
import math
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from bot.pictures.lettering import clip, width
from bot.pictures.parts import HALF, badge, half_of, label, legend, rule, title
from bot.pictures.shapes import (
    HUGE,
    MARGIN,
    NORMAL,
    SMALL,
    TURN,
    WIDTH,
    Drawing,
    Line,
    Point,
    Polygon,
    Text,
    Wanted,
    around,
    spread,
    wedge,
)
from bot.pictures.sketches import Mark, Wheel

TOP = 96  # what is above it is the title's
# From the middle outwards: the year, the months, a bar for each week, where lines to the signs bend, the signs.
HUB, MONTHS, BARS, BEND, ORBIT = 212, (212, 314), (322, 384), 394, 466
CENTRE = (WIDTH / 2, TOP + ORBIT + HALF + 6)
ROW = 60
# A bar is full at so many activities in a week or more, and never shorter than this part of it.
FULL, SHORTEST = 3, 0.15
GAP = math.radians(0.6)


class Placed(NamedTuple):
    """What stands around the wheel: a mark with its number, or today."""

    day: date
    number: int
    mark: Mark | None


def lay_out(drawing: Drawing, wheel: Wheel) -> None:
    title(drawing, wheel.title)
    add_months(drawing, wheel)
    add_bars(drawing, wheel)
    add_hub(drawing, wheel)
    add_others(drawing, wheel)
    bottom = add_list(drawing, wheel, add_orbit(drawing, wheel) + 20)
    add_legend(drawing, wheel, bottom + 24)


def angle_of(day: date) -> float:
    """The middle of the day."""
    return TURN * (day.timetuple().tm_yday - 0.5) / days_in(day.year)


def days_in(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def edges(first: date, last: date) -> tuple[float, float]:
    """Where the first day begins and the last one ends."""
    half = TURN / 2 / days_in(first.year)
    return angle_of(first) - half, angle_of(last) + half


def add_months(drawing: Drawing, wheel: Wheel) -> None:
    fills = (drawing.palette.other_band, drawing.palette.band)
    for month, name in enumerate(wheel.months, 1):
        last = calendar.monthrange(wheel.year, month)[1]
        angles = edges(date(wheel.year, month, 1), date(wheel.year, month, last))
        drawing.shapes.append(wedge(CENTRE, MONTHS, angles, fills[month % 2]))
        x, y = around(CENTRE, sum(MONTHS) / 2, sum(angles) / 2)
        drawing.texts.append(Text(x, y, clip(name, 96, NORMAL), NORMAL, drawing.palette.ink, "mm"))


def add_bars(drawing: Drawing, wheel: Wheel) -> None:
    """A bar for each week with activities, from Monday to Sunday."""
    for week, outer in weeks(wheel).items():
        sunday = week + timedelta(days=6)
        start, end = edges(max(week, date(wheel.year, 1, 1)), min(sunday, date(wheel.year, 12, 31)))
        over = wheel.today and sunday < wheel.today
        fill = drawing.palette.past if over else drawing.palette.activity
        drawing.shapes.append(wedge(CENTRE, (BARS[0], outer), (start + GAP / 2, end - GAP / 2), fill))


def weeks(wheel: Wheel) -> dict[date, float]:
    """The outer end of each week's bar, by its Monday: the farther out the more there is."""
    counts = Counter(monday(mark.day) for mark in wheel.here if mark.kind == "activity")
    most = max([FULL, *counts.values()])
    return {week: BARS[0] + (BARS[1] - BARS[0]) * max(n / most, SHORTEST) for week, n in counts.items()}


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def add_hub(drawing: Drawing, wheel: Wheel) -> None:
    (x, y), palette = CENTRE, drawing.palette
    lift = 24 if wheel.caption else 0
    drawing.texts.append(Text(x, y - lift, str(wheel.year), HUGE, palette.ink, "mm", bold=True))
    if wheel.caption:
        drawing.texts.append(Text(x, y + 56, clip(wheel.caption, 330, SMALL), SMALL, palette.soft, "mm"))


def add_others(drawing: Drawing, wheel: Wheel) -> None:
    """The fixed days and deadlines that are not written: their sign alone, inside the ring."""
    written = set(wheel.written)
    for mark in wheel.here:
        if mark.kind != "activity" and mark not in written:
            badge(drawing, around(CENTRE, HUB - 18, angle_of(mark.day)), mark.kind)


def add_orbit(drawing: Drawing, wheel: Wheel) -> float:
    """The written marks and today, with lines to their days; they make room for each other. Returns where they end."""
    placed = around_the_wheel(wheel)
    angles = spread([wanted(p, wheel) for p in placed], ORBIT)
    bars = weeks(wheel)
    for p, angle in zip(placed, angles, strict=True):
        day, at = angle_of(p.day), around(CENTRE, ORBIT, angle)
        foot = bars[monday(p.day)] if p.mark and p.mark.kind == "activity" else BARS[0]
        if p.mark:
            add_leader(drawing, (around(CENTRE, foot, day), around(CENTRE, BEND, day), at))
        else:
            add_arrow(drawing, around(CENTRE, foot, day), at)
    bottom: float = CENTRE[1] + BARS[1]
    for p, angle in zip(placed, angles, strict=True):
        at = around(CENTRE, ORBIT, angle)
        bottom = max(bottom, at[1] + HALF)
        if p.mark:
            badge(drawing, at, p.mark.kind, str(p.number))
        else:
            label(drawing, at, wheel.words["today"])
    return bottom


def around_the_wheel(wheel: Wheel) -> list[Placed]:
    placed = [Placed(mark.day, n, mark) for n, mark in enumerate(wheel.written, 1)]
    if wheel.today and wheel.today.year == wheel.year:
        placed.append(Placed(wheel.today, 0, None))
    return sorted(placed, key=lambda p: p[:2])


def wanted(placed: Placed, wheel: Wheel) -> Wanted:
    """Two boxes are apart, at whatever angle, when their middles are two half diagonals apart."""
    if placed.mark:
        return Wanted(angle_of(placed.day), HALF * math.sqrt(2))
    return Wanted(angle_of(placed.day), math.hypot(half_of(wheel.words["today"]), HALF), weight=8)


def add_leader(drawing: Drawing, points: tuple[Point, ...]) -> None:
    """A thin line from a day, past the bars, to its sign."""
    drawing.shapes += [Line(points, drawing.palette.paper, 9), Line(points, drawing.palette.soft, 4)]


def add_arrow(drawing: Drawing, tip: Point, tail: Point) -> None:
    """From the word to today; the head goes a little past the tip."""
    length, ink = math.dist(tip, tail), drawing.palette.ink
    x, y = (tail[0] - tip[0]) / length, (tail[1] - tip[1]) / length
    back = tip[0] + 30 * x, tip[1] + 30 * y
    sides = (back[0] - 20 * y, back[1] + 20 * x), (back[0] + 20 * y, back[1] - 20 * x)
    head = Polygon(((tip[0] - 12 * x, tip[1] - 12 * y), *sides), ink)
    drawing.shapes += [Line((tip, tail), drawing.palette.paper, 14), Line((tip, tail), ink, 8), head]


def add_list(drawing: Drawing, wheel: Wheel, top: float) -> float:
    """What the numbers mean; returns where it ends."""
    palette, written = drawing.palette, wheel.written
    days = [f"{mark.day.day} {wheel.months[mark.day.month - 1]}" for mark in written]
    left = MARGIN + 2 * HALF + 18
    middle = left + max((width(day, NORMAL) for day in days), default=0) + 24
    for n, (day, mark) in enumerate(zip(days, written, strict=True)):
        y = top + (n + 0.5) * ROW
        badge(drawing, (MARGIN + HALF, y), mark.kind, str(n + 1))
        what = clip(mark.label, WIDTH - MARGIN - middle, NORMAL)
        drawing.texts += [
            Text(left, y, day, NORMAL, palette.soft, "lm"),
            Text(middle, y, what, NORMAL, palette.ink, "lm"),
        ]
    return top + len(days) * ROW


def add_legend(drawing: Drawing, wheel: Wheel, top: float) -> None:
    """The kinds that are there, and what a bar is."""
    there: set[str] = {mark.kind for mark in wheel.here}
    there |= {"weekly"} if "activity" in there else set()
    kinds = [kind for kind in ("fixed", "activity", "deadline", "weekly") if kind in there]
    if kinds:
        rule(drawing, top - 6)
    middles = legend(drawing, [wheel.words[kind] for kind in kinds], top, indent=48)
    for kind, at in zip(kinds, middles, strict=True):
        badge(drawing, at, kind)
