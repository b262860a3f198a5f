"""`/bjud-in`: who may let whom in where, and what a code looks like."""

import re
from datetime import timedelta

import pytest
from sqlmodel import delete, select

from bot.pictures import QrCode, sketch
from bot.sample.load import CODE as HERS
from bot.sample.load import NEWCOMER
from storage import incidents
from storage.models import Access, Branch, Invitation, Member, Post, Role, Welcome
from tests.talk import IDS

CODE = re.compile(r"^/start ([\w-]{32})$", re.MULTILINE)
NAME = "Tove Lind"


def rows(talk, model, *where):
    with talk.database.read() as session:
        return session.exec(select(model).where(*where)).all()


def branch(talk, name: str) -> Branch:
    (found,) = rows(talk, Branch, Branch.name == name)
    return found


async def code_for(talk, who: str, name: str = NAME) -> str:
    return CODE.search(await talk.say(who, f"/bjud-in {name}"))[1]


async def test_a_chair_invites_somebody_new_to_the_own_branch(talk):
    code = await code_for(talk, "ordforande")

    assert (await talk.join("gast", code)).startswith(
        "Välkommen, Tove Lind! Nu vet jag att du är med i partiföreningen"
    )
    (member,) = rows(talk, Member, Member.name == NAME)
    assert member.branch_id == branch(talk, "Norrby").id
    (welcome,) = rows(talk, Welcome)
    assert (welcome.member_id, welcome.branch_id) == (member.id, member.branch_id)
    assert welcome.due_at == talk.now + timedelta(days=7)


async def test_the_answer_has_code_link_and_picture_and_is_private(talk):
    ((to, reply),) = await talk.hear(talk.incoming("ordforande", f"/bjud-in {NAME}"))

    code = CODE.search(reply.text.replace("*", ""))[1]
    link = f"https://example.org/bot?start={code}"
    assert (to.chat, reply.private) == (IDS["ordforande"], True)
    (picture,) = reply.pictures
    assert picture.alt == f"QR-kod som leder till {link}"
    assert picture.name == "inbjudan.png"
    assert picture.content.startswith(b"\x89PNG")
    assert "jag frågar om lov" in reply.text


async def test_without_telegram_there_is_only_the_code(start_talk):
    talk = await start_talk(platforms=("slack",))

    ((_, reply),) = await talk.hear(talk.incoming("U0013", f"/bjud-in {NAME}", platform="slack"))

    assert reply.pictures == ()
    assert "?start=" not in reply.text


async def test_asked_in_a_group_the_code_is_for_the_chair_alone(talk):
    ((to, _),) = await talk.hear(talk.incoming("ordforande", f"/bjud-in {NAME}", group="norrby"))

    assert to.only == IDS["ordforande"]


async def test_step_by_step(talk):
    assert "Vem ska du bjuda in?" in await talk.say("ordforande", "/bjud-in")
    await talk.say("ordforande", NAME)

    assert CODE.search(await talk.press("ordforande", "Fortsätt"))


async def test_the_ombudsperson_invites_to_any_branch(talk):
    await talk.say("ombudsperson", "/bjud-in")
    await talk.say("ombudsperson", NAME)
    await talk.press("ombudsperson", "Södersjö")

    assert CODE.search(await talk.press("ombudsperson", "Fortsätt"))
    (member,) = rows(talk, Member, Member.name == NAME)
    assert member.branch_id == branch(talk, "Södersjö").id


@pytest.mark.parametrize("who", ["medlem", "styrelse", "tekniker", "representant", "gast"])
async def test_nobody_else_invites(talk, who):
    before = len(rows(talk, Member))

    assert CODE.search(await talk.say(who, f"/bjud-in {NAME}")) is None
    assert (len(rows(talk, Member)), len(rows(talk, Invitation))) == (before, 1)


@pytest.mark.parametrize("written", [NEWCOMER, "vera", "Vea N.", "  Vera   N. "])
async def test_who_is_in_the_register_is_offered_and_not_made_twice(talk, written):
    before = len(rows(talk, Member))
    await talk.say("ordforande", f"/bjud-in {written}")
    await talk.press("ordforande", NEWCOMER)

    assert CODE.search(await talk.press("ordforande", "Bjud in"))
    assert len(rows(talk, Member)) == before
    assert rows(talk, Welcome) == []


async def test_a_namesake_is_somebody_new(talk):
    await talk.say("ordforande", f"/bjud-in {NEWCOMER}")
    await talk.press("ordforande", f"Någon ny: {NEWCOMER}")
    await talk.press("ordforande", "Bjud in")

    assert len(rows(talk, Member, Member.name == NEWCOMER)) == 2


async def test_names_of_another_branch_are_never_shown(talk):
    said = await talk.say("ordforande2", f"/bjud-in {NEWCOMER}")

    assert CODE.search(said)
    assert len(rows(talk, Member, Member.name == NEWCOMER)) == 2  # she is somebody new in Södersjö


async def test_who_has_joined_meanwhile_is_not_invited_again(talk):
    await talk.say("ordforande", f"/bjud-in {NEWCOMER}")
    await talk.press("ordforande", NEWCOMER)
    await talk.join("gast", HERS)

    assert (await talk.press("ordforande", "Bjud in")).startswith("Den personen har hunnit gå med")


@pytest.mark.parametrize(
    ("role", "branch_name", "works"),
    [
        (Role.OMBUDSPERSON, "", False),
        (Role.TECHNICIAN, "", False),
        (Role.CONTACT, "Södersjö", False),
        (Role.TREASURER, "Norrby", True),
    ],
)
async def test_nobody_invites_themselves_to_a_post(talk, role, branch_name, works):
    """A chair who used the code would hold what its member holds."""
    (vera,) = rows(talk, Member, Member.name == NEWCOMER)
    where = branch(talk, branch_name).id if branch_name else None
    with talk.database.begin() as session:
        session.add(Post(member_id=vera.id, role=role, branch_id=where, first_day=talk.now.date()))
    await talk.say("ordforande", f"/bjud-in {NEWCOMER}")
    await talk.press("ordforande", NEWCOMER)

    said = await talk.press("ordforande", "Bjud in")

    assert bool(CODE.search(said)) is works
    assert said.startswith("Den personen har ett uppdrag utanför partiföreningen") is not works


async def test_nor_to_one_that_begins_later(talk):
    (vera,) = rows(talk, Member, Member.name == NEWCOMER)
    with talk.database.begin() as session:
        first = talk.now.date() + timedelta(days=3)
        session.add(Post(member_id=vera.id, role=Role.OMBUDSPERSON, first_day=first))
    await talk.say("ordforande", f"/bjud-in {NEWCOMER}")
    await talk.press("ordforande", NEWCOMER)

    assert (await talk.press("ordforande", "Bjud in")).startswith("Den personen har ett uppdrag utanför")


async def hers(talk, who: str = "ordforande") -> str:
    """A code for who is in the register."""
    await talk.say(who, f"/bjud-in {NEWCOMER}")
    await talk.press(who, NEWCOMER)
    return CODE.search(await talk.press(who, "Bjud in"))[1]


@pytest.mark.parametrize(("role", "works"), [(Role.OMBUDSPERSON, False), (None, True)])
async def test_a_post_that_came_after_the_code_is_not_given_with_it(talk, role, works):
    """As the command line or a file gives it, which ends no codes."""
    code = await hers(talk)
    (vera,) = rows(talk, Member, Member.name == NEWCOMER)
    if role:
        with talk.database.begin() as session:
            session.add(Post(member_id=vera.id, role=role, first_day=talk.now.date()))

    assert (await talk.join("gast", code)).startswith("Välkommen") is works
    assert (await talk.join("4711", HERS)).startswith("Välkommen") is not works  # the program's own stands


@pytest.mark.parametrize("left", [True, False])
async def test_who_may_not_invite_any_more_has_let_nobody_in(talk, left):
    code = await hers(talk)
    with talk.database.begin() as session:
        (chair,) = session.exec(select(Member).where(Member.name == "Majken N."))
        if left:
            chair.left_on = talk.now.date()
        else:
            session.exec(delete(Post).where(Post.member_id == chair.id))

    assert (await talk.join("gast", code)).startswith("Den koden går inte att använda.")


async def test_the_ombudsperson_invites_who_holds_a_post(talk):
    (vera,) = rows(talk, Member, Member.name == NEWCOMER)
    with talk.database.begin() as session:
        session.add(Post(member_id=vera.id, role=Role.BOARD, first_day=talk.now.date()))
    await talk.say("ombudsperson", "/bjud-in")
    await talk.say("ombudsperson", NEWCOMER)
    await talk.press("ombudsperson", "Norrby")
    await talk.press("ombudsperson", "Fortsätt")
    await talk.press("ombudsperson", NEWCOMER)

    assert CODE.search(await talk.press("ombudsperson", "Bjud in"))


async def test_a_right_that_ended_while_the_form_was_open(talk):
    await talk.say("ordforande", "/bjud-in")
    await talk.say("ordforande", NAME)
    with talk.database.begin() as session:
        session.exec(delete(Post))

    assert (await talk.press("ordforande", "Fortsätt")).startswith("Det där får du inte göra")
    assert rows(talk, Member, Member.name == NAME) == []


@pytest.mark.parametrize("number", ["id2", "id99", "", "x"])
async def test_a_forged_branch_in_a_form_counts_for_nothing(start_talk, number):
    """A modal's answers come from outside: what was not offered is not taken."""
    talk = await start_talk(whole_forms=True)
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", "/bjud-in"))

    said = await talk.say(
        "ordforande", "", action=f"form:{reply.form.id}:send", values={"name": NAME, "branch": number}
    )

    assert CODE.search(said)
    (member,) = rows(talk, Member, Member.name == NAME)
    assert member.branch_id == branch(talk, "Norrby").id


@pytest.mark.parametrize("name", ["x" * 101, "å" * 200])
async def test_a_name_that_is_none(talk, name):
    assert (await talk.say("ordforande", f"/bjud-in {name}")).startswith("Skriv ett namn, med högst 100 tecken.")


async def test_what_is_in_a_name_is_only_words(talk):
    said = await talk.say("ordforande", "/bjud-in *Bo* [x](https://example.org)")

    assert "Här är koden för *Bo* [x](https://example.org) i Norrby." in said


async def test_twenty_a_day(talk):
    talk.bot.dispatcher.bucket.size = 0
    for n in range(20):
        assert CODE.search(await talk.say("ordforande", f"/bjud-in {chr(97 + n) * 5}"))

    assert (await talk.say("ordforande", f"/bjud-in {NAME}")).startswith("Du har bjudit in 20 personer")
    assert CODE.search(await talk.say("ordforande2", f"/bjud-in {NAME}"))
    await talk.wait(timedelta(days=1))
    assert CODE.search(await talk.say("ordforande", f"/bjud-in {NAME}"))


async def test_it_is_noted_who_invited_whom_and_who_saw_which_name(talk):
    await talk.say("ordforande", f"/bjud-in {NEWCOMER}")
    await talk.press("ordforande", NEWCOMER)
    await talk.press("ordforande", "Bjud in")

    (vera,) = rows(talk, Member, Member.name == NEWCOMER)
    noted = rows(talk, Access)
    assert [(row.what, row.subject, row.branch_id) for row in noted] == [
        ("name", vera.ref, vera.branch_id),
        ("invite", vera.ref, vera.branch_id),
    ]
    assert len({row.actor for row in noted} - {"", vera.ref}) == 1


async def test_the_code_is_nowhere_once_it_is_answered(talk, logged):
    code = await code_for(talk, "ordforande")

    assert code not in logged.getvalue()
    assert all(code not in row.payload for row in talk.mail())


def test_the_picture_says_the_link_and_nothing_else():
    assert sketch(QrCode("https://t.me/x?start=1")) == '{"qr":"https://t.me/x?start=1"}'


async def test_nobody_is_let_in_while_a_data_breach_is_open(talk):
    await talk.say("ordforande", "/bjud-in Vera")
    with talk.database.begin() as session:
        incidents.freeze(session, by="r", what="w", now=talk.now)

    for said in ("Vera N.", "/bjud-in Vera", "/bjud-in Helt Ny"):
        answer = await talk.say("ordforande", said)
        assert "/start" not in answer
    assert answer.startswith("Inget lämnas ut just nu")
