"""Migrations: from nothing to where the models are and back, whole or not at all."""

import pytest
from alembic import op
from sqlalchemy import inspect
from sqlmodel import SQLModel, select

from storage import schema
from storage.models import Branch

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
