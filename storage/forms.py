"""Forms that somebody is filling in, so that a half-filled one survives a restart."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_
from sqlmodel import Session, col, select

from storage.models import OpenForm

LIFE = timedelta(days=1)
# So long it is known which form somebody did not finish in time, and nothing of what was in it.
KNOWN = timedelta(days=14)


def begin(session: Session, *, platform: str, chat: str, sender: str, definition: str, now: datetime) -> OpenForm:
    """Open a form; another one that this person had open here is closed."""
    close_all(session, platform=platform, chat=chat, sender=sender, now=now)
    row = OpenForm(platform=platform, chat=chat, sender=sender, definition=definition, started_at=now)
    session.add(row)
    session.flush()
    return row


def current(session: Session, *, platform: str, chat: str, sender: str, now: datetime) -> OpenForm | None:
    """The form that this person is filling in here."""
    newest = select(OpenForm).where(here(platform, chat, sender), fresh(now)).order_by(col(OpenForm.id).desc())
    return session.exec(newest.limit(1).with_for_update()).first()


def ran_out(session: Session, *, platform: str, chat: str, sender: str, now: datetime) -> str:
    """The name of the form that they did not finish here in time, once; empty when there is none."""
    old = and_(here(platform, chat, sender), col(OpenForm.closed_at).is_(None), ~fresh(now))
    row = session.exec(select(OpenForm).where(old).order_by(col(OpenForm.id).desc()).limit(1)).first()
    if row is None:
        return ""
    close_all(session, platform=platform, chat=chat, sender=sender, now=now)
    return name_of(row)


def get(session: Session, form_id: int, *, platform: str, sender: str, now: datetime) -> OpenForm | None:
    """That form, if it is theirs and still open."""
    theirs = and_(col(OpenForm.id) == form_id, col(OpenForm.platform) == platform, col(OpenForm.sender) == sender)
    return session.exec(select(OpenForm).where(theirs, fresh(now)).with_for_update()).first()


def close_all(session: Session, *, platform: str, chat: str, sender: str, now: datetime) -> int:
    """Close what they have open here; how many there were."""
    open_here = select(OpenForm).where(here(platform, chat, sender), col(OpenForm.closed_at).is_(None))
    rows = session.exec(open_here).all()
    for row in rows:
        close(row, now)
    session.flush()
    return len(rows)


def close(row: OpenForm, now: datetime) -> None:
    row.closed_at = now
    blank(row)


def blank(row: OpenForm) -> None:
    """Nothing stays of what was asked and answered but the form's name."""
    row.definition, row.answers = json.dumps({"name": name_of(row)}), "{}"


def name_of(row: OpenForm) -> str:
    name: str = json.loads(row.definition).get("name", "")
    return name


def asks_for_file(row: OpenForm) -> bool:
    return any(field.get("kind") == "file" for field in json.loads(row.definition).get("fields", ()))


def close_naming(session: Session, names: Collection[str], now: datetime) -> None:
    """Close whatever form has one of these words in it, whoever fills it in."""
    for row in session.exec(select(OpenForm).where(or_(*(has(name) for name in names)))):
        said = "\n".join(strings([json.loads(row.definition), json.loads(row.answers)]))
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in names):
            close(row, row.closed_at or now)
    session.flush()


def has(name: str) -> ColumnElement[bool]:
    """As JSON has it; also within another word, for a first look."""
    written = json.dumps(name)[1:-1]
    columns = (col(OpenForm.definition), col(OpenForm.answers))
    return or_(*(column.contains(written, autoescape=True) for column in columns))


def strings(value: Any) -> Iterator[str]:
    """Every text in what JSON holds, to any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def here(platform: str, chat: str, sender: str) -> ColumnElement[bool]:
    return and_(col(OpenForm.platform) == platform, col(OpenForm.chat) == chat, col(OpenForm.sender) == sender)


def fresh(now: datetime) -> ColumnElement[bool]:
    return and_(col(OpenForm.closed_at).is_(None), col(OpenForm.started_at) > now - LIFE)


def purge(session: Session, now: datetime) -> int:
    """Forget forms that were handed in or left, and all but the name of those that are too old to go on with."""
    gone = delete(OpenForm).where(or_(col(OpenForm.closed_at).is_not(None), col(OpenForm.started_at) <= now - KNOWN))
    count = session.connection().execute(gone).rowcount
    for row in session.exec(select(OpenForm).where(col(OpenForm.closed_at).is_(None), ~fresh(now))):
        blank(row)
    return count
