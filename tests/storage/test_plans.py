"""The plans that are kept, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from storage import plans
from storage.database import Database
from storage.models import Passage, Plan

NOW = datetime(2032, 5, 1, 12, tzinfo=UTC)
PLANS = Path(__file__).parent / "library" / "plans"


def add(session: Session, name: str) -> Plan:
    return plans.add(session, text=(PLANS / name).read_text("utf-8"), source_name=name, now=NOW)[0]


def test_a_plan_is_kept_with_what_it_says_of_itself(session):
    plan, is_new = plans.add(session, text=(PLANS / "bockar.txt").read_text("utf-8"), source_name="b.txt", now=NOW)
    assert is_new
    assert (plan.title, plan.organisation) == ("Verksamhetsplan 2029–2030", "Vänsterpartiet Skärkusten")
    assert (plan.years, plan.status, plan.source_name) == ("2029-2030", "proposal", "b.txt")
    session.expire_all()
    assert plan.imported_at == NOW


def test_passages_are_kept_in_order_and_word_for_word(session):
    plan = add(session, "numrerad.txt")
    rows = list(session.exec(select(Passage).order_by(col(Passage.number))))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.text == plan.text[row.start : row.end] for row in rows)
    assert {row.para for row in rows} == {1, 2, 3, 4, 5, 6}


def test_the_same_text_twice_is_one_plan(session):
    first, _ = plans.add(session, text="Verksamhetsplan 2030\n\nVi möts.", source_name="a.txt", now=NOW)
    again, is_new = plans.add(session, text="Verksamhetsplan 2030\n\nVi möts.", source_name="b.txt", now=NOW)
    other, other_is_new = plans.add(session, text="Verksamhetsplan 2030\n\nVi möts ofta.", source_name="a.txt", now=NOW)
    assert (again.id, is_new) == (first.id, False)
    assert other_is_new
    assert other.id != first.id


def test_a_plan_that_goes_takes_its_passages_along(session):
    plan = add(session, "lindvik.md")
    session.delete(plan)
    session.flush()
    assert session.exec(select(Passage)).all() == []


def test_plans_are_listed_with_the_newest_first(session):
    for name in ("bockar.txt", "lindvik.md", "radbruten.txt", "numrerad.txt"):
        add(session, name)
    assert [plan.years for plan in plans.listed(session)] == ["2032", "2031", "2030", "2029-2030"]


def test_a_question_finds_a_passage_and_the_plan_it_stands_in(session):
    add(session, "bockar.txt")
    plan = add(session, "numrerad.txt")
    answer = plans.search(session, "vem blir vår fadder?")
    best = answer.hits[0]
    assert answer.answered
    assert best.text.startswith("Varje förening får en fadder")
    assert (best.plan_id, best.organisation, best.years) == (plan.id, "Vänsterpartiet Fjällmark", "2031")
    assert (best.status, best.para, best.heading) == ("proposal", 5, "HJÄLP TILL FÖRENINGARNA")
    assert plans.passage(session, best.passage_id) == replace(best, score=1)


def test_no_plans_no_answer(session):
    assert plans.search(session, "pride") == plans.Answer((), answered=False)
    assert plans.passage(session, 1) is None


@pytest.mark.parametrize("question", ["%", "_", "'", "\\", '"', "%pride%' OR '1'='1"])
def test_signs_that_mean_something_to_a_database_mean_nothing(session, question):
    add(session, "lindvik.md")
    assert not plans.search(session, question).answered


def test_what_another_session_has_imported_is_found_at_once(database: Database):
    with database.begin() as session:
        add(session, "lindvik.md")
    with database.begin() as session:
        assert not plans.search(session, "kaffebåt").answered
    with database.begin() as session:
        add(session, "bockar.txt")
    with database.begin() as session:
        assert plans.search(session, "kaffebåt").answered


def test_the_index_is_built_once_for_the_same_plans(database: Database):
    with database.begin() as session:
        add(session, "lindvik.md")
        first = plans.index(session)
    with database.begin() as session:
        assert plans.index(session) is first


def test_what_was_rolled_back_is_not_found(database: Database):
    with database.begin() as session:
        add(session, "lindvik.md")
    with pytest.raises(RuntimeError), database.begin() as session:  # noqa: PT012 - the error ends the transaction
        add(session, "bockar.txt")
        assert plans.search(session, "kaffebåt").answered
        raise RuntimeError
    with database.begin() as session:
        assert not plans.search(session, "kaffebåt").answered


@pytest.mark.parametrize(
    ("years", "text"), [((), ""), ((2030,), "2030"), ((2029, 2030), "2029-2030"), ((2027, 2028, 2029), "2027-2029")]
)
def test_years_as_text_and_back(years, text):
    assert plans.written(years) == text
    assert plans.counted(text) == years
