"""`/aktiviteter`: all that is coming, by week, branch and kind, a page at a time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.context import Context
from bot.dates.rhythms import how
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action, Command
from bot.wording import day, span
from handlers.meaning import Wanted, understand
from storage import activities, branches
from storage.activities import Scope, Upcoming
from storage.models import Kind
from storage.quiet import at

PAGE = 6
# So much of a title stands on a button.
LABEL = 30
# "vecka 10", "v 10", "nästa vecka", "i helgen": what names a week.
WEEK = re.compile(r"\b(?:vecka|v\.?|week)\s*(?P<number>0?[1-9]|[1-4]\d|5[0-3])\b", re.IGNORECASE)
# Within so many weeks there is a 53rd: every five or six years, and seven at most where a leap year is left out.
WEEKS = 8 * 53
NEXT_WEEK = re.compile(r"\b(?:nästa vecka|nasta vecka|next week)\b", re.IGNORECASE)
THIS_WEEK = re.compile(r"\b(?:(?:den här|denna|this) (?:veckan?|week)|i veckan)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """What to list: whose, of which kind, and in which week (its Monday), if one was named."""

    scope: Scope = "all"
    kind: str = ""
    monday: date | None = None
    skip: int = 0

    def action(self, skip: int) -> str:
        monday = f"{self.monday:%Y%m%d}" if self.monday else ""
        return f"list:{self.scope}:{self.kind}:{monday}:{skip}"


def show(_msg: Incoming, ctx: Context) -> Reply:
    words, monday = read_week(ctx.args, ctx.today)
    wanted = understand(words, ctx) if words.strip() else Wanted()
    scope: Scope = wanted.branch.id if wanted.branch and wanted.branch.id else "all"
    return page(Query(scope, wanted.kind, monday), _msg, ctx)


def read_week(words: str, today: date) -> tuple[str, date | None]:
    """The Monday of the week that is named, and the words without it."""
    this = today - timedelta(days=today.weekday())
    if match := WEEK.search(words):
        return WEEK.sub(" ", words), next_week(int(match["number"]), this)
    if NEXT_WEEK.search(words):
        return NEXT_WEEK.sub(" ", words), this + timedelta(days=7)
    if THIS_WEEK.search(words):
        return THIS_WEEK.sub(" ", words), this
    return words, None


def next_week(number: int, this: date) -> date:
    """The Monday of the nearest week of that number, this week or later: the 53rd is in some years only."""
    weeks = (this + timedelta(weeks=n) for n in range(WEEKS))
    return next(monday for monday in weeks if monday.isocalendar().week == number)


def show_more(msg: Incoming, ctx: Context) -> Reply:
    """What the button carries may be forged, so it only chooses among what the asker may see anyway."""
    return page(read_query(ctx), msg, ctx)


def read_query(ctx: Context) -> Query:
    word, kind, monday, skip = [*ctx.args.split(":"), "", "", "", ""][:4]
    if kind and kind not in set(Kind):
        raise UserError(ctx.say("error.old_button"))
    scope: Scope = word if word in {"all", "district"} else ctx.number(word)  # type: ignore[assignment]
    try:
        week = datetime.strptime(monday, "%Y%m%d").date() if monday else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise UserError(ctx.say("error.old_button")) from None
    return Query(scope, kind, week, ctx.number(skip, digits=4))


def page(query: Query, msg: Incoming, ctx: Context) -> Reply:
    found = listed(query, msg, ctx)
    if not found:
        key = "listing.none_week" if query.monday else "listing.none"
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
    if query.monday:
        start = max(ctx.now, at(query.monday, time(), ctx.zone))
        until = at(query.monday + timedelta(days=7), time(), ctx.zone)
    return activities.upcoming(
        ctx.session, now=start, scope=query.scope, kind=query.kind, until=until, skip=query.skip, limit=PAGE + 1,
        member_of=person.branch_id if person else None, member_id=person.id if person else None,
    )  # fmt: skip


def named(query: Query, ctx: Context) -> dict[str, object]:
    branch = branches.name(ctx.session, query.scope) if isinstance(query.scope, int) else ""
    kind = ctx.label(f"kind.{query.kind}") if query.kind else ""
    week = query.monday.isocalendar().week if query.monday else 0
    return {"branch": branch, "kind": kind, "week": week}


def headline(query: Query, ctx: Context) -> Markup:
    """What is listed, in words."""
    said = named(query, ctx)
    parts = [ctx.say("listing.headline_branch" if said["branch"] else "listing.headline", **said)]
    parts += [ctx.say("listing.of_kind", **said)] if query.kind else []
    parts += [ctx.say("listing.in_week", **said)] if query.monday else []
    return ctx.say("listing.intro", what=Markup(", ".join(parts)))


def line(one: Upcoming, ctx: Context) -> Markup:
    on = day(one.starts_at.astimezone(ctx.zone).date(), today=ctx.today, language=ctx.texts.language)
    hours = span(one.starts_at, None, language=ctx.texts.language, zone=ctx.zone)
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
    if query.scope != "all" or query.kind or query.monday:
        return (Button(ctx.label("listing.button.all"), Query().action(0)),)
    monday = ctx.today - timedelta(days=ctx.today.weekday())
    week = Button(ctx.label("listing.button.week"), Query(monday=monday).action(0))
    if ctx.person is None:
        return (week,)
    return week, Button(
        ctx.label("listing.button.mine", branch=ctx.person.branch), Query(ctx.person.branch_id).action(0)
    )


ROUTES = (
    Command("aktiviteter", show, aliases=("activities", "kalendarium")),
    Action("list", show_more),
)
