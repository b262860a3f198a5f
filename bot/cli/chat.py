"""`bot chat`: talk to the bot in the terminal; the first run makes a database with a sample district."""

import asyncio
import sys
from typing import Annotated

import typer

from bot import opening
from bot.adapters.prompt import Lines, lines
from bot.adapters.terminal import Shown, TerminalAdapter, is_choice
from bot.app import Bot, build, utc_now
from bot.cli.options import Db, settings_for
from bot.menus import ANY_MEMBER
from bot.messages import Address, Reply
from bot.router import entries, usable
from bot.sample import load
from bot.settings import Settings
from bot.texts import texts


def chat(
    db: Db = "",
    who: Annotated[
        str,
        typer.Option(
            "--as", metavar="WHO", help="Who you are: gast, medlem, medlem2…medlem12, ordforande, styrelse, …"
        ),
    ] = "medlem",
) -> None:
    """Talk to the bot here. Nothing leaves the machine."""
    settings = settings_for(db, quiet=True)
    known = [row["key"] for row in load.read()["person"]]
    if who not in known:
        raise typer.BadParameter(f"there is no {who}; there are: {', '.join(known)}", param_hint="--as")
    asyncio.run(talk(settings, who))


async def talk(settings: Settings, who: str) -> None:
    with opening.open_checked(settings) as database:
        opening.fill_sample(database, settings, utc_now)
        settings = opening.named(settings, database)
        adapter = TerminalAdapter(show, bold=sys.stdout.isatty())
        bot = build(settings, database, {"terminal": adapter})
        await bot.start()
        try:
            await greet(adapter, settings, who)
            await converse(bot, adapter, who)
        finally:
            await bot.stop()


async def greet(adapter: TerminalAdapter, settings: Settings, who: str) -> None:
    say = texts(settings.language)
    name = next(row["name"] for row in load.read()["person"] if row["key"] == who)
    hello = say.say("terminal.hello", district=settings.district, name=name, who=who)
    await adapter.send(Address("terminal", who), Reply(hello))


async def converse(bot: Bot, adapter: TerminalAdapter, who: str) -> None:
    """One line after another, each answered before the next is asked for."""
    listed = entries(usable(bot.dispatcher.router, ANY_MEMBER), texts(bot.settings.language))
    commands = {f"/{entry.name}": entry.description for entry in listed}
    typed: Lines = lines(f"{who}> ", commands)
    async for line in typed:
        if line.strip():
            await adapter.say(who, line)
            await bot.settle()


def show(shown: Shown) -> None:
    """Print a message: its text, then what can be chosen by its number, then what else can be pressed."""
    parts = [shown.text, *(f"[{name}: {alt}]" for name, _, alt in shown.files)]
    pressable = [button for button in shown.buttons if button.action]
    parts += [f"  [{n}] {button.label}" for n, button in enumerate(pressable, 1) if is_choice(button)]
    others = [f"[{button.label}]" for button in pressable if not is_choice(button)]
    parts += ["  " + " ".join(others)] if others else []
    parts += [f"  {button.label}: {button.url}" for button in shown.buttons if button.url]
    typer.echo("\n".join(parts) + "\n")
