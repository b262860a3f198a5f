"""`/forslag`: what members propose, liked with a button, and made an activity or answered."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from storage import access
from storage.models import Activity, Idea, Member, Post, Role, Support
from tests.talk import Talk

# In Lövåsen: two members and their chair; the chair of another branch.
MAKER, FRIEND, CHAIR, OTHER = "medlem5", "representant", "ordforande5", "ordforande"
OVER = "Det förslaget är redan besvarat, eller borttaget. Skriv /forslag så ser du vad som väntar."


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True)


async def fill(talk: Talk, who: str, begun_by: str, **values: str) -> str:
    """Begin a form with a command or (`idea:1:no`) a button, and hand it in."""
    more = {} if begun_by.startswith("/") else {"action": begun_by}
    ((_, reply),) = await talk.hear(talk.incoming(who, begun_by if not more else "", **more))
    assert reply.form is not None, reply.text
    return await talk.say(who, "", action=f"form:{reply.form.id}:send", values=values)


async def propose(talk: Talk, what: str = "Grillkväll", who: str = MAKER, **values: str) -> int:
    said = await fill(talk, who, "new-idea", **{"what": what, "place": "", "helps": "no"} | values)
    assert said.startswith(("Tack!", "Jag tog bort")), said
    return rows(talk)[-1].id


def rows(talk: Talk) -> list[Idea]:
    with talk.database.read() as session:
        return list(session.exec(select(Idea).order_by(Idea.id)))


def liked(talk: Talk) -> list[tuple[int, bool]]:
    with talk.database.read() as session:
        return [(one.idea_id, one.helps) for one in session.exec(select(Support).order_by(Support.idea_id))]


async def labels(talk: Talk, who: str, action: str) -> list[str]:
    ((_, reply),) = await talk.hear(talk.incoming(who, "", action=action))
    assert reply.private
    return [button.label for button in reply.buttons]


async def test_proposed_and_seen_by_the_branch_alone(talk):
    await propose(talk, place="Parken", helps="yes")

    said = await talk.say(FRIEND, "/forslag")
    assert said == "Förslag i Lövåsen, de som flest gillar först:\n- Grillkväll, Parken: en vill vara med"
    assert "Grillkväll" not in await talk.say(OTHER, "/forslag")
    assert await talk.say("gast", "/forslag") != said


async def test_who_made_it_is_seen_by_whoever_answers_alone_and_that_is_noted(talk):
    number = await propose(talk)

    assert "Elin" not in await talk.say(FRIEND, "", action=f"idea:{number}")
    assert "Elin" not in await talk.say(CHAIR, "/forslag")
    assert "Från Elin L." in await talk.say(CHAIR, "", action=f"idea:{number}")
    with talk.database.read() as session:
        ref = session.exec(select(Member.ref).where(Member.name == "Elin L.")).one()
        assert [one.what for one in access.about(session, ref)] == ["idea"]


async def test_liked_once_and_taken_back(talk):
    number = await propose(talk)
    await talk.say(FRIEND, "", action=f"idea:{number}")

    assert "Hittills: en gillar det." in await talk.press(FRIEND, "Bra idé")
    assert liked(talk) == [(number, False)]
    assert "Hittills: en gillar det, en vill vara med." in await talk.press(FRIEND, "Bra, och jag är med")
    assert liked(talk) == [(number, True)]
    await talk.press(FRIEND, "Jag ångrar mig")
    assert liked(talk) == []


async def test_nobody_likes_their_own_and_only_its_maker_takes_it_back(talk):
    number = await propose(talk)

    assert await labels(talk, MAKER, f"idea:{number}") == ["Ta bort mitt förslag"]
    assert (await talk.say(MAKER, "", action=f"idea:{number}:like")).startswith("Den knappen gäller inte längre.")
    assert (await talk.say(FRIEND, "", action=f"idea:{number}:withdraw")).startswith("Den knappen")
    assert (liked(talk), len(rows(talk))) == ([], 1)

    assert await talk.press(MAKER, "Ta bort mitt förslag") == "Förslaget är borttaget."
    assert rows(talk) == []


@pytest.mark.parametrize("who", [OTHER, "medlem", "ombudsperson", "gast"])
@pytest.mark.parametrize("action", ["idea:{}", "idea:{}:like", "answer-idea:{}:plan", "answer-idea:{}:no"])
async def test_a_forged_button_shows_and_does_nothing(talk, who, action):
    number = await propose(talk)

    said = await talk.say(who, "", action=action.format(number))
    assert "Grillkväll" not in said
    assert liked(talk) == []


@pytest.mark.parametrize("verb", ["plan", "no"])
async def test_a_member_of_the_branch_does_not_answer(talk, verb):
    number = await propose(talk)

    assert await labels(talk, FRIEND, f"idea:{number}") == ["Bra idé", "Bra, och jag är med"]
    assert (await talk.say(FRIEND, "", action=f"answer-idea:{number}:{verb}")).startswith("Det där får du inte göra")


@pytest.mark.parametrize("action", ["idea", "idea:x", "idea:1:eat", "idea:99", "ideas:x", "answer-idea:1:eat"])
async def test_an_odd_button(talk, action):
    await propose(talk)
    said = await talk.say(CHAIR, "", action=action)
    assert said in {OVER, "Den knappen gäller inte längre. Skriv kommandot igen så får du en ny."}


async def test_the_same_form_twice_is_one_idea(talk):
    await propose(talk)
    await talk.say(MAKER, "", action="form:1:send", values={"what": "Grillkväll", "place": "", "helps": "no"})

    assert len(rows(talk)) == 1


async def test_numbers_are_taken_away_and_words_shown_as_they_were_typed(talk):
    number = await propose(talk, "Ring 070-123 45 67 *nu* [här](https://evil.example)", place="19121212-1212")

    assert (rows(talk)[0].what, rows(talk)[0].place) == ("Ring *** *nu* [här](https://evil.example)", "***")
    assert "*nu* [här](https://evil.example)" in await talk.say(FRIEND, "", action=f"idea:{number}")


async def test_at_most_twenty_wait(talk):
    for n in range(20):
        await propose(talk, f"Idé {n}")
        talk.now += timedelta(minutes=1)

    said = await fill(talk, MAKER, "new-idea", what="En till", place="", helps="no")
    assert said.startswith("Du har redan 20 förslag som väntar på svar.")
    assert len(rows(talk)) == 20


async def test_a_page_at_a_time_and_words_behind_the_command(talk):
    for n in range(7):
        await propose(talk, f"Idé {n}")

    ((_, reply),) = await talk.hear(talk.incoming(FRIEND, "/forslag"))
    assert [button.label for button in reply.buttons][-2:] == ["Visa fler", "Nytt förslag"]
    assert "Idé 6" not in reply.text
    assert "Idé 6" in await talk.press(FRIEND, "Visa fler")
    ((_, reply),) = await talk.hear(talk.incoming(FRIEND, "/förslag Loppis i parken"))
    assert reply.form.fields[0].value == "Loppis i parken"


GOOD = {
    "title": "Grillkväll", "kind": "party", "date": "20 mars", "start": "18", "end": "", "place": "Parken",
    "accessibility": "", "how_to_join": "", "visibility": "branch", "description": "Vi grillar",
}  # fmt: skip


async def test_it_becomes_an_activity_with_what_is_known_filled_in(talk):
    number = await propose(talk, "Vi grillar " + "och grillar " * 9, place="Parken")
    ((_, reply),) = await talk.hear(talk.incoming(CHAIR, "", action=f"answer-idea:{number}:plan"))
    known = {one.name: one.value for one in reply.form.fields if one.value}
    assert known["place"] == "Parken"
    assert known["description"] == ("Vi grillar " + "och grillar " * 9).strip()
    assert (known["title"][:10], len(known["title"]) <= 60) == ("Vi grillar", True)

    said = await talk.say(CHAIR, "", action=f"form:{reply.form.id}:send", values=GOOD)

    assert said.splitlines()[0].startswith("Sparat: Grillkväll, lördag 20 mars")
    assert said.splitlines()[-1] == "En får veta det."
    (idea,) = rows(talk)
    with talk.database.read() as session:
        activity = session.exec(select(Activity).where(col(Activity.key).startswith("form:"))).one()
        assert (activity.id, activity.branch_id) == (idea.activity_id, idea.branch_id)
        assert activity.description == "Vi grillar"
    assert await talk.say(FRIEND, "", action=f"idea:{number}:like") == OVER


async def test_answered_with_why_not(talk):
    number = await propose(talk)
    await talk.say(FRIEND, "", action=f"idea:{number}:like")

    said = await fill(talk, CHAIR, f"answer-idea:{number}:no", why="Det är eldningsförbud")

    assert said == "Svaret är sparat.\n2 får veta det."
    assert rows(talk)[0].answer == "Det är eldningsförbud"
    assert await talk.say(FRIEND, "/forslag") == (
        "Inget förslag väntar just nu. Har du en idé om något som partiföreningen kan göra? Tryck på knappen."
    )


async def test_who_is_no_chair_any_more_hands_in_nothing(talk):
    number = await propose(talk)
    forms = []
    for verb in ("plan", "no"):
        ((_, reply),) = await talk.hear(talk.incoming(CHAIR, "", action=f"answer-idea:{number}:{verb}"))
        forms.append(reply.form.id)
        with talk.database.begin() as session:
            chair = session.exec(select(Member).where(Member.name == "Wilma L.")).one()
            for post in session.exec(select(Post).where(Post.member_id == chair.id)):
                session.delete(post)
            session.flush()
        said = await talk.say(CHAIR, "", action=f"form:{forms[-1]}:send", values=GOOD | {"why": "nej"})
        assert said.startswith("Det där får du inte göra")
        with talk.database.begin() as session:
            session.add(Post(member_id=chair.id, role=Role.CHAIR, branch_id=chair.branch_id, first_day=talk.now.date()))

    assert rows(talk)[0].answered_at is None


async def test_who_chairs_another_branch_sees_the_ideas_of_both_and_where_they_are_from(talk):
    await propose(talk, "Grill")
    await propose(talk, "Kör", "medlem")
    with talk.database.begin() as session:
        branch_id = session.exec(select(Member.branch_id).where(Member.name == "Elin L.")).one()
        chair = session.exec(select(Member).where(Member.name == "Majken N.")).one()
        session.add(Post(member_id=chair.id, role=Role.DEPUTY, branch_id=branch_id, first_day=talk.now.date()))

    assert (await talk.say(OTHER, "/forslag")).splitlines()[1:] == ["- Grill (Lövåsen)", "- Kör (Norrby)"]
