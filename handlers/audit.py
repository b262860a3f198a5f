"""`/loggen`: who looked at and changed whose data."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from handlers.viewers import done, who
from storage import access, branches
from storage.models import Access
from storage.rights import Right

PAGE = 10


def show(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=0)


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args))


def page(ctx: Context, *, skip: int) -> Reply:
    """Some of it, the latest first. That somebody looked here is written down as well."""
    found = access.latest(ctx.session, skip=skip, limit=PAGE + 1)
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject="", what=access.LOG)
    if not found:
        return Reply(ctx.say("audit.none" if not skip else "audit.no_more"), private=True)
    # What is written down meanwhile moves all the others on by one, this look among it.
    more = (Button(ctx.label("audit.button.more"), f"audit:{skip + PAGE + 1}"),) if len(found) > PAGE else ()
    names = named(found[:PAGE], ctx)
    lines = [ctx.say("audit.headline"), *(line(row, names, ctx) for row in found[:PAGE])]
    return Reply(Markup("\n".join(lines)), buttons=more, private=True)


def named(rows: list[Access], ctx: Context) -> dict[str, str]:
    """By ref; whoever stands there is noted once a page."""
    refs = dict.fromkeys(ref for row in rows for ref in (row.actor, row.subject))
    return {ref: who(ctx, ref, named=True) for ref in refs}


def line(row: Access, names: dict[str, str], ctx: Context) -> Markup:
    """When, who, what, and with whose."""
    whose = names[row.subject] if row.subject else branches.name(ctx.session, row.branch_id)
    said = ctx.say(
        "audit.line" if whose else "audit.line_all",
        at=row.at.astimezone(ctx.zone).strftime("%Y-%m-%d %H.%M"),
        who=names[row.actor],
        what=done(ctx, row),
        whose=whose,
    )
    return said if not row.why else ctx.say("audit.why", line=said, why=row.why)


ROUTES = (
    Command("loggen", show, aliases=("log",), needs=Right.AUDIT),
    Action("audit", show_more, needs=Right.AUDIT),
)
