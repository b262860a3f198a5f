"""Something may come back: the button for that, and how far a change goes when it does."""

from bot.context import Context
from bot.dates.rhythms import how
from bot.messages import Button, Reply
from storage import series
from storage.models import Activity
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
    if not plans(ctx.person, activity.branch_id, activity.network_id):
        return None
    found = series.of(ctx.session, activity, now=ctx.now)
    if verb not in {"move", "cancel"} or not found or not series.count_later(ctx.session, activity, now=ctx.now):
        return None
    text = ctx.say(f"series.ask_{verb}", title=activity.title, how=how(found.rule, found.exceptions, ctx.texts))
    return Reply(
        text,
        buttons=(
            Button(ctx.label("series.button.this"), f"change:{activity.id}:{verb}-this"),
            Button(ctx.label("series.button.following"), f"again:{activity.id}:{verb}"),
        ),
        private=True,
    )
