"""The pretend Slack keeps Slack's rules: were it kinder, what is tested against it would prove nothing."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.state import BOT_USER

from .conftest import refused

TEXT = {"type": "plain_text", "text": "x", "emoji": False}
BUTTON = {"type": "button", "action_id": "a", "text": TEXT, "value": "v"}
MODAL = {"type": "modal", "title": TEXT, "submit": TEXT, "blocks": []}


def section(length):
    return {"type": "section", "text": TEXT | {"text": "x" * length}}


async def test_a_trigger_lives_three_seconds_and_once(fake, client, clock):
    used, old = fake.space.new_trigger("U7"), fake.space.new_trigger("U7")
    await client.views_open(trigger_id=used, view=MODAL)
    again = await refused(client.views_open(trigger_id=used, view=MODAL))
    clock.now += 3

    assert again == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id=old, view=MODAL)) == "expired_trigger_id"
    assert await refused(client.views_open(trigger_id="x", view=MODAL)) == "invalid_trigger_id"
    assert await refused(client.views_open(trigger_id="x", view=MODAL | {"blocks": 1})) == "invalid_arguments"


async def test_a_view_is_changed_and_a_home_published(fake, client):
    opened = (await client.views_open(trigger_id=fake.space.new_trigger("U7"), view=MODAL))["view"]
    await client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL | {"title": TEXT | {"text": "xxx"}})
    await client.views_publish(user_id="U7", view={"type": "home", "blocks": [section(1)]})

    assert fake.open_modal("U7").title == "xxx"
    assert await refused(client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)) == "hash_conflict"
    assert fake.space.homes["U7"]["blocks"][0]["text"] == TEXT


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": " "}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [section(3001)]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section(2641)] * 5}, "msg_blocks_too_long"),
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "C10", "text": "x"}, "not_in_channel"),
        ({"channel": "G10", "text": "x"}, "channel_not_found"),
        ({"channel": "C11", "text": "x"}, "is_archived"),
        ({"channel": BOT_USER, "text": "x"}, "cannot_dm_bot"),
        ({"channel": "", "text": "x"}, "invalid_arguments"),
        ({"text": "x", "metadata": "delivery"}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "delivery"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "a b", "event_payload": {}}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": "d1"}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": {"id": "x" * 2000}}}, "metadata_too_large"),
    ],
)
async def test_what_cannot_be_posted(fake, client, arguments, error):
    fake.channel("C10", "utan bot", ["U7"])
    fake.channel("G10", "hemlig", ["U7"], private=True)
    fake.channel("C11", "gammal", ["U7", fake.me]).archived = True

    assert await refused(client.api_call("chat.postMessage", json={"channel": "C9"} | arguments)) == error
    assert fake.messages == []


async def test_a_message_is_posted_changed_and_deleted(fake, client):
    posted = await client.chat_postMessage(channel="U7", text="hej", blocks=[section(3)])
    channel, ts = posted["channel"], posted["ts"]
    await client.chat_update(channel=channel, ts=ts, text="hå", blocks=[])
    changed = (fake.messages[0].seen, fake.messages[0].edited)
    await fake.say("U7", "mitt eget")
    other = fake.messages[1].ts

    assert (channel, changed) == ("D7", ("hå", True))
    assert await refused(client.chat_update(channel="U7", ts=ts, text="x")) == "channel_not_found"
    assert await refused(client.chat_update(channel=channel, ts="1.1", text="x")) == "message_not_found"
    assert await refused(client.chat_update(channel=channel, ts=other, text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel=channel, ts=other)) == "cant_delete_message"
    await client.chat_delete(channel=channel, ts=ts)
    assert [message.ts for message in fake.messages] == [other]


async def test_an_ephemeral_message_is_for_one_and_cannot_be_changed(fake, client):
    ts = (await client.chat_postEphemeral(channel="C9", user="U7", text="psst"))["message_ts"]
    fake.space.channels["C9"].members.add("U8")

    assert ([m.only for m in fake.sees("U7")], fake.sees("U8")) == (["U7"], [])
    assert await refused(client.chat_update(channel="C9", ts=ts, text="x")) == "message_not_found"
    fake.space.channels["C9"].members.discard("U8")
    assert await refused(client.chat_postEphemeral(channel="C9", user="U8", text="x")) == "user_not_in_channel"


async def test_previews_and_names_are_seen(fake, client):
    await client.chat_postMessage(channel="C9", text="https://exempel.se @channel", link_names=True)
    await client.chat_postMessage(channel="C9", text="https://exempel.se", unfurl_links=False, unfurl_media=False)

    assert [(m.pings, m.unfurls) for m in fake.messages] == [(["channel"], True), ([], False)]


async def test_one_message_a_second_in_a_channel(fake, client, clock):
    for _ in range(3):
        await client.chat_postMessage(channel="C9", text="x")
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel="C9", text="x")
    await client.chat_postMessage(channel="U7", text="x")
    clock.now += 0.5
    too_early = await refused(client.chat_postMessage(channel="C9", text="x"))
    clock.now += 1
    await client.chat_postMessage(channel="C9", text="x")

    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "1")
    assert (too_early, fake.limits.early, fake.limited["chat.postMessage"]) == ("ratelimited", 1, 2)


async def test_a_person_and_the_conversation_with_them_are_one_place(fake, client):
    for channel in ("U7", "D7", "U7"):
        await client.chat_postMessage(channel=channel, text="x")

    assert await refused(client.chat_postMessage(channel="D7", text="x")) == "ratelimited"


async def test_a_method_a_minute_and_no_limits_at_all(fake, client, clock):
    for _ in range(50):
        await client.conversations_info(channel="C9")
    limited = await refused(client.conversations_info(channel="C9"))
    clock.now += 60
    await client.conversations_info(channel="C9")
    fake.limits.on = False
    for _ in range(60):
        await client.conversations_info(channel="C9")

    assert limited == "ratelimited"


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("xapp-test", "not_allowed_token_type")]
)
async def test_tokens(fake, token, error):
    assert await refused(AsyncWebClient(token, f"{fake.url}/api/").auth_test()) == error


async def test_revoked_and_removed(fake, client):
    fake.revoke()
    revoked = await refused(client.auth_test())
    await fake.uninstall()

    assert (revoked, await refused(client.auth_test())) == ("token_revoked", "account_inactive")
    assert [d.body["event"]["type"] for d in fake.courier.deliveries] == ["tokens_revoked", "app_uninstalled"]


async def test_get_post_json_and_forms(fake, client):
    for call in (
        client.api_call("users.info", http_verb="GET", params={"user": "U7", "include_locale": True}),
        client.api_call("users.info", params={"user": "U7", "include_locale": True}),
        client.api_call("users.info", data={"user": "U7", "include_locale": "1"}),
        client.api_call("users.info", json={"user": "U7", "include_locale": True}),
    ):
        assert (await call)["user"]["locale"] == "sv-SE"
    await client.api_call("chat.postMessage", data={"channel": "#torget", "blocks": '[{"type":"divider"}]'})

    assert await refused(client.api_call("chat.postMessage", data={"channel": "C9", "blocks": "["})) == "invalid_blocks"
    assert await refused(client.api_call("no.such")) == "unknown_method"
    assert await refused(client.users_info(user="U404")) == "user_not_found"


async def test_files_are_uploaded_in_three_steps(fake, client):
    channel = (await client.conversations_open(users="U7"))["channel"]["id"]
    await client.files_upload_v2(content=b"PNG", filename="a.png", alt_txt="alt", channel=channel, initial_comment="se")

    [message] = fake.messages
    assert (message.seen, message.files[0].content, message.files[0].media_type) == ("se", b"PNG", "image/png")
    error = await refused(client.files_upload_v2(content=b"PNG", filename="a.png", channel="U7"))
    assert error == "channel_not_found"
    async with aiohttp.ClientSession() as session, session.get(f"{fake.url}/files/{message.files[0].id}") as answer:
        assert "Sign in" in await answer.text()


async def test_faults_that_a_test_asks_for(fake, client):
    fake.fail("chat.postMessage", error="fatal_error", after_effect=True, times=2)
    fake.fail("*", status=503, retry_after=9)
    fake.fail("*", drop=True)

    assert await refused(client.chat_postMessage(channel="C9", text="ett")) == "fatal_error"
    assert await refused(client.chat_postMessage(channel="C9", text="två")) == "fatal_error"
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel="C9", text="tre")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="C9", text="fyra")

    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (503, "9")
    assert [message.text for message in fake.messages] == ["ett", "två"]
    assert fake.requests["chat.postMessage"] == 4


async def test_what_a_typed_line_becomes(fake):
    command = await fake.type("U7", "/hjalp <mig>")
    unknown = await fake.type("U7", "/annat ord")
    talk = await fake.say("U7", "@distriktsboten se https://exempel.se & a@exempel.se", "C9")

    assert (command.kind, command.body["command"], command.body["text"]) == ("slash_commands", "/hjalp", "&lt;mig&gt;")
    assert (unknown.kind, unknown.body["event"]["text"]) == ("events_api", " /annat ord")
    assert talk.body["event"]["type"] == "app_mention"
    assert talk.body["event"]["text"] == "<@UBOT> se <https://exempel.se> &amp; <mailto:a@exempel.se|a@exempel.se>"
    assert await fake.say("U7", "till er andra", "C9") is None


async def test_only_what_one_sees_can_be_pressed(fake, client):
    await client.chat_postEphemeral(
        channel="C9", user="U7", text="x", blocks=[{"type": "actions", "elements": [BUTTON]}]
    )
    fake.space.channels["C9"].members.add("U8")

    with pytest.raises(LookupError):
        await fake.press("U8", fake.messages[0], "v")
    with pytest.raises(LookupError):
        await fake.press("U7", fake.messages[0], "w")
    pressed = await fake.press("U7", fake.messages[0], "x")
    assert pressed.body["container"]["is_ephemeral"]


async def test_a_response_url_works_five_times_for_half_an_hour(fake, clock):
    url = (await fake.command("U7", "/hjalp")).body["response_url"]
    late = (await fake.command("U7", "/hjalp")).body["response_url"]
    async with aiohttp.ClientSession() as session:
        statuses = []
        for _ in range(6):
            async with session.post(url, json={"text": "svar"}) as answer:
                statuses.append(answer.status)
        clock.now += 1801
        async with session.post(late, json={"text": "sent"}) as answer:
            statuses.append(answer.status)

    assert statuses == [200] * 5 + [404] * 2
    assert {message.only for message in fake.sees("U7") if message.user == BOT_USER} == {"U7"}


async def test_an_event_without_a_listener_is_tried_four_times(fake, clock):
    delivery = await fake.say("U7", "hej")
    attempts = []
    for seconds in (0, 60, 300, 3000):
        clock.now += seconds
        await fake.retry_due()
        attempts.append(delivery.attempts)

    assert attempts == [2, 3, 4, 4]
    with pytest.raises(LookupError):
        await fake.redeliver("Ev404")
