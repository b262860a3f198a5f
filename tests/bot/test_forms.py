"""A form asked one question at a time: where it stands, what can be pressed, what is shown before it is handed in."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import UserError
from bot.forms import Filling, ask, dump_answers, load_answers, read_whole, with_answers
from bot.markup import Markup, plain
from bot.messages import Button, Choice, Field, Form
from bot.texts import texts

TODAY = date(2027, 2, 8)
SV = texts("sv")
FORM = Form(
    "party",
    "Fest",
    (
        Field("title", "Vad?", hint="Kort [helst]"),
        Field("kind", "Vilken?", kind="choice", choices=(Choice("liten", "small"), Choice("stor", "big"))),
        Field("when", "När?", kind="date", optional=True),
        Field("cake", "Tårta?", kind="yes_no"),
    ),
    "Spara",
    intro=Markup("Nu ordnar vi *fest*."),
    id="7",
)


def filling(*answers: str) -> Filling:
    """The form with its first questions answered."""
    found = Filling(FORM)
    for answer in answers:
        found.answer(answer, today=TODAY, texts=SV)
    return found


def asked(found: Filling, error: str = "") -> list[str]:
    return plain(ask(found, today=TODAY, texts=SV, error=error).text).splitlines()


def pressable(found: Filling) -> list[tuple[str, str]]:
    return [(button.label, button.action) for button in ask(found, today=TODAY, texts=SV).buttons]


def test_the_first_question_stands_below_the_intro():
    assert asked(filling()) == ["Nu ordnar vi fest.", "Fråga 1 av 4: Vad?", "Kort [helst]"]


def test_the_intro_is_said_once():
    again = filling("Julfest")
    again.go_back()

    assert asked(filling("Julfest")) == ["Fråga 2 av 4: Vilken?"]
    assert asked(again) == ["Fråga 1 av 4: Vad?", "Kort [helst]"]


def test_what_was_wrong_stands_above_the_question():
    assert asked(filling("Julfest"), error=Markup("Nej, *så* går det inte."))[:2] == [
        "Nej, så går det inte.",
        "Fråga 2 av 4: Vilken?",
    ]


@pytest.mark.parametrize(
    ("answers", "buttons"),
    [
        ((), [("Avbryt", "form:7:cancel:0")]),
        (
            ("Julfest",),
            [("liten", "form:7:pick:1:0"), ("stor", "form:7:pick:1:1"), ("Tillbaka", "form:7:back:1"),
             ("Avbryt", "form:7:cancel:1")],
        ),
        (
            ("Julfest", "stor"),
            [("Tillbaka", "form:7:back:2"), ("Hoppa över", "form:7:skip:2"), ("Avbryt", "form:7:cancel:2")],
        ),
        (
            ("Julfest", "stor", "8 mars"),
            [("Ja", "form:7:pick:3:0"), ("Nej", "form:7:pick:3:1"), ("Tillbaka", "form:7:back:3"),
             ("Avbryt", "form:7:cancel:3")],
        ),
        (
            ("Julfest", "stor", "8 mars", "ja"),
            [("Spara", "form:7:send"), ("Tillbaka", "form:7:back:4"), ("Avbryt", "form:7:cancel:4")],
        ),
    ],
)  # fmt: skip
def test_what_can_be_pressed(answers, buttons):
    assert pressable(filling(*answers)) == buttons


def test_all_answers_are_shown_before_they_are_handed_in():
    found = filling("Jul *fest*", "stor", "", "ja")

    assert asked(found) == ["Stämmer det här?", "- Vad? Jul *fest*", "- Vilken? stor", "- När? inget", "- Tårta? Ja"]


def test_an_answer_that_cannot_be_read_leaves_the_question_standing():
    found = filling("Julfest")

    with pytest.raises(UserError, match="inte ett av alternativen"):
        found.answer("jättestor", today=TODAY, texts=SV)

    assert (found.step, found.answers) == (1, {"title": "Julfest"})


def test_back_from_the_first_question_stays_there():
    found = filling()

    found.go_back()

    assert found.step == 0


def test_only_an_optional_question_is_skipped():
    needed, optional = filling("Julfest"), filling("Julfest", "stor")

    needed.skip()
    optional.skip()

    assert (needed.step, "kind" in needed.answers) == (1, False)
    assert (optional.step, optional.answers["when"]) == (3, "")


def test_after_the_last_question_nothing_is_asked_or_answered():
    found = filling("Julfest", "stor", "", "ja")

    found.answer("mer", today=TODAY, texts=SV)
    found.skip()

    assert (found.field, found.step) == (None, 4)


@pytest.mark.parametrize(("name", "number"), [("kind", 1), ("cake", 3)])
def test_one_question_is_asked_once_more_and_nothing_after_it(name, number):
    found = filling("Julfest", "stor", "", "ja")

    found.correct(name)
    assert (found.number, found.field.name) == (number, name)
    assert asked(found)[0].startswith(f"Fråga {number + 1} av 4")
    found.answer({"kind": "liten", "cake": "nej"}[name], today=TODAY, texts=SV)

    assert (found.field, asked(found)[0]) == (None, "Stämmer det här?")


def test_what_is_asked_once_more_can_be_skipped_or_gone_back_from():
    skipped, back = filling("Julfest", "stor", "", "ja"), filling("Julfest", "stor", "", "ja")
    for found in (skipped, back):
        found.correct("when")

    skipped.skip()
    back.go_back()

    assert (skipped.field, back.step) == (None, 1)


def test_a_question_that_is_not_there_is_not_asked():
    found = filling("Julfest", "stor", "", "ja")

    found.correct("gone")

    assert found.field is None


def test_every_button_fits_whatever_the_form_is():
    many = replace(FORM, id="9" * 15, fields=(replace(FORM.fields[1], choices=FORM.fields[1].choices * 40),) * 30)

    found = ask(Filling(many, {}, 29), today=TODAY, texts=SV)

    assert all(isinstance(button, Button) for button in found.buttons)
    assert found.buttons[79].action == f"form:{'9' * 15}:pick:29:79"


def test_the_whole_form_with_answers_and_what_is_wrong():
    shown = with_answers(FORM, {"title": "Julfest"}, {"kind": "Välj en."}, SV)

    assert [choice.label for choice in shown.fields[3].choices] == ["Ja", "Nej"]
    assert [(field.value, field.error) for field in shown.fields] == [
        ("Julfest", ""),
        ("", "Välj en."),
        ("", ""),
        ("", ""),
    ]


def test_all_answers_at_once():
    values = {"title": "Julfest", "kind": "big", "when": "2027-03-08", "cake": "no", "forged": "x"}

    assert read_whole(FORM, values, today=TODAY, texts=SV) == (
        {"title": "Julfest", "kind": "big", "when": "2027-03-08", "cake": "no"},
        {},
    )


def test_everything_that_is_wrong_is_told_at_once():
    answers, faults = read_whole(FORM, {"kind": "giant", "when": "2026-01-01"}, today=TODAY, texts=SV)

    assert answers == {}
    assert {name: plain(why).split(".")[0] for name, why in faults.items()} == {
        "title": "Den här frågan behöver ett svar",
        "kind": "”giant” är inte ett av alternativen",
        "when": "Den dagen har redan varit",
        "cake": "Den här frågan behöver ett svar",
    }


@pytest.mark.parametrize("answers", [{}, {"title": 'å "citat" \n 👍'}])
def test_answers_are_kept(answers):
    assert load_answers(dump_answers(answers)) == answers


STANDING = replace(
    FORM,
    fields=(
        Field("title", "Vad?", value="*Julfest*"),
        Field("when", "När?", kind="date", value="2027-03-08", optional=True),
        Field("kind", "Vilken?", kind="choice", choices=(Choice("liten", "small"),), value="small"),
        Field("cake", "Tårta?", kind="yes_no", value="yes"),
    ),
)


@pytest.mark.parametrize(
    ("step", "line", "buttons"),
    [
        (0, ["Nu står det: *Julfest*"], ["Behåll", "Avbryt"]),
        (1, ["Nu står det: måndag 8 mars"], ["Behåll", "Tillbaka", "Hoppa över", "Avbryt"]),
        (2, [], ["liten", "Tillbaka", "Avbryt"]),
        (3, [], ["Ja", "Nej", "Tillbaka", "Avbryt"]),
    ],
)
def test_what_stands_there_can_be_kept_where_nothing_is_chosen_from(step, line, buttons):
    found = Filling(STANDING, step=step)

    assert [said for said in asked(found) if said.startswith("Nu står")] == line
    assert [label for label, _ in pressable(found)] == buttons


@pytest.mark.parametrize(
    ("field", "label"),
    [
        (Field("a", "?", optional=True, value="kopp"), "Lämna tomt"),
        (Field("a", "?", kind="paragraph", optional=True, value="kopp"), "Lämna tomt"),
        (Field("a", "?", optional=True), "Hoppa över"),
        (Field("a", "?", kind="time", optional=True, value="18:00"), "Hoppa över"),
    ],
)
def test_words_that_stand_there_are_not_passed_over_but_taken_away(field, label):
    found = Filling(replace(FORM, fields=(field, field)))
    button = next(one for one in ask(found, today=TODAY, texts=SV).buttons if ":skip:" in one.action)

    assert button.label == label
    found.skip()
    assert found.answers == {"a": ""}
