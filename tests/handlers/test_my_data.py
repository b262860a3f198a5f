"""`/mina-uppgifter`: all that is held about whoever asks, and nothing about anybody else."""

import json
import time
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from bot.messages import dump
from storage import access, outbox, totp
from storage.models import Account, Activity, Consent, Guess, Inbox, Member, Network, NetworkMember, State, Welcome
from tests.talk import NOW, Talk


def known(talk: Talk, user: str = "1001") -> tuple[int, str]:
    with talk.database.read() as session:
        found = select(Member).join(Account, Account.member_id == Member.id).where(Account.user == user)
        member = session.exec(found).one()
        return member.id, member.ref


async def ask(talk: Talk, who: str = "medlem") -> tuple[str, dict[str, object]]:
    """The words and the file."""
    ((to, reply),) = await talk.hear(talk.incoming(who, "/mina-uppgifter"))
    assert (reply.private, to.chat) == (True, talk.incoming(who).address.chat)
    (file,) = reply.pictures
    assert (file.name, file.media_type) == ("mina-uppgifter.json", "application/json")
    return plain(reply.text), json.loads(file.content)


async def test_who_they_are_and_where_they_write_from(talk):
    words, file = await ask(talk)

    assert "namn: Alva N." in words
    assert "partiförening: Norrby" in words
    assert "app: Telegram, konto: 1001" in words
    assert file["data"]["member"][0]["ref"] == known(talk)[1]
    assert file["kinds"]["member"]["branch_id"] == "political"


async def test_everything_else_that_hangs_on_them(talk):
    member, ref = known(talk)
    other, _ = known(talk, "1002")
    with talk.database.begin() as session:
        session.add(network := Network(name="Kvinnonätverket"))
        session.flush()
        session.add_all([
            NetworkMember(network_id=network.id, member_id=member, convenes=True),
            Consent(member_id=member, platform="telegram", given_at=NOW),
            Welcome(member_id=other, branch_id=1, host_id=member, made_at=NOW, due_at=NOW),
        ])  # fmt: skip
        access.note(session, now=NOW, actor=known(talk, "1013")[1], subject=ref, what="list")
        outbox.put(session, key="k", to=("telegram", "1001", "", ""), payload="hemligt", now=NOW, member_id=member,
                   topic="activity", due_at=NOW + timedelta(days=9))  # fmt: skip
    await talk.say("medlem", "/paminn imorgon kl 9 ring kommunen")
    await talk.say("medlem", "/pausa")
    await talk.press("medlem", "En vecka")

    _, file = await ask(talk)
    words = await talk.press("medlem", "Visa allt")

    assert "nätverk: Kvinnonätverket, sammankallande: Ja" in words
    assert "vad: ring kommunen" in words
    assert "om: aktivitet, app: Telegram" in words
    assert "av: ordförande, Norrby" in words
    assert "kontaktas av: du" in words
    assert "hemligt" not in json.dumps(file)
    assert file["data"]["welcome"][0]["member_id"] == "other"
    assert {"consent", "preference", "own_reminder", "occurrence", "outbox", "access"} < set(file["data"])


async def test_nobody_else_s_name_is_told(talk):
    member, ref = known(talk)
    with talk.database.begin() as session:
        access.note(session, now=NOW, actor=known(talk, "1013")[1], subject=ref, what="list")
        names = set(session.exec(select(Member.name).where(Member.id != member)))

    words, file = await ask(talk)

    assert {name for name in names if name in words or name in json.dumps(file, ensure_ascii=False)} == set()


async def test_a_few_of_each_and_all_on_demand(talk):
    with talk.database.begin() as session:
        for n in range(9):
            outbox.put(session, key=f"k{n}", to=("telegram", "1001", "", ""), payload="", now=NOW,
                       member_id=known(talk)[0], due_at=NOW + timedelta(days=9))  # fmt: skip

    words, _ = await ask(talk)
    every = await talk.press("medlem", "Visa allt")

    assert "Meddelanden till dig (9)" in words
    assert (words.count("läge: väntar"), "… och 6 till" in words) == (3, True)
    assert every.count("läge: väntar") == 9
    # The answer with the first of them is one more.
    assert "Meddelanden till dig (10)" in every


async def test_answers_what_waits_and_codes_that_were_wrong_are_theirs_as_well(talk):
    member, _ = known(talk)
    await talk.say("medlem", "/hjalp")
    await talk.say("medlem2", "/hjalp")
    await talk.say("medlem", "/installningar", group="norrby")
    with talk.database.begin() as session:
        for user in (str(member), "99"):
            platform = totp.counted(0)[0]
            session.add(Guess(platform=platform, user=user, guessed_at=NOW))
        for who in ("1001", "1002"):
            msg = talk.incoming(who, "väntar", platform="terminal" if who == "1002" else "telegram")
            session.add(Inbox(platform=msg.address.platform, event=who, payload=dump(msg), received_at=NOW))
        session.add(Inbox(platform="slack", event="T1:1001:17.5", payload="", received_at=NOW, done_at=NOW))

    _, file = await ask(talk)

    found = {table: [row["platform"] for row in file["data"][table]] for table in ("outbox", "inbox", "guess")}
    assert found == {"outbox": ["telegram"] * 2, "inbox": ["telegram"], "guess": ["totp"]}
    assert "väntar" not in json.dumps(file["data"]["inbox"])


async def test_who_is_responsible_for_something_without_a_network_sees_it(talk):
    with talk.database.begin() as session:
        session.get_one(Activity, 1).contact_id = known(talk)[0]

    _, file = await ask(talk)

    assert file["data"]["activity"][0]["network_id"] is None


@pytest.mark.parametrize("action", ["my-data:all", "correct:form", "forget-me:yes", "pause:day", "audit:0"])
async def test_a_stranger_gets_nothing_by_a_forged_button(talk, action):
    assert (await talk.say("gast", "", action=action)).startswith("Det där är för medlemmar.")


async def test_asked_in_a_group_it_is_answered_to_the_asker_alone(talk):
    ((to, reply),) = await talk.hear(talk.incoming("medlem", "/mina-uppgifter", group="norrby"))

    assert (to.only, reply.private) == ("1001", True)


async def test_with_a_year_of_messages_it_takes_less_than_two_seconds(talk):
    with talk.database.begin() as session:
        for n in range(2000):
            row = outbox.put(session, key=f"k{n}", to=("telegram", "1001", "", ""), payload="", now=NOW,
                             member_id=known(talk)[0], topic="activity")  # fmt: skip
            assert row
        session.execute(outbox.TABLE.update().values(state=State.SENT, finished_at=NOW))
    began = time.perf_counter()
    _, file = await ask(talk)

    assert len(file["data"]["outbox"]) == 2000
    assert time.perf_counter() - began < 2
