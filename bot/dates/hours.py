"""What people write for an hour: "kl 17.30", "halv sju", "fem i åtta", "7 på kvällen", "5.30 pm". Pure."""

import re
from datetime import time
from typing import NamedTuple

# The hours that a part of the day has; 24 is the midnight that ends it.
PARTS = {
    "morgon": {*range(12), 24}, "fm": {*range(12), 24}, "lunchtid": {11, 12, 13}, "em": {*range(12, 24)},
    "kvall": {*range(16, 25)}, "natt": {*range(6), *range(21, 25)},
}  # fmt: skip
# When somebody names a part of the day and no hour.
USUAL = {
    "morgon": time(8), "fm": time(10), "lunchtid": time(12), "em": time(15), "kvall": time(18), "natt": time(22),
}  # fmt: skip
MIDNIGHT, NEVER = 24, 99
# Nearly always the afternoon's, but some do get up at five; "06" and "6.00" are written by the twenty-four hours.
SMALL = re.compile(r"(?:kl )?[1-6]")
# A party may end after midnight; anything that "ends" later than this and before it begins is a slip.
NIGHT = time(6)

FIGURES = re.compile(r"(?:kl )?(?P<hour>\d{1,2})[.: ](?P<minute>\d\d)|kl (?P<only>\d{1,2})|(?P<bare>[01]?\d|2[0-4])")
HALF = re.compile(r"(?:kl )?halv (?P<over>over )?(?P<hour>\d{1,2})")
SPOKEN = re.compile(
    r"(?:kl )?(?P<minutes>[1-9]|[12]\d|kvart)(?: minut)? (?P<way>i|over) (?P<half>halv )?(?P<hour>\d{1,2})"
)


class Clock(NamedTuple):
    """An hour as it was said, whether a clock has it or not.

    `loose`: said as people talk, by the twelve hours. `small`: it can as well be twelve hours later.
    """

    hour: int
    minute: int = 0
    loose: bool = False
    small: bool = False

    @property
    def wall(self) -> time | None:
        """The time on the wall; None for the midnight that ends a day, and for what no clock shows."""
        return time(self.hour, self.minute) if self.hour < MIDNIGHT and self.minute < 60 else None

    @property
    def exists(self) -> bool:
        return self.wall is not None or self.is_midnight

    @property
    def is_midnight(self) -> bool:
        """Whether it is 24.00: the end of a day and the beginning of the next."""
        return (self.hour, self.minute) == (MIDNIGHT, 0)

    @property
    def evening(self) -> time:
        """What a loose clock shows twelve hours later."""
        return time(self.hour + 12, self.minute)

    @property
    def readings(self) -> tuple["Clock", ...]:
        """What it can be, the best guess first."""
        return (self.later, self) if self.small else (self,)

    @property
    def later(self) -> "Clock":
        return Clock(self.hour + 12, self.minute)

    def at(self, part: str) -> "Clock":
        """The same in that part of the day: in the evening 7 is 19. An hour that the part has not is no hour."""
        if not part:
            return self
        hour = next((hour for hour in (self.hour, self.hour + 12) if hour in PARTS[part]), NEVER)
        return Clock(0 if hour == MIDNIGHT and self.minute else hour, self.minute)


def find(words: str) -> Clock | None:
    """The hour that the words are, in the one spelling."""
    if match := FIGURES.fullmatch(words):
        hour, minute = match["hour"] or match["only"] or match["bare"], match["minute"] or 0
        return Clock(int(hour), int(minute), small=SMALL.fullmatch(words) is not None)
    if match := HALF.fullmatch(words):
        return spoken(int(match["hour"]), 30 if match["over"] else -30)
    if match := SPOKEN.fullmatch(words):
        minutes = 15 if match["minutes"] == "kvart" else int(match["minutes"])
        turned = -minutes if match["way"] == "i" else minutes
        return spoken(int(match["hour"]), turned - 30 if match["half"] else turned)
    return None


def spoken(hour: int, minutes: int) -> Clock:
    """So many minutes from that hour. "Halv ett" is at noon: of the night nobody says it without saying so."""
    whole, minute = divmod(hour * 60 + minutes, 60)
    if minutes < 0 and whole < 1:
        whole += 12 if whole == 0 else MIDNIGHT
    return Clock(whole, minute, loose=0 < whole < 12)
