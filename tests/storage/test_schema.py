"""Migrations: from nothing to where the models are and back, whole or not at all."""

import pytest
from alembic import op
from sqlalchemy import func, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from storage import schema
from storage.models import TOLD_TO_NOBODY, Account, Branch, ChainAnswer, Invitation, Member, Post
from tests.talk import NOW

MADE_BY_ALEMBIC = {"alembic_version"}
# Those that keep the highest id they have given.
MADE_SO = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
POINTING = (
    (ChainAnswer.id, ChainAnswer.activity_id, ChainAnswer.answered_by),
    (Post.id, Post.member_id, Post.branch_id),
    (Account.id, Account.member_id),
    (Member.id, Member.branch_id),
)


def tables(database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - MADE_BY_ALEMBIC


def test_from_nothing_to_what_the_models_describe(blank):
    assert not schema.is_current(blank)

    schema.upgrade(blank)

    assert schema.is_current(blank)
    assert schema.revision(blank) == schema.newest()
    assert schema.differences(blank) == []
    assert tables(blank) == set(SQLModel.metadata.tables)


def test_to_where_it_is_already_nothing_happens(sample):
    schema.upgrade(sample)

    with sample.read() as session:
        assert len(session.exec(select(Branch)).all()) == 12


def test_down_and_up_again(blank):
    schema.upgrade(blank)

    schema.downgrade(blank, "base")
    assert tables(blank) == set()
    schema.upgrade(blank)

    assert schema.differences(blank) == []


def test_step_by_step(blank):
    steps = [script.revision for script in reversed(list(schema.scripts().walk_revisions()))]

    for step in steps:
        schema.upgrade(blank, step)
        assert schema.revision(blank) == step
    for step in [*reversed(steps[:-1]), "base"]:
        schema.downgrade(blank, step)

    assert (schema.revision(blank), tables(blank)) == (None, set())


@pytest.mark.parametrize("number", [1, 5, 12])
def test_one_that_ends_half_way_leaves_the_old_tables(blank, monkeypatch, number):
    made = []
    create_table = op.create_table

    def create_some(*args: object, **kwargs: object) -> object:
        made.append(args)
        if len(made) == number:
            raise KeyboardInterrupt
        return create_table(*args, **kwargs)

    monkeypatch.setattr(op, "create_table", create_some)

    with pytest.raises(KeyboardInterrupt):
        schema.upgrade(blank)

    assert (schema.revision(blank), tables(blank)) == (None, set())
    monkeypatch.undo()
    schema.upgrade(blank)
    assert schema.differences(blank) == []


def test_whoever_is_a_member_stays_one_with_all_that_is_theirs(sample):
    """Between the second step and the third the table of members changes, and others hang on it."""
    mine = (Member, Post, Account, Invitation)

    def counted() -> list[int]:
        with sample.read() as session:
            return [session.exec(select(func.count()).select_from(model)).one() for model in mine]

    before = counted()
    schema.downgrade(sample, "0002")
    schema.upgrade(sample)

    with sample.read() as session:
        refs = session.exec(select(Member.ref)).all()
    assert counted() == before
    assert len({ref for ref in refs if len(ref) == 32}) == before[0] > 20


def test_what_points_at_a_row_still_does_when_the_table_is_made_anew(sample):
    def pointing() -> list[object]:
        with sample.read() as session:
            return [session.exec(select(*columns).order_by(columns[0])).all() for columns in POINTING]

    with sample.begin() as session:
        session.add(ChainAnswer(occasion="pride", year=2027, branch_id=1, stand="joins", activity_id=1, answered_by=1,
                                answered_at=NOW))  # fmt: skip
    before = pointing()
    schema.downgrade(sample, "0003")
    schema.upgrade(sample)

    assert pointing() == before
    assert before[0][0][1:] == (1, 1)


def test_a_step_that_leaves_something_pointing_at_nothing_is_undone(sample, monkeypatch):
    schema.downgrade(sample, "0003")
    create_table = op.create_table

    def lose_a_branch(*args: object, **kwargs: object) -> object:
        op.execute("DELETE FROM branch WHERE id = 1")
        return create_table(*args, **kwargs)

    monkeypatch.setattr(op, "create_table", lose_a_branch)

    with pytest.raises((ValueError, IntegrityError), match=r"point at nothing|foreign key"):
        schema.upgrade(sample)

    assert schema.revision(sample) == "0003"
    with sample.begin() as session:
        assert len(session.exec(select(Branch)).all()) == 12
        if sample.is_sqlite:
            assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("start", ["base", "0003"])
def test_no_id_that_people_are_told_is_given_twice(blank, start):
    if start != "base":
        schema.upgrade(blank, start)
    schema.upgrade(blank)

    if blank.is_sqlite:
        with blank.engine.connect() as connection:
            made = {row.name for row in connection.exec_driver_sql(MADE_SO)}
        numbered = {table.name for table in SQLModel.metadata.sorted_tables if table.autoincrement_column is not None}
        assert numbered - made == TOLD_TO_NOBODY


def test_a_new_member_is_not_given_the_number_of_one_who_is_gone(database):
    numbers = []
    with database.begin() as session:
        session.add(Branch(id=1, name="Norrby", town="Norrby"))
        for name in ("Xenia", "Bo"):
            session.add(member := Member(name=name, branch_id=1))
            session.flush()
            numbers.append(member.id)
            session.delete(member)
            session.flush()

    assert numbers[0] != numbers[1]


def test_a_model_without_a_migration_is_seen(blank):
    schema.upgrade(blank)
    with blank.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE branch DROP COLUMN meeting_place")

    assert [difference[0] for difference in schema.differences(blank)] == ["add_column"]


def test_what_a_newer_program_made(blank):
    assert not schema.is_newer(blank)
    schema.upgrade(blank)
    assert not schema.is_newer(blank)

    with blank.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    assert schema.is_newer(blank)
    assert not schema.is_current(blank)
