"""How it stands with a branch and an occasion of the yearly chain, in words."""

from datetime import date

from bot.context import Context
from bot.markup import Markup
from bot.messages import Incoming
from bot.wording import day, span
from reminders.chain_words import headline
from storage import chain, networks
from storage.chain import Line, Matter
from storage.models import Activity, Stand, Visibility
from storage.rights import Right, own_branches


def standing(line: Line, msg: Incoming, ctx: Context) -> Markup:
    """The day, and below it what the branch does then; in a group only what is public."""
    assert line.day is not None
    head = headline(ctx, line.occasion, line.day, line.branch.town)
    return Markup(f"{head}\n{deed(line, msg, ctx)}")


def deed(line: Line, msg: Incoming, ctx: Context) -> Markup:
    """What the branch does, in a sentence; the question, while it can be answered."""
    said = {"branch": line.branch.name}
    match line.answer.stand if line.answer else "":
        case Stand.ORGANISES:
            return arranging(line, msg, ctx)
        case Stand.JOINS:
            return joining(line, msg, ctx)
        case Stand.NOT_THIS_YEAR:
            return ctx.say("chain.not_this_year", **said)
    return ctx.say("chain.ask" if line.day and line.day >= ctx.today else "chain.silent", **said)


def arranging(line: Line, msg: Incoming, ctx: Context) -> Markup:
    said = {"branch": line.branch.name}
    if line.activity is None:
        return ctx.say("chain.organises_something", **said)
    if not may_see(line.activity, msg, ctx):
        return ctx.say("chain.organises_for_own", **said)
    return ctx.say("chain.organises", **said, **facts(line.activity, line.day, ctx))


def joining(line: Line, msg: Incoming, ctx: Context) -> Markup:
    said = {"branch": line.branch.name, "other": host(line, ctx)}
    if line.activity and may_see(line.activity, msg, ctx):
        return ctx.say("chain.joins_what", **said, **facts(line.activity, line.day, ctx))
    return ctx.say("chain.joins" if is_sure(line, ctx) else "chain.joins_open", **said)


def is_sure(line: Line, ctx: Context) -> bool:
    """Whether those that the branch goes with have said that they arrange something."""
    if line.joins is None or line.day is None or line.joins.id is None:
        return True
    host_line = chain.line(ctx.session, Matter(line.occasion, line.day.year, line.joins.id))
    return bool(host_line and host_line.answer and host_line.answer.stand == Stand.ORGANISES)


def host(line: Line, ctx: Context) -> str:
    """Whom the branch goes with."""
    return line.joins.name if line.joins else ctx.label("chain.the_district")


def facts(activity: Activity, on: date | None, ctx: Context) -> dict[str, str]:
    """What, when and where; its day too, when it is another than that one."""
    language = ctx.texts.language
    hours = span(activity.starts_at, activity.ends_at if activity.ends else None, language=language, zone=ctx.zone)
    if activity.day != on:
        named = day(activity.day, today=ctx.today, language=language)
        hours = ctx.say("chain.other_day", day=named, hours=hours)
    return {"title": activity.title, "when": hours, "place": activity.place}


def may_see(activity: Activity, msg: Incoming, ctx: Context) -> bool:
    """Whether what it is may be told to the one who asks: in a group only what is public."""
    if not msg.private or ctx.person is None:
        return activity.visibility == Visibility.PUBLIC
    if activity.visibility == Visibility.NETWORK:
        return networks.has(ctx.session, activity.network_id, ctx.person.id)
    answers_for = {ctx.person.branch_id, *own_branches(ctx.person, Right.ANSWER)}
    return activity.visibility != Visibility.BRANCH or activity.branch_id in answers_for
