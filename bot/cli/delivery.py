"""`bot reminders report` and `release`: how sending went, and letting go what is held after a restored backup."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlmodel import Session, col, select

from bot.cli.options import Db, Json, settings_for
from bot.errors import SetupError
from bot.opening import open_checked
from storage import doubt, life, occurrences, outbox
from storage.models import Fate, Occurrence

RECENT = 50
ORDER = ("sent", "failed", "suppressed", "expired", "cancelled", "unknown", "queued", "leased", "sending")


def report(db: Db = "", *, as_json: Json = False) -> None:
    """How the latest reminders went, what came too late, and every message that may have arrived or not. No names."""
    with open_checked(settings_for(db, quiet=True)) as database, database.read() as session:
        found = {name: list(rows(session)) for name, rows in SECTIONS.items()}
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found["batches"]:
        ends = ", ".join(f"{row['ends'][state]} {state}" for state in ORDER if state in row["ends"])
        what = f"{row['topic']} {row['subject']} {row['lead']}"
        typer.echo(f"{row['due_at'][:16]}  {what}: {row['audience']} = {ends or 'nobody'}")
    typer.echo(f"{len(found['missed'])} came too late to be said" + (":" if found["missed"] else "."))
    for row in found["missed"]:
        typer.echo(f"  {row['due_at'][:16]}  {row['topic']} {row['subject']} {row['lead']}".rstrip())
    typer.echo(f"{len(found['unknown'])} may have arrived or not" + (":" if found["unknown"] else "."))
    for row in found["unknown"]:
        typer.echo(f"  {row['sending_at']}  {row['platform']} {row['topic'] or 'message'} (row {row['id']})")


def batches(session: Session) -> Iterator[dict[str, Any]]:
    """The latest occurrences that were announced, newest first, each with what became of its messages."""
    done = select(Occurrence).where(Occurrence.fate == Fate.DONE, Occurrence.audience > 0)
    for row in session.exec(done.order_by(col(Occurrence.due_at).desc()).limit(RECENT)):
        ends = outbox.tally(session, f"occurrence:{row.id}")
        yield {
            "due_at": row.due_at.isoformat(), "topic": row.topic, "subject": row.subject, "lead": row.lead,
            "audience": row.audience, "ends": {state.value: number for state, number in ends.items()},
        }  # fmt: skip


def missed(session: Session) -> Iterator[dict[str, Any]]:
    """The latest occurrences that were too late to be of use, newest first."""
    late = select(Occurrence).where(Occurrence.fate == Fate.MISSED)
    for row in session.exec(late.order_by(col(Occurrence.due_at).desc()).limit(RECENT)):
        yield {"due_at": row.due_at.isoformat(), "topic": row.topic, "subject": row.subject, "lead": row.lead}


def unknown(session: Session) -> Iterator[dict[str, Any]]:
    for row in doubt.listed(session):
        at = row.sending_at.isoformat() if row.sending_at else ""
        yield {"id": row.id, "platform": row.platform, "topic": row.topic, "sending_at": at}


SECTIONS = {"batches": batches, "missed": missed, "unknown": unknown}


def release(
    db: Db = "",
    *,
    send: Annotated[
        bool, typer.Option("--send", help="Send as well what waited in the copy; some of it may come a second time.")
    ] = False,
) -> None:
    """Go on after an older copy of the database was restored. What waited in the copy is not sent."""
    with open_checked(settings_for(db, quiet=True)) as database, database.begin() as session:
        since = life.release(session)
        if since is None:
            raise SetupError("Nothing is held.")
        now = datetime.now(UTC)
        if send:
            typer.echo(f"Released: {doubt.send_held(session, now)} messages go out now, and what is due with them.")
            return
        skipped = occurrences.cancel_due(session, before=since, now=now)
        typer.echo(f"Released: reminders go out again. {skipped} that were due before are not sent.")
