"""`bot doctor`: is everything in order, and what to do where it is not."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import typer
from sqlmodel import Session

from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.opening import SAFE_SQLITE, check_age, check_content, check_file, open_named, translated
from bot.sample import load
from bot.settings import Settings
from storage import inbox, incidents, life, occurrences, outbox, schema
from storage.database import Database
from storage.models import State

PLATFORMS = ("telegram", "slack", "terminal")
# A bot that runs and is this many seconds late with something is stuck, or a platform is down.
LATE = 300.0


class Finding(NamedTuple):
    what: str
    ok: bool
    say: str


def doctor(db: Db = "", *, as_json: Json = False) -> None:
    """Look at settings, database, queue and clock; exit 1 if something needs mending."""
    settings = settings_for(db, quiet=True)
    found = list(look(settings))
    for finding in found:
        typer.echo(json.dumps(finding._asdict(), ensure_ascii=False) if as_json else line(finding))
    if not all(finding.ok for finding in found):
        raise typer.Exit(1)


def line(finding: Finding) -> str:
    return f"{'ok ' if finding.ok else 'NOT'}  {finding.what}: {finding.say}"


def look(settings: Settings) -> Iterator[Finding]:
    yield from platforms(settings)
    version = sqlite3.sqlite_version
    safe = sqlite3.sqlite_version_info >= SAFE_SQLITE
    advice = "" if safe else f" (before {'.'.join(map(str, SAFE_SQLITE))}: keep to one copy of the bot a file)"
    yield Finding("sqlite", ok=True, say=version + advice)
    try:
        yield from examine(settings)
    except SetupError as error:
        yield Finding("database", ok=False, say=str(error))


def platforms(settings: Settings) -> Iterator[Finding]:
    tokens = {"telegram": settings.telegram_token, "slack": settings.slack_bot_token}
    there = [name for name, token in tokens.items() if token.get_secret_value()]
    yield Finding("platforms", ok=True, say=", ".join(there) or "none has a token; `bot chat` works without")


def examine(settings: Settings) -> Iterator[Finding]:
    with open_named(settings.database_url) as database:
        if database.path and not database.path.exists():
            yield Finding("database", ok=True, say="not made yet; `bot chat` or `bot run` makes it")
            return
        if database.path:
            check_file(database.path)
        with translated("cannot be read"):
            check_content(database)
            check_age(database)
            current = schema.is_current(database)
        say = "whole, and its tables are today's" if current else "its tables are old: run `bot migrate`"
        yield Finding("database", ok=current, say=say)
        if current:
            yield from mail(database)


def mail(database: Database) -> Iterator[Finding]:
    with database.read() as session:
        waiting = len(inbox.waiting(session))
        yield Finding("inbox", ok=True, say=f"{waiting} waiting for an answer")
        counted = outbox.count(session)
        queue = ", ".join(f"{number} {state}" for state, number in sorted(counted.items())) or "empty"
        yield Finding("outbox", ok=True, say=queue)
        if lost := counted.get(State.UNKNOWN, 0):
            yield Finding("unknown", ok=True, say=f"{lost} may have arrived or not; see: bot reminders report")
        yield from time(session, datetime.now(UTC))
        sample = load.is_sample(session)
        yield Finding("content", ok=True, say="the invented sample district" if sample else "a district of its own")


def time(session: Session, now: datetime) -> Iterator[Finding]:
    """What the clock does: when it last ticked, what is due next, and how late it is with that."""
    seen = life.seen(session)
    state = "never run" if seen is None else f"last seen {seen.seen_at.isoformat()}"
    if seen and seen.ticked_at:
        state += f", last tick {seen.ticked_at.isoformat()}"
    yield Finding("clock", ok=True, say=state)
    if seen and seen.held_at:
        say = f"since {seen.held_at.isoformat()}: an older copy was restored; look, then: bot reminders release"
        yield Finding("held", ok=False, say=say)
    if incident := incidents.current(session):
        say = f"since {incident.opened_at.isoformat()}: a data alarm is open, only answers go out; see /larma-dataskydd"
        yield Finding("frozen", ok=False, say=say)
    dues = (
        occurrences.next_due(session),
        outbox.next_due(session, platforms=PLATFORMS, frozen=incidents.is_frozen(session)),
    )
    due = min((at for at in dues if at), default=None)
    yield Finding("next due", ok=True, say=due.isoformat() if due else "nothing")
    lag = max(0.0, (now - due).total_seconds()) if due else 0.0
    running = bool(seen and seen.stopped_at is None and now - seen.seen_at < life.GONE)
    yield Finding("lag", ok=not running or lag < LATE, say=f"{lag:.0f} s")
