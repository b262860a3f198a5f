"""What each of Slack's requests becomes, and that nothing in them makes the parser fail."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.slack.parse import Me, digest, parse
from bot.adapters.slack.words import command, unescape
from bot.messages import Address, Attachment, Incoming, dump
from tests.bot.adapters.slack.samples import ME, NAMES, anything, broken, sample

AT = datetime(2027, 2, 5, 10, 0, tzinfo=UTC)
DIRECT = Address("slack", "D7")
CHANNEL = Address("slack", "C9")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

IM = Incoming(DIRECT, "U7", "hej & hå <b>", "9f6b7f3e-1111-4222-8333-444455556666", sent_at=AT.replace(microsecond=100))
COMMAND = Incoming(
    CHANNEL,
    "U7",
    "/nasta-aktivitet i morgon & <sen>",
    "13345224609.738474920.8088930838d88f008e0",
    private=False,
)
PRESS = Incoming(
    DIRECT,
    "U7",
    "",
    digest("12466734323.1395872398", "U7", "rsvp:42:yes"),
    action="rsvp:42:yes",
    message_id="1801821600.000500",
    sent_at=AT.replace(minute=1, microsecond=600),
)
VALUES = {
    "title": "Torgmöte & <fika>",
    "day": "2027-03-08",
    "clock": "18:00",
    "places": "12",
    "kind": "square",
    "childcare": "yes",
    "note": "",
    "plan": "F2",
}

EXPECTED = {
    "message_im": IM,
    "message_im_command": replace(IM, text="/nasta-aktivitet <i morgon>"),
    "message_im_links": replace(
        IM, text="se https://exempel.se/a?b=1&c=2 och Partiet, a@exempel.se, #torget, @U8, @here"
    ),
    "message_im_file": replace(
        IM,
        text="här är planen",
        event_id="T1:D7:1801821600.000100",
        files=(Attachment("F1", "plan.docx", 51200, DOCX),),
    ),
    "message_im_thread": replace(IM, address=Address("slack", "D7", thread="1801821000.000001")),
    "app_mention": replace(IM, address=CHANNEL, text="vad händer?", private=False),
    "app_mention_inside": replace(
        IM,
        address=Address("slack", "C9", thread="1801821000.000001"),
        text="hej vad händer, @U8?",
        private=False,
    ),
    "command_channel": COMMAND,
    "command_im": replace(COMMAND, address=DIRECT, text="/nasta-aktivitet", private=True),
    "command_payload": replace(COMMAND, text="/nasta-aktivitet payload=1"),
    "press": PRESS,
    "press_ephemeral": replace(PRESS, address=CHANNEL, message_id="", private=False),
    "press_thread": replace(PRESS, address=Address("slack", "D7", thread="1801821000.000001")),
}
NOTHING = {
    "message_channel",  # in channels only what is said to the bot
    "message_changed",
    "message_deleted",
    "message_bot",
    "message_own",
    "message_own_without_bot_id",
    "message_slackbot",
    "message_joined",
    "app_mention_edited",
    "other_team",
    "other_enterprise",
    "press_link",
    "press_too_long",
    "view_submission_foreign",
    "tokens_revoked_user",
    "member_left_person",
    "app_home_opened",
}
TOLD = {
    "app_uninstalled": ("trouble", "", "removed"),
    "tokens_revoked": ("trouble", "", "removed"),
    "channel_archive": ("lost", "C9", ""),
    "channel_left": ("lost", "C9", ""),
    "group_deleted": ("lost", "G9", ""),
    "member_left_bot": ("lost", "C9", ""),
    "channel_unarchive": ("back", "C9", ""),
    "member_joined_bot": ("back", "C9", ""),
}
VIEWS = {"view_submission", "view_submission_channel", "view_closed"}


def test_every_sample_is_expected_somewhere():
    assert set(NAMES) == EXPECTED.keys() | NOTHING | TOLD.keys() | VIEWS


@pytest.mark.parametrize("name", EXPECTED)
def test_what_people_do(name):
    assert parse(sample(name), ME) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_what_is_not_for_us(name):
    assert parse(sample(name), ME) is None


@pytest.mark.parametrize("name", TOLD)
def test_what_slack_tells(name):
    event, channel, text = TOLD[name]

    assert parse(sample(name), ME) == Incoming(Address("slack", channel), "", text, "Ev01", event=event, private=False)


def test_a_form_handed_in():
    msg = parse(sample("view_submission"), ME)

    assert msg is not None
    assert (msg.address, msg.action, msg.private) == (DIRECT, "form:17:send", True)
    assert dict(msg.values) == VALUES
    assert msg.files == (Attachment("F2", "plan.pdf", 900, "application/pdf"),)


def test_a_form_from_a_channel_answers_there():
    msg = parse(sample("view_submission_channel"), ME)

    assert msg is not None
    assert (msg.address, msg.private) == (Address("slack", "C9", thread="1801821000.000001"), False)


def test_a_form_left():
    msg = parse(sample("view_closed"), ME)

    assert msg is not None
    assert (msg.action, dict(msg.values), msg.files) == ("form:17:cancel", {}, ())


def test_the_same_request_has_the_same_id_and_another_try_has_not():
    first, again, other = (sample("view_submission") for _ in range(3))
    other["trigger_id"] = "later"

    ids = [parse(body, ME).event_id for body in (first, again, other)]

    assert ids[0] == ids[1] != ids[2]


def test_one_gesture_that_comes_as_two_events_has_one_id():
    mention, message = sample("app_mention"), sample("message_im")
    for body in (mention, message):
        del body["event"]["client_msg_id"]
        body["event"]["channel"] = "C9"

    assert parse(mention, ME).event_id == parse(message, ME).event_id == "T1:C9:1801821600.000100"


def test_our_own_enterprise_is_not_another():
    assert parse(sample("other_enterprise"), Me("T1", "UBOT", enterprise="E9")) is not None


@pytest.mark.parametrize("name", NAMES)
def test_no_mention_of_a_team_is_another_team(name):
    body = sample(name)
    body.pop("team_id", None)
    body.pop("team", None)

    assert parse(body, ME) is None


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("&amp;lt;", "&lt;"),
        ("a &lt;!channel&gt; b", "a <!channel> b"),
        ("<!subteam^S1>", "@S1"),
        ("<!subteam^S1|@styrelsen>", "@styrelsen"),
        ("<!date^1392734382^{date}|18 februari>", "18 februari"),
        ("<@U8|namn>", "@U8"),
        ("<#C9>", "#C9"),
        ("<tel:0701|0701>", "0701"),
        ("a <b> c", "a <b> c"),
        ("<https://exempel.se", "<https://exempel.se"),
        ("<@UBOT> <@UBOT>, hej", "hej"),
        ("&eacute;", "&eacute;"),
    ],
)
def test_slacks_way_of_writing(sent, meant):
    assert unescape(sent, me="UBOT") == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [(" /hjälp", "/hjälp"), ("/hjälp a ", "/hjälp a "), (" hej", " hej"), ("", "")]
)
def test_the_space_before_a_command(typed, meant):
    assert command(typed) == meant


@given(st.text())
@settings(deadline=None)
def test_what_somebody_typed_survives_the_way(text):
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert unescape(sent) == text


@given(anything)
@settings(deadline=None)
def test_any_json_is_read(body):
    assert parse(body, ME) is None


@given(broken())
@settings(deadline=None)
def test_a_broken_request_is_read(body):
    msg = parse(body, ME)

    assert msg is None or dump(msg)
