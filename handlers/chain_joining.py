"""A branch goes with another: those that arrange something that day first, then any other."""

from collections.abc import Iterator

from bot.context import is_number
from bot.markup import Markup
from bot.messages import Button, Reply
from handlers.standing import host, may_see
from handlers.turns import Turn
from reminders.chain_words import capital
from storage import activities, chain
from storage.chain import Line
from storage.models import Activity, Stand, Visibility


def choose(turn: Turn) -> Reply:
    """Who arranges something, as far as is known."""
    found = [*organisers(turn)]
    if not found:
        return choose_any(turn, f"{turn.ctx.say('chain.nobody_yet')} ")
    return Reply(question(turn), buttons=(*found, turn.button("others"), turn.button("back")), replaces=True)


def choose_any(turn: Turn, before: str = "") -> Reply:
    """Every other branch but those that arrange nothing."""
    buttons = [turn.button("with", f"b{line.branch.id}", label=line.branch.name) for line in others(turn)]
    return Reply(Markup(f"{before}{question(turn)}"), buttons=(*buttons, turn.button("back")), replaces=True)


def question(turn: Turn) -> Markup:
    return turn.ctx.say("chain.choose", branch=turn.line.branch.name)


def others(turn: Turn) -> list[Line]:
    lines = chain.board(turn.ctx.session, year=turn.matter.year)
    about = [line for line in lines if line.occasion == turn.matter.occasion and line.held]
    away = [line for line in about if line.branch.id != turn.matter.branch_id]
    return [line for line in away if line.answer is None or line.answer.stand == Stand.ORGANISES]


def organisers(turn: Turn) -> Iterator[Button]:
    """The branches, and then what the district itself arranges."""
    for line in others(turn):
        if line.answer and line.answer.stand == Stand.ORGANISES:
            yield turn.button("with", f"b{line.branch.id}", label=label(turn, line.branch.name, line.activity))
    district = capital(turn.ctx.label("chain.the_district"))
    for activity in of_district(turn):
        yield turn.button("with", f"a{activity.id}", label=label(turn, district, activity))


def of_district(turn: Turn) -> list[Activity]:
    """What the district arranges that day and anybody may come to: its members' meetings are not for the occasion."""
    assert turn.line.day is not None
    happening = activities.on_day(turn.ctx.session, turn.line.day)
    theirs = [one for one in happening if one.branch_id is None and one.network_id is None]
    return [one for one in theirs if one.visibility == Visibility.PUBLIC]


def label(turn: Turn, name: str, activity: Activity | None) -> str:
    if activity is None or not may_see(activity, turn.msg, turn.ctx):
        return name
    return turn.ctx.label("chain.button.with", other=name, title=activity.title)


def go_with(turn: Turn) -> Reply:
    """The one that was chosen: `b7` is a branch, `a45` something of the district's."""
    kind, number = turn.what[:1], turn.what[1:]
    if not is_number(number):
        return turn.reply()
    if kind == "b" and int(number) in {line.branch.id for line in others(turn)}:
        turn.settle(Stand.JOINS, joins_id=int(number))
    elif kind == "a" and int(number) in {activity.id for activity in of_district(turn)}:
        turn.settle(Stand.JOINS, activity_id=int(number))
    else:
        return turn.reply()
    return turn.reply(thanks=turn.ctx.say("chain.thanks_joins", other=host(turn.line, turn.ctx)))
