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
    """How many shifts end too late."""
    outlasting = sum(one.outlasting for one in all_that_moved)
    return [ctx.say("change.outlasting", n=outlasting)] if outlasting else []


def buttons(followed: Followed, activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """To its shifts, where some of them end too late."""
    if not followed.outlasting:
        return ()
    return (Button(ctx.label("shifts.button.open"), f"shifts:{activity.id}"),)
