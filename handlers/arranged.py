"""What somebody arranges: theirs by their post, or because they are responsible for it, looked up each time."""

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button
from storage import cards, checkin
from storage.models import Activity, Shift


def arranges(activity: Activity, ctx: Context) -> bool:
    """Whoever may plan for the organiser, and whoever is responsible for this one."""
    return checkin.arranges(ctx.session, ctx.person, activity)


def find(number: str, ctx: Context) -> Activity:
    """The activity, if they arrange it, now, and it can still be changed.

    Raises:
        UserError: it is another's, over, or called off already.

    """
    activity = ctx.session.get(Activity, ctx.number(number), populate_existing=True)
    if activity is None or not arranges(activity, ctx):
        raise UserError(ctx.say("error.not_allowed"))
    check(activity, ctx)
    return activity


def check(activity: Activity, ctx: Context) -> None:
    """Whether it can still be changed.

    Raises:
        UserError: it is over, or called off already.

    """
    if activity.cancelled_at is not None:
        raise UserError(ctx.say("change.cancelled_already", title=activity.title))
    if activity.ends_at <= ctx.now:
        raise UserError(ctx.say("change.over", title=activity.title))


def find_shift(number: str, ctx: Context) -> tuple[Shift, Activity]:
    """A shift of what they arrange that has not begun.

    Raises:
        UserError: it is another's, has begun, or is called off already.

    """
    shift = ctx.session.get(Shift, ctx.number(number), populate_existing=True)
    if shift is None:
        raise UserError(ctx.say("error.not_allowed"))
    activity = find(str(shift.activity_id), ctx)
    if shift.cancelled_at is not None:
        raise UserError(ctx.say("shifts.off"))
    if shift.starts_at <= ctx.now:
        raise UserError(ctx.say("shifts.begun"))
    return shift, activity


def post_buttons(activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """To show it in the organiser's group, where that can be."""
    if not cards.fits(activity, activity.branch_id):
        return ()
    return (Button(ctx.label("post.button.show"), f"post:{activity.id}"),)
