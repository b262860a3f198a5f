"""`/laget`: what the branches do on the days of the yearly chain; who chairs one sees how that one stands."""

import re
from collections.abc import Iterator
from datetime import date

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.pictures import Board, Cell, Row, State, sketch
from bot.router import Command
from bot.wording import day
from handlers.standing import deed, host, is_sure, standing
from reminders.chain_words import action, capital, headline
from reminders.pride_date import action as pride_action
from storage import chain
from storage.chain import Line, Matter
from storage.models import Occasion
from storage.rights import Right, allowed

YEAR = re.compile(r"\d{4}", re.ASCII)
# What was answered in a board's time, and what can be answered already.
BACK, AHEAD = 4, 1
# Who does something has a line each; the others are told together.
DOING = ("organises", "joins")
NOT_DOING = ("not_this_year", "waiting", "no_date", "no_pride")


def show(msg: Incoming, ctx: Context) -> Reply:
    """The whole board for who looks after the branches, the own lines for a chair."""
    assert ctx.person is not None
    year = read_year(ctx)
    lines = chain.board(ctx.session, year=year)
    if allowed(ctx.person, Right.OVERSEE, None):
        by_occasion = {occasion: [line for line in lines if line.occasion == occasion] for occasion in Occasion}
        text = "\n\n".join(paragraph(occasion, found, msg, ctx) for occasion, found in by_occasion.items())
        return Reply(Markup(text), pictures=(picture(by_occasion, year, ctx),), private=True)
    return own([line for line in lines if allowed(ctx.person, Right.OVERSEE, line.branch.id)], year, msg, ctx)


def read_year(ctx: Context) -> int:
    this = ctx.today.year
    if not ctx.args:
        return this
    if not YEAR.fullmatch(ctx.args) or not this - BACK <= int(ctx.args) <= this + AHEAD:
        raise UserError(ctx.say("overview.which_year", first=this - BACK, last=this + AHEAD))
    return int(ctx.args)


def word_of(line: Line) -> str:
    """How it stands in a word: the names of `State`, and `no_pride` where a town has none."""
    if not line.held:
        return "no_pride"
    if line.day is None:
        return "no_date"
    return line.answer.stand if line.answer else "waiting"


def paragraph(occasion: Occasion, lines: list[Line], msg: Incoming, ctx: Context) -> Markup:
    on = lines[0].day if lines else None
    name = ctx.label(f"occasion.{occasion}")
    head = headline(ctx, occasion, on, "") if on and occasion != Occasion.PRIDE else ctx.say("overview.head", name=name)
    return Markup("\n".join([head, *items(lines, msg, ctx)]))


def items(lines: list[Line], msg: Incoming, ctx: Context) -> Iterator[Markup]:
    in_order = sorted(lines, key=lambda line: line.day or date.max)
    for word in DOING:
        yield from (does(line, msg, ctx) for line in in_order if word_of(line) == word)
    for word in NOT_DOING:
        if found := [line for line in in_order if word_of(line) == word]:
            state = capital(ctx.label(f"overview.label.{word}"))
            yield ctx.say("overview.together", state=state, branches=", ".join(name_of(line, ctx) for line in found))


def does(line: Line, msg: Incoming, ctx: Context) -> Markup:
    """What a branch arranges or goes to, and its day where each has its own. What another arranges stands there."""
    said = deed(line, msg, ctx)
    if line.joins:
        key = "chain.joins" if is_sure(line, ctx) else "chain.joins_open"
        said = ctx.say(key, branch=line.branch.name, other=line.joins.name)
    if is_pride(line):
        return ctx.say("overview.deed_on", day=on_day(line, ctx), deed=said)
    return ctx.say("overview.deed", deed=said)


def is_pride(line: Line) -> bool:
    return line.occasion == Occasion.PRIDE


def on_day(line: Line, ctx: Context) -> str:
    assert line.day is not None
    return capital(day(line.day, today=ctx.today, language=ctx.texts.language))


def name_of(line: Line, ctx: Context) -> str:
    """The branch; its day too, where each has its own."""
    if line.day is None or not is_pride(line):
        return line.branch.name
    on = day(line.day, today=ctx.today, language=ctx.texts.language)
    return ctx.label("overview.label.branch_on", branch=line.branch.name, day=on)


def picture(by_occasion: dict[Occasion, list[Line]], year: int, ctx: Context) -> Picture:
    """The same as a board: a row a branch, a column an occasion."""
    rows = zip(*by_occasion.values(), strict=True)
    board = Board(
        title=ctx.label("overview.label.title", year=year),
        subtitle=day(ctx.today, today=date.min, language=ctx.texts.language),
        columns=tuple(ctx.label(f"occasion.{occasion}") for occasion in by_occasion),
        rows=tuple(Row(lines[0].branch.name, tuple(cell(line, ctx) for line in lines)) for lines in rows),
        legend={state: ctx.label(f"overview.label.{state}") for state in State},
    )
    name = f"{ctx.label('overview.label.file')}-{year}.png"
    return Picture(name, "image/png", alt=alt(by_occasion, ctx), sketch=sketch(board))


def cell(line: Line, ctx: Context) -> Cell:
    word = word_of(line)
    other = host(line, ctx) if word == "joins" else ""
    state = State.NOT_THIS_YEAR if word == "no_pride" else State(word)
    return Cell(state, ctx.label(f"overview.label.cell_{word}", other=other))


def alt(by_occasion: dict[Occasion, list[Line]], ctx: Context) -> str:
    """What the picture shows, for who cannot see it."""
    told = []
    for occasion, lines in by_occasion.items():
        words = [word for word in (*DOING, *NOT_DOING) if any(word_of(line) == word for line in lines)]
        states = "; ".join(named_together(word, lines, ctx) for word in words)
        told.append(f"{ctx.label(f'occasion.{occasion}')}: {states}.")
    return " ".join(told)


def named_together(word: str, lines: list[Line], ctx: Context) -> str:
    names = ", ".join(in_words(line, ctx) for line in lines if word_of(line) == word)
    return f"{ctx.label(f'overview.label.{word}')} {names}"


def in_words(line: Line, ctx: Context) -> str:
    """The branch, and whom it goes with."""
    if word_of(line) != "joins":
        return line.branch.name
    return f"{line.branch.name} ({ctx.label('overview.label.cell_joins', other=host(line, ctx))})"


def own(lines: list[Line], year: int, msg: Incoming, ctx: Context) -> Reply:
    """How the own branch stands, with a button for each occasion."""
    shown = [line for line in lines if line.held]
    said = [standing(line, msg, ctx) if line.day else undated(line, year, ctx) for line in shown]
    return Reply(Markup("\n\n".join(said)), buttons=tuple(button(line, year, ctx) for line in shown), private=True)


def undated(line: Line, year: int, ctx: Context) -> Markup:
    return ctx.say("overview.undated", town=line.branch.town, year=year)


def button(line: Line, year: int, ctx: Context) -> Button:
    assert line.branch.id is not None
    label = ctx.label(f"occasion.{line.occasion}")
    if line.day is None:
        return Button(label, pride_action("show", year, line.branch.id))
    return Button(label, action("show", Matter(line.occasion, year, line.branch.id)))


ROUTES = (Command("laget", show, aliases=("overview",), needs=Right.OVERSEE),)
