"""`bot manifest slack`: the app manifest to paste into Slack, made from the command list."""

import json
import re
from typing import Annotated

import typer

from bot.cli.options import settings_for
from bot.errors import SetupError
from bot.texts import texts

app = typer.Typer(help="What a platform wants to know about the bot.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """Print what a platform wants to know about the bot."""


@app.command("slack")
def slack(
    http: Annotated[
        str,
        typer.Option("--http", metavar="URL", help="For signed HTTP instead of Socket Mode: the bot's public address."),
    ] = "",
) -> None:
    """Print Slack's app manifest: paste it at api.slack.com/apps → Create New App → From a manifest."""
    import handlers  # noqa: PLC0415 - the routes bring in everything
    from bot.adapters.slack.manifest import manifest  # noqa: PLC0415
    from bot.router import entries  # noqa: PLC0415

    if http and not re.fullmatch(r"https://[\w.-]+\.\w+(?::\d+)?/?", http):
        raise SetupError("--http wants the bot's public address, as https://bot.example.org")
    settings = settings_for("", quiet=True)
    say = texts(settings.language)
    district = settings.district or say.label("help.the_district")
    # Slack shows everyone the same list; who may not use a command is told so.
    listed = entries([command for command in handlers.build().listed if command.menu], say)
    about = say.label("help.about", district=district)
    made = manifest(listed, say.label("help.bot_name"), about, socket_mode=not http, url=http)
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
