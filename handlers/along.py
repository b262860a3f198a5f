"""What whoever moves an activity is told of its shifts, which go with it."""

from collections.abc import Iterable

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button
from storage import shift_changes
from storage.models import Activity
from storage.shift_changes import Followed


def people(all_that_moved: Iterable[Followed], ctx: Context) -> set[int]:
    """Who is on a shift at another time, and is told."""
    shifts = [shift for one in all_that_moved for shift in one.moved]
    return {signup.member_id for shift in shifts for signup in shift_changes.active(ctx.session, shift)}


def lines(all_that_moved: Iterable[Followed], ctx: Context) -> list[Markup]:
    """How many lost their place because they are elsewhere then, and how many shifts end too late."""
    torn = outlasting = 0
    for one in all_that_moved:
        moved = {shift.id for shift in one.moved}
        torn += sum(signup.shift_id in moved for signup in one.torn)  # a place in the line beside it is no place here
        outlasting += one.outlasting
    said = {"torn": torn, "outlasting": outlasting}
    return [ctx.say(f"change.{key}", n=n) for key, n in said.items() if n]


def buttons(followed: Followed, activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """To its shifts, where some of them end too late."""
    if not followed.outlasting:
        return ()
    return (Button(ctx.label("shifts.button.open"), f"shifts:{activity.id}"),)
