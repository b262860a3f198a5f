"""Whether a message arrived can be asked of Slack afterwards, by the mark that it carries (F2, F41)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.errors import Misconfigured, TryLater, Unknown
from bot.messages import Address, Button, Field, Form, Picture, Reply
from tests.bot.adapters.slack.conftest import NOON
from tests.fakes.slack.state import BOT_USER, Message

MARK = "5f3a9c"
SENT = datetime.fromtimestamp(NOON, UTC)
DIRECT, IN_PERSON, SQUARE = Address("slack", "D7"), Address("slack", "U7"), Address("slack", "C9")
METADATA = {"event_type": "delivery", "event_payload": {"id": MARK}}
PNG = Picture("hjul.png", "image/png", b"\x89PNG", "Årshjulet")


@pytest.fixture(autouse=True)
def place(fake, member, square):
    return fake.space.direct(member.id)


@pytest.fixture
def stand(fake):
    """A message that stands in the channel already."""

    def stand(seconds=0.0, *, user=BOT_USER, metadata=METADATA, **more):
        ts = f"{int(NOON + seconds)}.{len(fake.messages):06d}"
        fake.messages.append(Message(ts, "C9", user, "hej", metadata=metadata, **more))
        return ts

    return stand


async def lose(adapter, to, reply=Reply("påminnelse")):  # noqa: B008 - a value
    with pytest.raises(Unknown):
        await adapter.send(to, reply, mark=MARK)


@pytest.mark.parametrize("to", [DIRECT, IN_PERSON, SQUARE], ids=lambda to: to.chat)
@pytest.mark.parametrize("fault", [{"drop": True}, {"error": "internal_error"}, {"status": 502}], ids=str)
async def test_f41_it_arrived_and_the_answer_did_not(adapter, fake, to, fault):
    fake.fail("chat.postMessage", after_effect=True, **fault)
    await lose(adapter, to)

    assert await adapter.find(to, MARK, SENT) == fake.messages[0].ts
    assert len(fake.messages) == 1


@pytest.mark.parametrize("to", [DIRECT, IN_PERSON, SQUARE], ids=lambda to: to.chat)
async def test_it_did_not_arrive(adapter, fake, to):
    await adapter.send(to, Reply("en annan"), mark="0b1d")
    await adapter.send(to, Reply("utan märke"))
    fake.fail("chat.postMessage", drop=True)
    await lose(adapter, to)

    assert await adapter.find(to, MARK, SENT) == ""


async def test_the_mark_is_all_that_goes_along_and_nobody_sees_it(adapter, fake):
    await adapter.send(SQUARE, Reply("hej", buttons=(Button("Ja", "a:1"),)), mark=MARK)
    await adapter.send(SQUARE, Reply("hej"))

    assert [call.args.get("metadata") for call in fake.sent] == [METADATA, None]
    assert [message.seen for message in fake.sees("U7")] == ["hej", "hej"]


async def test_a_form_behind_a_button_carries_it(adapter, fake):
    form = Form("nytt", "Nytt", (Field("titel", "Titel"),), "Spara", id="7")

    await adapter.send(DIRECT, Reply("fyll i", form=form), mark=MARK)

    assert fake.messages[0].metadata == METADATA


async def test_what_goes_to_the_person_because_the_channel_is_closed_carries_it(adapter, fake, member):
    fake.channel("C10", "utan bot", [member])

    await adapter.send(Address("slack", "C10", only="U7"), Reply("svar"), mark=MARK)

    assert [(message.channel, message.metadata) for message in fake.messages] == [("D7", METADATA)]


async def test_with_pictures_the_text_carries_it(adapter, fake):
    ts = await adapter.send(IN_PERSON, Reply("*Årshjulet*", pictures=(PNG,)), mark=MARK)

    text, picture = fake.messages
    assert (text.ts, text.metadata, text.seen, text.files) == (ts, METADATA, "Årshjulet", [])
    assert (picture.seen, len(picture.files)) == ("", 1)
    assert await adapter.find(IN_PERSON, MARK, SENT) == ts


async def test_in_a_thread(adapter, fake, stand):
    begun = stand(metadata={})
    to = Address("slack", "C9", thread=begun)
    fake.fail("chat.postMessage", after_effect=True, drop=True)
    await lose(adapter, to)

    assert await adapter.find(to, MARK, SENT) == fake.messages[1].ts
    assert await adapter.find(SQUARE, MARK, SENT) == ""


async def test_behind_many_others(adapter, fake, stand, square):
    ts = stand()
    for number in range(450):
        stand(1 + number, user="U7", metadata={})

    assert await adapter.find(SQUARE, MARK, SENT) == ts
    assert fake.requests["conversations.history"] == 3


@pytest.mark.parametrize(
    "other",
    [
        {"user": "U7"},
        {"metadata": METADATA | {"event_type": "something"}},
        {"metadata": {"event_type": "delivery", "event_payload": {"id": MARK + "0"}}},
        {"only": "U7"},
    ],
    ids=str,
)
async def test_what_only_looks_like_it(adapter, stand, other):
    stand(**other)

    assert await adapter.find(SQUARE, MARK, SENT) == ""


@pytest.mark.parametrize(("seconds", "found"), [(-3600, False), (-301, False), (-299, True), (86_400, True)])
async def test_clocks_need_not_agree_and_old_talk_is_left_alone(adapter, stand, seconds, found):
    ts = stand(seconds)

    assert await adapter.find(SQUARE, MARK, SENT) == (ts if found else "")


async def test_what_one_person_alone_was_shown_is_in_no_history(adapter, fake):
    to = Address("slack", "C9", only="U7")
    await adapter.send(to, Reply("bara du"), mark=MARK)

    with pytest.raises(Unknown):
        await adapter.find(to, MARK, SENT)
    assert fake.requests["conversations.history"] == 0
    private = Address("slack", "D7", only="U7")
    assert await adapter.find(private, MARK, SENT) == ""


@pytest.mark.parametrize("method", ["conversations.history", "conversations.open"])
@pytest.mark.parametrize(
    ("how", "becomes"),
    [
        ({"error": "ratelimited", "retry_after": 7}, TryLater),
        ({"status": 503}, TryLater),
        ({"error": "fatal_error"}, TryLater),
        ({"drop": True, "times": 2}, TryLater),  # the second for the connection pool, which asks again by itself
        ({"error": "team_added_to_org"}, TryLater),
        ({"error": "invalid_auth"}, Misconfigured),
        ({"error": "missing_scope"}, Unknown),
        ({"error": "no_permission"}, Unknown),
        ({"error": "not_allowed_token_type"}, Unknown),
        ({"error": "channel_not_found"}, Unknown),
        ({"error": "user_disabled"}, Unknown),
        ({"error": "something_new"}, Unknown),
    ],
    ids=str,
)
async def test_when_slack_does_not_tell(adapter, fake, method, how, becomes):
    fake.fail(method, **how)

    with pytest.raises(becomes) as told:
        await adapter.find(IN_PERSON, MARK, SENT)

    assert type(told.value) is becomes
    assert adapter.health == ("token" if becomes is Misconfigured else "ok")


async def test_how_long_to_wait_before_asking_again(adapter, fake):
    fake.fail("conversations.history", error="ratelimited", retry_after=7)

    with pytest.raises(TryLater) as told:
        await adapter.find(SQUARE, MARK, SENT)

    assert told.value.after == timedelta(seconds=7)


async def test_an_archived_channel_can_be_read_and_one_that_the_bot_was_put_out_of_cannot(adapter, stand, square):
    ts = stand()
    square.archived = True
    found = await adapter.find(SQUARE, MARK, SENT)
    square.members.discard(BOT_USER)

    with pytest.raises(Unknown, match="not_in_channel"):
        await adapter.find(SQUARE, MARK, SENT)
    assert found == ts


async def test_a_thread_that_is_gone_and_threads_that_are_not_for_bots(adapter, fake, stand):
    with pytest.raises(Unknown, match="thread_not_found"):
        await adapter.find(Address("slack", "C9", thread="1.1"), MARK, SENT)
    fake.fail("conversations.replies", error="missing_scope")
    with pytest.raises(Unknown, match="missing_scope"):
        await adapter.find(Address("slack", "C9", thread=stand()), MARK, SENT)


async def test_nothing_is_asked_before_the_start(fake):
    adapter = SlackAdapter(bot_token=fake.bot_token, api_url=f"{fake.url}/api/")

    with pytest.raises(TryLater):
        await adapter.find(SQUARE, MARK, SENT)
    assert (adapter.remembers, fake.requests.total()) == (True, 0)
