"""`bot manifest slack`: the app manifest to paste into Slack, made from the command list."""

import json
from typing import Annotated

import typer

from bot.cli.options import in_sample, settings_for
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
    from bot.menus import entries  # noqa: PLC0415

    settings = in_sample(settings_for("", quiet=True))
    router = handlers.build()
    listed = entries(router, None, settings.language)
    about = texts(settings.language).label("help.about", district=settings.district)
    made = manifest(listed, settings.district, about, socket_mode=not http, url=http)
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
