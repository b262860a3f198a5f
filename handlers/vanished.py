"""What becomes of an activity that is gone from the calendar it came from, or that is there again: two buttons each."""

from bot.context import Context
from bot.errors import UserError
from bot.messages import Incoming, Reply
from bot.router import Action
from handlers.change_activity import call_off
from storage import foreign
from storage.models import Activity
from storage.rights import Right, allowed


def settle(_msg: Incoming, ctx: Context) -> Reply:
    """`VERB:ACTIVITY`. It may be forged or old: whose it is, and whether it still waits, is looked up now."""
    verb, _, number = ctx.args.partition(":")
    found = foreign.waiting(ctx.session, ctx.number(number), back=verb in {"resume", "leave"})
    if found is None:
        return Reply(ctx.say("vanished.over"), private=True)
    row, activity = found
    if not may_settle(activity, ctx):
        raise UserError(ctx.say("error.not_allowed"))
    if activity.ends_at <= ctx.now:
        raise UserError(ctx.say("change.over", title=activity.title))
    match verb:
        case "cancel":
            return call_off(activity, "", ctx)
        case "keep":
            foreign.keep(ctx.session, row)
            return Reply(ctx.say("vanished.kept", title=activity.title), private=True)
        case "resume":
            foreign.take_back(ctx.session, row, activity, now=ctx.now)
            ctx.pushed = True
            return Reply(ctx.say("vanished.resumed", title=activity.title), private=True)
        case "leave":
            foreign.leave_off(ctx.session, row)
            return Reply(ctx.say("vanished.left", title=activity.title), private=True)
    raise UserError(ctx.say("error.old_button"))


def may_settle(activity: Activity, ctx: Context) -> bool:
    """Whoever plans for its organiser; the ombudsperson too, who is asked where a branch has nobody that we reach."""
    return allowed(ctx.person, Right.PLAN, activity.branch_id) or allowed(ctx.person, Right.PLAN, None)


ROUTES = (Action("gone", settle, needs=Right.PLAN),)
