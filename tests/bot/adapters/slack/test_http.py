"""The HTTP door: what Slack has signed is stored before 200, everything else is turned away at the door."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.http import JSON, PATH, read
from bot.door import QuietServer
from bot.messages import Reply
from tests.bot.adapters.slack.samples import broken, sample

FORM = "application/x-www-form-urlencoded"
EVENT = json.dumps(sample("message_im")).encode()


@pytest.fixture
async def adapter(fake, core, clock) -> AsyncIterator[SlackAdapter]:
    adapter = SlackAdapter(
        bot_token=fake.bot_token,
        signing_secret=fake.signing_secret,
        api_url=f"{fake.url}/api/",
        ticks=clock,
        clock=clock,
        patience=0,
    )
    core.adapter = adapter
    fake.person("U7", "medlem")
    await adapter.start(core.receive)
    yield adapter
    await core.settle()
    await adapter.stop()


@pytest.fixture
async def door(adapter) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=adapter.routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        yield client


@pytest.fixture
def knock(door, fake):
    """Send a body with the right signature; `headers` replace or take away (None) what Slack would send."""

    async def send(body=EVENT, *, kind=JSON, timestamp="", content=None, **headers):
        signed = {"content-type": kind} | {
            k.lower(): v for k, v in fake.courier.sign(body, timestamp=timestamp).items()
        }
        changed = signed | {name.replace("_", "-"): value for name, value in headers.items()}
        given = {name: value for name, value in changed.items() if value is not None}
        answer = await door.post(PATH, content=body if content is None else content, headers=given)
        return answer.status_code

    return send


@pytest.fixture
async def served(adapter, fake) -> AsyncIterator[None]:
    """The bot behind a real web server, which Slack delivers to."""
    app = Starlette(routes=adapter.routes)
    server = QuietServer(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off"))
    task = asyncio.create_task(server.serve())
    await server.listens.wait()
    port = server.servers[0].sockets[0].getsockname()[1]
    fake.courier.request_url = f"http://127.0.0.1:{port}{PATH}"
    yield
    await fake.courier.settle()
    server.should_exit = True
    await task


async def test_what_slack_signed_is_taken(knock, core):
    assert await knock() == 200
    assert [msg.text for msg in core.got] == ["hej & hå <b>"]


@pytest.mark.parametrize(
    "timestamp", ["abc", "", "nan", "inf", "-1", "1e9", "１８０１８２１６００", " 1801821600", "9" * 40]
)
async def test_a_time_that_is_none(knock, core, timestamp):
    assert await knock(x_slack_request_timestamp=timestamp.encode()) == 401
    assert core.got == []


@pytest.mark.parametrize(
    ("seconds", "status"), [(-360, 401), (-301, 401), (-300, 200), (300, 200), (301, 401), (360, 401)]
)
async def test_a_time_long_ago_or_to_come(knock, clock, seconds, status):
    assert await knock(timestamp=str(int(clock.now) + seconds)) == status


@pytest.mark.parametrize("signature", [None, "", "v0=å".encode(), b"v0=\xff", b"v0=" + b"0" * 64, b"v1=" + b"0" * 64])
async def test_a_signature_that_is_none(knock, core, signature):
    assert await knock(x_slack_signature=signature) == 401
    assert core.got == []


async def test_a_body_that_was_changed(knock, core):
    assert await knock(content=EVENT.replace(b"hej", b"hoj")) == 401
    assert core.got == []


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b'"x"',
        b"1",
        b"NaN",
        b'{"event":[]}',
        b'{"event":null}',
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"a":' * 10_000,
        b'{"authorizations":[1]}',
        b'{"response_urls":[1]}',
        b'{"team":1}',
        b'{"user":[{}],"type":"event_callback","event":{"channel":7}}',
    ],
)
async def test_signed_and_still_nothing_that_slack_sends(knock, core, body):
    as_form = urlencode({"payload": body}).encode()

    assert await knock(body) in {400, 200}
    assert await knock(as_form, kind=FORM) in {400, 200}
    assert core.got == []


@given(broken())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_a_broken_request_is_no_bug(knock, body):
    assert await knock(json.dumps(body).encode()) in {400, 200}


@pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b'{"event":[]}', b"[" * 100_000, b"", b"\xff"])
async def test_what_is_no_request_at_all(knock, body):
    assert await knock(body) == 400


@pytest.mark.parametrize("kind", ["text/plain", "", "multipart/form-data", "application/xml", "application/jsonx"])
async def test_another_content_type(knock, kind):
    assert await knock(kind=kind) == 415


async def test_a_packed_body_is_not_unpacked(knock):
    assert await knock(content_encoding="gzip") == 415


async def test_twenty_megabytes_are_not_read(knock):
    async def endless():
        raise AssertionError("it was read")
        yield b""

    assert await knock(content=endless(), content_length=str(20_000_000)) == 413


async def test_chunks_without_end(knock):
    async def endless():
        while True:
            yield b"x" * 65_536

    assert await knock(content=endless()) == 413


async def test_a_body_that_never_comes():
    async def silence():
        await asyncio.Event().wait()

    with pytest.raises(HTTPException) as refused:
        await read(Request({"type": "http", "method": "POST", "headers": []}, silence), 0)

    assert refused.value.status_code == 408


async def test_the_address_is_verified(door, fake):
    body = json.dumps({"type": "url_verification", "challenge": "c" * 200}).encode()

    answer = await door.post(PATH, content=body, headers={"content-type": JSON} | fake.courier.sign(body))

    assert answer.json() == {"challenge": "c" * 200}


@pytest.mark.parametrize("challenge", ["c" * 201, "c" * 900_000, 7, None, ["c"]])
async def test_a_challenge_that_is_none(knock, challenge):
    assert await knock(json.dumps({"type": "url_verification", "challenge": challenge}).encode()) == 400


async def test_the_same_request_again_is_the_same_event(knock, core):
    assert [await knock(), await knock()] == [200, 200]
    assert core.got[0].event_id == core.got[1].event_id


async def test_only_posts(door):
    assert (await door.get(PATH)).status_code == 405


async def test_what_was_not_stored_is_not_acknowledged(knock, core):
    core.errors = [RuntimeError("disken är full")]

    assert await knock() == 503


async def test_before_and_after_the_bot_listens(knock, adapter, core):
    await adapter.stop()
    stopped = await knock()
    await adapter.start(core.receive)

    assert (stopped, await knock(), adapter.health) == (503, 200, "ok")


async def test_a_command_that_says_payload_is_read(knock, core):
    assert await knock(urlencode(sample("command_payload")).encode(), kind=FORM) == 200
    assert [msg.text for msg in core.got] == ["/nasta-aktivitet payload=1"]


@pytest.mark.usefixtures("served")
async def test_a_conversation(fake, core):
    core.answer = lambda msg: Reply(f"du sa {msg.text}")

    await fake.acked(await fake.type("U7", "/nasta-aktivitet i morgon"))
    await fake.acked(await fake.say("U7", "hej å hå"))
    await core.settle()

    assert [m.seen for m in fake.messages if m.user != "U7"] == ["du sa /nasta-aktivitet i morgon", "du sa hej å hå"]


@pytest.mark.usefixtures("served")
async def test_slack_tries_again_at_once_after_a_minute_and_after_five(fake, core, clock):
    core.errors = [RuntimeError() for _ in range(3)]

    delivery = await fake.say("U7", "hej")
    tries = []
    for seconds in (0, 59, 1, 299, 1):
        await fake.courier.settle()
        clock.now += seconds
        tries += [clock.now for _ in await fake.retry_due()]
    await fake.acked(delivery)

    start = delivery.sent_at - 360
    assert [at - start for at in tries] == [0, 60, 360]
    assert (delivery.attempts, len({msg.event_id for msg in core.got})) == (4, 1)


@pytest.mark.usefixtures("served")
async def test_slack_can_verify_the_address(fake):
    assert await fake.verify_url()


@pytest.mark.usefixtures("served")
async def test_a_stranger_at_the_real_door(fake, core):
    status, _ = await fake.post_raw(EVENT, {"Content-Type": JSON})

    assert (status, core.got) == (401, [])
