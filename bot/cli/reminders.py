"""`bot reminders …`: what the bot says by itself, from the command line."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Annotated, NamedTuple

import typer
from sqlmodel import select

from bot.cli import delivery
from bot.cli.options import Db, Json, settings_for
from bot.cli.play import as_data
from bot.dates.days import attempt
from bot.errors import SetupError
from bot.markup import plain
from bot.opening import check_age, named, open_named, translated
from bot.play.scene import Cast, Heard
from bot.sample import load
from bot.settings import Settings
from reminders.preview import Foreseen, Preview
from reminders.registry import speaker, topics
from storage import copying, schema
from storage.database import Database
from storage.models import Group

# So many names; then just how many more.
NAMES = 3

app = typer.Typer(help="What the bot says by itself: reminders and the yearly chain.", no_args_is_help=True)
app.command("report")(delivery.report)
app.command("release")(delivery.release)


class Platform(StrEnum):
    TERMINAL = "terminal"
    TELEGRAM = "telegram"
    SLACK = "slack"


class Beginning(NamedTuple):
    """A copy to play the time through in, and from when."""

    database: Database
    start: datetime
    is_sample: bool


@app.command("preview")
def preview(
    begins_on: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day, as 2027-01-01.")] = "",
    ends_on: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day, as 2027-12-31.")] = "",
    platform: Annotated[
        Platform | None, typer.Option(help="Where; else wherever there is a token, or in the terminal.")
    ] = None,
    db: Db = "",
    *,
    as_json: Json = False,
) -> None:
    """List all that would be sent between two days if nobody answered anything. Nothing is sent, nothing is changed."""
    first, last = attempt(date.fromisoformat, begins_on), attempt(date.fromisoformat, ends_on)
    if first is None or last is None or last < first:
        raise SetupError(
            f"say from which day to which, as --from 2027-01-01 --to 2027-12-31; not {begins_on!r} to {ends_on!r}"
        )
    settings = settings_for(db, quiet=True)
    platforms = [platform.value] if platform else with_token(settings)
    begins, ends = midnight(first, settings), midnight(last + timedelta(days=1), settings)
    beginning = copy_of(settings, first)
    with beginning.database:
        heard = list(listened(beginning, named(settings, beginning.database), platforms, until=ends))
    wanted = [message for message in heard if begins <= message.at < ends]
    for line in map(as_line, wanted) if as_json else by_day(wanted):
        typer.echo(line)


def as_line(heard: Heard) -> str:
    return json.dumps(as_data(heard), ensure_ascii=False)


def with_token(settings: Settings) -> list[str]:
    tokens = {"telegram": settings.telegram_token, "slack": settings.slack_bot_token}
    return [name for name, token in tokens.items() if token.get_secret_value()] or ["terminal"]


def midnight(day: date, settings: Settings) -> datetime:
    return datetime.combine(day, time(0), settings.zone)


def copy_of(settings: Settings, first: date) -> Beginning:
    """The database as it is now; where there is none, the sample district as it would be filled on the first day."""
    with open_named(settings.database_url) as database, translated("The database cannot be read"):
        if is_filled(database):
            with database.read() as session:
                return Beginning(copying.in_memory(session), datetime.now(UTC), load.is_sample(session))
    typer.echo(f"There is no district yet: this is the sample district, filled on {first}.", err=True)
    copy, start = copying.in_memory(), midnight(first, settings)
    with copy.begin() as session:
        load.fill(session, now=start, zone=settings.time_zone, today=first)
    return Beginning(copy, start, is_sample=True)


def is_filled(database: Database) -> bool:
    """Whether there is a district in it.

    Raises:
        SetupError: its tables are not today's.

    """
    if database.path and not database.path.exists():
        return False
    check_age(database)
    if schema.revision(database) is None:
        return False
    if not schema.is_current(database):
        raise SetupError("The database's tables are old: run `bot migrate`")
    with database.read() as session:
        return not load.is_empty(session)


def listened(beginning: Beginning, settings: Settings, platforms: list[str], *, until: datetime) -> Iterator[Heard]:
    """The messages as a transcript's listeners would hear them."""
    found = Preview(beginning.database, topics(platforms, settings), speaker(settings), platforms)
    casts = {platform: Cast(platform) for platform in platforms} if beginning.is_sample else {}
    with beginning.database.read() as session:
        groups = {(group.platform, group.chat): f"group:{group.id}" for group in session.exec(select(Group))}
    for message in found.messages(beginning.start, until):
        to = hears(message, casts) or groups.get((message.platform, message.chat)) or f"member:{message.member_id}"
        yield as_heard(message, to, settings)


def hears(message: Foreseen, casts: dict[str, Cast]) -> str:
    """The cast's name of whoever hears it, in the sample district."""
    if (cast := casts.get(message.platform)) is None:
        return ""
    group = cast.groups().get(message.chat)
    return f"#{group}" if group else cast.people().get(message.chat, "")


def as_heard(message: Foreseen, to: str, settings: Settings) -> Heard:
    reply = message.reply
    return Heard(
        message.at.astimezone(settings.zone),
        to,
        message.platform,
        message.chat,
        plain(reply.text),
        tuple(button.label for button in reply.buttons),
        tuple(f"{picture.name}: {picture.alt}" for picture in reply.pictures),
        kind="push",
    )


def by_day(messages: list[Heard]) -> Iterator[str]:
    """A headline a day, and a line for all who hear the same at the same time."""
    for day, of_day in groupby(messages, key=lambda heard: heard.at.date()):
        yield str(day)
        same: dict[tuple[datetime, str], list[str]] = {}
        for heard in of_day:
            same.setdefault((heard.at, heard.text), []).append(heard.to)
        for (at, text), names in same.items():
            yield f"  {at:%H.%M}  {listed(names)}: {' · '.join(text.splitlines()[:2])}"


def listed(names: list[str]) -> str:
    more = len(names) - NAMES
    return ", ".join(names[:NAMES]) + (f" and {more} more" if more > 0 else "")
