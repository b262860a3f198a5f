"""Raw Telegram updates → Incoming, or why not."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.parse import Ignored, parse
from bot.messages import Address, Attachment, Incoming, dump

PAYLOADS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in (Path(__file__).parents[3] / "payloads" / "telegram").glob("*.json")
}
AT = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
ANNA = Address("telegram", "1017")
GROUP = Address("telegram", "-1001")
SUPERGROUP = Address("telegram", "-1001000000001")


def person(address: Address, text: str, event_id: str, **more: Any) -> Incoming:
    return Incoming(address, "1017", text, event_id, language="sv", sent_at=AT, **more)


def told(address: Address, event: str, event_id: str, text: str = "") -> Incoming:
    return Incoming(address, "", text, event_id, event=event, private=False, sent_at=AT)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAN = Attachment("BQACAgQAAxkBAAIB", "plan.docx", 48211, DOCX)
PHOTO = Attachment("large", "photo.jpg", 81211, "image/jpeg")

EXPECTED: dict[str, Incoming | Ignored] = {
    "private_text": person(ANNA, "när är nästa möte?", "71000001"),
    "private_command": person(ANNA, "/nasta-aktivitet imorgon", "71000002"),
    "group_command": person(GROUP, "/hjalp", "71000003", private=False),
    "group_command_other_bot": Ignored("not for us"),
    "group_mention": person(SUPERGROUP, "när är mötet?", "71000005", private=False),
    "group_talk": Ignored("not for us"),
    "group_topic_command": person(
        Address("telegram", "-1001000000001", thread="33"), "/planen", "71000007", private=False
    ),
    "document": person(ANNA, "planen för nästa år", "71000008", files=(PLAN,)),
    "photo": person(ANNA, "", "71000009", files=(PHOTO,)),
    "press": Incoming(ANNA, "1017", "", "71000010", action="signup:4:yes", message_id="502", language="sv"),
    "press_in_group": Incoming(
        SUPERGROUP, "1018", "", "71000011", action="signup:4:yes", message_id="503", language="en", private=False
    ),
    "press_inline": Ignored("chat"),
    "press_game": Ignored("data"),
    "kicked": told(GROUP, "lost", "71000014"),
    "let_in": told(SUPERGROUP, "back", "71000015"),
    "promoted": Ignored("no change"),
    "blocked": Incoming(ANNA, "1017", "", "71000017", event="blocked", sent_at=AT),
    "unblocked": Incoming(ANNA, "1017", "", "71000018", event="back", sent_at=AT),
    "restricted_and_gone": told(SUPERGROUP, "lost", "71000019"),
    "migrated_to": told(GROUP, "moved", "71000020", text="-1001000000001"),
    "migrated_from": Ignored("sender"),
    "anonymous_admin": Ignored("sender"),
    "channel_as_sender": Ignored("sender"),
    "linked_channel_post": Ignored("sender"),
    "forwarded": Ignored("forwarded"),
    "forwarded_old_style": Ignored("forwarded"),
    "via_bot": Ignored("sender"),
    "other_bot": Ignored("sender"),
    "edited": Ignored("kind"),
    "edited_as_message": Ignored("edited"),
    "channel_post": Ignored("kind"),
    "sticker": Ignored("content"),
    "new_member": Ignored("content"),
    "poll": Ignored("kind"),
}


def read(name: str, **changes: Any) -> Incoming | Ignored:
    """A payload parsed, after changes to its message."""
    update = copy.deepcopy(PAYLOADS[name])
    update["message"] |= changes
    return parse(update, username="distriktbot")


def test_every_payload_has_an_expectation():
    assert set(PAYLOADS) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_payload(name):
    assert parse(PAYLOADS[name], username="distriktbot") == EXPECTED[name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", "/start"),
        ("/start@distriktbot", "/start"),
        ("  /start@DISTRIKTBOT KOD123 ", "/start KOD123"),
        ("/nästa-aktivitet@Distriktbot imorgon", "/nästa-aktivitet imorgon"),
        ("/na\u0308sta-aktivitet@distriktbot", "/na\u0308sta-aktivitet"),
        ("/nasta_aktivitet@distriktbot, tack", "/nasta_aktivitet tack"),
        ("/nasta-aktivitet@annanbot", None),
        ("/nästa-aktivitet@annanbot", None),
        ("/na\u0308sta-aktivitet@AnnanBot imorgon", None),
        ("/nasta_aktivitet@distriktbot2 x", None),
        ("/x@annanbot.", None),
        ("/mejla@exempel.se", "/mejla@exempel.se"),
        ("skriv till info@distriktbot.se", "skriv till info@distriktbot.se"),
    ],
)
def test_commands_for_another_bot_are_not_ours(text, expected):
    found = read("private_text", text=text)
    assert (None if isinstance(found, Ignored) else found.text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@DistriktBot, när är mötet?", "när är mötet?"),
        ("när är mötet @distriktbot?", "när är mötet?"),
        ("hej @distriktbot vad händer", "hej vad händer"),
        ("@distriktbot", ""),
        ("/planen", "/planen"),
        ("@distriktbotar ni?", None),
        ("x@distriktbot", None),
        ("se /planen", None),
    ],
)
def test_in_a_group_only_what_is_said_to_us(text, expected):
    found = read("group_talk", text=text)
    assert (None if isinstance(found, Ignored) else found.text) == expected


@pytest.mark.parametrize("number", [-1, 2**53, 2**63, "71000001", None, True, 1.5, [], {}])
def test_update_numbers_that_are_none_are_ignored(number):
    assert parse(PAYLOADS["private_text"] | {"update_id": number}, username="distriktbot") == Ignored("update_id")


@pytest.mark.parametrize(
    ("sender", "counts"),
    [
        ({"id": 1017, "is_bot": False, "first_name": "Anna"}, True),
        ({"id": 1017, "is_bot": False, "first_name": "Ordförande", "username": "ordforande"}, True),
        ({"id": 1087968824, "is_bot": False, "first_name": "Anna"}, False),
        ({"id": 136817688, "is_bot": False, "first_name": "Anna"}, False),
        ({"id": 777000, "is_bot": False, "first_name": "Anna"}, False),
        ({"id": 5, "is_bot": True, "first_name": "Anna"}, False),
        ({"id": "1017", "is_bot": False}, False),
        ({"id": True}, False),
        ({"id": -1017}, False),
        ({"username": "anna_exempel"}, False),
        (None, False),
    ],
)
def test_only_the_number_says_who(sender, counts):
    found = read("private_text", **{"from": sender})
    assert found.sender == "1017" if counts else found == Ignored("sender")


def test_a_message_without_sender_or_with_ten_thousand_entities():
    update = copy.deepcopy(PAYLOADS["private_text"])
    del update["message"]["from"]

    assert parse(update, username="distriktbot") == Ignored("sender")
    assert read("private_text", entities=[{"type": "bold", "offset": 0, "length": 1}] * 10_000) == Ignored("entities")
    assert read("private_text", entities=[{"type": "bold", "offset": 0, "length": 1}] * 100) == person(
        ANNA, "när är nästa möte?", "71000001"
    )


@pytest.mark.parametrize(
    ("data", "taken"), [("å" * 32, True), ("å" * 33, False), ("x" * 65, False), ("", False), (7, False)]
)
def test_pressed_data_is_at_most_64_bytes(data, taken):
    update = copy.deepcopy(PAYLOADS["press"])
    update["callback_query"]["data"] = data
    found = parse(update, username="distriktbot")
    assert found.action == data if taken else found == Ignored("data")


def test_lone_surrogates_become_storable():
    found = read("private_text", text="hej \ud800 du")

    assert found.text == "hej \ufffd du"
    assert dump(found).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A payload with one place in it replaced by something else, or taken away."""
    update = copy.deepcopy(draw(st.sampled_from(list(PAYLOADS.values()))))
    node = update
    while isinstance(node, dict | list) and node:
        key = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or draw(st.booleans()):
            node[key] = draw(JSON)
            return update
        node = node[key]
    return update


@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "my_chat_member"]), JSON) | JSON)
def test_any_json_is_read_without_error(update):
    assert isinstance(parse(update, username="distriktbot"), Incoming | Ignored)


@given(damaged())
def test_a_damaged_update_is_read_without_error_and_can_be_kept(update):
    found = parse(update, username="distriktbot")
    assert isinstance(found, Ignored) or dump(found).encode()
