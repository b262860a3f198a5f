"""Why somebody gets no place, or another one: said in words, with what can be done instead."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import again, called
from storage import signups
from storage.models import Activity, Place, Shift, Signup
from storage.seats import RefusedError


def explain(refused: RefusedError, ctx: Context, *, lapsed: Signup | None = None) -> Reply:
    """Why not, and what can be done instead; `lapsed` is what they answered too late."""
    shift = refused.shift
    buttons: tuple[Button, ...] = ()
    said: dict[str, Markup | int] = {"n": refused.free}
    if shift is not None:
        activity = ctx.session.get_one(Activity, shift.activity_id)
        said["what"] = called(activity, shift, ctx)
    if refused.why == "clash" and shift is not None:
        return clashes(shift, said, ctx)
    if refused.why == "lapsed" and lapsed is not None:
        buttons = (Button(ctx.label("signup.button.line_again"), again(lapsed)),)
    over = refused.why == "begun" and shift is not None and shift.ends_at <= ctx.now
    return Reply(ctx.say(f"signup.refused_{'over' if over else refused.why}", **said), buttons=buttons, private=True)


def clashes(other: Shift, said: dict[str, Markup | int], ctx: Context) -> Reply:
    """They are elsewhere then, or wait to be; a place that is kept for them is no yes yet."""
    mine = signups.find(ctx.session, other.id or 0, ctx.person.id) if ctx.person else None
    key = f"_{mine.place}" if mine is not None and mine.place in {Place.WAITING, Place.OFFERED} else ""
    leave = Button(ctx.label(f"signup.button.leave_other{key}"), f"leave:{other.id}")
    return Reply(ctx.say(f"signup.refused_clash{key}", **said), buttons=(leave,), private=True)
