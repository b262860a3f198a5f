"""A transcript: who says what when, and what is expected back. Pure."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

SPEECH = re.compile(r"(?P<who>[a-zåäö]+\d*)(?P<other>@other)?(?:#(?P<group>[\w-]+))?>(?: (?P<text>.*))?$")
DIRECTIVE = re.compile(r"@(?P<word>now|wait|restart|kill|stop|start|file|on)\b\s*(?P<rest>.*)$")
WAIT = re.compile(r"(\d+)\s*([mhd])$")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
ANYTHING = "…"
OTHER = "@other"

Kind = Literal["start", "say", "now", "wait", "restart", "kill", "stop", "begin", "file", "on"]


class TranscriptError(ValueError):
    """The file cannot be read; the message names the line."""


@dataclass(slots=True)
class Step:
    """One line that does something, and the lines below it that are expected back (comments and blanks too)."""

    line: str
    number: int
    kind: Kind = "start"
    who: str = ""
    group: str = ""
    other: bool = False  # in the other app
    rest: str = ""
    below: list[str] = field(default_factory=list)

    @property
    def expected(self) -> list[str]:
        return [line.rstrip() for line in self.below if line.strip() and not line.startswith("#")]

    @property
    def comments(self) -> list[str]:
        return [line for line in self.below if line.startswith("#")]

    @property
    def listeners(self) -> tuple[str, ...]:
        """Whose messages are answers to it: first where it was said, then the person."""
        return tuple(name + OTHER * self.other for name in ([f"#{self.group}"] if self.group else []) + [self.who])

    @property
    def pressed(self) -> str:
        """The label or number of a button, when that is what is said."""
        word = self.rest.strip()
        return word[1:-1] if self.kind == "say" and word.startswith("[") and word.endswith("]") else ""


def read(text: str) -> list[Step]:
    """The steps in order; the first is what stands before anything happens."""
    steps = [Step("", 0)]
    for number, line in enumerate(text.splitlines(), 1):
        step = read_line(line, number)
        if step:
            steps.append(step)
        else:
            steps[-1].below.append(line)
    return steps


def read_line(line: str, number: int) -> Step | None:
    if said := SPEECH.match(line):
        return Step(
            line, number, "say", said["who"], said["group"] or "", bool(said["other"]), unescape(said["text"] or "")
        )
    if not line.startswith("@"):
        return None
    told = DIRECTIVE.match(line)
    if not told:
        raise TranscriptError(
            f"line {number}: {line.partition(' ')[0]} is not known; "
            "there are @now @wait @restart @kill @stop @start @file @on"
        )
    # "start" is what stands before anything happens.
    kind: Kind = "begin" if told["word"] == "start" else told["word"]  # type: ignore[assignment]
    return Step(line, number, kind, rest=told["rest"].strip())


def unescape(text: str) -> str:
    r"""`\n` in a line is a new line in what is said, and `\u202e` is that sign."""
    return re.sub(r"\\(n|u[0-9a-f]{4})", lambda m: "\n" if m[1] == "n" else chr(int(m[1][1:], 16)), text)


def read_now(step: Step, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.strptime(step.rest, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    except ValueError:
        raise TranscriptError(f"line {step.number}: write @now 2027-02-08 09:00") from None
    if abs(found.year - 2050) > 50:
        raise TranscriptError(f"line {step.number}: @now takes a day of this century")
    return found


def read_wait(step: Step) -> timedelta:
    match = WAIT.match(step.rest)
    if not match:
        raise TranscriptError(f"line {step.number}: write @wait 30m, @wait 2h or @wait 7d")
    if len(match[1]) > 5:
        raise TranscriptError(f"line {step.number}: nobody waits that long")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


class Difference(NamedTuple):
    step: Step
    expected: list[str]
    heard: list[str]

    def __str__(self) -> str:
        lines = [
            f"line {self.step.number}: {self.step.line}",
            "  expected:",
            *(f"    {line}" for line in self.expected),
        ]
        return "\n".join([*lines, "  heard:", *(f"    {line}" for line in self.heard)])


def differs(step: Step, heard: list[str]) -> Difference | None:
    """None when what was heard is what is expected; `…` stands for anything, alone on a line for any lines."""
    said = [line.rstrip() for line in heard if line.strip()]
    return None if fits(step.expected, said) else Difference(step, step.expected, said)


def fits(expected: list[str], said: list[str]) -> bool:
    """Whether the lines between each `…` follow each other, the first from the beginning and the last to the end.

    Each run is taken where it comes first, so that a year of messages takes no longer than its lines.
    """
    runs: list[list[re.Pattern[str]]] = [[]]
    for line in expected:
        if line.strip() == ANYTHING:
            runs.append([])
        else:
            runs[-1].append(re.compile(line_pattern(line)))
    first, *rest = runs
    if not rest:
        return len(first) == len(said) and matches(first, said)
    if not matches(first, said):
        return False
    *middle, last = rest
    at = len(first)
    for run in middle:
        places = range(at, len(said) - len(run) + 1)
        found = next((place for place in places if matches(run, said[place:])), None)
        if found is None:
            return False
        at = found + len(run)
    return at <= len(said) - len(last) and matches(last, said[len(said) - len(last) :])


def matches(run: list[re.Pattern[str]], said: list[str]) -> bool:
    """Whether the first lines are these."""
    return len(run) <= len(said) and all(line.fullmatch(text) for line, text in zip(run, said, strict=False))


def line_pattern(line: str) -> str:
    return ".*".join(re.escape(piece) for piece in line.split(ANYTHING))
