"""A branch arranges something: which activity it is, or the form to put it in, with the day known."""

from bot.context import Context, is_number
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Form, Incoming, Reply
from bot.router import Submit
from bot.wording import day
from handlers import new_activity
from handlers.standing import facts
from handlers.turns import Turn, look, may_answer, read_matter
from storage import activities
from storage.models import Activity, Stand
from storage.rights import Right

# So many of the branch's activities that day are offered; a button each.
OFFERED = 3


def organise(turn: Turn) -> Reply:
    """The answer is kept, and leads straight to the activity: leaving now or later loses nothing."""
    if not turn.arranges:
        turn.settle(Stand.ORGANISES)
    if not turn.lacks_activity:
        return turn.reply()
    found = own(turn)
    if not found or not turn.msg.private:  # what is asked now is for who pressed; the group sees how it stands
        turn.ctx.amend(turn.msg, turn.reply())
    return offer(turn, found) if found else ask(turn)


def own(turn: Turn) -> list[Activity]:
    """What the branch has put in for that day already."""
    assert turn.line.day is not None
    happening = activities.on_day(turn.ctx.session, turn.line.day)
    return [activity for activity in happening if activity.branch_id == turn.matter.branch_id][:OFFERED]


def offer(turn: Turn, found: list[Activity]) -> Reply:
    """Is it one of those?"""
    ctx = turn.ctx
    lines = [
        ctx.say("chain.already", branch=turn.line.branch.name),
        *(ctx.say("chain.item", **facts(activity, turn.line.day, ctx)) for activity in found),
    ]
    labels = ["" if len(found) == 1 else ctx.label("chain.button.this", title=one.title) for one in found]
    buttons = [turn.button("is", str(one.id), label=label) for one, label in zip(found, labels, strict=True)]
    buttons += [turn.button("another"), turn.button("change")]
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), private=True, replaces=turn.msg.private)


def fill(turn: Turn) -> Reply:
    """The form, as long as it is missing."""
    return ask(turn) if turn.lacks_activity else turn.reply()


def ask(turn: Turn) -> Reply:
    ctx, branch = turn.ctx, turn.line.branch
    assert turn.line.day is not None
    on = day(turn.line.day, today=ctx.today, language=ctx.texts.language)
    intro = ctx.say("chain.fill", branch=branch.name, day=on)
    form = Form(
        "chain_activity",
        ctx.label("new_activity.form_title"),
        new_activity.fields(ctx, of_branch=True, dated=True),
        ctx.label("form.button.save"),
        intro=intro,
        ref=":".join(str(part) for part in turn.matter),
    )
    return Reply(intro, form=form, private=True)


def link(turn: Turn) -> Reply:
    """It is the one that is in already."""
    found = [activity for activity in own(turn) if is_number(turn.what) and activity.id == int(turn.what)]
    if not turn.lacks_activity or not found:
        return turn.reply()
    turn.settle(Stand.ORGANISES, activity_id=found[0].id)
    return turn.reply(thanks=turn.ctx.say("chain.thanks_organises"))


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep the activity, and that it is the branch's answer. The right to answer is looked at again."""
    matter = read_matter(ctx.args, ctx)
    if not may_answer(ctx.person, matter.branch_id):
        raise UserError(ctx.say("error.not_allowed"))
    turn = Turn(matter, look(matter, ctx), "", "", msg, ctx)
    if turn.line.day is None:
        raise UserError(ctx.say("chain.no_pride_day", town=turn.line.branch.town, year=matter.year))
    activity = new_activity.put_in(msg, ctx, on=turn.line.day.isoformat(), branch_id=matter.branch_id)
    if not turn.arranges or turn.lacks_activity:
        turn.settle(Stand.ORGANISES, activity_id=activity.id)
    return new_activity.confirm(activity, ctx)


ROUTES = (Submit("chain_activity", save, needs=Right.ANSWER, command="laget"),)
