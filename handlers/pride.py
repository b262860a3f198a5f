"""`/pride`: when a town has its Pride; a day that one branch sets counts for all branches of the town."""

import re
from datetime import date
from typing import NamedTuple

from bot import fields
from bot.context import Context
from bot.dates.days import attempt
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.router import Action, Command, Submit
from bot.wording import day, distance
from handlers.meaning import understand
from handlers.sentence import take_apart
from handlers.turns import look, may_answer, refusal
from reminders.chain_calls import BUTTONS
from reminders.pride_date import CHAIR, CONTACT, MONTHS, action, ask, ask_list, undated
from storage import branches, chain, recipients
from storage.chain import Line, Matter
from storage.models import Branch, Occasion, Role
from storage.rights import Right, own_branches

NONE = re.compile(r"\b(?:ingen|inget|none|no)(?: pride)?\b", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# From this month on it is next year's that is planned.
AUTUMN = 10


class Said(NamedTuple):
    """What was written behind the command: which town, which day, or that there is none."""

    branch: Branch | None = None
    day: date | None = None
    is_none: bool = False


def show(_msg: Incoming, ctx: Context) -> Reply:
    """How it stands with one's own town; a day or "ingen", perhaps with a town, is kept."""
    if not ctx.args:
        return overview(ctx)
    said = read_said(ctx.args, ctx)
    if said.branch:
        if not may_answer(ctx.person, said.branch.id or 0):
            return refusal(said.branch.name, ctx)
        return tell(said, matter_of(said.branch, ctx), ctx)
    found = towns(ctx)
    return which_town(said, found, ctx) if len(found) > 1 else tell(said, matter_of(found[0], ctx), ctx)


def overview(ctx: Context) -> Reply:
    """A chair's own town or towns; who looks after the branches sees which towns lack a day."""
    assert ctx.person is not None
    if own_branches(ctx.person, Right.SPEAK):
        chaired = towns(ctx)
        return which_town(Said(), chaired, ctx) if len(chaired) > 1 else stands(matter_of(chaired[0], ctx), ctx)
    lines = undated(ctx, season(ctx.today))
    if not lines:
        return Reply(ctx.say("pride.all_told", year=season(ctx.today)), private=True)
    return private(ask_list(ctx, lines, season(ctx.today)))


def towns(ctx: Context) -> list[Branch]:
    """A branch for each town that they can mean: those they chair, else those they look after."""
    assert ctx.person is not None
    ids = own_branches(ctx.person, Right.SPEAK) or own_branches(ctx.person, Right.ANSWER)
    found = [branch for branch in branches.listed(ctx.session) if not ids or branch.id in ids]
    return [*{branch.town: branch for branch in reversed(found)}.values()][::-1]


def which_town(said: Said, found: list[Branch], ctx: Context) -> Reply:
    """The day is kept on the buttons."""
    verb, when = ("on", f"{said.day}") if said.day else ("none" if said.is_none else "show", season(ctx.today))
    buttons = [Button(ctx.label("chain.pride_in", town=branch.town), action(verb, when, branch.id)) for branch in found]
    return Reply(ctx.say("pride.which", town=found[0].town), buttons=tuple(buttons[:BUTTONS]), private=True)


def tell(said: Said, matter: Matter, ctx: Context) -> Reply:
    if said.day:
        return keep(said.day, matter, ctx)
    return tell_none(matter, ctx) if said.is_none else stands(matter, ctx)


def matter_of(branch: Branch, ctx: Context) -> Matter:
    assert branch.id is not None
    return Matter(Occasion.PRIDE, season(ctx.today), branch.id)


def read_said(words: str, ctx: Context) -> Said:
    """A town, a day or that there is none, in any order.

    Raises:
        UserError: it is no day, or no town of ours.

    """
    if NONE.search(words):
        rest = NONE.sub(" ", words).strip()
        return Said(understand(rest, ctx).branch, is_none=True)
    line = take_apart(words)
    if line.when:
        return Said(understand(line.what, ctx).branch, read_day(line.when, ctx))
    named = branches.find(ctx.session, words).branch
    return Said(named) if named else Said(day=read_day(words, ctx))


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
    verbs = {"change": "write"} | ({"none": "none"} if line.day else {})
    buttons = [
        Button(ctx.label(f"pride.button.{name}"), action(verb, year, line.branch.id)) for name, verb in verbs.items()
    ]
    return Reply(text, buttons=tuple(buttons), private=True)


def private(reply: Reply) -> Reply:
    return Reply(reply.text, buttons=reply.buttons, private=True)


def press(_msg: Incoming, ctx: Context) -> Reply:
    """A button of the question: `VERB:YEAR:BRANCH`, or `on:DAY:BRANCH`."""
    verb, when, matter = read(ctx)
    line = look(matter, ctx)
    if not may_answer(ctx.person, matter.branch_id):
        return refusal(line.branch.name, ctx)
    match verb:
        case "write":
            return Reply(ctx.say("pride.write", town=line.branch.town), form=form(line, matter, ctx), private=True)
        case "on":
            return keep(date.fromisoformat(when), matter, ctx)
        case "none":
            return tell_none(matter, ctx)
        case "later" if line.day is None and line.held:
            return Reply(when_again(matter, ctx), private=True)
    return stands(matter, ctx)


def read(ctx: Context) -> tuple[str, str, Matter]:
    verb, when, branch_id = [*ctx.args.split(":"), "", "", ""][:3]
    years = {str(ctx.today.year), str(ctx.today.year + 1)}
    year, is_known = when[:4], verb in {"show", "write", "none", "later"} and len(when) == len("2027")
    if year not in years or not (
        is_known or (verb == "on" and DAY.fullmatch(when) and attempt(date.fromisoformat, when))
    ):
        raise UserError(ctx.say("error.old_button"))
    return verb, when, Matter(Occasion.PRIDE, int(year), ctx.number(branch_id))


def tell_none(matter: Matter, ctx: Context) -> Reply:
    assert ctx.person is not None
    town = look(matter, ctx).branch.town
    chain.set_pride(ctx.session, town=town, year=matter.year, day=None, by=ctx.person.id, now=ctx.now)
    return stands(matter, ctx)


def when_again(matter: Matter, ctx: Context) -> Markup:
    """When somebody is asked the next time, and who that is."""
    ahead = [on for month in MONTHS if (on := date(matter.year, month, 1)) > ctx.today]
    if not ahead:
        return ctx.say("pride.no_more")
    named = day(ahead[0], today=ctx.today, language=ctx.texts.language)
    return ctx.say("pride.again", day=named, who=ctx.label(f"pride.who.{asked_next(ahead[0].month, matter, ctx)}"))


def asked_next(month: int, matter: Matter, ctx: Context) -> str:
    """The chair, then the contact person where there is one, at last the ombudsperson; `you` if that is who asks."""
    assert ctx.person is not None
    role = Role.CHAIR if month in CHAIR else Role.CONTACT if month == CONTACT else Role.OMBUDSPERSON
    branch_id = None if role is Role.OMBUDSPERSON else matter.branch_id
    if role is Role.CONTACT and not recipients.holders(
        ctx.session, role, today=ctx.today, platforms=recipients.ORDER, branch_id=branch_id
    ):
        role, branch_id = Role.OMBUDSPERSON, None
    return "you" if (role, branch_id) in ctx.person.posts else role.value


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
