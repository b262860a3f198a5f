"""What the pretend Slack tells of what stands in a channel: as the true one, from when to when, and page by page."""

import pytest

from .conftest import refused

MARK = {"event_type": "delivery", "event_payload": {"id": "d1"}}


@pytest.fixture
def post(client):
    async def post(text, channel="C9", **more):
        return (await client.chat_postMessage(channel=channel, text=text, **more))["ts"]

    return post


def texts(page):
    return [message["text"] for message in page["messages"]]


async def test_metadata_only_when_asked(client, post):
    await post("ett", metadata=MARK)
    await client.chat_postEphemeral(channel="C9", user="U7", text="osynligt", metadata=MARK)
    await post("två")

    found = await client.conversations_history(channel="C9", include_all_metadata=True)
    bare = await client.conversations_history(channel="C9")

    assert texts(found) == texts(bare) == ["två", "ett"]
    assert [message.get("metadata") for message in found["messages"]] == [None, MARK]
    assert [message.get("metadata") for message in bare["messages"]] == [None, None]


async def test_metadata_stays_when_a_message_is_changed_and_goes_when_it_is_told_to(fake, client, post):
    ts = await post("ett", metadata=MARK)
    await client.chat_update(channel="C9", ts=ts, text="två")
    kept = fake.messages[0].metadata
    await client.chat_update(channel="C9", ts=ts, text="tre", metadata={})

    assert (kept, fake.messages[0].metadata) == (MARK, {})
    malformed = client.api_call("chat.update", data={"channel": "C9", "ts": ts, "text": "x", "metadata": "{"})
    assert await refused(malformed) == "invalid_metadata_format"


@pytest.mark.parametrize(("inclusive", "expected"), [(False, ["två"]), (True, ["tre", "två", "ett"])])
async def test_from_when_to_when(client, post, inclusive, expected):
    first, _, third = [await post(text) for text in ("ett", "två", "tre")]

    page = await client.conversations_history(channel="C9", oldest=first, latest=third, inclusive=inclusive)

    assert texts(page) == expected


async def test_page_by_page(client, fake, post):
    fake.limits.on = False
    for number in range(5):
        await post(str(number))

    pages = [page.data async for page in await client.conversations_history(channel="C9", limit=2)]

    assert [texts(page) for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    assert [page["has_more"] for page in pages] == [True, True, False]


async def test_a_thread_is_asked_for_by_itself(client, post):
    begun = await post("början")
    reply = await post("svar", thread_ts=begun, metadata=MARK)

    page = await client.conversations_replies(channel="C9", ts=begun, oldest=begun, include_all_metadata=True)

    assert texts(await client.conversations_history(channel="C9")) == ["början"]
    assert texts(page) == ["början", "svar"]
    assert page["messages"][1]["metadata"] == MARK
    assert texts(await client.conversations_replies(channel="C9", ts=begun, oldest=reply)) == ["början"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404"}, "channel_not_found"),
        ({"channel": "C10"}, "not_in_channel"),
        ({"channel": "G10"}, "channel_not_found"),
        ({"channel": "U7"}, "channel_not_found"),
        ({"limit": 0}, "invalid_limit"),
        ({"limit": 1000}, "invalid_limit"),
        ({"cursor": "eA=="}, "invalid_cursor"),
        ({"oldest": "i går"}, "invalid_ts_oldest"),
        ({"latest": "i går"}, "invalid_ts_latest"),
    ],
)
async def test_what_is_not_told(fake, client, arguments, error):
    fake.channel("C10", "utan bot", ["U7"])
    fake.channel("G10", "hemlig", ["U7"], private=True)

    assert await refused(client.conversations_history(**{"channel": "C9"} | arguments)) == error


async def test_a_thread_that_is_not_there(client):
    assert await refused(client.conversations_replies(channel="C9", ts="1.1")) == "thread_not_found"


@pytest.mark.parametrize("method", ["conversations_history", "conversations_replies"])
async def test_fifty_a_minute(client, post, clock, method):
    ts = await post("ett")
    arguments = {"channel": "C9"} | ({"ts": ts} if method == "conversations_replies" else {})
    for _ in range(50):
        await getattr(client, method)(**arguments)

    assert await refused(getattr(client, method)(**arguments)) == "ratelimited"
    clock.now += 60
    await getattr(client, method)(**arguments)
