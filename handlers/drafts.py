"""What somebody wants to be reminded of, read from a line or from a form, before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from bot.context import Context
from bot.dates.grammar import Option, understand
from bot.errors import UserError
from bot.markup import Markup
from handlers.sentence import take_apart
from reminders.own_times import times
from reminders.rules import MORNING, is_quiet
from storage.models import Branch, OwnReminder, Repeat
from storage.rights import Right, own_branches

# When somebody names a day and no hour; of a deadline it is time enough the same morning.
NINE = time(9)


class Unclear(UserError):
    """When it is cannot be told: why, and what it can be."""

    def __init__(self, why: Markup, options: tuple[Option, ...] = ()) -> None:
        super().__init__(why)
        self.options = options


@dataclass(frozen=True, slots=True)
class Draft:
    """`wall` is None where no hour was said. `told` (markup) says day and hour as they were understood in a line.

    `lasts`: there was an end too, which nobody is reminded of.
    """

    what: str
    day: date
    wall: time | None
    repeat: Repeat
    deadline: bool = False
    branch_id: int | None = None
    told: str = ""
    lasts: bool = False

    @property
    def at(self) -> time:
        return self.wall or (MORNING if self.deadline else NINE)


def read(said: Mapping[str, str], ctx: Context) -> Draft:
    """A draft that can be kept. `said` has `what`, and either `when` as it was written, or `date` and `time`.

    Raises:
        Unclear: when it is cannot be told, or has been.
        UserError: it is for a branch that they do not chair.

    """
    repeat = Repeat(said.get("repeat") or Repeat.NEVER)
    if "when" in said:
        draft = read_line(said["what"], said["when"], repeat, ctx)
    else:
        wall = time.fromisoformat(said["time"]) if said["time"] else None
        draft = Draft(said["what"], date.fromisoformat(said["date"]), wall, repeat)
    branch_id = chaired(said.get("whom", ""), ctx)
    draft = replace(draft, deadline=said.get("deadline") == "yes", branch_id=branch_id)
    check(draft, ctx)
    return draft


def read_line(what: str, when: str, repeat: Repeat, ctx: Context) -> Draft:
    """The day and the hour as somebody wrote them, perhaps with how often."""
    line = take_apart(when)
    if line.what or not line.when:
        line = line._replace(when=when)  # not understood, and told so in its own words
    found = understand(line.when, now=ctx.now, zone=ctx.zone, texts=ctx.texts)
    if found.kind in {"ask", "refuse"} or found.start is None:
        raise Unclear(found.say, found.options)
    often = repeat if line.repeat == Repeat.NEVER else line.repeat
    if isinstance(found.start, datetime):
        begins = found.start.time()
        return Draft(what, found.start.date(), begins, often, told=found.say_start, lasts=found.end is not None)
    return Draft(what, found.start, None, often, lasts=found.end is not None)


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
        raise Unclear(ctx.say("own.past" if draft.wall else "own.past_default"))
    branch = ctx.session.get(Branch, draft.branch_id) if draft.branch_id is not None else None
    if branch and is_quiet(draft.at, (branch.quiet_from, branch.quiet_to)):
        raise Unclear(ctx.say("own.group_quiet", branch=branch.name))


def next_time(draft: Draft, ctx: Context) -> datetime | None:
    """When it comes the first time, if it does."""
    return next(times(OwnReminder(**columns(draft, ctx)), after=ctx.now), None)


def columns(draft: Draft, ctx: Context) -> dict[str, Any]:
    """What a row holds of it."""
    return {
        "what": draft.what, "day": draft.day, "wall": draft.at, "zone": str(ctx.zone), "repeat": draft.repeat,
        "deadline": draft.deadline, "branch_id": draft.branch_id,
    }  # fmt: skip
