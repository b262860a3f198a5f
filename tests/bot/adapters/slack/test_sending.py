"""What the adapter sends, whom it reaches, and what it makes of every way in which Slack says no."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackRequestError
from yarl import URL

from bot.adapters.slack.documents import is_slacks
from bot.adapters.slack.faults import translate
from bot.errors import Misconfigured, Refused, TryLater, Unknown, Unreachable
from bot.markup import Markup, escape, plain
from bot.messages import Address, Attachment, Button, Picture, Reply

PNG = Picture("hjul.png", "image/png", b"\x89PNG", "Årshjulet: valborg i april")
DIRECT = Address("slack", "D7")
IN_PERSON = Address("slack", "U7")
SQUARE = Address("slack", "C9")


@pytest.fixture(autouse=True)
def place(fake, member, square):
    """The member's chat with the bot, which Slack opens when they first write."""
    return fake.space.direct(member.id)


def said(fake, person="U7"):
    return [message.seen for message in fake.sees(person)]


async def test_a_message_with_everything(adapter, fake):
    text = Markup("*Valborg* på [torget](https://exempel.se)\n> " + escape("<!channel> kom!") + "\n- kl. 18")

    ts = await adapter.send(DIRECT, Reply(text, buttons=(Button("Jag kommer", "rsvp:4:yes"),)))

    [message] = fake.messages
    assert (message.ts, message.seen, message.unfurls) == (ts, plain(text), False)
    assert [(button.label, button.value) for button in message.buttons] == [("Jag kommer", "rsvp:4:yes")]


@pytest.mark.parametrize("typed", ["<!channel>", "<!here>", "@everyone", "<@U7>", "<!subteam^S1>", "@channel &amp;lt;"])
async def test_nobody_is_rung(adapter, fake, typed):
    await adapter.send(SQUARE, Reply(escape(typed), buttons=(Button(typed, "a:1"),)))
    await adapter.edit(SQUARE, fake.messages[0].ts, Reply(escape(f"{typed} igen")))
    await adapter.send(SQUARE, Reply(escape(typed), pictures=(PNG,)))

    assert [message.pings for message in fake.messages] == [[], []]
    assert said(fake) == [f"{typed} igen", typed]
    assert not any(call.args.get("link_names") for call in fake.sent)


async def test_for_one_person_in_a_channel(adapter, fake):
    fake.person("U8", "annan")
    fake.space.channels["C9"].members.add("U8")

    await adapter.send(Address("slack", "C9", only="U7"), Reply("bara du", private=True))

    assert (said(fake), said(fake, "U8")) == (["bara du"], [])


async def test_in_a_thread(adapter, fake):
    await adapter.send(Address("slack", "C9", thread="5.5"), Reply("där"))

    assert fake.messages[0].thread_ts == "5.5"


@pytest.mark.parametrize("private", [True, False])
async def test_a_command_where_the_bot_is_no_member_is_answered_in_private(adapter, fake, core, member, private):
    fake.channel("C10", "utan bot", [member])
    core.answer = lambda msg: Reply("svar", private=private)

    await fake.acked(await fake.command(member, "/nasta-aktivitet", channel="C10"))
    await core.settle()

    assert [(message.channel, message.seen) for message in fake.messages] == [("D7", "svar")]


async def test_nobody_asked_and_the_channel_is_closed(adapter, fake, member):
    fake.channel("C10", "utan bot", [member])

    with pytest.raises(Unreachable, match="not_in_channel"):
        await adapter.send(Address("slack", "C10"), Reply("påminnelse"))

    assert fake.messages == []


async def test_a_picture_with_its_text_is_one_message(adapter, fake):
    await adapter.send(IN_PERSON, Reply("*Årshjulet*", pictures=(PNG,)))

    [message] = fake.messages
    assert (message.channel, message.seen) == ("D7", "Årshjulet")
    assert [(file.name, file.content, file.alt) for file in message.files] == [("hjul.png", b"\x89PNG", PNG.alt)]


@pytest.mark.parametrize(("text", "buttons"), [("kort", (Button("Ja", "a:1"),)), ("å" * 3000, ())])
async def test_a_picture_beside_buttons_or_a_long_text_comes_after_them(adapter, fake, text, buttons):
    fake.fail("upload", status=500)

    ts = await adapter.send(DIRECT, Reply(text, pictures=(PNG,), buttons=buttons))
    await adapter.send(DIRECT, Reply(text, pictures=(PNG,), buttons=buttons))

    assert [(message.seen[:4], len(message.files)) for message in fake.messages] == [
        (text[:4], 0),
        (text[:4], 0),
        ("", 1),
    ]
    assert fake.messages[0].ts == ts


async def test_a_picture_is_for_one_person_only(adapter, fake):
    await adapter.send(Address("slack", "C9", thread="5.5", only="U7"), Reply("bara du", pictures=(PNG,)))

    assert [(message.channel, message.thread_ts) for message in fake.messages] == [("D7", "")]


async def test_a_message_is_changed(adapter, fake):
    ts = await adapter.send(IN_PERSON, Reply("10 %", buttons=(Button("Stoppa", "stop:1"),)))

    same = await adapter.edit(IN_PERSON, ts, Reply("klart"))

    [message] = fake.messages
    assert (same, message.seen, message.buttons) == (ts, "klart", [])


async def test_what_cannot_be_changed_is_sent_anew(adapter, fake):
    only = Address("slack", "C9", only="U7")
    ephemeral = await adapter.send(only, Reply("gammalt"))

    await adapter.edit(only, ephemeral, Reply("nytt"))
    await adapter.edit(DIRECT, "1.1", Reply("nytt", pictures=(PNG,)))

    assert said(fake) == ["gammalt", "nytt", "nytt"]


async def test_a_message_is_taken_back_once(adapter, fake):
    ts = await adapter.send(DIRECT, Reply("hoppsan"))

    await adapter.delete(DIRECT, ts)
    await adapter.delete(DIRECT, ts)

    assert fake.messages == []


async def test_f38_only_the_channel_that_is_too_fast_waits(adapter, fake, clock):
    for _ in range(3):
        await adapter.send(SQUARE, Reply("hej"))
    with pytest.raises(TryLater) as wait:
        await adapter.send(SQUARE, Reply("hej"))
    await adapter.send(DIRECT, Reply("hej"))
    clock.now += wait.value.after.total_seconds()
    await adapter.send(SQUARE, Reply("hej"))

    assert (wait.value.scope, wait.value.after) == ("chat", timedelta(seconds=1))
    assert (fake.limited.total(), fake.limits.early) == (1, 0)


@pytest.mark.parametrize(
    ("how", "becomes"),
    [
        ({"error": "ratelimited", "retry_after": 7}, TryLater),
        ({"status": 429}, TryLater),
        ({"error": "channel_not_found"}, Unreachable),
        ({"error": "not_in_channel"}, Unreachable),
        ({"error": "is_archived"}, Unreachable),
        ({"error": "user_not_found"}, Unreachable),
        ({"error": "cannot_dm_bot"}, Unreachable),
        ({"error": "invalid_blocks"}, Refused),
        ({"error": "msg_too_long"}, Refused),
        ({"error": "something_new"}, Refused),
        ({"error": "invalid_auth"}, Misconfigured),
        ({"error": "token_revoked"}, Misconfigured),
        ({"error": "account_inactive"}, Misconfigured),
        ({"error": "not_authed"}, Misconfigured),
        ({"error": "missing_scope"}, Misconfigured),
        ({"status": 404}, Misconfigured),
        ({"error": "internal_error"}, Unknown),
        ({"error": "fatal_error"}, Unknown),
        ({"error": "internal_error", "after_effect": True}, Unknown),
        ({"status": 502}, Unknown),
        ({"drop": True}, Unknown),
        ({"drop": True, "after_effect": True}, Unknown),
    ],
)
async def test_every_no(adapter, fake, how, becomes):
    fake.fail("chat.postMessage", **how)

    with pytest.raises(becomes) as told:
        await adapter.send(DIRECT, Reply("en hemlig text"))

    assert type(told.value) is becomes
    assert fake.requests["chat.postMessage"] == 1
    assert len(fake.messages) == bool(how.get("after_effect"))
    assert fake.bot_token not in str(told.value)
    assert "hemlig" not in str(told.value)


async def test_how_long_to_wait(adapter, fake):
    fake.fail("chat.postMessage", error="ratelimited", retry_after=7)
    fake.fail("chat.postMessage", status=429)
    waits = []
    for _ in range(2):
        with pytest.raises(TryLater) as told:
            await adapter.send(DIRECT, Reply("hej"))
        waits.append(told.value.after.total_seconds())

    assert waits == [7, 30]


async def test_an_answer_that_is_no_json(adapter, fake):
    fake.fail("chat.postMessage", status=200)

    with pytest.raises(Misconfigured):
        await adapter.send(DIRECT, Reply("hej"))


def test_an_upload_that_was_not_taken_may_be_tried_again():
    assert isinstance(translate(SlackRequestError("filnamn")), TryLater)


async def test_nothing_to_say_is_refused(adapter):
    with pytest.warns(UserWarning, match="text"), pytest.raises(Refused, match="no_text"):
        await adapter.send(DIRECT, Reply(""))


async def test_a_file_that_somebody_sent(adapter, fake, core, member):
    await fake.acked(await fake.say(member, "här är planen", files=[("plan.docx", b"PK-plan")]))
    [file] = core.got[0].files

    assert (file.name, file.size, await adapter.fetch(file)) == ("plan.docx", 7, b"PK-plan")
    with pytest.raises(Refused, match="file_not_found"):
        await adapter.fetch(Attachment("F404", "borta.pdf", 1))
    with pytest.raises(Unreachable):
        await adapter.fetch(Attachment(file.id, "stor.pdf", 20 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/plan.docx", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://slack.com.evil.example/x", False),
        ("https://evil.example/?slack.com", False),
        ("https://notslack.com/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_the_token_never_leaves_slack(address, ours):
    assert is_slacks(URL(address), URL("https://slack.com/api/")) is ours
