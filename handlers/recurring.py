"""Something may come back: the button for that, and how far a change goes when it does."""

from bot.context import Context
from bot.dates.rhythms import how
from bot.errors import UserError
from bot.messages import Button, Reply
from storage import series
from storage.models import Activity, Series
from storage.rights import plans


def buttons(activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """To have it come back, or to see to how it does, for whoever may plan for its organiser."""
    if not plans(ctx.person, activity.branch_id, activity.network_id):
        return ()
    key = "menu" if series.of(ctx.session, activity, now=ctx.now) else "again"
    return (Button(ctx.label(f"series.button.{key}"), f"again:{activity.id}"),)


def ask_reach(activity: Activity, verb: str, ctx: Context) -> Reply | None:
    """Whether only this one is moved or called off, where others come after it. `verb` is `move` or `cancel`. Whoever
    is responsible for one, and does not plan for its organiser, sees to that one.
    """
    if verb not in {"move", "cancel"}:
        return None
    return reach(activity, verb, (f"change:{activity.id}:{verb}-this", f"again:{activity.id}:{verb}"), ctx)


def reach(activity: Activity, what: str, actions: tuple[str, str], ctx: Context) -> Reply | None:
    """How far a change goes, where it can go farther than this one: the first action is for it alone."""
    if (found := goes_on(activity, ctx)) is None or not series.count_later(ctx.session, activity, now=ctx.now):
        return None
    text = ctx.say(f"series.ask_{what}", title=activity.title, how=how(found.rule, found.exceptions, ctx.texts))
    labels = (ctx.label(f"series.button.{name}") for name in ("this", "following"))
    buttons = tuple(Button(label, action) for label, action in zip(labels, actions, strict=True))
    return Reply(text, buttons=buttons, private=True)


def goes_on(activity: Activity, ctx: Context) -> Series | None:
    """How it comes back, for whoever may plan for its organiser."""
    if not plans(ctx.person, activity.branch_id, activity.network_id):
        return None
    return series.of(ctx.session, activity, now=ctx.now)


def following(activity: Activity, ctx: Context) -> Series:
    """The same, where all after it are meant.

    Raises:
        UserError: they may not, or it does not come back any more.

    """
    if (found := goes_on(activity, ctx)) is None:
        raise UserError(ctx.say("series.gone", title=activity.title))
    return found
