"""`/deltagarlista`: who comes to what somebody arranges, as a table and on paper."""

from datetime import timedelta

from bot.attendance import paper, table
from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.pictures import sketch
from bot.rosters import shortened
from bot.router import Action, Command
from storage import attendance, checkin, shifts
from storage.branches import fold
from storage.models import Activity
from storage.rights import Right

# What was lately can be listed as well, and what is soon.
BACK, AHEAD = timedelta(days=14), timedelta(days=365)
MOST = 10
TITLE = 40


def show(msg: Incoming, ctx: Context) -> Reply:
    """What they arrange and somebody comes to, a button for each; of what they named, that one or those."""
    found = [one for one in theirs(ctx) if fold(ctx.args) in fold(one.title)]
    if not found:
        return Reply(ctx.say("attendance.none"), private=True)
    if len(found) == 1 and msg.private:
        return give(found[0], ctx)
    buttons = tuple(Button(label(one, ctx), f"attendance:{one.id}") for one in found[:MOST])
    return Reply(ctx.say("attendance.which"), buttons=buttons, private=True)


def theirs(ctx: Context) -> list[Activity]:
    found = attendance.with_names(ctx.session, ctx.now - BACK, ctx.now + AHEAD)
    return [one for one in found if checkin.arranges(ctx.session, ctx.person, one)]


def label(activity: Activity, ctx: Context) -> str:
    starts = activity.starts_at.astimezone(ctx.zone)
    title = shortened(activity.title, TITLE)
    return ctx.label("attendance.button.activity", day=f"{starts.day}/{starts.month}", title=title)


def press(msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY`. The right to it is looked up now, and a group is no place for names."""
    activity = ctx.session.get(Activity, ctx.number(ctx.args), populate_existing=True)
    if activity is None or not checkin.arranges(ctx.session, ctx.person, activity):
        raise UserError(ctx.say("error.not_allowed"))
    if not msg.private:
        raise UserError(ctx.say("error.private_only"))
    return give(activity, ctx)


def give(activity: Activity, ctx: Context) -> Reply:
    """The list as two files; each who is on it is noted."""
    assert activity.id is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    here, listed = shifts.of(ctx.session, activity.id), attendance.listed(ctx.session, activity)
    if not listed and not any(shift.walk_ins for shift in here):
        return Reply(ctx.say("attendance.nobody", title=activity.title), private=True)
    attendance.note(ctx.session, listed, actor=ctx.me, branch_id=activity.branch_id, now=ctx.now)
    name, alt = (
        f"{ctx.label('attendance.label.file')}-{activity.day}",
        ctx.label("attendance.alt", title=activity.title),
    )
    files = (
        Picture(f"{name}.pdf", "application/pdf", alt=alt, sketch=sketch(paper(activity, here, listed, ctx))),
        Picture(f"{name}.csv", "text/csv", table(activity, here, listed, ctx), alt=alt),
    )
    lines = [ctx.say("attendance.given", title=activity.title), ctx.say("attendance.careful")]
    return Reply(Markup("\n".join(lines)), pictures=files, private=True)


ROUTES = (
    Command("deltagarlista", show, aliases=("attendance",), needs=Right.USE),
    Action("attendance", press, needs=Right.USE),
)
