"""`/arshjul`: what a year holds, month by month and as a wheel, for a branch or the whole district."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot import wording
from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.pictures import Mark, Theme, Wheel, sketch
from bot.router import Action, Command
from handlers.activities import hint_for, own_branch, sees_as
from handlers.meaning import understand
from reminders.own_times import LastDay, last_days
from storage import branches, occasions
from storage.activities import Scope
from storage.models import Occasion
from storage.occasions import OccasionDay
from storage.year import Dated, between

YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
NEXT_YEAR = re.compile(r"\b(?:nästa år|nasta ar|next year)\b", re.IGNORECASE)
# Activities can be planned two years ahead (bot/fields.py), and nobody looks back farther than a term.
BACK, AHEAD = 4, 2
NAMED = 3  # towns in one sentence
WORDS = ("today", "fixed", "activity", "deadline", "weekly")


class View(NamedTuple):
    """What is shown: a branch (with what the district arranges itself) or, without one, everybody's."""

    branch_id: int | None
    branch: str
    year: int
    theme: Theme = "light"


class Year(NamedTuple):
    """What happens in it, in order."""

    occasions: list[OccasionDay]
    activities: list[Dated]
    deadlines: list[LastDay]


def show_year(msg: Incoming, ctx: Context) -> Reply:
    """The branch and the year that were asked for; else one's own, and this year."""
    words, year = read_year(ctx)
    if not words:
        return show(View(*own_branch(msg, ctx), year), msg, ctx)
    wanted = understand(words, ctx)
    if wanted.kind:
        raise UserError(ctx.say("year.every_kind", kind=ctx.label(f"kind.{wanted.kind}")))
    branch = wanted.branch
    return show(View(branch.id, branch.name, year) if branch else View(None, "", year), msg, ctx)


def read_year(ctx: Context) -> tuple[str, int]:
    """The year that is written, this one if none is, and the other words."""
    this = ctx.today.year
    if NEXT_YEAR.search(ctx.args):
        return NEXT_YEAR.sub(" ", ctx.args).strip(), this + 1
    found = YEAR.search(ctx.args)
    year = int(found[1]) if found else this
    if not this - BACK <= year <= this + AHEAD:
        raise UserError(ctx.say("year.out_of_range", first=this - BACK, last=this + AHEAD))
    return YEAR.sub(" ", ctx.args, count=1).strip(), year


def show_view(msg: Incoming, ctx: Context) -> Reply:
    """What a button carries: `BRANCH:YEAR:THEME`. It may be forged: it only chooses among what anyone may ask for."""
    branch, year, theme = [*ctx.args.split(":"), "", "", ""][:3]
    fits = re.fullmatch(r"all|\d{1,9}", branch, re.ASCII) and re.fullmatch(r"20\d\d", year, re.ASCII)
    branch_id = int(branch) if fits and branch != "all" else None
    name = branches.name(ctx.session, branch_id)
    if not fits or theme not in {"light", "dark"} or (branch_id is not None and not name):
        raise UserError(ctx.say("error.old_button"))
    return show(View(branch_id, name, int(year), "dark" if theme == "dark" else "light"), msg, ctx)


def show_again(msg: Incoming, ctx: Context) -> Reply:
    """The same in another light, in place of what was there."""
    return replace(show_view(msg, ctx), replaces=True)


def show(view: View, msg: Incoming, ctx: Context) -> Reply:
    year = look_up(view, msg, ctx)
    lines = [headline(view, ctx), *months(year, ctx)]
    undated = [one.town for one in year.occasions if one.day is None]
    if undated and view.year >= ctx.today.year:
        lines.append(no_pride(undated, ctx))
    if hint := hint_for(msg, ctx):
        lines.append(hint)
    return Reply(Markup("\n".join(lines)), buttons=buttons(view, msg, ctx), pictures=(picture(view, year, ctx),))


def look_up(view: View, msg: Incoming, ctx: Context) -> Year:
    seen, mine = sees_as(msg, ctx), ctx.person.id if ctx.person and msg.private else None
    span = {"start": date(view.year, 1, 1), "end": date(view.year, 12, 31)}
    scopes: tuple[Scope, ...] = ("all",) if view.branch_id is None else (view.branch_id, "district", "networks")
    found = [
        one for scope in scopes for one in between(ctx.session, **span, scope=scope, member_of=seen, member_id=mine)
    ]
    found.sort(key=lambda one: one.day)
    fixed = occasions.days(ctx.session, year=view.year, branch_id=view.branch_id)
    return Year(fixed, found, last_days(ctx.session, **span, member_id=mine, branch_id=view.branch_id))


def headline(view: View, ctx: Context) -> Markup:
    if not view.branch:
        return ctx.say("year.headline", year=view.year, who=ctx.district)
    return ctx.say("year.headline_branch", year=view.year, branch=view.branch)


def months(year: Year, ctx: Context) -> list[Markup]:
    """A line for each month that holds something."""
    names = ctx.texts.locale.months["stand-alone"]["wide"]
    lines = []
    for month in range(1, 13):
        parts = [occasion(one, ctx) for one in year.occasions if one.day and one.day.month == month]
        if found := [one for one in year.activities if one.day.month == month]:
            parts.append(what_happens(found, ctx))
        parts += deadlines([one for one in year.deadlines if one.day.month == month], ctx)
        if parts:
            lines.append(ctx.say("year.month", month=names[month], what=Markup("; ".join(parts))))
    return lines


def deadlines(found: list[LastDay], ctx: Context) -> list[Markup]:
    """What of a month's is the same is said once: the first day, and how many more."""
    days: dict[str, list[date]] = {}
    for one in found:
        days.setdefault(one.title, []).append(one.day)
    return [
        ctx.say("year.deadline" if len(on) == 1 else "year.deadlines", day=day(on[0], ctx), n=len(on) - 1, what=title)
        for title, on in days.items()
    ]


def occasion(one: OccasionDay, ctx: Context) -> Markup:
    assert one.day is not None
    return ctx.say("year.occasion", day=day(one.day, ctx), name=name_of(one, ctx))


def name_of(one: OccasionDay, ctx: Context) -> str:
    name = ctx.label(f"occasion_name.{one.occasion}")
    return ctx.label("year.in_town", name=name, town=one.town) if one.occasion == Occasion.PRIDE else name


def day(named: date, ctx: Context) -> str:
    """Without the year, which is the headline's."""
    return wording.day(named, today=named, language=ctx.texts.language)


def no_pride(towns: list[str], ctx: Context) -> Markup:
    if len(towns) > NAMED:
        return ctx.say("year.no_pride_many", n=len(towns))
    return ctx.say("year.no_pride", towns=", ".join(towns))


def what_happens(found: list[Dated], ctx: Context) -> Markup:
    """How much there is in a month, and the first of it that is not over."""
    count = ctx.say("year.activities", n=len(found))
    ahead = next((one for one in found if one.day >= ctx.today), None)
    if ahead is None:
        return count
    how = "next" if ahead is not found[0] else "only" if len(found) == 1 else "first"
    return ctx.say(f"year.{how}", count=count, title=ahead.title, day=day(ahead.day, ctx))


def picture(view: View, year: Year, ctx: Context) -> Picture:
    """The same as a wheel."""
    fixed = [Mark(one.day, capital(name_of(one, ctx)), "fixed") for one in year.occasions if one.day]
    planned = [Mark(one.day, one.title, "activity") for one in year.activities]
    last = [Mark(one.day, one.title, "deadline") for one in year.deadlines]
    short = ctx.texts.locale.months["stand-alone"]["abbreviated"]
    wheel = Wheel(
        title=view.branch or ctx.district,
        year=view.year,
        months=tuple(short[month].rstrip(".") for month in range(1, 13)),
        words={word: ctx.label(f"year.label.{word}") for word in WORDS},
        marks=(*fixed, *planned, *last),
        today=ctx.today if ctx.today.year == view.year else None,
        caption=str(ctx.say("year.activities", n=len(planned))) if planned else "",
        theme=view.theme,
    )
    who = view.branch or ctx.district
    alt = ctx.label("year.alt", year=view.year, who=who, fixed=len(fixed), activities=len(planned))
    return Picture(f"{ctx.label('year.label.file')}-{view.year}.png", "image/png", alt=alt, sketch=sketch(wheel))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def buttons(view: View, msg: Incoming, ctx: Context) -> tuple[Button, ...]:
    """Between the branch and the district, light and dark, this year and the next."""
    home_id, home = own_branch(msg, ctx)
    found = []
    if view.branch:
        found.append(Button(ctx.label("year.button.district"), action("year", view._replace(branch_id=None))))
    elif home:
        found.append(Button(home, action("year", view._replace(branch_id=home_id))))
    other: Theme = "light" if view.theme == "dark" else "dark"
    found.append(Button(ctx.label(f"year.button.{other}"), action("year-look", view._replace(theme=other))))
    near = {view.year - 1, view.year + 1} & {ctx.today.year, ctx.today.year + 1}
    return (
        *found,
        *(Button(ctx.label("year.button.year", year=y), action("year", view._replace(year=y))) for y in near),
    )


def action(word: str, view: View) -> str:
    return f"{word}:{'all' if view.branch_id is None else view.branch_id}:{view.year}:{view.theme}"


ROUTES: tuple[Command | Action, ...] = (
    Command("arshjul", show_year, aliases=("arshjulet", "year")),
    Action("year", show_view),
    Action("year-look", show_again),
)
