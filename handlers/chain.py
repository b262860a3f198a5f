"""The yearly chain's buttons: a branch arranges something, goes with another, or does nothing this year."""

from collections.abc import Callable

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Incoming, Reply
from bot.router import Action
from handlers import chain_activity, chain_joining
from handlers.standing import standing
from handlers.turns import Turn, may_answer, read, refusal
from reminders.chain_words import ask_buttons
from storage.models import Stand


def press(msg: Incoming, ctx: Context) -> Reply:
    """A button. Who may answer is looked up now, and so is whether nobody else has answered since it was shown."""
    verb, turn = read(msg, ctx)
    line = turn.line
    if verb not in VERBS.keys() | ANSWERS.keys():
        raise UserError(ctx.say("error.old_button"))
    if not may_answer(ctx.person, turn.matter.branch_id):
        return refusal(line.branch.name, ctx)
    if line.day is None:
        raise UserError(ctx.say("chain.no_pride_day", town=line.branch.town, year=turn.matter.year))
    if line.day < ctx.today:
        return Reply(Markup(f"{standing(line, msg, ctx)}\n{ctx.say('chain.over')}"), replaces=True)
    if verb in VERBS:
        return VERBS[verb](turn)
    return ANSWERS[verb](turn) if turn.is_current else turn.reply()


def show(turn: Turn) -> Reply:
    """How it stands, in a message of its own: what was pressed may be a list."""
    return turn.reply(replaces=False)


def change(turn: Turn) -> Reply:
    """The three answers once more, in place of the one that stands."""
    if turn.line.answer is None:
        return turn.reply()
    ask = turn.ctx.say("chain.ask", branch=turn.line.branch.name)
    text = Markup(f"{standing(turn.line, turn.msg, turn.ctx)}\n{ask}")
    return Reply(text, buttons=ask_buttons(turn.ctx, turn.matter, turn.line.answer), replaces=True)


def decline(turn: Turn) -> Reply:
    turn.settle(Stand.NOT_THIS_YEAR)
    return turn.reply(thanks=turn.ctx.say("chain.thanks_not_this_year"))


# These give an answer: they count only while the answer stands that they were shown with.
ANSWERS: dict[str, Callable[[Turn], Reply]] = {
    "organise": chain_activity.organise,
    "join": chain_joining.choose,
    "others": chain_joining.choose_any,
    "with": chain_joining.go_with,
    "decline": decline,
}
VERBS: dict[str, Callable[[Turn], Reply]] = {
    "show": show,
    "change": change,
    "back": change,
    "fill": chain_activity.fill,
    "another": chain_activity.fill,
    "is": chain_activity.link,
}

ROUTES = (Action("chain", press), *chain_activity.ROUTES)
