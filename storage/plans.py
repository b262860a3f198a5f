"""The plans that are kept, and the passages in them that answer a question."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from storage.library.outline import read_outline
from storage.library.search import Entry, Index, build
from storage.models import Passage, Plan

Version = tuple[tuple[int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, the plan it stands in, and how well it answers (0 to 1). `status`: proposal, adopted or unknown."""

    passage_id: int
    text: str
    heading: str
    para: int | None
    plan_id: int
    title: str
    organisation: str
    years: str
    status: str
    source_name: str
    score: float = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The best hits first. `answered` is false when the plans say nothing of it, though something may lie near."""

    hits: tuple[Hit, ...]
    answered: bool


def add(session: Session, *, text: str, source_name: str, now: datetime) -> tuple[Plan, bool]:
    """Keep a plan and its passages; the plan, and whether it is new. The same text a second time changes nothing."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    if found := session.exec(select(Plan).where(Plan.digest == digest)).first():
        return found, False
    outline = read_outline(text)
    plan = Plan(
        title=outline.title, organisation=outline.organisation, years=written(outline.years), status=outline.status,
        source_name=source_name, text=text, digest=digest, imported_at=now,
    )  # fmt: skip
    session.add(plan)
    session.flush()
    assert plan.id is not None
    session.add_all(
        Passage(plan_id=plan.id, number=n, text=p.text, heading=p.heading, para=p.para, start=p.start, end=p.end)
        for n, p in enumerate(outline.passages, 1)
    )
    session.flush()
    return plan, True


def written(years: tuple[int, ...]) -> str:
    """(2023, 2024) as «2023-2024»."""
    return "-".join(map(str, dict.fromkeys((*years[:1], *years[-1:]))))


def counted(years: str) -> tuple[int, ...]:
    """«2023-2024» as (2023, 2024)."""
    first, _, last = years.partition("-")
    return tuple(range(int(first), int(last or first) + 1)) if first else ()


def listed(session: Session) -> list[Plan]:
    """Every plan, the newest years first; its text is fetched only when it is asked for."""
    query = select(Plan).options(defer(col(Plan.text)))  # type: ignore[arg-type]
    return list(session.exec(query.order_by(col(Plan.years).desc(), col(Plan.organisation), col(Plan.id))))


def get(session: Session, plan_id: int) -> Plan | None:
    return session.get(Plan, plan_id)


def passage(session: Session, passage_id: int) -> Hit | None:
    """One passage by its id."""
    return hits(session, {passage_id: 1.0}).get(passage_id)


def search(session: Session, question: str, *, limit: int = 3) -> Answer:
    """The passages that answer a question best, and whether they do."""
    found = index(session).search(question, limit=limit)
    known = hits(session, {match.key: match.score for match in found.matches})
    return Answer(tuple(known[match.key] for match in found.matches), found.answered)


def hits(session: Session, scores: dict[int, float]) -> dict[int, Hit]:
    """By passage id."""
    query = select(Passage, Plan).join(Plan).where(col(Passage.id).in_(scores))
    rows = session.exec(query.options(defer(col(Plan.text))))  # type: ignore[arg-type]
    found = (hit(held, plan, scores) for held, plan in rows)
    return {held.passage_id: held for held in found}


def hit(held: Passage, plan: Plan, scores: dict[int, float]) -> Hit:
    assert held.id is not None
    assert plan.id is not None
    return Hit(
        held.id, held.text, held.heading, held.para,
        plan.id, plan.title, plan.organisation, plan.years, plan.status, plan.source_name, scores[held.id],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    version: Version
    index: Index


_built: "WeakKeyDictionary[Engine | Connection, Built]" = WeakKeyDictionary()
_building = threading.Lock()


def index(session: Session) -> Index:
    """The search index of the plans as they are now: built once, and again when any process has imported another."""
    version = tuple(session.exec(select(Plan.id, Plan.digest).order_by(col(Plan.id))).all())
    bind = session.get_bind()
    with _building:
        built = _built.get(bind)
        if built is None or built.version != version:
            built = _built[bind] = Built(version, build(entries(session)))
    return built.index


def entries(session: Session) -> list[Entry]:
    plans = {plan.id: plan for plan in listed(session)}
    rows = session.exec(select(Passage).order_by(col(Passage.plan_id), col(Passage.number)))
    return [entry(row, plans[row.plan_id]) for row in rows]


def entry(row: Passage, plan: Plan) -> Entry:
    assert row.id is not None
    years = counted(plan.years)
    return Entry(row.id, row.plan_id, row.text, row.heading, plan.organisation, years, plan.status == "proposal")
