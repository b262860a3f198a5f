"""Slack's published limits on blocks and views, one step inside and one outside each; and who is rung by what."""

import pytest

from tests.fakes.slack.blocks import VIEW_BLOCKS, check_blocks, check_message
from tests.fakes.slack.inputs import check_frame
from tests.fakes.slack.pings import pings
from tests.fakes.slack.shapes import BLOCKS

TEXT = {"type": "plain_text", "text": "x", "emoji": False}
BUTTON = {"type": "button", "action_id": "a", "text": TEXT, "value": "v"}
MODAL = {"type": "modal", "title": TEXT, "submit": TEXT, "blocks": []}


def plain(length):
    return TEXT | {"text": "x" * length}


def section(length):
    return {"type": "section", "text": plain(length)}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def entry(element, **more):
    return {"type": "input", "block_id": "f", "label": TEXT, "element": {"action_id": "value"} | element} | more


def options(number):
    return [{"text": TEXT, "value": str(n)} for n in range(number)]


def rich(*parts):
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}]


def view_problems(view):
    return [*check_frame(view)] or [*check_blocks(view["blocks"], VIEW_BLOCKS, BLOCKS, "/view/blocks")]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ([section(3000)] * 4, [section(3001)]),
        ([section(1)] * 50, [section(1)] * 51),
        ([section(1)], [section(0)]),
        ([section(1)], [{"type": "section"}]),
        ([section(1)], [{"type": "section", "text": "x"}]),
        ([section(1)], [section(1) | {"colour": "red"}]),
        ([{"type": "section", "fields": [TEXT] * 10}], [{"type": "section", "fields": [TEXT] * 11}]),
        ([{"type": "header", "text": plain(150)}], [{"type": "header", "text": plain(151)}]),
        (
            [actions(*(BUTTON | {"action_id": str(n)} for n in range(25)))],
            [actions(*(BUTTON | {"action_id": str(n)} for n in range(26)))],
        ),
        ([actions(BUTTON)], [actions(BUTTON, BUTTON)]),
        ([actions(BUTTON)], [actions()]),
        ([actions(BUTTON | {"text": plain(75)})], [actions(BUTTON | {"text": plain(76)})]),
        ([actions(BUTTON | {"value": "x" * 2000})], [actions(BUTTON | {"value": "x" * 2001})]),
        ([actions(BUTTON | {"action_id": "x" * 255})], [actions(BUTTON | {"action_id": "x" * 256})]),
        ([actions(BUTTON)], [actions(BUTTON | {"text": {"type": "mrkdwn", "text": "x"}})]),
        ([section(1) | {"block_id": "a"}], [section(1) | {"block_id": "a"}] * 2),
        ([], [entry({"type": "plain_text_input"})]),
        ([], "text"),
        ([], [7]),
        ([], [{"type": "rich_text", "elements": []}]),
        ([], [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}]),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
                }
            ],
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
                }
            ],
        ),
    ],
)
def test_blocks(good, bad):
    assert check_message(good) == []
    assert check_message(bad)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"title": plain(24)}, {"title": plain(25)}),
        ({"submit": plain(24)}, {"submit": plain(25)}),
        ({"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}),
        ({"callback_id": "x" * 255}, {"callback_id": "x" * 256}),
        ({"blocks": [section(1)] * 100}, {"blocks": [section(1)] * 101}),
        ({}, {"unknown": 1}),
        ({}, {"type": "window"}),
        (
            {"blocks": [entry({"type": "plain_text_input"}, label=plain(2000))]},
            {"blocks": [entry({"type": "plain_text_input"}, label=plain(2001))]},
        ),
        (
            {"blocks": [entry({"type": "plain_text_input", "initial_value": "x" * 3000})]},
            {"blocks": [entry({"type": "plain_text_input", "initial_value": "x" * 3001})]},
        ),
        (
            {"blocks": [entry({"type": "datepicker", "initial_date": "2027-03-08"})]},
            {"blocks": [entry({"type": "datepicker", "initial_date": "2027-02-29"})]},
        ),
        (
            {"blocks": [entry({"type": "timepicker", "initial_time": "18:00"})]},
            {"blocks": [entry({"type": "timepicker", "initial_time": "24:00"})]},
        ),
        (
            {"blocks": [entry({"type": "number_input", "is_decimal_allowed": False, "initial_value": "12"})]},
            {"blocks": [entry({"type": "number_input", "is_decimal_allowed": False, "initial_value": "²"})]},
        ),
        (
            {"blocks": [entry({"type": "static_select", "options": options(100)})]},
            {"blocks": [entry({"type": "static_select", "options": options(101)})]},
        ),
        (
            {"blocks": [entry({"type": "radio_buttons", "options": options(10)})]},
            {"blocks": [entry({"type": "radio_buttons", "options": options(11)})]},
        ),
        (
            {"blocks": [entry({"type": "radio_buttons", "options": [{"text": plain(75), "value": "a"}]})]},
            {"blocks": [entry({"type": "radio_buttons", "options": [{"text": plain(76), "value": "a"}]})]},
        ),
        (
            {"blocks": [entry({"type": "static_select", "options": options(2), "initial_option": options(2)[0]})]},
            {"blocks": [entry({"type": "static_select", "options": options(2), "initial_option": options(3)[2]})]},
        ),
    ],
)
def test_views(good, bad):
    assert view_problems(MODAL | good) == []
    assert view_problems(MODAL | bad)


def test_inputs_need_a_button_to_hand_in():
    assert view_problems({"type": "modal", "title": TEXT, "blocks": [entry({"type": "plain_text_input"})]})


@pytest.mark.parametrize(
    ("text", "names", "rung"),
    [
        ("<!channel> <!here|x> <@U7> <!subteam^S1>", False, ["channel", "here", "U7", "S1"]),
        ("&lt;!channel&gt; @channel", False, []),
        ("@channel", True, ["channel"]),
    ],
)
def test_who_is_rung_by_a_text(text, names, rung):
    assert pings(text, [], names=names) == rung


def test_who_is_rung_by_blocks():
    elements = [
        {"type": "user", "user_id": "U7"},
        {"type": "broadcast", "range": "here"},
        {"type": "text", "text": "<!here>"},
    ]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
    live = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}
    dead = {"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}}

    assert pings("", [rich, live, dead], names=False) == ["channel", "U7", "here"]
