"""Messages to many at once: one outbox row for each, written in one go."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from storage.models import State
from storage.outbox import BLANK, NEW


class Copy(NamedTuple):
    """One recipient's copy of what is said to many; `quiet`: they are left in peace until it is of no use."""

    key: str
    platform: str
    chat: str
    member_id: int | None
    due_at: datetime
    quiet: bool = False


def put(
    session: Session,
    copies: Sequence[Copy],
    *,
    batch: str,
    topic: str,
    ref: str,
    now: datetime,
    deliver_until: datetime | None,
) -> None:
    """Add a push to each, in one go. Who is left in peace is counted, and told nothing."""
    same = BLANK | {
        "thread": "", "only": "", "part": 0, "payload": "", "answers": "", "edits": "", "topic": topic, "ref": ref,
        "batch": batch, "attempts": 0, "lease_owner": "", "created_at": now, "deliver_until": deliver_until,
        "sending_at": None,
    }  # fmt: skip
    rows = [same | row_of(copy, now) for copy in copies]
    if rows:
        session.connection().execute(NEW[session.get_bind().dialect.name], rows)


def row_of(copy: Copy, now: datetime) -> dict[str, Any]:
    row = copy._asdict() | {"mark": secrets.token_hex(16), "not_before": copy.due_at, "state": State.QUEUED}
    if row.pop("quiet"):
        row |= {"state": State.SUPPRESSED, "finished_at": now, "error": "quiet"}
    return row
