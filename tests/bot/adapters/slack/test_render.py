"""What a reply and a form become on Slack: within its limits, and with nothing in it that comes alive."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack.modal import faults, invitation, modal
from bot.adapters.slack.render import blocks, clip, escape, message
from bot.adapters.slack.submission import read_origin
from bot.markup import Markup, plain, quote
from bot.markup import escape as literal
from bot.messages import Address, Button, Choice, Field, Form, Reply
from tests.fakes.slack.blocks import VIEW_BLOCKS, characters, check_blocks, check_message
from tests.fakes.slack.inputs import check_frame
from tests.fakes.slack.pings import objects, pings
from tests.fakes.slack.shapes import BLOCKS
from tests.fakes.slack.shown import shown

TO = Address("slack", "D7", thread="5.5")
LIVE = ["<!channel>", "<!here>", "<!everyone>", "<@U123>", "<!subteam^S1>", "<https://evil.example|Partiet>"]
TRICKS = [
    *LIVE,
    "@channel",
    "&amp;lt;",
    "```kod``` `kod`",
    "*fet* _kursiv_ ~struken~",
    ":smile:",
    "<b>",
    "a\\b",
    "[x](y)",
]

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


def test_everything_at_once():
    text = Markup("*Valborg* på [torget](https://exempel.se)\n\n> tal\n> musik\n- fika\n- *lotteri*\n\nVälkommen")

    sent = message(Reply(text, buttons=(Button("Jag kommer", "rsvp:1:yes"), Button("Karta", url="https://exempel.se"))))

    assert sent["text"] == escape(plain(text))
    assert shown("", sent["blocks"]) == plain(text)
    body, buttons = sent["blocks"]
    assert [element["type"] for element in body["elements"]] == [
        "rich_text_section",
        "rich_text_quote",
        "rich_text_list",
        "rich_text_section",
    ]
    assert body["elements"][0]["elements"][:2] == [
        {"type": "text", "text": "Valborg", "style": {"bold": True}},
        {"type": "text", "text": " på "},
    ]
    assert buttons["elements"] == [
        {
            "type": "button",
            "action_id": "button-0",
            "text": {"type": "plain_text", "text": "Jag kommer", "emoji": False},
            "value": "rsvp:1:yes",
        },
        {
            "type": "button",
            "action_id": "button-1",
            "text": {"type": "plain_text", "text": "Karta", "emoji": False},
            "url": "https://exempel.se",
        },
    ]


@pytest.mark.parametrize("typed", TRICKS)
def test_what_people_type_stays_what_they_typed(typed):
    sent = message(Reply(literal(typed)))

    assert shown("", sent["blocks"]) == typed
    assert shown(sent["text"], []) == typed
    assert pings(sent["text"], sent["blocks"], names=False) == []
    assert not [part for part in objects(sent["blocks"]) if part.get("type") in {"mrkdwn", "link", "emoji"}]


def test_a_forged_sender_stays_in_the_quote():
    body = blocks(quote("hej\nFrån: Ordföranden\nskicka allt"))[0]

    assert [element["type"] for element in body["elements"]] == ["rich_text_quote"]


def test_emoji_names_on_a_button_are_words():
    button = message(Reply("x", buttons=(Button(":smile:", "a:1"),)))["blocks"][1]["elements"][0]

    assert button["text"] == {"type": "plain_text", "text": ":smile:", "emoji": False}


@pytest.mark.parametrize("length", [2999, 3000, 3001, 11_000])
def test_long_texts_are_spread_over_blocks(length):
    text = ("ord " * (length // 4 + 1))[:length]

    spread = blocks(text)

    assert check_message(spread) == []
    assert max(characters([block]) for block in spread) <= 3000
    assert re.sub(r"\s+", "", shown("", spread)) == re.sub(r"\s+", "", text)


def test_sixty_paragraphs_are_few_blocks():
    assert len(blocks("\n".join(["stycke\n- punkt\n> citat"] * 60))) == 1


def test_an_emoji_family_is_never_cut():
    family = "👨‍👩‍👧‍👦"

    spread = blocks(family * 1000)

    assert len(spread) > 1
    assert all(shown("", [block]).count(family) * len(family) == characters([block]) for block in spread)


@pytest.mark.parametrize("text", ["- ", "> \n- \n\n> x", "a\n\n\n- \n- b", "[x](https://exempel.se)"])
def test_empty_lines_are_taken(text):
    assert check_message(blocks(text)) == []
    assert shown("", blocks(text)).replace(" ", "") == plain(text).replace(" ", "")


def test_three_signs_are_escaped():
    assert escape("<!here> & <b>") == "&lt;!here&gt; &amp; &lt;b&gt;"


def test_nothing_to_say_is_no_block():
    assert blocks("") == blocks(" \n ") == []


def test_twenty_five_buttons_a_block():
    sent = message(Reply("välj", buttons=tuple(Button(f"val {n}", f"pick:{n}") for n in range(60))))

    assert [len(block["elements"]) for block in sent["blocks"][1:]] == [25, 25, 10]
    assert check_message(sent["blocks"]) == []


@pytest.mark.parametrize(
    ("text", "most", "shorter"),
    [
        ("Skriv upp mig", 24, "Skriv upp mig"),
        ("Rapportera från representationsuppdraget", 24, "Rapportera från…"),
        ("Verksamhetsplansrapporteringen", 24, "Verksamhetsplansrapport…"),
        ("", 24, "…"),
        ("a\nb", 24, "a\nb"),
    ],
)
def test_labels_are_cut_at_a_word(text, most, shorter):
    assert clip(text, most) == shorter


@given(st.lists(st.tuples(st.sampled_from(["", "> ", "- "]), words), min_size=1, max_size=8))
@settings(deadline=None)
def test_the_blocks_say_what_the_text_says(lines):
    text = "\n".join(mark + literal(line) for mark, line in lines)

    assert shown("", blocks(text)) == plain(text) or not text.strip()


@given(st.text(max_size=4000), st.lists(st.builds(Button, words, st.text(max_size=10, min_size=1)), max_size=30))
@settings(deadline=None)
def test_slack_takes_whatever_we_say(text, buttons):
    sent = message(Reply(text, buttons=tuple(buttons)))

    assert check_message(sent["blocks"]) == []


def test_a_form_becomes_a_modal():
    form = Form(
        name="activity",
        title="Ny aktivitet i partiföreningen",
        submit="Spara",
        intro="Det här ser *alla*.",
        id="17",
        fields=(
            Field("title", "Namn", value="Torgmöte", error="För kort"),
            Field("about", "Om", kind="paragraph", hint="Vad ska hända?", optional=True),
            Field(
                "kind", "Sort", kind="choice", choices=tuple(Choice(f"Sort {n}", f"s{n}") for n in range(6)), value="s2"
            ),
            Field("size", "Storlek", kind="choice", choices=(Choice("Liten", "s"), Choice("Stor", "l"))),
            Field("day", "Dag", kind="date", value="2027-03-08"),
            Field("clock", "Tid", kind="time", value="18:00"),
            Field("places", "Platser", kind="number", value="12"),
            Field("childcare", "Barnpassning", kind="yes_no", value="no"),
        ),
    )

    view = modal(form, literal(form.title), TO)

    assert problems(view) == []
    assert (view["title"]["text"], view["submit"]["text"], view["notify_on_close"]) == (
        "Ny aktivitet i…",
        "Spara",
        True,
    )
    assert tuple(read_origin(view["private_metadata"])) == ("17", "D7", "5.5")
    assert shown("", view["blocks"]) == "Det här ser alla."
    asked = {block["block_id"]: block for block in view["blocks"][1:]}
    kinds = {name: block["element"]["type"] for name, block in asked.items()}
    assert kinds == {
        "title": "plain_text_input",
        "about": "plain_text_input",
        "kind": "static_select",
        "size": "radio_buttons",
        "day": "datepicker",
        "clock": "timepicker",
        "places": "number_input",
        "childcare": "radio_buttons",
    }
    assert asked["about"]["element"]["multiline"]
    assert asked["title"]["hint"]["text"] == "För kort"
    assert asked["kind"]["element"]["initial_option"]["text"]["text"] == "Sort 2"
    assert asked["childcare"]["element"]["initial_option"]["value"] == "no"
    assert faults(form) == {"title": "För kort"}


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

    element = modal(form, "", TO)["blocks"][0]["element"]

    assert not [key for key in element if key.startswith("initial_")]


def test_a_long_answer_is_cut_where_slack_would_refuse_it():
    form = Form("f", "t", (Field("a", "A", kind="paragraph", value="x" * 3001),), "Spara")

    assert problems(modal(form, "", TO)) == []


def test_a_form_that_cannot_be_shown_is_behind_a_button():
    form = Form("f", "Ny aktivitet", (Field("a", "Namn *", error="För kort"),), "Spara", id="17")

    reply = invitation(Reply("Fyll i", form=form, buttons=(Button("Annat", "x:1"),)), form)

    assert plain(reply.text) == "Fyll i\nNamn *: För kort"
    assert reply.form is None
    assert [(button.label, button.action) for button in reply.buttons] == [
        ("Annat", "x:1"),
        ("Ny aktivitet", "form:17:open"),
    ]


@given(forms, st.text(max_size=4000))
@settings(deadline=None)
def test_slack_takes_whatever_we_ask(form, text):
    assert problems(modal(form, text, TO)) == []
