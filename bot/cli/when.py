"""`bot when`: how the bot understands a date, without asking it."""

import json
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.options import Json, settings_for
from bot.dates.grammar import understand
from bot.dates.readings import Moment
from bot.errors import SetupError
from bot.markup import plain
from bot.texts import languages, texts

# What a clock can show; the tables of time zones cover it too.
YEARS = range(1970, 2101)


def when(
    text: Annotated[str, typer.Argument(help="A date, an hour or a span, as people write them.")],
    *,
    now: Annotated[
        str,
        typer.Option(metavar="TIME", help='Read it then, and not now: "2027-02-08 09:00", in the district\'s zone.'),
    ] = "",
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="Answer in sv or en, instead of LANGUAGE.")] = "",
    as_json: Json = False,
) -> None:
    """Show how a date is understood: what it means, what would be asked, or why it is refused."""
    settings = settings_for("", quiet=True)
    if language and language not in languages():
        raise SetupError(f"there is no language {language!r}; there are: {', '.join(languages())}")
    moment = read_now(now, settings.zone) if now else datetime.now(UTC)
    understood = understand(text, now=moment, zone=settings.zone, texts=texts(language or settings.language))
    start, end, say = written(understood.start), written(understood.end), plain(understood.say)
    if as_json:
        typer.echo(json.dumps({"kind": understood.kind, "start": start, "end": end, "say": say}, ensure_ascii=False))
    else:
        typer.echo(" · ".join(filter(None, (understood.kind, start, end, say))))


def read_now(text: str, zone: ZoneInfo) -> datetime:
    """A moment in ISO 8601's form; without an offset it is what the clock shows in that zone.

    Raises:
        SetupError: it is none.

    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise SetupError(f'--now wants a time between {YEARS[0]} and {YEARS[-1]}, as "2027-02-08 09:00"; not {text!r}')
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def written(moment: Moment | None) -> str | None:
    """`2027-03-08`, or `2027-03-08T18:00` where the clock there shows that."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None).isoformat(timespec="minutes")
    return moment.isoformat() if moment else None
