"""Who may answer the chain, what a group sees of it, and buttons that are forged or old."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import activities
from storage.models import ChainAnswer, OpenForm, Post, Role
from tests.handlers.chain_buttons import (
    ALMVIK,
    GOOD,
    HEAD,
    NORRBY,
    SODERSJO,
    WHO_MAY,
    about,
    answer,
    edited,
    fill_in,
    labels,
    press,
    rows,
    stands,
    titled,
)
from tests.talk import GROUPS, IDS, NOW


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


@pytest.mark.parametrize("who", ["ordforande", "styrelse", "ombudsperson"])
async def test_who_may_answer(talk, who):
    await press(talk, "decline", who)

    assert stands(talk) == "not_this_year"


@pytest.mark.parametrize("who", ["ordforande2", "medlem", "representant", "tekniker", "gast"])
@pytest.mark.parametrize("verb", ["organise", "join", "decline", "show", "change", "fill", "is", "with"])
async def test_nobody_else_may(talk, verb, who):
    assert (await press(talk, verb, who, what="b2")).startswith(WHO_MAY)
    assert stands(talk) == ""


async def test_a_post_that_has_ended_gives_no_right(talk):
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == Role.CHAIR)):
            post.last_day = talk.now.date()
    talk.now += timedelta(hours=14)
    await press(talk, "organise")
    talk.now += timedelta(hours=2)

    assert (await press(talk, "decline")).startswith(WHO_MAY)
    assert (await fill_in(talk)).startswith("Det där får du inte göra")
    assert (stands(talk), answer(talk).activity_id) == ("organises", None)


async def test_in_a_group_the_answer_takes_the_place_of_the_question(talk):
    said = await press(talk, "decline", group="norrby")

    to, reply = talk.adapter().sent[-1]
    assert (to.chat, to.only, reply.replaces, reply.private) == (GROUPS["norrby"], "", True, False)
    assert edited(talk) == [said]


async def test_in_a_group_whoever_may_not_is_told_so_alone(talk):
    await press(talk, "decline", "medlem", group="norrby")

    to, reply = talk.adapter().sent[-1]
    assert (to.only, plain(reply.text).startswith(WHO_MAY)) == (IDS["medlem"], True)
    assert edited(talk) == []


async def test_in_a_group_the_form_is_private_and_the_question_shows_what_was_answered(talk):
    await press(talk, "organise", group="norrby")

    form, edit = talk.adapter().sent[-2:]
    assert (form[0].only, form[1].form is not None) == (IDS["ordforande"], True)
    assert (edit[0].chat, edit[0].only) == (GROUPS["norrby"], "")
    assert edited(talk) == [f"{HEAD}\nNorrby ordnar något. Vad det blir är inte inlagt än."]


@pytest.mark.parametrize(("visibility", "shown"), [("public", True), ("members", False), ("branch", False)])
async def test_in_a_group_only_what_is_public_is_told(talk, visibility, shown):
    await press(talk, "organise")
    await fill_in(talk, visibility=visibility)

    in_private = await press(talk, "show")
    in_the_group = await press(talk, "show", group="norrby")

    assert "Frukost på torget" in in_private
    assert ("Frukost på torget" in in_the_group) is shown
    assert shown or in_the_group.endswith("Norrby ordnar något för sina medlemmar.")


async def test_what_is_for_a_branch_alone_is_not_told_to_another_that_goes_along(talk):
    await press(talk, "organise")
    await fill_in(talk, visibility="branch")
    await press(talk, "join", "ordforande2", on=about(SODERSJO))

    assert "Norrby" in labels(talk)
    assert (await talk.press("ordforande2", "Norrby")).endswith("Södersjö går med Norrby.")


async def test_an_old_button_shows_what_stands_now(talk):
    await press(talk, "decline", group="norrby")
    for verb in ("organise", "join", "decline", "others", "with"):
        assert (await press(talk, verb, what="b2")) == f"{HEAD}\nNorrby ordnar inget i år."

    assert (stands(talk), labels(talk)) == ("not_this_year", ["Ändra svaret"])


async def test_a_change_that_somebody_else_was_faster_with_shows_what_stands_now(talk):
    await press(talk, "decline")
    await talk.press("ordforande", "Ändra svaret")
    old = talk.button("Vi ordnar").action
    talk.now += timedelta(minutes=5)
    await press(talk, "with", "ombudsperson", what=f"b{ALMVIK}", current=True)

    assert (await talk.say("ordforande", "", action=old, message_id="m1")).endswith(
        "Norrby går med Älmvik, som inte har sagt att de ordnar något."
    )
    assert stands(talk) == "joins"


@pytest.mark.parametrize(
    "action",
    [
        "chain", "chain:", "chain:decline", "chain:decline:march8", "chain:decline:march8:2027",
        "chain:decline:march8:2027:", "chain:decline:march8:2027:99", "chain:decline:march8:2027:1e1",
        "chain:decline:march8:2027:９", "chain:decline:march8:2026:1", "chain:decline:march8:2029:1",
        "chain:decline:march8:²027:1", "chain:decline:xmas:2027:1", "chain:burn:march8:2027:1",
        "chain:decline:march8:2027:'; DROP TABLE chain_answer;--", "chain:decline:march8:2027:9999999999",
    ],
)  # fmt: skip
async def test_a_forged_button_does_nothing(talk, action):
    said = await talk.say("ombudsperson", "", action=action)

    assert said == "Den knappen gäller inte längre. Skriv kommandot igen så får du en ny."
    assert rows(talk, ChainAnswer) == []


@pytest.mark.parametrize("what", ["", "b", "b1", "b99", "b²", "a1", "a999999", "x2", "2", "b-2"])
async def test_a_forged_choice_changes_nothing(talk, what):
    assert (await press(talk, "with", what=what)).startswith(HEAD)
    assert rows(talk, ChainAnswer) == []


@pytest.mark.parametrize("what", ["", "1", "²", "999999", "x"])
async def test_a_forged_activity_is_not_theirs(talk, what):
    await press(talk, "organise")
    await press(talk, "is", what=what)

    assert answer(talk).activity_id is None


async def test_somebody_else_s_form_is_not_open_to_them(talk):
    await press(talk, "organise")

    assert (await fill_in(talk, "ordforande2")).startswith("Det formuläret är inte öppet längre.")
    assert answer(talk).activity_id is None


async def test_when_the_day_has_been_nothing_changes(talk):
    await press(talk, "decline")
    talk.now += timedelta(days=29)

    said = await press(talk, "organise", current=True)

    assert said.endswith("Norrby ordnar inget i år.\nDen dagen har varit, så svaret går inte att ändra längre.")
    assert stands(talk) == "not_this_year"


async def test_pride_has_no_day_yet(talk):
    said = await press(talk, "organise", on=about(occasion="pride"))

    assert said.startswith("Jag vet inte vilken dag det är Pride i Norrby 2027.")
    assert rows(talk, ChainAnswer) == []


async def test_who_arranges_nothing_after_all_hears_that_the_activity_is_still_there(talk):
    await press(talk, "organise")
    await fill_in(talk)
    talk.now += timedelta(minutes=1)

    said = await press(talk, "decline", current=True)

    assert said.endswith(
        "Norrby ordnar inget i år.\n"
        "Frukost på torget ligger kvar i /nasta-aktivitet. Blir den inte av, ställ in den med /andra-aktivitet."
    )


async def test_the_activity_that_moves_stays_the_answer(talk):
    await press(talk, "organise")
    await fill_in(talk)
    moved = titled(talk, "Frukost på torget")
    with talk.database.begin() as session:
        activities.move(session, moved, day=date(2027, 3, 7), starts=moved.starts, ends=moved.ends, now=NOW)

    assert (await press(talk, "show")).endswith(
        "Norrby ordnar Frukost på torget, söndag 7 mars kl. 08.00–09.30, Stortorget."
    )


async def test_a_second_activity_does_not_take_the_place_of_the_first(talk):
    await press(talk, "organise")
    await press(talk, "fill")
    first, asked = rows(talk, OpenForm)[0].id, rows(talk, OpenForm)[-1].definition
    await fill_in(talk)
    with talk.database.begin() as session:
        form = session.get_one(OpenForm, first)
        form.closed_at, form.definition = None, asked

    await talk.say("ordforande", "", action=f"form:{first}:send", values=GOOD | {"title": "Ett till"})

    assert answer(talk).activity_id == titled(talk, "Frukost på torget").id
    assert titled(talk, "Ett till").branch_id == NORRBY


async def test_a_time_that_does_not_fit_is_asked_again(talk):
    await press(talk, "organise")
    await fill_in(talk, start="18", end="17")

    assert (answer(talk).activity_id, rows(talk, OpenForm)[0].closed_at) == (None, None)


async def test_step_by_step_and_through_a_restart(start_talk):
    talk = await start_talk()
    await press(talk, "organise")
    assert talk.texts()[0].startswith("Svaret är sparat: Norrby ordnar något, måndag 8 mars.")
    await talk.say("ordforande", "Frukost på torget")
    await talk.press("ordforande", "möte")
    await talk.restart()
    for said in ("8", "9.30", "Stortorget", "Hoppa över", "Hoppa över", "öppen för alla"):
        await talk.say("ordforande", said)
    await talk.press("ordforande", "Spara")

    assert answer(talk).activity_id == titled(talk, "Frukost på torget").id


async def test_in_the_presser_s_language_and_in_the_group_s(talk):
    with talk.database.begin() as session:
        session.add(Post(member_id=6, role=Role.CHAIR, branch_id=6, first_day=talk.now.date()))

    assert (await press(talk, "show", "medlem6", on=about(6))).startswith("International Women's Day, Monday 8 March")
    assert (await press(talk, "show", "medlem6", on=about(6), group="norrby")).startswith("Internationella kvinnodagen")
