"""`/aktiviteter`: all that is coming, by week or month, branch or network, and kind, a page at a time."""

import re
from dataclasses import dataclass
from datetime import time

from babel.dates import format_date

from bot.context import Context
from bot.dates.rhythms import how
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action, Command
from bot.wording import day
from bot.wording import span as from_to
from handlers.listing_span import Span, read_button, read_span, this_week
from handlers.meaning import Wanted, understand
from storage import activities, branches, networks
from storage.activities import Scope, Upcoming
from storage.branches import fold
from storage.models import Kind
from storage.quiet import at

PAGE = 6
# So much of a title stands on a button.
LABEL = 30


@dataclass(frozen=True, slots=True)
class Query:
    """What to list: whose, of which kind, and in which week or month (`span`), if one was named."""

    scope: Scope = "all"
    network: int = 0
    kind: str = ""
    span: Span | None = None
    skip: int = 0

    def action(self, skip: int) -> str:
        whose = f"n{self.network}" if self.network else self.scope
        return f"list:{whose}:{self.kind}:{self.span or ''}:{skip}"


def show(msg: Incoming, ctx: Context) -> Reply:
    words, span = read_span(ctx.args, ctx.today)
    words, network = read_network(words, ctx) if msg.private else (words, 0)
    wanted = understand(words, ctx) if words.strip() else Wanted()
    scope: Scope = wanted.branch.id if wanted.branch and wanted.branch.id else "all"
    return page(Query(scope, network, wanted.kind, span), msg, ctx)


def read_network(words: str, ctx: Context) -> tuple[str, int]:
    """The one of the asker's own networks that is named, and the words without it. In a group nobody learns who is in
    which.
    """
    said = fold(words)
    for one in networks.joined(ctx.session, ctx.person.id) if ctx.person else []:
        if re.search(rf"(?<!\w){re.escape(fold(one.name))}(?!\w)", said):
            return said.replace(fold(one.name), " ").strip().removesuffix(" i").removeprefix("i "), one.id or 0
    return words, 0


def show_more(msg: Incoming, ctx: Context) -> Reply:
    """What the button carries may be forged, so it only chooses among what the asker may see anyway."""
    return page(read_query(ctx), msg, ctx)


def read_query(ctx: Context) -> Query:
    word, kind, when, skip = [*ctx.args.split(":"), "", "", "", ""][:4]
    if kind and kind not in set(Kind):
        raise UserError(ctx.say("error.old_button"))
    span, number = read_button(when) if when else None, ctx.number(skip, digits=4)
    if when and span is None:
        raise UserError(ctx.say("error.old_button"))
    if word.startswith("n"):
        return Query("all", own_network(ctx.number(word[1:]), ctx), kind, span, number)
    scope: Scope = word if word in {"all", "district"} else ctx.number(word)  # type: ignore[assignment]
    return Query(scope, 0, kind, span, number)


def own_network(number: int, ctx: Context) -> int:
    """One that they are in, now: others are not told of.

    Raises:
        UserError: they are not.

    """
    if ctx.person is None or not networks.has(ctx.session, number, ctx.person.id):
        raise UserError(ctx.say("error.old_button"))
    return number


def page(query: Query, msg: Incoming, ctx: Context) -> Reply:
    found = listed(query, msg, ctx)
    if not found:
        key = f"listing.none_{query.span.kind}" if query.span else "listing.none"
        return Reply(
            ctx.say("activity.no_more" if query.skip else key, **named(query, ctx)), buttons=filters(query, ctx)
        )
    text = Markup("\n".join([headline(query, ctx), *(line(one, ctx) for one in found[:PAGE])]))
    buttons = [Button(label(one, ctx), f"see:{one.id}") for one in found[:PAGE]]
    if len(found) > PAGE:
        buttons.append(Button(ctx.label("listing.button.more"), query.action(query.skip + PAGE)))
    return Reply(text, buttons=(*buttons, *filters(query, ctx)))


def listed(query: Query, msg: Incoming, ctx: Context) -> list[Upcoming]:
    """One more than a page, to know whether there are more."""
    person = ctx.person if msg.private else None
    start, until = ctx.now, None
    if query.span:
        start = max(ctx.now, at(query.span.first, time(), ctx.zone))
        until = at(query.span.after, time(), ctx.zone)
    return activities.upcoming(
        ctx.session, now=start, scope=query.scope, network=query.network or None, kind=query.kind, until=until,
        skip=query.skip, limit=PAGE + 1,
        member_of=person.branch_id if person else None, member_id=person.id if person else None,
    )  # fmt: skip


def named(query: Query, ctx: Context) -> dict[str, object]:
    branch = branches.name(ctx.session, query.scope) if isinstance(query.scope, int) else ""
    network = networks.name(ctx.session, query.network) if query.network else ""
    kind = ctx.label(f"kind.{query.kind}") if query.kind else ""
    week = query.span.first.isocalendar().week if query.span else 0
    month = format_date(query.span.first, "LLLL y", locale=ctx.texts.locale) if query.span else ""
    return {"branch": branch or network, "kind": kind, "week": week, "month": month}


def headline(query: Query, ctx: Context) -> Markup:
    """What is listed, in words."""
    said = named(query, ctx)
    parts = [ctx.say("listing.headline_branch" if said["branch"] else "listing.headline", **said)]
    parts += [ctx.say("listing.of_kind", **said)] if query.kind else []
    parts += [ctx.say(f"listing.in_{query.span.kind}", **said)] if query.span else []
    return ctx.say("listing.intro", what=Markup(", ".join(parts)))


def line(one: Upcoming, ctx: Context) -> Markup:
    on = day(one.starts_at.astimezone(ctx.zone).date(), today=ctx.today, language=ctx.texts.language)
    hours = from_to(one.starts_at, None, language=ctx.texts.language, zone=ctx.zone)
    said = {"day": on, "hours": hours, "title": one.title, "place": one.place, "branch": one.organiser}
    line = ctx.say("listing.line" if one.organiser else "listing.line_district", **said)
    if one.rule:
        line = ctx.say("listing.comes_back", line=line, how=how(one.rule, one.exceptions, ctx.texts))
    return Markup(f"- {line}")


def label(one: Upcoming, ctx: Context) -> str:
    starts = one.starts_at.astimezone(ctx.zone)
    return ctx.label("listing.button.see", day=f"{starts.day}/{starts.month}", title=shortened(one.title, LABEL))


def filters(query: Query, ctx: Context) -> tuple[Button, ...]:
    """The ways to look at less, or at all of it again."""
    if query != Query(skip=query.skip):
        return (Button(ctx.label("listing.button.all"), Query().action(0)),)
    week = Button(ctx.label("listing.button.week"), Query(span=this_week(ctx.today)).action(0))
    if ctx.person is None:
        return (week,)
    return week, Button(
        ctx.label("listing.button.mine", branch=ctx.person.branch), Query(ctx.person.branch_id).action(0)
    )


ROUTES = (
    Command("aktiviteter", show, aliases=("activities", "kalendarium")),
    Action("list", show_more),
)
