"""Forgotten is forgotten: no byte of a member is left in any file, and an older copy that is restored forgets again."""

import json
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.errors import TryLater
from bot.markup import escape, plain
from bot.messages import Choice, Field, Form, Reply, dump_form, dump_reply
from storage import access, forms, outbox, tombstones
from storage.database import open_database
from storage.models import (
    Access,
    Account,
    ChainAnswer,
    Consent,
    Guess,
    Inbox,
    Invitation,
    Member,
    Outbox,
    OwnReminder,
    Post,
    State,
    Tombstone,
)
from tests.talk import NOW, Talk

NAME, TELEGRAM, SLACK, CHAT = "Kanarie (Fågel) Sång", "7770077123", "UKANARIE77", "DKANARIE88"
EMAIL, PHONE, WORDS = "kanarie@fagel.example", "070-7770099", "Hemligt ord zqzq"
# Also as JSON has it.
CANARIES = [NAME.encode(), b"Kanarie (F\\u00e5gel", *(word.encode() for word in (TELEGRAM, SLACK, CHAT, EMAIL, PHONE)),
            b"Kanarie", b"zqzq"]  # fmt: skip


def leaks(folder: Path) -> set[tuple[str, bytes]]:
    """Every file that has one of them, whatever it is."""
    return {
        (path.name, word)
        for path in folder.iterdir()
        if path.is_file()
        for word in CANARIES
        if word in path.read_bytes()
    }


def settle(session) -> int:
    """The canary with something in every table, among so many others that pages are split and moved."""
    for n in range(400):
        session.add(Member(name=f"Fyllnad {n} " + "x" * 80, branch_id=1))
    member = Member(name=NAME, branch_id=1, email=EMAIL, phone=PHONE, number="7770077124")
    session.add(member)
    session.flush()
    mine = {"member_id": member.id}
    session.add_all([
        Account(platform="telegram", user=TELEGRAM, chat=TELEGRAM, tied_at=NOW, **mine),
        Account(platform="slack", user=SLACK, chat=CHAT, tied_at=NOW, **mine),
        Consent(platform="telegram", given_at=NOW, **mine),
        Post(role="representative", first_day=NOW.date(), **mine),
        Invitation(code_hash="h", expires_at=NOW + timedelta(days=3), made_by=1, **mine),
        *(Guess(platform=app, user=user, guessed_at=NOW) for app, user in (("telegram", TELEGRAM), ("slack", SLACK))),
        OwnReminder(key="k", what=WORDS, day=NOW.date() + timedelta(days=2), wall=NOW.time(), zone="Europe/Stockholm",
                    created_at=NOW, **mine),
        ChainAnswer(occasion="pride", year=2027, branch_id=1, stand="joins", answered_by=member.id, answered_at=NOW),
        Inbox(platform="slack", event=f"T1:{CHAT}:17.5", payload="", received_at=NOW, done_at=NOW),
    ])  # fmt: skip
    forms.begin(
        session, platform="slack", chat=CHAT, sender=SLACK, definition=dump_form(Form("x", NAME, (), "")), now=NOW
    )
    asked_of_others(session)
    access.note(session, now=NOW, actor=member.ref, subject="x" * 32, what="list")
    mail(session, member.id)
    session.flush()
    return member.id


def asked_of_others(session) -> None:
    """Forms that name them, in each of the places where a form can: one is filled in half, one was handed in."""
    who = Field("who", "Vem?", kind="choice", choices=(Choice(NAME, "7"),))
    asked = (Form("a", "A", (who,), ""), Form("b", "B", (), "", escape(NAME)), Form("c", "C", (), "", ref=NAME))
    for chat, form in zip(("1013", "1014", "1015"), asked, strict=True):
        forms.begin(session, platform="telegram", chat=chat, sender=chat, definition=dump_form(form), now=NOW)
    row = forms.begin(session, platform="telegram", chat="1016", sender="1016", definition='{"name":"d"}', now=NOW)
    row.answers = json.dumps({"name": NAME})


def mail(session, member_id: int) -> None:
    """To them and about them: sent, waiting, and of no known end."""
    payload = dump_reply(Reply(f"{NAME} zqzq"))
    for n, (chat, more) in enumerate([(TELEGRAM, {"member_id": member_id}), ("1016", {}),
                                      ("1016", {"ref": outbox.ABOUT.format(member_id)})]):  # fmt: skip
        for state in (State.SENT, State.UNKNOWN, State.FAILED):
            row = outbox.put(session, key=f"{n}{state}:telegram:{chat}", to=("telegram", chat, "", ""), payload=payload,
                             now=NOW, **more)  # fmt: skip
            assert row
            kept = session.get_one(Outbox, row.id)
            kept.state, kept.finished_at = state, NOW
    told = outbox.put(
        session, key="told", to=("telegram", "1016", "", ""), payload=dump_reply(Reply(escape(NAME))), now=NOW
    )
    assert told
    session.get_one(Outbox, told.id).state = State.SENT
    later = NOW + timedelta(days=1)
    for n, (platform, chat, about) in enumerate([("telegram", TELEGRAM, ""), ("slack", CHAT, ""),
                                                 ("telegram", "1016", outbox.ABOUT.format(member_id))]):  # fmt: skip
        outbox.put(session, key=f"w{n}:{chat}", to=(platform, chat, "", ""), payload=payload, now=NOW, due_at=later,
                   member_id=None if about else member_id, ref=about)  # fmt: skip


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
