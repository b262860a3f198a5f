"""Every column is classified, and every one that names a member is found when the member asks what there is."""

import pytest

from bot.texts import languages, texts
from storage import classes, own_data, retention
from storage.classes import ABOUT_NOBODY, TABLES, Kind


def test_every_column_is_classified_and_none_that_is_not_there():
    there = {f"{table.name}.{column.name}" for table in classes.tables().values() for column in table.columns}
    told = {f"{table}.{column}" for table, columns in TABLES.items() for column in columns}

    assert (sorted(there - told), sorted(told - there)) == ([], [])


def test_no_column_has_two_kinds():
    with pytest.raises(KeyError):
        classes.TABLES["member"]["nothing"]
    assert classes.classified(identity="a b", technical="c") == {
        "a": Kind.IDENTITY, "b": Kind.IDENTITY, "c": Kind.TECHNICAL,
    }  # fmt: skip


def test_what_names_a_member_is_about_a_person():
    keys = [(table, column) for table in TABLES for column in classes.by_id(table)]

    assert ("account", "member_id") in keys
    assert [key for key in keys if TABLES[key[0]][key[1]] in ABOUT_NOBODY] == []


def test_every_foreign_key_to_a_member_is_looked_for(session):
    """A new table cannot be forgotten: what refers to a member is found by that, and is among the personal ones."""
    referring = {
        table.name
        for table in classes.tables().values()
        if any(key.column.table.name == "member" for key in table.foreign_keys)
    }
    file = own_data.File(session, own_data.Member(id=1, ref="r", name="n", branch_id=1), own_data.Keyring())

    assert len(referring) > 8
    assert referring - set(classes.personal()) == set()
    assert {table for table in referring if file.whose(table) is None} == set()


def test_every_personal_table_is_kept_for_a_time_that_is_told():
    kept = {table for one in retention.KEEP for table in one.tables}

    assert set(classes.personal()) - kept == set()


@pytest.mark.parametrize("language", languages())
def test_all_of_it_has_a_name_that_people_read(language):
    entries = texts(language).entries
    keys = {f"holding.{table}" for table in classes.personal()} | {f"class.{kind}" for kind in Kind}
    keys |= {f"holding_why.{table}" for table in classes.personal()}
    keys |= {f"column.{c}" for t in classes.personal() for c in TABLES[t] if classes.is_shown(t, c)}
    keys |= {f"{topic}.{one.word}" for one in retention.KEEP for topic in ("retention", "retention_why")}

    assert keys - entries.keys() == set()


def test_secrets_and_the_words_of_messages_are_not_shown():
    for column in ("totp.secret", "invitation.code_hash", "outbox.payload", "access.digest", "outbox.key"):
        assert not classes.is_shown(*column.split("."))
    assert classes.is_shown("own_reminder", "what")
