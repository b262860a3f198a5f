"""What a picture is made of once everything has its place: shapes and words, in pixels. Pure geometry."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.pictures.palette import Palette

Point = tuple[float, float]
# A phone shows a picture about 360 of its pixels wide, so three of ours are one: 33 is 11.
WIDTH = 1080
MARGIN = 48
SMALL, NORMAL, LARGE, HUGE = 33, 36, 52, 92
TURN = 2 * math.pi
ARC_STEP = math.radians(1.5)


class Disc(NamedTuple):
    x: float
    y: float
    radius: float
    fill: str
    edge: str = ""
    thick: int = 1


class Box(NamedTuple):
    """From its top left corner to its bottom right one, with round corners."""

    left: float
    top: float
    right: float
    bottom: float
    round: float
    fill: str
    edge: str = ""
    thick: int = 1


class Polygon(NamedTuple):
    points: tuple[Point, ...]
    fill: str
    edge: str = ""
    thick: int = 1


class Line(NamedTuple):
    points: tuple[Point, ...]
    fill: str
    thick: int


Shape = Disc | Box | Polygon | Line


class Text(NamedTuple):
    """`anchor` as Pillow has it: where (x, y) is in the text. `ls` is left on the baseline, `mm` the very middle."""

    x: float
    y: float
    text: str
    size: int
    fill: str
    anchor: str = "ls"
    bold: bool = False


@dataclass(slots=True)
class Drawing:
    """`shapes` are painted in their order, then the texts."""

    palette: Palette
    height: int = 0
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def around(centre: Point, radius: float, angle: float) -> Point:
    """The point at this distance; the angle (radians) is counted as on a clock, from the top."""
    return centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)


def arc(centre: Point, radius: float, start: float, end: float) -> Iterable[Point]:
    steps = max(1, math.ceil(abs(end - start) / ARC_STEP))
    return (around(centre, radius, start + (end - start) * n / steps) for n in range(steps + 1))


def wedge(centre: Point, radii: tuple[float, float], angles: tuple[float, float], fill: str) -> Polygon:
    """A piece of a ring."""
    (inner, outer), (start, end) = radii, angles
    return Polygon((*arc(centre, outer, start, end), *arc(centre, inner, end, start)), fill)


def diamond(at: Point, radius: float, fill: str, edge: str, thick: int) -> Polygon:
    x, y = at
    return Polygon(((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)), fill, edge, thick)


class Wanted(NamedTuple):
    """A place on a circle: the angle, how far what stands there reaches, and how hard it is to move."""

    angle: float
    reach: float
    weight: float = 1


def spread(places: Sequence[Wanted], radius: float) -> list[float]:
    """Angles as near as can be to those wanted (rising, within one turn), in the same order, at which nothing touches.

    Cut open where the gap is widest, the circle is a line. On it, who stands too close to the one before joins it in a
    block, which goes to the middle of where its members want to be (the pool of adjacent violators).
    """
    cut = max(range(len(places)), key=lambda n: (places[n].angle - places[n - 1].angle) % TURN, default=0)
    line = [*places[cut:], *places[:cut]]
    shift = [0.0]
    for one, other in pairwise(line):
        shift.append(shift[-1] + 2 * math.asin(min(1, (one.reach + other.reach) / 2 / radius)))
    blocks: list[tuple[float, float, int]] = []  # where it stands, less the shift; its weight; how many are in it
    for place, moved in zip(line, shift, strict=False):
        middle, weight, count = (place.angle - line[0].angle) % TURN - moved, place.weight, 1
        while blocks and blocks[-1][0] > middle:
            before, more, others = blocks.pop()
            middle, weight = (before * more + middle * weight) / (more + weight), weight + more
            count += others
        blocks.append((middle, weight, count))
    stands = [middle for middle, _, count in blocks for _ in range(count)]
    found = [line[0].angle + at + moved for at, moved in zip(stands, shift, strict=False)]
    return [*found[len(line) - cut :], *found[: len(line) - cut]]
