"""Migrations: from nothing to where the models are and back, whole or not at all."""

import pytest
from alembic import op
from sqlalchemy import func, inspect
from sqlmodel import SQLModel, select

from storage import schema
from storage.models import Account, Branch, Invitation, Member, Post

MADE_BY_ALEMBIC = {"alembic_version"}


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
