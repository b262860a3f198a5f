"""The types in the middle: what is kept of them comes back the same, whatever people sent."""

import json
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import (
    ACTION_BYTES,
    Address,
    Attachment,
    Button,
    Choice,
    Field,
    Form,
    Incoming,
    Picture,
    Reply,
    dump,
    load_form,
    load_incoming,
    load_reply,
)

# NUL and lone surrogates too: Telegram's JSON can hold both.
ANY = st.text(alphabet=st.characters(exclude_categories=())).map(
    lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
)
HOSTILE = ["\x00", "\ud800", "\udfff\ud800", "👨‍👩‍👧‍👦", "å", "\u202e", '"\\', "\u2028", "</script>"]
TIMES = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]))
ADDRESSES = st.builds(Address, ANY, ANY, ANY, ANY)
BUTTONS = st.builds(Button, ANY, action=st.text("abc:", min_size=1, max_size=64)) | st.builds(
    Button, ANY, url=st.text(min_size=1)
)
FIELDS = st.builds(
    Field,
    name=ANY,
    label=ANY,
    kind=st.sampled_from(["line", "choice", "date"]),
    choices=st.lists(st.builds(Choice, ANY, ANY), max_size=3).map(tuple),
    optional=st.booleans(),
    value=ANY,
)
FORMS = st.builds(Form, ANY, ANY, st.lists(FIELDS, max_size=3).map(tuple), ANY, intro=ANY, ref=ANY, id=ANY)
REPLIES = st.builds(
    Reply,
    ANY,
    buttons=st.lists(BUTTONS, max_size=3).map(tuple),
    pictures=st.lists(st.builds(Picture, ANY, ANY, st.binary(), ANY, ANY), max_size=2).map(tuple),
    form=st.none() | FORMS,
    private=st.booleans(),
    replaces=st.booleans(),
)
INCOMING = st.builds(
    Incoming,
    ADDRESSES,
    ANY,
    ANY,
    ANY,
    files=st.lists(st.builds(Attachment, ANY, ANY, st.integers(), ANY), max_size=2).map(tuple),
    values=st.dictionaries(ANY, ANY, max_size=3),
    private=st.booleans(),
    sent_at=st.none() | TIMES,
)


def storable(text: str) -> str:
    """Both databases take it: it is ASCII, without NUL."""
    assert text.isascii()
    assert "\x00" not in text
    return text


@given(INCOMING)
def test_an_incoming_comes_back(msg):
    assert load_incoming(storable(dump(msg))) == msg


@given(REPLIES)
def test_a_reply_comes_back(reply):
    assert load_reply(storable(dump(reply))) == reply


@given(FORMS)
def test_a_form_comes_back(form):
    assert load_form(json.loads(storable(dump(form)))) == form


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is(text):
    msg = Incoming(Address("telegram", "1"), "1", text, "e1", values={"a": text})

    assert load_incoming(storable(dump(msg))) == msg
    assert load_reply(storable(dump(Reply(text)))) == Reply(text)


def test_a_picture_that_was_kept_before_there_were_sketches_comes_back():
    kept = json.loads(dump(Reply("hej", pictures=(Picture("a.png", "image/png", b"PNG", "A"),))))
    del kept["pictures"][0]["sketch"]

    assert load_reply(json.dumps(kept)).pictures == (Picture("a.png", "image/png", b"PNG", "A"),)


@pytest.mark.parametrize("action", ["x" * 64, "å" * 32, "form:123456:pick:12:3"])
def test_an_action_that_fits(action):
    assert Button("Ja", action).action == action


@pytest.mark.parametrize("action", ["x" * 65, "å" * 33, "å" * 40, "👍" * 17])
def test_an_action_that_telegram_could_not_carry_is_never_made(action):
    with pytest.raises(ValueError, match=f"at most {ACTION_BYTES}"):
        Button("Ja", action)


@pytest.mark.parametrize("ways", [{}, {"action": "a", "url": "https://a.se"}])
def test_a_button_does_one_thing(ways):
    with pytest.raises(ValueError, match="an action or a link"):
        Button("Ja", **ways)
