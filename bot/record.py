"""The record of processing (article 30), made from the classes of the columns, how long they are kept, and the rows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from bot.texts import Texts, texts
from storage import classes, incidents, retention

INDENT = "  "
HEAD = ("controller", "ground", "subjects", "recipients", "transfers", "security")


def record(session: Session, district: str, now: datetime) -> dict[str, Any]:
    """What is held about people: each table with its columns by kind, how many rows, and how long."""
    incident = incidents.current(session)
    return {
        "district": district,
        "at": now.isoformat(),
        "frozen_since": incident.opened_at.isoformat() if incident else None,
        "holdings": [
            {"table": table, "rows": count(session, table), "columns": by_kind(table)} for table in classes.personal()
        ],
        "retention": [
            {"what": kept.word, "tables": list(kept.tables), "seconds": kept.span and kept.span.total_seconds()}
            for kept in retention.KEEP
        ],
    }


def count(session: Session, table: str) -> int:
    number: int = session.execute(select(func.count()).select_from(classes.tables()[table])).scalar_one()
    return number


def by_kind(table: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, kind in classes.TABLES[table].items():
        if kind not in classes.ABOUT_NOBODY:
            found.setdefault(kind.value, []).append(name)
    return found


def words(found: dict[str, Any], language: str) -> str:
    """The same for the board to read."""
    say = texts(language)

    def line(key: str, **values: Any) -> str:
        return say.label(f"privacy_report.{key}", **values)

    district = found["district"]
    lines = [line("title", district=district, day=found["at"][:10]), ""]
    if found["frozen_since"]:
        lines += [line("frozen", since=found["frozen_since"][:16]), ""]
    lines += [line(key, district=district) if key == "controller" else line(key) for key in HEAD]
    for one in found["holdings"]:
        table = one["table"]
        held = {"what": say.label(f"holding.{table}"), "why": say.label(f"holding_why.{table}")}
        lines += ["", line("holding", n=one["rows"], **held)]
        lines += [
            INDENT + line("columns", kind=say.label(f"class.{kind}"), columns=", ".join(names))
            for kind, names in one["columns"].items()
        ]
    lines += ["", line("kept"), *(INDENT + line("kept_line", **kept(say, one)) for one in retention.KEEP)]
    return "\n".join(lines)


def kept(say: Texts, one: retention.Keep) -> dict[str, str]:
    """What it is, how long, and why."""
    return {
        "what": say.label(f"retention.{one.word}"),
        "span": span(say, one.span),
        "why": say.label(f"retention_why.{one.word}"),
    }


def span(say: Texts, time: timedelta | None) -> str:
    if time is None:
        return say.label("retention_span.for_good")
    if time == retention.HOUR:
        return say.label("retention_span.hour")
    if time == retention.YEARS_2:
        return say.label("retention_span.months", n=24)
    if time < 3 * retention.DAY:
        return say.label("retention_span.hours", n=round(time / retention.HOUR))
    return say.label("retention_span.days", n=time.days)
