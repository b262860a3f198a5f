"""`/pride`: when a town has its Pride; a day that one branch sets counts for all branches of the town."""

from datetime import date

from bot import fields
from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.router import Action, Command, Submit
from bot.wording import day, distance
from handlers.turns import look, may_answer, refusal
from reminders.pride_date import MONTHS, action, ask, ask_list, undated
from storage import chain
from storage.chain import Line, Matter
from storage.models import Occasion
from storage.rights import Right, own_branches

# From this month on it is next year's that is planned.
AUTUMN = 10


def show(_msg: Incoming, ctx: Context) -> Reply:
    """A chair's own town, or the day they write; who looks after the branches sees which towns lack one."""
    assert ctx.person is not None
    if chaired := own_branches(ctx.person, Right.SPEAK):
        matter = Matter(Occasion.PRIDE, season(ctx.today), chaired[0])
        return keep(read_day(ctx.args, ctx), matter, ctx) if ctx.args else stands(matter, ctx)
    lines = undated(ctx, season(ctx.today))
    if not lines:
        return Reply(ctx.say("pride.all_told", year=season(ctx.today)), private=True)
    return private(ask_list(ctx, lines, season(ctx.today)))


def season(today: date) -> int:
    return today.year + (today.month >= AUTUMN)


def read_day(words: str, ctx: Context) -> date:
    asked = Field("day", "", kind="date")
    return date.fromisoformat(fields.read(asked, words, today=ctx.today, texts=ctx.texts))


def keep(on: date, matter: Matter, ctx: Context) -> Reply:
    """The town's Pride is on that day: the year is the day's own."""
    assert ctx.person is not None
    town = look(matter, ctx).branch.town
    chain.set_pride(ctx.session, town=town, year=on.year, day=on, by=ctx.person.id, now=ctx.now)
    reply = stands(matter._replace(year=on.year), ctx)
    return Reply(Markup(f"{reply.text} {ctx.say('pride.thanks')}"), buttons=reply.buttons, private=True)


def stands(matter: Matter, ctx: Context) -> Reply:
    """What is known, and how to say otherwise."""
    line, year = look(matter, ctx), matter.year
    if line.held and line.day is None:
        return private(ask(ctx, line, year))
    said = {"town": line.branch.town, "year": year}
    if line.day is None:
        text = ctx.say("pride.is_none", **said)
    else:
        language = ctx.texts.language
        away = distance(line.day, today=ctx.today, language=language)
        text = ctx.say("pride.is", day=day(line.day, today=ctx.today, language=language), away=away, **said)
    button = Button(ctx.label("pride.button.change"), action("write", year, line.branch.id))
    return Reply(text, buttons=(button,), private=True)


def private(reply: Reply) -> Reply:
    return Reply(reply.text, buttons=reply.buttons, private=True)


def press(_msg: Incoming, ctx: Context) -> Reply:
    """A button of the question: `VERB:YEAR:BRANCH`. What somebody has told already is shown, and not told otherwise."""
    verb, matter = read(ctx)
    line = look(matter, ctx)
    if not may_answer(ctx.person, matter.branch_id):
        return refusal(line.branch.name, ctx)
    if verb == "write":
        return Reply(ctx.say("pride.write", town=line.branch.town), form=form(line, matter, ctx), private=True)
    if line.day is None and line.held:
        match verb:
            case "none":
                return tell_none(line, matter, ctx)
            case "later":
                return Reply(when_again(matter.year, ctx), private=True)
    return stands(matter, ctx)


def read(ctx: Context) -> tuple[str, Matter]:
    verb, year, branch_id = [*ctx.args.split(":"), "", "", ""][:3]
    years = {str(ctx.today.year), str(ctx.today.year + 1)}
    if verb not in {"show", "write", "none", "later"} or year not in years:
        raise UserError(ctx.say("error.old_button"))
    return verb, Matter(Occasion.PRIDE, int(year), ctx.number(branch_id))


def tell_none(line: Line, matter: Matter, ctx: Context) -> Reply:
    assert ctx.person is not None
    town = line.branch.town
    chain.set_pride(ctx.session, town=town, year=matter.year, day=None, by=ctx.person.id, now=ctx.now)
    return stands(matter, ctx)


def when_again(year: int, ctx: Context) -> Markup:
    """When somebody is asked the next time."""
    ahead = [on for month in MONTHS if (on := date(year, month, 1)) > ctx.today]
    if not ahead:
        return ctx.say("pride.no_more")
    return ctx.say("pride.again", day=day(ahead[0], today=ctx.today, language=ctx.texts.language))


def form(line: Line, matter: Matter, ctx: Context) -> Form:
    label = ctx.label("pride.label.day", town=line.branch.town)
    asked = Field("day", label, kind="date", hint=ctx.label("form.hint.date"))
    title, submit = ctx.label("pride.form_title"), ctx.label("form.button.save")
    return Form("pride_day", title, (asked,), submit, ref=f"{matter.year}:{matter.branch_id}")


def save(msg: Incoming, ctx: Context) -> Reply:
    """The day that was filled in. The right to say it is looked at again."""
    year, _, branch_id = ctx.args.partition(":")
    matter = Matter(Occasion.PRIDE, int(year), ctx.number(branch_id))
    if not may_answer(ctx.person, matter.branch_id):
        raise UserError(ctx.say("error.not_allowed"))
    return keep(date.fromisoformat(msg.values["day"]), matter, ctx)


ROUTES = (
    Command("pride", show, needs=Right.ANSWER),
    Action("pride", press),
    Submit("pride_day", save, needs=Right.ANSWER, command="pride"),
)
