"""`/resultat`: what the shifts of a year have come to, by whose they are and month, as text and as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.context import Context, is_number
from bot.errors import UserError
from bot.figures import counted, flyers, line
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.pictures import Bar, Bars, Group, Theme, sketch
from bot.router import Action, Command
from bot.wording import day
from storage import branches, networks, results
from storage.results import Owner, Sum
from storage.rights import Right, allowed, own_branches

# So many of the lines on how it went are shown, the latest.
NOTES = 5
YEAR = 4
DISTRICT = Owner()
ALL = "all"


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: one owner's results, or (None) all that somebody sees, of a year, in a light."""

    owner: Owner | None
    year: int
    theme: Theme = "light"

    @property
    def args(self) -> str:
        """As a button carries it."""
        return f"{word(self.owner)}:{self.theme}:{self.year}"


def word(owner: Owner | None) -> str:
    """A network's number stands behind an n."""
    if owner is None:
        return ALL
    if owner.network_id is not None:
        return f"n{owner.network_id}"
    return "district" if owner.branch_id is None else str(owner.branch_id)


def show(_msg: Incoming, ctx: Context) -> Reply:
    """`[YEAR]`, or "last year" as the button has it: all of it for who looks after the branches; for everybody else
    their own branch's and networks'.
    """
    before = ctx.args.strip().casefold() == ctx.label("results.button.last_year").casefold()
    year = int(ctx.args) if is_number(ctx.args, YEAR) else ctx.today.year - before
    return page(first(year, ctx), ctx)


def first(year: int, ctx: Context) -> View:
    """Where there is but one that has results, that one's."""
    assert ctx.person is not None
    if sees_all(ctx):
        return View(None, year)
    theirs = dict.fromkeys(one.owner for one in results.sums(ctx.session, year, seen(ctx)))
    if not theirs:
        return View(Owner(ctx.person.branch_id), year)
    return View(next(iter(theirs)) if len(theirs) == 1 else None, year)


def sees_all(ctx: Context) -> bool:
    return allowed(ctx.person, Right.OVERSEE, None)


def seen(ctx: Context) -> list[Owner]:
    """Whose results they see. What a network does is for those who are in it, whatever post others have."""
    assert ctx.person is not None
    joined = [Owner(network_id=one.id) for one in networks.joined(ctx.session, ctx.person.id)]
    if sees_all(ctx):
        return [DISTRICT, *(Owner(one.id) for one in branches.listed(ctx.session)), *joined]
    return [*map(Owner, sorted({ctx.person.branch_id, *own_branches(ctx.person, Right.OVERSEE)})), *joined]


def named(owner: Owner | None, ctx: Context) -> str:
    if owner is None:
        return ctx.district if sees_all(ctx) else ctx.label("results.label.yours")
    name = networks.name(ctx.session, owner.network_id) or branches.name(ctx.session, owner.branch_id)
    return name or ctx.label("help.the_district")


def page(view: View, ctx: Context) -> Reply:
    """Month by month; of several each one's year too, with a button to its months; and how it went."""
    owners = seen(ctx) if view.owner is None else [view.owner]
    found, who = results.sums(ctx.session, view.year, owners), named(view.owner, ctx)
    if not found:
        key = "results.none" if view.year >= ctx.today.year else "results.none_then"
        return Reply(ctx.say(key, year=view.year, who=who), buttons=tuple(other_years(view, owners, ctx)), private=True)
    lines = [ctx.say("results.headline", year=view.year, who=who), *months(found, ctx)]
    buttons = [look(view, ctx), *other_years(view, owners, ctx)]
    if view.owner is None:
        by_owner = grouped(found, ctx)
        lines += apart(by_owner, ctx)
        buttons = [*(own_button(owner, view, ctx) for owner in by_owner), *buttons]
    lines += noted(view, owners, ctx)
    pictures = (picture(found, who, view, ctx),)
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), pictures=pictures, private=True)


def months(found: Sequence[Sum], ctx: Context) -> list[Markup]:
    """A line for each month that has some, and one for the year."""
    names = ctx.texts.locale.months["stand-alone"]["wide"]
    by_month = {month: [one for one in found if one.month == month] for month in range(1, 13)}
    lines = [
        ctx.say("results.month", month=names[month], sums=line(results.total(ones), ctx))
        for month, ones in by_month.items()
        if ones
    ]
    return [*lines, ctx.say("results.year", sums=line(results.total(found), ctx))]


def grouped(found: Sequence[Sum], ctx: Context) -> dict[Owner, list[Sum]]:
    """Each one's, by name."""
    by_owner: dict[Owner, list[Sum]] = {}
    for one in sorted(found, key=lambda one: named(one.owner, ctx).casefold()):
        by_owner.setdefault(one.owner, []).append(one)
    return by_owner


def apart(by_owner: dict[Owner, list[Sum]], ctx: Context) -> Iterator[Markup]:
    yield ctx.say("results.by_branch")
    for owner, ones in by_owner.items():
        yield ctx.say("results.branch", branch=named(owner, ctx), sums=line(results.total(ones), ctx))


def noted(view: View, owners: Sequence[Owner], ctx: Context) -> Iterator[Markup]:
    """The latest lines on how it went, as they were written."""
    found = results.notes(ctx.session, view.year, owners, limit=NOTES)
    if found:
        yield ctx.say("results.notes")
    for one in found:
        on, note = day(one.day, today=ctx.today, language=ctx.texts.language), " ".join(one.note.split())
        key = "results.note" if view.owner else "results.note_of"
        yield ctx.say(key, day=on, note=note, branch=named(one.owner, ctx))


def own_button(owner: Owner, view: View, ctx: Context) -> Button:
    args = replace(view, owner=owner, theme="light").args
    return Button(ctx.label("results.button.branch", branch=named(owner, ctx)), f"results:{args}")


def look(view: View, ctx: Context) -> Button:
    """The same in the other light."""
    other: Theme = "light" if view.theme == "dark" else "dark"
    return Button(ctx.label(f"year.button.{other}"), f"results-look:{replace(view, theme=other).args}")


def other_years(view: View, owners: Sequence[Owner], ctx: Context) -> Iterator[Button]:
    """The year before, where there is something in it, and back to this one."""
    before = view.year - 1
    if results.sums(ctx.session, before, owners):
        key = "results.button.last_year" if view.year == ctx.today.year else "results.button.year"
        yield Button(ctx.label(key, year=before), f"results:{replace(view, year=before).args}")
    if view.year != ctx.today.year:
        yield Button(ctx.label("results.button.this_year"), f"results:{replace(view, year=ctx.today.year).args}")


def picture(found: Sequence[Sum], who: str, view: View, ctx: Context) -> Picture:
    """The months as bars."""
    title, in_order = ctx.label("results.label.title", year=view.year), sorted({one.month for one in found})
    bars = Bars(title, tuple(group(month, found, ctx) for month in in_order), who, view.theme)
    name, alt = f"{ctx.label('results.label.file')}-{view.year}.png", ctx.label("results.alt", who=who)
    return Picture(name, "image/png", alt=alt, sketch=sketch(bars))


def group(month: int, found: Sequence[Sum], ctx: Context) -> Group:
    names = ctx.texts.locale.months["stand-alone"]["wide"]
    together = results.total([one for one in found if one.month == month])
    came, handed_out = counted("figures.came", together.came, ctx), flyers(together.flyers, ctx)
    bars = Bar(together.came, str(came)), Bar(together.flyers, str(handed_out))
    return Group(names[month], str(counted("figures.shifts", together.shifts, ctx)), bars)


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`WHOSE:THEME[:YEAR]`; what a button carries may be forged.

    Raises:
        UserError: those results are not theirs to see.

    """
    which, look_of, year = [*ctx.args.split(":"), "", ""][:3]
    theme: Theme = "dark" if look_of == "dark" else "light"
    view = View(owner_of(which, ctx), ctx.number(year, digits=YEAR) if year else ctx.today.year, theme)
    if view.owner is not None and view.owner not in seen(ctx):
        raise UserError(ctx.say("error.not_allowed"))
    return page(view, ctx)


def owner_of(which: str, ctx: Context) -> Owner | None:
    if which == ALL:
        return None
    if which == "district":
        return DISTRICT
    if which.startswith("n"):
        return Owner(network_id=ctx.number(which[1:]))
    return Owner(ctx.number(which))


def show_again(msg: Incoming, ctx: Context) -> Reply:
    """The same in another light, in place of what was there."""
    return replace(press(msg, ctx), replaces=True)


ROUTES: tuple[Command | Action, ...] = (
    Command("resultat", show, aliases=("results",), needs=Right.USE),
    Action("results", press, needs=Right.USE),
    Action("results-look", show_again, needs=Right.USE),
)
