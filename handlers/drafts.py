"""What somebody wants to be reminded of, read from a line or from a form, before it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from bot.context import Context
from bot.dates.grammar import Option, understand
from bot.dates.hours import MIDNIGHT, PARTS, USUAL
from bot.dates.spelling import MONTHS, plain
from bot.errors import UserError
from bot.markup import Markup
from handlers.sentence import has_day, is_time, take_apart
from reminders.coming import moment
from reminders.own_times import times
from reminders.rules import DAY, MORNING, clipped, months
from storage.models import Branch, OwnReminder, Repeat
from storage.quiet import is_quiet
from storage.rights import Right, own_branches

# When somebody names a day and no hour; of a deadline it is time enough the same morning.
NINE = time(9)
# "Senast fredag" is a deadline.
LAST = re.compile(r"\b(?:senast|by|latest)\b", re.IGNORECASE)
# A day that not every month has, and not that of one month alone.
END_OF_MONTH = re.compile(rf"\b(?:(?P<day>29|30|31)e|sista dag)\b(?! (?:{'|'.join(MONTHS)})\b)")


class Unclear(UserError):
    """When it is cannot be told: why, and what it can be.

    `unread`: it is no time at all. `on` is the day that only the hour is wanting of.
    """

    def __init__(self, why: Markup, options: tuple[Option, ...] = (), *, unread: bool = False, on: str = "") -> None:
        super().__init__(why)
        self.options = options
        self.unread = unread
        self.on = on


@dataclass(frozen=True, slots=True)
class Draft:
    """`wall` is None where no hour was said. `told` (markup) says day and hour as they were understood in a line.

    `lasts`: there was an end too, which nobody is reminded of. `part` of the day, where it was said and no hour.
    """

    what: str
    day: date
    wall: time | None
    repeat: Repeat
    deadline: bool = False
    branch_id: int | None = None
    told: str = ""
    lasts: bool = False
    part: str = ""

    @property
    def at(self) -> time:
        return self.wall or USUAL.get(self.part) or (MORNING if self.deadline else NINE)


def read(said: Mapping[str, str], ctx: Context) -> Draft:
    """A draft that can be kept.

    `said` has `what`, and either `when` as it was written (perhaps the hour alone of the day `on`) or `date`, `time`.

    Raises:
        Unclear: when it is cannot be told, or has been.
        UserError: it is for a branch that they do not chair.

    """
    repeat = Repeat(said.get("repeat") or Repeat.NEVER)
    if "when" in said:
        draft = read_line(said["what"], completed(said["when"], said.get("on", "")), repeat, ctx)
    else:
        wall = time.fromisoformat(said["time"]) if said["time"] else None
        draft = Draft(said["what"], date.fromisoformat(said["date"]), wall, repeat)
    branch_id = chaired(said.get("whom", ""), ctx)
    draft = replace(draft, deadline=draft.deadline or said.get("deadline") == "yes", branch_id=branch_id)
    check(draft, ctx)
    return draft


def read_line(what: str, when: str, repeat: Repeat, ctx: Context) -> Draft:
    """The day and the hour as somebody wrote them, perhaps with how often."""
    line = take_apart(when)
    if line.what or not line.when:
        line = line._replace(when=when)  # not understood, and told so in its own words
    found = understand(line.when, now=ctx.now, zone=ctx.zone, texts=ctx.texts)
    if found.kind in {"ask", "refuse"} or found.start is None:
        raise Unclear(found.say, found.options, unread=found.why == "unclear")
    often = repeat if line.repeat == Repeat.NEVER else line.repeat
    day, wall = (found.start.date(), found.start.time()) if isinstance(found.start, datetime) else (found.start, None)
    return Draft(
        what,
        counted_from(day, line.when, often, ctx.today),
        wall,
        often,
        deadline=LAST.search(line.when) is not None,
        told=found.say_start if wall else "",
        lasts=found.end is not None,
        part=found.part,
    )


def completed(when: str, on: str) -> str:
    """The hour alone with the day that it was asked of."""
    together = f"{on} {when}"
    return together if on and not has_day(when.split()) and is_time(together.split()) else when


def counted_from(day: date, when: str, often: Repeat, today: date) -> date:
    """From which day a month's 31st is counted: one that has been, so that shorter months have theirs too."""
    match = END_OF_MONTH.search(plain(when)) if often in {Repeat.MONTHLY, Repeat.MONTHLY_BUT_SUMMER} else None
    if match is None:
        return day
    number = int(match["day"] or 31)
    ends = (clipped(year, month, number) for year, month in months(today - 3 * 31 * DAY, today))
    return max(end for end in ends if end.day == number and end <= today)


def settled(said: Mapping[str, str], ctx: Context) -> str:
    """When it is, in words that mean the same later: "in ten minutes" is an hour by now.

    Raises:
        Unclear: as in `read`.

    """
    draft = read(said, ctx)
    first = next_time(draft, ctx)
    assert first is not None
    words = moment(ctx, first)
    if draft.deadline:
        words = ctx.label("own.last", when=words)
    if draft.repeat != Repeat.NEVER:
        words = f"{words}, {ctx.label(f'repeat.{draft.repeat}')}"
    again = read({"what": draft.what, "when": words}, ctx)
    return words if columns(again, ctx) == columns(draft, ctx) else completed(said["when"], said.get("on", ""))


def chaired(whom: str, ctx: Context) -> int | None:
    """The branch whose groups are to be reminded; None for whoever asks.

    Raises:
        UserError: they do not chair it.

    """
    assert ctx.person is not None
    if whom in {"", "me"}:
        return None
    found = next((number for number in own_branches(ctx.person, Right.SPEAK) if f"branch{number}" == whom), None)
    if found is None:
        raise UserError(ctx.say("error.not_allowed"))
    return found


def check(draft: Draft, ctx: Context) -> None:
    """That there is a time to come, and not one when the branch's groups are left in peace.

    Raises:
        Unclear: there is none.

    """
    if next_time(draft, ctx) is None:
        raise past(draft, ctx)
    branch = ctx.session.get(Branch, draft.branch_id) if draft.branch_id is not None else None
    if branch and is_quiet(draft.at, (branch.quiet_from, branch.quiet_to)):
        raise Unclear(ctx.say("own.group_quiet", branch=branch.name))


def past(draft: Draft, ctx: Context) -> Unclear:
    """Why it has been: the hour that was said, or only the one that we take; then the hour alone is asked."""
    over = draft.part and max(PARTS[draft.part] - {MIDNIGHT}) <= ctx.now.astimezone(ctx.zone).hour
    if draft.wall or over:
        return Unclear(ctx.say("own.past"))
    part = draft.part or "dag"
    return Unclear(ctx.say("own.which_hour", part=ctx.label(f"own.part.{part}")), on=f"idag {draft.part}".strip())


def next_time(draft: Draft, ctx: Context) -> datetime | None:
    """When it comes the first time, if it does."""
    return next(times(OwnReminder(**columns(draft, ctx)), after=ctx.now), None)


def columns(draft: Draft, ctx: Context) -> dict[str, Any]:
    """What a row holds of it."""
    return {
        "what": draft.what, "day": draft.day, "wall": draft.at, "zone": str(ctx.zone), "repeat": draft.repeat,
        "deadline": draft.deadline, "branch_id": draft.branch_id,
    }  # fmt: skip
