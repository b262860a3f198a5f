"""`/resultat`: what the shifts of the year have come to, by branch and month, as text and as a picture."""

from dataclasses import replace

from bot.context import Context
from bot.figures import counted, flyers, line
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.pictures import Bar, Bars, Group, Theme, sketch
from bot.router import Action, Command
from storage import branches, results
from storage.results import Sum
from storage.rights import Right, allowed, own_branches


def show(_msg: Incoming, ctx: Context) -> Reply:
    """All of it for who looks after the branches; the own branch's for everybody else."""
    mine = seen(ctx)
    return of_branch(mine[0], ctx) if mine is not None and len(mine) == 1 else of_all(mine, ctx)


def seen(ctx: Context) -> list[int] | None:
    """The branches whose results they see; None for all, and what the district does."""
    assert ctx.person is not None
    if allowed(ctx.person, Right.OVERSEE, None):
        return None
    return sorted({ctx.person.branch_id, *own_branches(ctx.person, Right.OVERSEE)})


def named(branch_id: int | None, ctx: Context) -> str:
    return branches.name(ctx.session, branch_id) or ctx.label("help.the_district")


def of_branch(branch_id: int | None, ctx: Context, theme: Theme = "light") -> Reply:
    """Month by month."""
    found = [one for one in results.sums(ctx.session, ctx.today.year) if one.branch_id == branch_id]
    who = named(branch_id, ctx)
    if not found:
        return Reply(ctx.say("results.none", year=ctx.today.year, who=who), private=True)
    lines = [ctx.say("results.headline", year=ctx.today.year, who=who), *months(found, ctx)]
    pictures = (picture(found, who, theme, ctx),)
    return Reply(Markup("\n".join(lines)), buttons=(look(branch_id, theme, ctx),), pictures=pictures, private=True)


def months(found: list[Sum], ctx: Context) -> list[Markup]:
    """A line for each month that has some, and one for the year."""
    names = ctx.texts.locale.months["stand-alone"]["wide"]
    by_month = {month: [one for one in found if one.month == month] for month in range(1, 13)}
    lines = [
        ctx.say("results.month", month=names[month], sums=line(results.total(ones), ctx))
        for month, ones in by_month.items()
        if ones
    ]
    return [*lines, ctx.say("results.year", sums=line(results.total(found), ctx))]


def of_all(mine: list[int] | None, ctx: Context, theme: Theme = "light") -> Reply:
    """Month by month all together, then each branch's year, with a button to its months."""
    found = results.sums(ctx.session, ctx.today.year, mine)
    if not found:
        return Reply(ctx.say("results.none", year=ctx.today.year, who=ctx.district), private=True)
    by_branch: dict[int | None, list[Sum]] = {}
    for one in sorted(found, key=lambda one: named(one.branch_id, ctx).casefold()):
        by_branch.setdefault(one.branch_id, []).append(one)
    lines = [ctx.say("results.headline", year=ctx.today.year, who=ctx.district), *months(found, ctx)]
    lines += [ctx.say("results.by_branch")]
    lines += [
        ctx.say("results.branch", branch=named(branch_id, ctx), sums=line(results.total(ones), ctx))
        for branch_id, ones in by_branch.items()
    ]
    buttons = [
        Button(ctx.label("results.button.branch", branch=named(branch_id, ctx)), f"results:{word(branch_id)}:light")
        for branch_id in by_branch
    ]
    pictures = (picture(found, ctx.district, theme, ctx),)
    buttons.append(look("all", theme, ctx))
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), pictures=pictures, private=True)


def word(branch_id: int | str | None) -> str:
    return "district" if branch_id is None else str(branch_id)


def look(which: int | str | None, theme: Theme, ctx: Context) -> Button:
    """The same in the other light."""
    other: Theme = "light" if theme == "dark" else "dark"
    return Button(ctx.label(f"year.button.{other}"), f"results-look:{word(which)}:{other}")


def picture(found: list[Sum], who: str, theme: Theme, ctx: Context) -> Picture:
    """The months as bars."""
    title = ctx.label("results.label.title", year=ctx.today.year)
    bars = Bars(title, tuple(group(month, found, ctx) for month in sorted({one.month for one in found})), who, theme)
    name, alt = f"{ctx.label('results.label.file')}-{ctx.today.year}.png", ctx.label("results.alt", who=who)
    return Picture(name, "image/png", alt=alt, sketch=sketch(bars))


def group(month: int, found: list[Sum], ctx: Context) -> Group:
    names = ctx.texts.locale.months["stand-alone"]["wide"]
    together = results.total([one for one in found if one.month == month])
    came, handed_out = counted("figures.came", together.came, ctx), flyers(together.flyers, ctx)
    bars = Bar(together.came, str(came)), Bar(together.flyers, str(handed_out))
    return Group(names[month], str(counted("figures.shifts", together.shifts, ctx)), bars)


def show_branch(_msg: Incoming, ctx: Context) -> Reply:
    """`BRANCH:THEME`, where `district` and `all` stand for a branch; what a button carries may be forged."""
    which, _, look_of = ctx.args.partition(":")
    theme: Theme = "dark" if look_of == "dark" else "light"
    mine = seen(ctx)
    if which == "all":
        return of_all(mine, ctx, theme)
    branch_id = None if which == "district" else ctx.number(which)
    if mine is not None and branch_id not in mine:
        return Reply(ctx.say("error.not_allowed"), private=True)
    return of_branch(branch_id, ctx, theme)


def show_again(msg: Incoming, ctx: Context) -> Reply:
    """The same in another light, in place of what was there."""
    return replace(show_branch(msg, ctx), replaces=True)


ROUTES: tuple[Command | Action, ...] = (
    Command("resultat", show, aliases=("results",), needs=Right.USE),
    Action("results", show_branch, needs=Right.USE),
    Action("results-look", show_again, needs=Right.USE),
)
