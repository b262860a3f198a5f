"""What a form becomes on Slack, and what is shown where a modal cannot be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack.modal import faults, invitation, modal
from bot.adapters.slack.submission import read_origin
from bot.markup import plain
from bot.messages import Address, Button, Choice, Field, Form, Reply
from tests.fakes.slack.blocks import VIEW_BLOCKS, check_blocks
from tests.fakes.slack.inputs import check_frame
from tests.fakes.slack.shapes import BLOCKS
from tests.fakes.slack.shown import shown

TO = Address("slack", "D7", thread="5.5")

words = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), min_size=1, max_size=40)
fields = st.builds(
    Field,
    name=st.from_regex(r"[a-z]{1,12}", fullmatch=True),
    label=words,
    kind=st.sampled_from(["line", "paragraph", "choice", "date", "time", "number", "yes_no", "file"]),
    hint=st.text(max_size=2100),
    choices=st.lists(st.builds(Choice, st.text(max_size=90), words), min_size=1, max_size=100).map(tuple),
    optional=st.booleans(),
    value=st.one_of(st.text(max_size=3100), st.sampled_from(["2027-03-08", "2027-02-29", "18:00", "25:00", "12", "²"])),
    error=st.text(max_size=40),
)
forms = st.builds(
    Form,
    name=st.text(max_size=300),
    title=st.text(max_size=60),
    fields=st.lists(fields, min_size=1, max_size=6, unique_by=lambda f: f.name).map(tuple),
    submit=st.text(max_size=60),
    intro=st.text(max_size=4000),
    id=st.from_regex(r"[0-9]{1,9}", fullmatch=True),
)


def problems(view):
    return [*check_frame(view), *check_blocks(view["blocks"], VIEW_BLOCKS, BLOCKS, "/view/blocks")]


FORM = Form(
    name="activity",
    title="Ny aktivitet i partiföreningen",
    submit="Spara",
    intro="Det här ser *alla*.",
    id="17",
    fields=(
        Field("title", "Namn", value="Torgmöte", error="För kort"),
        Field("about", "Om", kind="paragraph", hint="Vad ska hända?", optional=True),
        Field("kind", "Sort", kind="choice", choices=tuple(Choice(f"Sort {n}", f"s{n}") for n in range(6)), value="s2"),
        Field("size", "Storlek", kind="choice", choices=(Choice("Liten", "s"), Choice("Stor", "l"))),
        Field("day", "Dag", kind="date", value="2027-03-08"),
        Field("clock", "Tid", kind="time", value="18:00"),
        Field("places", "Platser", kind="number", value="12"),
        Field(
            "childcare", "Barnpassning", kind="yes_no", value="no", choices=(Choice("Ja", "yes"), Choice("Nej", "no"))
        ),
        Field("plan", "Planen", kind="file"),
    ),
)


def test_the_frame_of_a_modal():
    view = modal(FORM, TO)

    assert problems(view) == []
    assert (view["title"]["text"], view["submit"]["text"]) == ("Ny aktivitet i…", "Spara")
    assert view["notify_on_close"]
    assert tuple(read_origin(view["private_metadata"])) == ("17", "D7", "5.5")
    assert shown("", view["blocks"]) == "Det här ser alla."


def test_every_kind_of_question_has_its_input():
    asked = {block["block_id"]: block for block in modal(FORM, TO)["blocks"][1:]}

    assert {name: block["element"]["type"] for name, block in asked.items()} == {
        "title": "plain_text_input",
        "about": "plain_text_input",
        "kind": "static_select",
        "size": "radio_buttons",
        "day": "datepicker",
        "clock": "timepicker",
        "places": "number_input",
        "childcare": "radio_buttons",
        "plan": "file_input",
    }
    assert (asked["about"]["element"]["multiline"], asked["about"]["optional"]) == (True, True)
    assert asked["about"]["hint"]["text"] == "Vad ska hända?"


def test_what_stands_there_already():
    asked = {block["block_id"]: block["element"] for block in modal(FORM, TO)["blocks"][1:]}

    assert asked["title"]["initial_value"] == "Torgmöte"
    assert asked["kind"]["initial_option"]["text"]["text"] == "Sort 2"
    assert (asked["day"]["initial_date"], asked["clock"]["initial_time"]) == ("2027-03-08", "18:00")
    assert (asked["places"]["initial_value"], asked["childcare"]["initial_option"]["value"]) == ("12", "no")


def test_what_was_wrong_stands_at_the_question():
    assert modal(FORM, TO)["blocks"][1]["hint"]["text"] == "För kort"
    assert faults(FORM) == {"title": "För kort"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "imorgon"),
        ("date", "20270308"),
        ("time", "25:00"),
        ("time", "１8:00"),
        ("number", "²"),
        ("choice", "x"),
    ],
)
def test_what_slack_would_not_take_does_not_stand_there(kind, value):
    form = Form("f", "t", (Field("a", "A", kind=kind, value=value, choices=(Choice("B", "b"),)),), "Spara")

    element = modal(form, TO)["blocks"][0]["element"]

    assert not [key for key in element if key.startswith("initial_")]


def test_a_long_answer_is_cut_where_slack_would_refuse_it():
    form = Form("f", "t", (Field("a", "A", kind="paragraph", value="x" * 3001),), "Spara")

    assert problems(modal(form, TO)) == []


def test_a_form_that_cannot_be_shown_is_behind_a_button():
    form = Form("f", "Ny aktivitet", (Field("a", "Namn *", error="För kort"),), "Spara", id="17")

    reply = invitation(Reply("Fyll i", form=form, buttons=(Button("Annat", "x:1"),)), form)

    assert plain(reply.text) == "Fyll i\nNamn *: För kort"
    assert reply.form is None
    assert [(button.label, button.action) for button in reply.buttons] == [
        ("Annat", "x:1"),
        ("Ny aktivitet", "form:17:open"),
    ]


@given(forms)
@settings(deadline=None)
def test_slack_takes_whatever_we_ask(form):
    assert problems(modal(form, TO)) == []
