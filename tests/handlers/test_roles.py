"""`/roller`: posts are given and ended by the ombudsperson, and only when that was confirmed on another app."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from bot.sample.load import CODE
from storage import access
from storage.models import Account, Member, Post, Role
from tests.talk import IDS, Talk

FILLED = {"name": "Alva", "branch": "Norrby", "role": "deputy", "place": "Norrby", "first": "8 februari", "last": ""}
SLACK = {"ombudsperson": "U0016", "medlem": "U0001"}


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(platforms=("telegram", "slack"), whole_forms=True)


def member(talk, who: str) -> Member:
    with talk.database.read() as session:
        number = session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()
        return session.get_one(Member, number)


def posts(talk, who: str) -> list[Post]:
    with talk.database.read() as session:
        return list(session.exec(select(Post).where(Post.member_id == member(talk, who).id).order_by(Post.id)))


async def hand_in(talk, who: str = "ombudsperson", **change: str) -> str:
    ((_, reply),) = await talk.hear(talk.incoming(who, action="roles:give"))
    said = FILLED | change
    words = {
        one.name: {choice.label: choice.value for choice in one.choices}.get(said[one.name], said[one.name])
        for one in reply.form.fields
    }
    ((_, answer),) = await talk.hear(talk.incoming(who, action=f"form:{reply.form.id}:send", values=words))
    wrong = [one.error for one in answer.form.fields if one.error] if answer.form else []
    return "\n".join(wrong) or plain(answer.text)


async def confirm(talk, label: str = "Ja, gör det", who: str = "ombudsperson") -> str:
    action = talk.button(label, "slack").action
    return await talk.say(SLACK[who], "", action=action, platform="slack", message_id="m1")


async def test_a_post_is_given_when_it_was_confirmed_on_the_other_app(talk):
    assert "frågar jag dig i Slack också" in await hand_in(talk)
    assert posts(talk, "medlem") == []

    assert await confirm(talk) == "Klart: Alva N. är nu vice ordförande i Norrby."
    (post,) = posts(talk, "medlem")
    assert (post.role, post.branch_id, post.last_day) == (Role.DEPUTY, 1, None)
    assert talk.texts()[-1].startswith("Du har fått ett uppdrag: vice ordförande i Norrby")
    with talk.database.read() as session:
        noted = access.about(session, member(talk, "medlem").ref)
    assert {one.actor for one in noted} == {member(talk, "ombudsperson").ref}
    assert [(one.what, one.why) for one in noted] == [("post", "deputy"), ("name", "/roller")]


async def test_what_was_asked_in_the_other_app_is_not_kept(talk):
    await hand_in(talk)

    (asked,) = [row for row in talk.mail() if row.key.startswith("approve:")]
    assert (asked.state, asked.payload, asked.ref) == ("sent", "", f"member:{member(talk, 'medlem').id}")


async def test_confirmed_twice_it_is_given_once(talk):
    await hand_in(talk)
    await confirm(talk)

    assert (await confirm(talk)).startswith("Det är för sent att svara på det här")
    assert len(posts(talk, "medlem")) == 1


async def test_each_yes_is_for_what_was_shown_above_it(talk):
    await hand_in(talk)
    first = talk.button("Ja, gör det", "slack").action
    await hand_in(talk, role="ombudsperson", place="distriktet")
    assert talk.button("Ja, gör det", "slack").action != first

    said = await talk.say(SLACK["ombudsperson"], "", action=first, platform="slack", message_id="m1")
    assert said == "Klart: Alva N. är nu vice ordförande i Norrby."
    assert [post.role for post in posts(talk, "medlem")] == [Role.DEPUTY]
    word, _, number = first.rpartition(":")
    for forged in (f"{word}:{int(number) + 2}", f"{word}:0", word, f"{word}:{number}:{int(number) + 1}"):
        await talk.say(SLACK["ombudsperson"], "", action=forged, platform="slack", message_id="m1")
    assert [post.role for post in posts(talk, "medlem")] == [Role.DEPUTY]


async def test_not_on_the_app_where_it_was_asked_for(talk):
    await hand_in(talk)

    action = talk.button("Ja, gör det", "slack").action
    assert (await talk.say("ombudsperson", "", action=action)).startswith("Det är för sent")
    assert posts(talk, "medlem") == []


async def test_not_after_ten_minutes(talk):
    await hand_in(talk)
    talk.now += timedelta(minutes=10)

    assert (await confirm(talk)).startswith("Det är för sent")


async def test_not_by_somebody_else(talk):
    await hand_in(talk)

    assert (await confirm(talk, who="medlem")).startswith("Det är för sent")
    assert posts(talk, "medlem") == []


async def test_who_says_that_it_was_not_them_warns_the_others(talk):
    await hand_in(talk)

    assert (await confirm(talk, "Nej, det var inte jag")).startswith("Då gör jag ingenting.")
    assert posts(talk, "medlem") == []
    assert any(said.startswith("Pella B. säger att någon annan") for said in talk.texts())


async def test_who_has_lost_the_role_meanwhile_gives_nothing(talk):
    await hand_in(talk)
    with talk.database.begin() as session:
        session.exec(select(Post).where(Post.role == Role.OMBUDSPERSON)).one().last_day = talk.now.date() - timedelta(1)

    assert (await confirm(talk)).startswith("Det där får du inte göra")
    assert posts(talk, "medlem") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Pella", "branch": "Bruksäng", "place": "Bruksäng"}, "Dig själv kan du inte ge uppdrag."),
        ({"name": "Nobody"}, "Jag hittar ingen med det namnet i Norrby."),
        ({"branch": "Södersjö"}, "Jag hittar ingen med det namnet i Södersjö."),
        ({"place": "distriktet"}, "Det uppdraget är för en partiförening."),
        ({"role": "ombudsperson"}, "Det uppdraget är för distriktet."),
        ({"first": "9 februari", "last": "8 februari"}, "Den sista dagen är före den första."),
        ({"first": "2026-02-07"}, "Den dagen har redan varit."),
        ({"last": "2027-02-07"}, "Den dagen har redan varit."),
        ({"role": "kontaktperson (fadder)", "place": ""}, "Det uppdraget är för en partiförening."),
    ],
)
async def test_what_does_not_fit_is_told(talk, change, said):
    assert (await hand_in(talk, **change)).startswith(said)
    assert posts(talk, "medlem") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Alva N. (Norrby) blir vice ordförande i Norrby från måndag 8 februari, tills vidare"),
        ({"place": ""}, "Alva N. (Norrby) blir vice ordförande i Norrby från"),
        ({"name": "alva norrby"}, "Alva N. (Norrby) blir"),
        (
            {"role": "ombudsperson", "place": "", "first": "1 mars", "last": "1 maj"},
            "Alva N. (Norrby) blir ombudsperson från måndag 1 mars, till och med lördag 1 maj",
        ),
    ],
)
async def test_what_is_confirmed_says_who_where_and_for_how_long(talk, change, said):
    assert said in await hand_in(talk, **change)


async def test_what_begins_later_is_told_so(talk):
    await hand_in(talk, first="1 mars")

    assert await confirm(talk) == "Klart: Alva N. blir vice ordförande i Norrby från måndag 1 mars."


async def test_who_has_left_meanwhile_gets_nothing(talk):
    await hand_in(talk)
    alva = member(talk, "medlem").id
    with talk.database.begin() as session:
        session.get_one(Member, alva).left_on = talk.now.date()

    assert await confirm(talk) == "Hen är inte kvar i registret, så jag gav inget uppdrag."
    assert posts(talk, "medlem") == []


async def test_an_open_invitation_does_not_give_the_post_as_well(talk):
    await hand_in(talk, name="Vera", role="ombudsperson", place="distriktet", first="1 mars")

    assert (await confirm(talk)).endswith("Ge en ny med /bjud-in.")
    assert (await talk.join("gast", CODE)).startswith("Den koden går inte att använda.")


@pytest.mark.parametrize("who", ["medlem", "ordforande", "styrelse", "tekniker", "gast"])
@pytest.mark.parametrize("action", ["roles:give", "roles:end", "end_post:1"])
async def test_nobody_else_gives_or_ends_posts(talk, who, action):
    said = await talk.say(who, "", action=action)
    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar"))


async def test_a_post_ends(talk):
    (post,) = posts(talk, "ordforande")
    await talk.say("ombudsperson", "", action=f"end_post:{post.id}")

    assert await confirm(talk) == "Klart: Majken N. är inte längre ordförande i Norrby."
    assert posts(talk, "ordforande")[0].last_day < talk.now.date()
    assert "får du inte" in await talk.say("ordforande", "/ny-aktivitet")
    assert (await talk.say("ombudsperson", "", action=f"end_post:{post.id}")).startswith(
        "Det uppdraget är redan avslutat."
    )


async def test_given_again_it_is_the_same_post_until_what_is_said_now(talk):
    for last in ("", "1 maj"):
        await hand_in(talk, last=last)
        await confirm(talk)

    (post,) = posts(talk, "medlem")
    assert (post.first_day, post.last_day) == (talk.now.date(), date(2027, 5, 1))


async def test_a_post_that_stands_there_twice_ends_once_and_for_all(talk):
    with talk.database.begin() as session:
        alva = member(talk, "medlem").id
        twice = [Post(member_id=alva, role=Role.DEPUTY, branch_id=1, first_day=talk.now.date()) for _ in range(2)]
        session.add_all(twice)
    await talk.say("ombudsperson", "", action=f"end_post:{posts(talk, 'medlem')[0].id}")
    await confirm(talk)

    assert {post.last_day < talk.now.date() for post in posts(talk, "medlem")} == {True}
    assert "får du inte" in await talk.say("medlem", "/ny-aktivitet")


@pytest.mark.parametrize(("who", "role"), [("ombudsperson", "ombudsperson"), ("tekniker", "tekniker")])
async def test_there_is_always_one(talk, who, role):
    (post,) = posts(talk, who)

    said = await talk.say("ombudsperson", "", action=f"end_post:{post.id}")
    assert said.startswith(f"Det finns ingen annan {role}.")


async def test_with_one_app_alone_it_is_not_done(start_talk):
    talk = await start_talk(whole_forms=True)

    assert (await hand_in(talk)).startswith("Det här gör jag bara om du bekräftar på ett ställe till.")
    assert posts(talk, "medlem") == []
