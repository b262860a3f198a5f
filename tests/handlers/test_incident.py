"""`/larma-dataskydd`: everything stops but answers, the right people know, and what waited goes when it is over."""

import csv
import io
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import access, incidents, outbox
from storage.models import Access, Account, Incident, Member, Outbox, State
from tests.talk import NOW, Talk

HOUR = timedelta(hours=1)


@pytest.fixture
async def talk(two) -> Talk:
    return two


async def confirm(talk, user: str) -> str:
    """On Slack, what was asked for on Telegram."""
    return await talk.press(user, "Ja, gör det", platform="slack")


async def alarm(talk, who: str = "tekniker", whose: str = "alla medlemmar") -> str:
    await talk.say(who, "/larma-dataskydd")
    await talk.say(who, "En dator är borta")
    await talk.press(who, whose)
    return await talk.press(who, "Stoppa allt")


def sent_to(talk, chat: str) -> list[str]:
    return [plain(reply.text) for to, reply in talk.adapter().sent if to.chat == chat]


@pytest.mark.parametrize("who", ["gast", "medlem", "ordforande", "styrelse"])
async def test_not_everyone_may(talk, who):
    assert not (await talk.say(who, "/larma-dataskydd")).startswith("Fråga 1")
    await talk.say(who, "", action="incident:lift:all")
    with talk.database.read() as session:
        assert not incidents.is_frozen(session)


async def test_pushes_stop_and_answers_do_not(talk):
    await alarm(talk)
    talk.push("1001", "utskick")
    await talk.wait(HOUR)

    assert "utskick" not in sent_to(talk, "1001")
    assert "Härnäst" in await talk.say("medlem", "/nasta-aktivitet")
    assert any("Dataskyddslarm" in text for text in sent_to(talk, "1016"))


async def test_what_is_leased_already_stays(talk):
    """The freeze comes between the lease and the wire."""
    talk.push("1001", "utskick", due_at=NOW + HOUR)
    with talk.database.begin() as session:
        (due,) = outbox.lease(session, owner=talk.bot.deliverer.owner, now=NOW + HOUR, platform="telegram", limit=9)
        incidents.freeze(session, by="r", what="w", now=NOW)
        assert talk.bot.clock.pumps["telegram"].open(session, due.id) is None

    assert [row.state for row in talk.mail()] == [State.QUEUED]


async def test_the_freeze_is_not_lifted_from_one_app_alone(talk):
    await alarm(talk)
    await talk.say("tekniker", "", action="incident:lift:all")
    with talk.database.read() as session:
        assert incidents.is_frozen(session)

    assert (await confirm(talk, "U0018")).startswith("Spärren är släppt. Inget väntar. Skriv upp vad som hände")


async def test_a_freeze_that_came_later_is_not_lifted_with_it(talk):
    await alarm(talk)
    await talk.say("tekniker", "", action="incident:lift:all")
    with talk.database.begin() as session:
        incidents.lift(session, by="r", now=talk.now)
        incidents.freeze(session, by="r", what="w", now=talk.now)

    assert (await confirm(talk, "U0018")).startswith("Det finns inget larm just nu.")
    with talk.database.read() as session:
        assert incidents.is_frozen(session)


async def test_the_clock_does_not_spin_on_what_may_not_go(talk):
    talk.push("1001", "utskick", due_at=NOW + HOUR)
    await alarm(talk)
    talk.now += 2 * HOUR
    with talk.database.read() as session:
        assert outbox.next_due(session, platforms=["telegram"]) is not None
        assert outbox.next_due(session, platforms=["telegram"], frozen=True) is None


async def test_lifted_what_waited_goes_and_what_is_too_late_does_not(talk):
    await alarm(talk)
    talk.push("1001", "i tid")
    talk.push("1002", "för sent", deliver_until=NOW + HOUR)
    await talk.wait(2 * HOUR)

    await talk.say("ombudsperson", "/larma-dataskydd")
    sure = await talk.press("ombudsperson", "Släpp spärren")
    assert "1 meddelande väntar. 1 hann bli för sent" in sure
    assert sent_to(talk, "1001") == []
    assert (await confirm(talk, "U0016")).startswith("Spärren är släppt.")

    assert (sent_to(talk, "1001"), sent_to(talk, "1002")) == (["i tid"], [])
    assert "Dataskyddslarmet är över" in sent_to(talk, "1018")[-1]
    with talk.database.read() as session:
        assert session.exec(select(Incident.closed_at)).one() == talk.now


async def test_the_papers_say_what_is_known_and_by_when(talk):
    said = await alarm(talk)
    files = {file.name: file.content.decode("utf-8-sig") for _, r in talk.adapter().sent for file in r.pictures}

    assert "senast torsdag 11 februari kl. 09.00" in said
    assert "Lämnas senast: 2027-02-11 09.00 (UTC+0100)" in files["anmalan-imy-utkast.txt"]
    assert "En dator är borta" in files["anmalan-imy-utkast.txt"]
    assert "En dator är borta" in files["brev-medlemmar-utkast.txt"]
    assert "berorda.csv" not in files


async def test_the_list_is_for_the_ombudsperson_and_it_is_written_down(talk):
    with talk.database.begin() as session:
        session.add(Member(name="=1+1", branch_id=1))
    await alarm(talk, whose="Norrby")
    await talk.say("tekniker", "", action="incident:list:all")
    assert "ta ut listan över berörda: Norrby" in await talk.press("ombudsperson", "Listan över berörda")
    await confirm(talk, "U0016")
    (file,) = talk.adapter("slack").sent[-1][1].pictures
    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")

    assert head == ["namn", "partiförening", "mejl", "telefon", "app"]
    assert {row[1] for row in rows} == {"Norrby"}
    assert rows[0][0] == "'=1+1"  # a spreadsheet runs nothing
    with talk.database.read() as session:
        assert [(row.what, row.why) for row in session.exec(select(Access).order_by(Access.id))] == [
            ("freeze", ""), *[("export", "incident")] * 4,
        ]  # fmt: skip
        assert access.broken(session) is None
        norrby = set(session.exec(select(Member.ref).where(Member.branch_id == 1)))
        assert set(session.exec(select(Access.subject).where(Access.what == "export"))) == norrby
    assert all(not reply.pictures or "berorda" not in reply.pictures[0].name
               for to, reply in talk.adapter().sent if to.chat == "1018")  # fmt: skip


async def test_the_words_of_the_alarm_are_not_kept_in_the_outbox(talk):
    await alarm(talk)

    with talk.database.read() as session:
        assert [
            row.payload
            for row in session.exec(select(Outbox).where(Outbox.batch == outbox.ALARM, Outbox.platform == "telegram"))
        ] == [""]


async def test_a_second_alarm_is_the_same_one(talk):
    await alarm(talk)
    said = await talk.say("ombudsperson", "/larma-dataskydd")

    assert said.startswith("Allt är stoppat sedan måndag 8 februari kl. 09.00, i dag.")
    with talk.database.read() as session:
        assert len(session.exec(select(Incident)).all()) == 1


def test_nobody_is_counted_twice(district):
    people = incidents.affected(district, None)

    assert len(people) == len(district.exec(select(Member)).all())
    assert sum(len(one.platforms.split()) for one in people) == len(district.exec(select(Account)).all())
