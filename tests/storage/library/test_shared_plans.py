"""Real plans and real questions, where they are at hand: floors a little under what was reached."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from storage.library.documents import read
from storage.library.outline import PlanText, read_outline
from storage.library.search import Entry, build

SHARED = Path(__file__).parents[3].parent / "shared"
SCORER = SHARED / "gold" / "score.py"

pytestmark = pytest.mark.skipif(
    not SCORER.exists(), reason="the shared plans and questions are not beside the checkout"
)


@pytest.fixture(scope="module")
def outlines() -> dict[str, PlanText]:
    paths = sorted((SHARED / "plans").glob("*.txt"))
    return {path.name: read_outline(read(path.name, path.read_bytes())) for path in paths}


def score(what: str, rows: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    run = folder / "run.jsonl"
    run.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    command = [sys.executable, str(SCORER), what, str(run), "--json"]
    result: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return result


def answers(outlines: dict[str, PlanText]) -> list[dict[str, Any]]:
    entries: list[Entry] = []
    docs: list[str] = []
    for plan, (name, o) in enumerate(outlines.items()):
        first = len(entries)
        entries += (
            Entry(first + n, plan, p.text, p.heading, o.organisation, o.years, o.proposal)
            for n, p in enumerate(o.passages)
        )
        docs += [name] * len(o.passages)
    index = build(entries)
    rows = []
    for line in (SHARED / "gold" / "questions.jsonl").read_text("utf-8").splitlines():
        question = json.loads(line)
        found = index.search(question["question"])
        results = [{"doc": docs[m.key], "text": entries[m.key].text, "score": m.score} for m in found.matches]
        rows.append({"id": question["id"], "answered": found.answered, "results": results})
    return rows


def test_questions_find_their_passages_and_silence_is_noticed(outlines, tmp_path):
    reached = score("answers", answers(outlines), tmp_path)["all"]
    floors = {
        "hit@1": 0.87,
        "hit@3": 0.92,
        "answered_right": 0.78,
        "refused": 0.64,
        "precision_when_answering": 0.81,
        "auroc": 0.80,
    }
    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}


def test_every_heading_organisation_year_and_status_is_read(outlines, tmp_path):
    rows = [
        {
            "doc": name,
            "title": o.title,
            "organisation": o.organisation,
            "years": list(o.years),
            "proposal": o.proposal,
            "sections": [{"title": s.title, "paras": list(s.paras)} for s in o.sections],
        }
        for name, o in outlines.items()
    ]
    for name, reached in score("outline", rows, tmp_path).items():
        right, _, rest = reached["headings"].partition("/")
        assert rest == f"{right} ({right} given)", name
        assert all(reached[what] for what in ("organisation", "years", "proposal")), name


def test_paragraph_numbers_are_kept(outlines):
    numbers = [para for section in outlines["storstockholm-2012.txt"].sections for para in section.paras]
    assert numbers == list(range(1, 33))
