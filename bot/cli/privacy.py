"""`bot privacy`: the record of processing made from what there is, whether the log of access is whole, and the way out
of a freeze when nobody can lift it in the chat.
"""

import json
from typing import Annotated, Any, NamedTuple

import typer
from sqlmodel import Session

from bot.app import utc_now
from bot.clean import clean
from bot.cli.options import Db, Json, settings_for
from bot.context import Context
from bot.errors import SetupError
from bot.masking import mask
from bot.messages import Reply
from bot.opening import named, open_checked
from bot.record import record, words
from bot.settings import Settings
from bot.texts import texts
from handlers.incident import TOLD
from storage import access, incidents, outbox

BROKEN = "does not follow from the one before it"
NOT_FROZEN = "nothing is frozen"
LONGEST_REASON = 200
AUTHORITY = "The authority is to know within 72 hours of the alarm, if that is not done."
UNSEALED = (
    "the log of access does not end as it was sealed: rows were taken away, or something was noted without the "
    "key in DATA_KEYS. If that was you, before there was a key: bot keys rotate"
)

app = typer.Typer(help="What is held about people, why and how long; and who looked at it.", no_args_is_help=True)


@app.command()
def report(db: Db = "", *, as_json: Json = False) -> None:
    """Print the record of processing (article 30): what is held, why, how long, and how much of it is there now."""
    settings = settings_for(db, quiet=True)
    with open_checked(settings) as database, database.read() as session:
        found = record(session, named(settings, database).district, utc_now())
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else words(found, settings.language))


@app.command()
def log(
    db: Db = "",
    *,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 when a row was changed or taken away.")] = False,
    as_json: Json = False,
) -> None:
    """Print the log of who looked at whose data, without names; or check that nobody has changed it."""
    with open_checked(settings_for(db, quiet=True)) as database, database.read() as session:
        broken = access.broken(session)
        if check and broken is not None:
            raise SetupError(f"the log of access was changed: row {broken} {BROKEN}" if broken else UNSEALED)
        if check:
            typer.echo("The log of access is whole.")
            return
        for row in rows(session):
            typer.echo(json.dumps(row, ensure_ascii=False) if as_json else " ".join(map(str, row.values())))


@app.command()
def lift(
    *,
    why: Annotated[str, typer.Option(help="The reason, for the log of access; no names.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    db: Db = "",
) -> None:
    """Lift the freeze after /larma-dataskydd, where nobody can do it in the chat: what waits is sent."""
    reason, settings = read_reason(why), settings_for(db, quiet=True)
    with open_checked(settings) as database:
        with database.read() as session:
            held = look(session)
        typer.echo(f"Frozen since {held.since}. {held.waiting} messages wait; {held.too_late} more came too late.")
        if not yes and not is_sure():
            raise SetupError("Nothing was changed: it is still frozen.")
        with database.begin() as session:
            told = go_on(session, settings, reason)
    typer.echo(f"Lifted; what waited goes out. {told} who look after the bot are told. {AUTHORITY}")


def is_sure() -> bool:
    """Nobody there to answer is a no."""
    try:
        return typer.confirm("Lift the freeze?")
    except typer.Abort:
        return False


def read_reason(why: str) -> str:
    """It stays in the log for two years, so it is short, and no number of anybody's stands in it."""
    reason = " ".join(mask(clean(why).text).text.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise SetupError(f"--why takes 1 to {LONGEST_REASON} characters: why it is safe to go on")
    return reason


class Held(NamedTuple):
    since: str
    waiting: int
    too_late: int


def look(session: Session) -> Held:
    """What stands still; SetupError when nothing does."""
    if (incident := incidents.current(session)) is None:
        raise SetupError(NOT_FROZEN)
    return Held(f"{incident.opened_at:%Y-%m-%d %H:%M} UTC", *incidents.held(session, incident, utc_now()))


def go_on(session: Session, settings: Settings, why: str) -> int:
    """Lift it, as the program itself, and tell those who may; how many they are. It may be lifted by now."""
    now = utc_now()
    if (incident := incidents.current(session)) is None:
        raise SetupError(NOT_FROZEN)
    incidents.lift(session, by="", now=now)
    access.note(session, now=now, actor="", subject="", what="lift", why=why)
    ctx = Context(session, now, settings.zone, texts(settings.language), settings.district)
    people = ctx.holders(*TOLD)
    for to in people:
        said = texts(to.language).say("incident.told_lifted_server", what=incident.what, why=why)
        ctx.push(to, Reply(said), key=f"incident.told_lifted:{incident.id}", batch=outbox.ALARM)
    return len({to.member_id for to in people})


def rows(session: Session) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "actor": row.actor or "-", "subject": row.subject or "-", "what": row.what,
         "why": row.why}
        for row in access.in_order(session)
    ]  # fmt: skip
