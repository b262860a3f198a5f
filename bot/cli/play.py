"""`bot play`: a transcript, played for real on one platform."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.play import player
from bot.play.player import Played
from bot.play.scene import Heard
from bot.play.transcript import TranscriptError


class Platform(StrEnum):
    TERMINAL = "terminal"
    TELEGRAM = "telegram"
    SLACK = "slack"


def play(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The transcript.")],
    platform: Annotated[Platform, typer.Option(help="Where it is played.")] = Platform.TERMINAL,
    db: Db = "",
    *,
    as_json: Json = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with what is expected; exit 1 where it differs.")
    ] = False,
) -> None:
    """Play a transcript. Without --check it is printed with the true answers filled in."""
    settings_for("", quiet=True)
    try:
        played = player.run(file.read_text("utf-8-sig"), platform=platform.value, db=db)
    except TranscriptError as error:
        raise SetupError(f"{file.name}: {error}") from None
    except UnicodeDecodeError:
        raise SetupError(f"{file.name} is no text in UTF-8") from None
    if as_json:
        for heard in (h for step in played for h in step.heard):
            typer.echo(json.dumps(as_data(heard), ensure_ascii=False))
    elif not check:
        typer.echo(filled(played), nl=False)
    if check:
        judge(file, platform, played, quiet=as_json)


def judge(file: Path, platform: Platform, played: list[Played], *, quiet: bool) -> None:
    differences = [found for step in played if (found := step.difference())]
    for found in differences:
        typer.echo(f"{file.name} on {platform}, {found}", err=True)
    if differences:
        raise typer.Exit(1)
    exchanges = sum(step.done and step.step.kind == "say" for step in played)
    if not quiet:
        typer.echo(f"{file.name} on {platform}: {exchanges} exchanges as expected")


def as_data(heard: Heard) -> dict[str, Any]:
    return {
        "at": heard.at.isoformat(),
        "to": heard.to,
        "platform": heard.platform,
        "chat": heard.chat,
        "kind": heard.kind,
        "text": heard.text,
        "buttons": list(heard.buttons),
        "files": list(heard.files),
    }


def filled(played: list[Played]) -> str:
    """The transcript with the true answers in the place of what stood there."""
    blocks = []
    for step in played:
        said = [*step.lines, *notes(step)] if step.done else step.step.below
        blocks.append("".join(f"{line}\n" for line in [*filter(None, [step.step.line]), *said]))
    return "".join(blocks)


def notes(step: Played) -> list[str]:
    """The comments and blank lines that stood below."""
    return [line for line in step.step.below if not line.strip() or line.startswith("#")]
