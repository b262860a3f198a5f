"""What a reply becomes on Slack: within its limits, and with nothing in it that comes alive."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack.render import blocks, clip, escape, message
from bot.markup import Markup, plain, quote
from bot.markup import escape as literal
from bot.messages import Button, Reply
from bot.parts import split
from tests.fakes.slack.blocks import characters, check_message
from tests.fakes.slack.pings import objects, pings
from tests.fakes.slack.shown import shown

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


def test_lines_of_a_kind_are_one_element():
    text = Markup("*Valborg* på [torget](https://exempel.se)\n\n> tal\n> musik\n- fika\n- *lotteri*\n\nVälkommen")

    sent = message(Reply(text))

    assert sent["text"] == escape(plain(text))
    assert shown("", sent["blocks"]) == plain(text)
    [body] = sent["blocks"]
    kinds = ["rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_section"]
    assert [element["type"] for element in body["elements"]] == kinds
    assert body["elements"][0]["elements"] == [
        {"type": "text", "text": "Valborg", "style": {"bold": True}},
        {"type": "text", "text": " på "},
        {"type": "link", "url": "https://exempel.se", "text": "torget"},
        {"type": "text", "text": "\n"},
    ]


def test_buttons_do_something_or_lead_somewhere():
    buttons = (Button("Jag kommer", "rsvp:1:yes"), Button("Karta", url="https://exempel.se"))

    row = message(Reply("Kommer du?", buttons=buttons))["blocks"][1]

    def label(text):
        return {"type": "plain_text", "text": text, "emoji": False}

    assert row["elements"] == [
        {"type": "button", "action_id": "button-0", "text": label("Jag kommer"), "value": "rsvp:1:yes"},
        {"type": "button", "action_id": "button-1", "text": label("Karta"), "url": "https://exempel.se"},
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


def test_sixty_full_paragraphs_are_several_messages_none_of_them_too_much():
    paragraphs = [f"{n} " + "ord " * 700 for n in range(60)]

    sent = [message(part)["blocks"] for part in split(Reply(literal("\n".join(paragraphs))), "slack")]

    assert [check_message(found) for found in sent] == [[]] * len(sent)
    assert max(map(len, sent)) <= 50
    assert max(map(characters, sent)) <= 12_000
    assert re.findall(r"\b\d+\b(?=\s+ord)", " ".join(shown("", found) for found in sent)) == [str(n) for n in range(60)]


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
