"""Forgotten is forgotten: no byte of a member is left in any file, and an older copy that is restored forgets again."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import TryLater
from bot.markup import plain
from storage import classes, own_data, tombstones
from storage.database import open_database
from storage.models import Access, ChainAnswer, Guess, Idea, Incident, Member, Outbox, Result, State, Tombstone
from storage.sealing import Keyring
from tests.bot.canary import CANARIES, CHAT, NAME, SLACK, TELEGRAM, WORDS, settle
from tests.talk import NOW, Talk


def leaks(folder: Path) -> set[tuple[str, bytes]]:
    """Every file that has one of them, whatever it is."""
    return {
        (path.name, word)
        for path in folder.iterdir()
        if path.is_file()
        for word in CANARIES
        if word in path.read_bytes()
    }


@pytest.fixture
async def canary(start_talk) -> Talk:
    talk = await start_talk(platforms=("telegram", "slack"))
    with talk.database.begin() as session:
        settle(session)
    return talk


@pytest.fixture
def folder(canary) -> Path:
    return canary.database.path.parent


async def forget(talk: Talk) -> str:
    await talk.say(TELEGRAM, "/nasta-aktivitet")
    await talk.say(TELEGRAM, f"/paminn imorgon kl 9 {WORDS}")
    await talk.say(SLACK, "/mina-uppgifter", platform="slack")
    await talk.say(TELEGRAM, "/installningar", group="norrby")
    await talk.say(TELEGRAM, "/mina-uppgifter")
    await talk.say(TELEGRAM, "/glom-mig")
    said = await talk.press(TELEGRAM, "Glöm mig")
    # What is on the wire when the database is tidied, is tidied with the next tick.
    await talk.wait(timedelta(seconds=10))
    return said


def backup(talk: Talk, name: str) -> Path:
    path = talk.database.path.with_name(name)
    with sqlite3.connect(talk.database.path) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    connection.close()
    return path


def test_there_is_something_of_the_canary_wherever_there_can_be(canary):
    """A table that is new fails here, until the canary is in it: so it cannot be missed when they are forgotten."""
    with canary.database.read() as session:
        member = session.exec(select(Member).where(Member.name == NAME)).one()
        held = own_data.of(session, member.id, Keyring())

    # Who was forgotten has a tombstone, and nobody else.
    assert set(classes.personal()) - set(held) == {"tombstone"}


async def test_no_byte_is_left_in_any_file_or_a_new_backup_or_the_log(canary, folder, logged):
    assert {word for _, word in leaks(folder)} == set(CANARIES)

    assert (await forget(canary)).startswith("Klart. Jag har glömt dig")

    backup(canary, "new.db")
    assert leaks(folder) == set()
    assert [word for word in CANARIES if word in logged.getvalue().encode()] == []


async def test_the_other_app_gets_a_last_word_and_nothing_of_it_is_left(canary, folder):
    await forget(canary)

    (to, reply) = canary.adapter("slack").sent[-1]
    assert to.chat == CHAT
    assert plain(reply.text).startswith("Du är glömd: det gjordes i Telegram nyss")
    assert leaks(folder) == set()


async def test_nor_where_that_app_takes_nothing_for_a_day(canary, folder):
    canary.adapter("slack").broken[CHAT] = TryLater("down", after=timedelta(hours=1))
    await forget(canary)
    assert {word for _, word in leaks(folder)} == {CHAT.encode()}

    await canary.wait(timedelta(days=1, hours=1))
    await canary.wait(timedelta(hours=2))

    assert leaks(folder) == set()
    assert [to.chat for to, reply in canary.adapter("slack").sent if "Du är glömd" in reply.text] == []


async def test_nor_where_an_app_was_left_before(canary, folder):
    await canary.say(SLACK, "/paminn", platform="slack")
    await canary.say(TELEGRAM, "", action="settings:left:slack")
    await canary.say(TELEGRAM, "/glom-mig")
    await canary.press(TELEGRAM, "Glöm mig")

    assert leaks(folder) == set()


async def test_what_stays_says_nothing_of_them(canary):
    await forget(canary)

    with canary.database.read() as session:
        assert session.exec(select(Member).where(Member.name == NAME)).first() is None
        (answer,) = session.exec(select(ChainAnswer)).all()
        assert answer.answered_by is None
        blank = session.exec(select(Outbox).where(Outbox.key.startswith("forgotten:"))).all()
        assert {(row.chat, row.payload, row.member_id) for row in blank} == {("", "", None)}
        assert {row.what for row in session.exec(select(Access))} == {"list"}
        assert session.exec(select(Outbox).where(Outbox.state == State.QUEUED)).all() == []


async def test_their_ideas_and_notes_are_gone_and_what_others_wrote_has_no_name(canary):
    await forget(canary)

    with canary.database.read() as session:
        ideas = {one.key: (one.what, one.place, one.answer) for one in session.exec(select(Idea))}
        notes = [(one.came, one.note) for one in session.exec(select(Result).order_by(Result.id))]
        assert ideas == {"became": ("", "", ""), "other": ("Tacka ***!", "", "*** är tackad")}
        assert notes == [(0, ""), (3, "*** var bäst")]
        assert session.exec(select(Incident.what)).all() == ["*** tappade en dator"]
        assert session.exec(select(Guess)).all() == []


async def test_their_waiting_messages_are_never_sent(canary):
    await forget(canary)
    before = len(canary.adapter().sent) + len(canary.adapter("slack").sent)

    await canary.wait(timedelta(days=2))

    assert len(canary.adapter().sent) + len(canary.adapter("slack").sent) == before


async def test_an_older_copy_that_is_restored_forgets_them_again(canary, folder, logged):
    older = backup(canary, "older.db")
    await forget(canary)
    await canary.bot.stop()
    path = canary.database.path
    for left in folder.glob("talk.db-*"):
        left.unlink()
    shutil.move(older, path)
    assert {name for name, _ in leaks(folder)} == {"talk.db"}

    canary.begin()
    await canary.start()

    assert leaks(folder) == set()
    assert "database.forgotten_again" in logged.getvalue()
    assert [word for word in CANARIES if word in logged.getvalue().encode()] == []
    assert "Det där är för medlemmar" in plain(await canary.say(TELEGRAM, "/mina-uppgifter"))


async def test_the_file_beside_is_for_the_bot_alone_and_names_nobody(canary, folder):
    await forget(canary)

    file = tombstones.path_for(canary.database)
    assert file.parent == folder
    assert file.stat().st_mode & 0o777 == 0o600
    with canary.database.read() as session:
        assert tombstones.read(file) == set(session.exec(select(Tombstone.digest)))


async def test_who_left_is_forgotten_after_thirty_days(canary, folder):
    with canary.database.begin() as session:
        member = session.exec(select(Member).where(Member.name == NAME)).one()
        member.left_on = NOW.date() - timedelta(days=29)
    await canary.wait(timedelta(hours=2))
    assert leaks(folder)

    await canary.wait(timedelta(days=1))

    assert leaks(folder) == set()


def test_on_a_server_the_file_is_with_the_bot_s_own_data():
    with open_database("postgresql://db.example/district") as database:
        assert tombstones.path_for(database) == Path("data/db.example-district.forgotten")
