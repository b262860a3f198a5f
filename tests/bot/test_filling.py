"""A form in a real chat: answered, pressed, left, taken up again, handed in once."""

from datetime import timedelta

import pytest
from sqlmodel import col, delete, select, update

from bot.messages import Attachment, Field, Form, Reply
from bot.router import Command
from storage import forms as rows
from storage.models import Account, Activity, OpenForm, Post
from tests.handlers import flyering
from tests.talk import IDS, Talk

ANSWERS = ("Vårfest", "fest", "20 mars", "18", "21", "Parken")


async def fill_in(talk: Talk, who: str = "ordforande") -> str:
    """Answer everything up to the last look."""
    await talk.say(who, "/ny-aktivitet")
    for answer in ANSWERS:
        said = await talk.say(who, answer)
    while "[" not in said and "Vilka ska se den?" not in said:
        said = await talk.press(who, "Hoppa över")
    return await talk.say(who, "1")


def saved(talk: Talk) -> list[str]:
    with talk.database.read() as session:
        return [a.title for a in session.exec(select(Activity).where(col(Activity.key).startswith("form:")))]


def open_forms(talk: Talk) -> list[OpenForm]:
    with talk.database.read() as session:
        return list(session.exec(select(OpenForm).where(col(OpenForm.closed_at).is_(None))))


async def test_a_form_from_the_first_question_to_the_saved_row(talk):
    look = await fill_in(talk)

    assert look.startswith("Stämmer det här?\n- Vad heter aktiviteten? Vårfest\n- Vilken typ är det? fest")
    assert saved(talk) == []
    assert (await talk.press("ordforande", "Spara")).startswith("Sparat: Vårfest, lördag 20 mars kl. 18.00–21.00")
    assert saved(talk) == ["Vårfest"]
    assert open_forms(talk) == []


async def test_save_pressed_twice_saves_once(talk):
    await fill_in(talk)
    button = talk.button("Spara")

    first = await talk.say("ordforande", "", action=button.action)
    second = await talk.say("ordforande", "", action=button.action)

    assert first.startswith("Sparat")
    assert second.startswith("Det formuläret är inte öppet längre.")
    assert saved(talk) == ["Vårfest"]


async def test_two_presses_at_the_same_moment_save_once(talk):
    await fill_in(talk)
    action = talk.button("Spara").action
    presses = [talk.incoming("ordforande", action=action) for _ in range(2)]

    for press in presses:
        await talk.adapter().hear(press)
    await talk.bot.settle()

    assert saved(talk) == ["Vårfest"]


async def test_what_somebody_typed_is_forgotten_when_the_form_is_closed(talk):
    await fill_in(talk)
    await talk.press("ordforande", "Avbryt")

    with talk.database.read() as session:
        row = session.get(OpenForm, 1)
    assert (row.answers, row.closed_at) == ("{}", talk.now)


@pytest.mark.parametrize("way", ["restart", "kill"])
async def test_a_half_filled_form_survives(talk, way):
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "Vårfest")

    if way == "kill":
        await talk.kill()
        talk.begin()
        await talk.start()
    else:
        await talk.restart()

    assert (await talk.say("ordforande", "fest")).startswith("Fråga 3 av")


async def test_back_and_skip_and_a_wrong_answer(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "Vårfest")

    assert (await talk.press("ordforande", "Tillbaka")).startswith("Fråga 1 av")
    await talk.say("ordforande", "Julfest")
    assert (await talk.say("ordforande", "tebjudning")).splitlines()[1].startswith("Fråga 2 av")
    for answer in ("fest", "20 mars", "18"):
        said = await talk.say("ordforande", answer)
    assert said.startswith("Fråga 5 av")
    assert (await talk.press("ordforande", "Hoppa över")).startswith("Fråga 6 av")


async def test_what_does_not_fit_is_asked_once_more_and_nothing_after_it(talk):
    await talk.say("ordforande", "", action=f"shifts:{flyering.activity(talk).id}:new")
    for answer in ("17", "16.00", "delar ut", "nej", "torget", "5", "4"):
        said = await talk.say("ordforande", answer)
    assert said.startswith("Stämmer det här?")

    for number, answer in ((2, "18"), (7, "6")):
        again = await talk.press("ordforande", "Spara")
        assert again.splitlines()[1].startswith(f"Fråga {number} av 7"), again
        said = await talk.say("ordforande", answer)
        assert said.startswith("Stämmer det här?"), said
    assert (await talk.press("ordforande", "Spara")).startswith("Sparat.")


async def test_back_from_what_is_asked_once_more_asks_on_from_there(talk):
    await talk.say("ordforande", "", action=f"shifts:{flyering.activity(talk).id}:new")
    for answer in ("17", "18", "delar ut", "nej", "torget", "5", "4"):
        await talk.say("ordforande", answer)
    await talk.press("ordforande", "Spara")

    assert (await talk.press("ordforande", "Tillbaka")).startswith("Fråga 6 av 7")
    assert (await talk.say("ordforande", "3")).startswith("Fråga 7 av 7")


async def test_a_button_of_an_earlier_question_only_shows_where_it_stands(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "Vårfest")
    old = [talk.button("möte"), talk.button("Tillbaka")]
    await talk.say("ordforande", "fest")

    for button in old:
        assert (await talk.say("ordforande", "", action=button.action)).startswith("Fråga 3 av")
    for answer in ("20 mars", "18"):
        said = await talk.say("ordforande", answer)
    assert said.startswith("Fråga 5 av")
    assert (await talk.say("ordforande", "", action="form:1:skip:3")).startswith("Fråga 5 av")


async def test_cancel_leaves_nothing(talk):
    await fill_in(talk)

    assert await talk.press("ordforande", "Avbryt") == "Avbrutet. Inget är sparat."
    assert (await talk.press("ordforande", "Spara")).startswith("Det formuläret är inte öppet längre.")
    assert saved(talk) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tillbaka", "Fråga 4 av"),
        ("Hoppa över", "Fråga 6 av"),
        ("AVBRYT", "Avbrutet. Inget är sparat."),
    ],
)
async def test_the_words_of_a_button_press_it(talk, words, said):
    await talk.say("ordforande", "/ny-aktivitet")
    for answer in ANSWERS[:4]:
        await talk.say("ordforande", answer)

    assert (await talk.say("ordforande", words)).startswith(said)


async def test_what_must_be_answered_cannot_be_skipped_with_words(talk):
    await talk.say("ordforande", "/ny-aktivitet")

    assert (await talk.say("ordforande", "Hoppa över")).startswith("Fråga 2 av")


async def test_another_form_takes_the_place_of_the_open_one(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "/bjud-in")

    assert [row.id for row in open_forms(talk)] == [2]


async def test_a_form_is_open_for_a_day(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    button = talk.button("Avbryt")

    await talk.wait(rows.LIFE)

    assert (await talk.say("ordforande", "", action=button.action)).startswith("Det formuläret är inte öppet längre.")
    assert not (await talk.say("ordforande", "Vårfest")).startswith("Fråga")


async def test_nobody_can_touch_another_persons_form(talk):
    await fill_in(talk)

    for verb in ("send", "cancel:8", "back:8"):
        said = await talk.say("ordforande2", "", action=f"form:1:{verb}")
        assert said.startswith("Det formuläret är inte öppet längre.")
    assert len(open_forms(talk)) == 1
    assert saved(talk) == []


@pytest.mark.parametrize(
    "action",
    [
        "form",
        "form:",
        "form:1",
        "form:1:",
        "form:x:send",
        "form:²:send",
        "form:99999999999999999999:send",
        "form:-1:send",
        "form:1:pick",
        "form:1:pick:0",
        "form:1:pick:0:x",
        "form:1:pick:0:99",
        "form:1:skip:0",
        "form:1:dance:0",
        "form:1:back:0:::::",
    ],
)
async def test_a_forged_press_changes_nothing(talk, action, logged):
    await talk.say("ordforande", "/ny-aktivitet")

    said = await talk.say("ordforande", "", action=action)

    assert said.startswith(("Vi lägger in", "Det formuläret är inte öppet längre."))
    assert (open_forms(talk)[0].step, open_forms(talk)[0].answers) == (0, "{}")
    assert "dispatch.bug" not in logged.getvalue()


async def test_send_before_all_is_answered_asks_on(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "Vårfest")

    assert (await talk.say("ordforande", "", action="form:1:send")).startswith("Fråga 2 av")
    assert saved(talk) == []


async def test_the_right_to_hand_in_is_looked_up_when_it_is_done(talk):
    await fill_in(talk)
    with talk.database.begin() as session:
        session.exec(update(Post).values(last_day=talk.now.date() - timedelta(days=1)))

    assert (await talk.press("ordforande", "Spara")).startswith("Det där får du inte göra")
    assert saved(talk) == []


async def test_who_is_no_member_any_more_cannot_hand_in(talk):
    await talk.say("medlem", "/installningar")
    await talk.press("medlem", "Byt språk")
    await talk.press("medlem", "English")
    with talk.database.begin() as session:
        session.exec(delete(Account).where(col(Account.user) == IDS["medlem"]))

    assert (await talk.press("medlem", "Spara")).startswith("Det där får du inte göra")


async def test_a_form_begun_in_a_group_goes_on_in_private(talk):
    ((to, question),) = await talk.hear(talk.incoming("ordforande", "/ny-aktivitet", group="norrby"))

    assert (to.chat, to.only) == ("-2001", IDS["ordforande"])
    assert "Fråga 1 av" in question.text
    assert (await talk.say("ordforande", "Vårfest")).startswith("Fråga 2 av")


async def test_answers_that_do_not_fit_together_are_asked_again(talk):
    await talk.say("ordforande", "/ny-aktivitet")
    for answer in ("Vårfest", "fest", "20 mars", "18", "17", "Parken"):
        said = await talk.say("ordforande", answer)
    while "Vilka ska se den?" not in said:
        said = await talk.press("ordforande", "Hoppa över")
    await talk.say("ordforande", "1")

    said = await talk.press("ordforande", "Spara")

    assert said.splitlines()[0].startswith("Slutet måste komma efter början, kl. 18.00.")
    assert said.splitlines()[1].startswith("Fråga 5 av")
    assert saved(talk) == []


async def test_a_question_for_a_file_waits_for_one(talk):
    form = Form("settings", "Fil", (Field("language", "Vilken fil?", kind="file"),), "Spara")
    talk.bot.dispatcher.router.commands["hjalp"] = Command("hjalp", lambda *_: Reply("", form=form))
    await talk.say("medlem", "/hjalp")

    assert (await talk.say("medlem", "här kommer den")).startswith("Jag väntar på en fil.")
    assert (await talk.say("medlem", "", files=(Attachment("f1", "a.docx", 3),))).startswith("Stämmer det här?")
