"""The webhook: who is let in, what is refused, and updates pushed by the local Telegram through a real server."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from bot.adapters.telegram.webhook import MOST_BYTES, Webhook, route
from bot.errors import SetupError
from tests.fakes.telegram.webhook import HEADER

SECRET = "ett-hemligt-ord_123"
WEBHOOK = Webhook("https://bot.exempel.se/telegram/inkommande", SECRET)
JSON = {"content-type": "application/json"}
RIGHT = JSON | {HEADER: SECRET}
UPDATE = {"update_id": 1, "message": {}}


class Door:
    """The route with a client in front of it and a list behind it."""

    def __init__(self) -> None:
        self.taken: list[object] = []
        self.stores = True
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(Starlette(routes=[route(WEBHOOK, self.take)])), base_url="http://bot"
        )

    async def take(self, update: object) -> bool:
        self.taken.append(update)
        return self.stores

    async def post(self, content, headers=RIGHT) -> int:
        return (await self.client.post("/telegram/inkommande", content=content, headers=headers)).status_code


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    yield door
    await door.client.aclose()


async def test_an_update_is_taken(door):
    assert await door.post(json.dumps(UPDATE), RIGHT | {"content-type": "application/json; charset=utf-8"}) == 200
    assert door.taken == [UPDATE]


async def test_what_is_not_stored_must_come_again(door):
    door.stores = False
    assert await door.post(json.dumps(UPDATE)) == 503


@pytest.mark.parametrize("secret", [None, "", "fel", SECRET + "x", SECRET[:-1], "å", "\udcff"])
async def test_without_the_secret_nobody_is_let_in(door, secret, caplog, capsys):
    headers = JSON if secret is None else JSON | {HEADER: secret.encode("latin-1", "surrogateescape")}

    assert await door.post(json.dumps(UPDATE), headers) == 403
    assert door.taken == []
    assert SECRET not in caplog.text + capsys.readouterr().out


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"7",
        b"{",
        b"<html>",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xff\xfe",
        b"1" * 5000,
        b"\x1f\x8b\x08gzip",
    ],
    ids=lambda body: body[:8].decode("latin-1"),
)
async def test_what_is_no_update_is_refused(door, body):
    assert await door.post(body) == 400
    assert door.taken == []


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
async def test_another_content_type_is_refused(door, kind):
    assert await door.post(json.dumps(UPDATE), {HEADER: SECRET, "content-type": kind}) == 415


async def test_a_large_body_is_refused_before_it_is_read(door):
    read = 0

    async def body():
        nonlocal read
        for _ in range(20):
            read += 1
            yield b" " * (MOST_BYTES // 2)

    assert await door.post(body(), RIGHT | {"content-length": str(10 * MOST_BYTES)}) == 413
    assert read == 0
    assert await door.post(b" " * MOST_BYTES + b"{}") == 413


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "²"])
async def test_a_length_that_is_none_is_refused(door, length):
    assert await door.post(b"{}", RIGHT | {"content-length": length.encode("latin-1")}) == 413


async def test_an_endless_body_is_cut_off(door):
    pieces = 0

    async def receive():
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": b" " * 65_536, "more_body": pieces < 100}

    answers = []

    async def send(message):
        answers.append(message)

    headers = [
        (name.lower().encode(), value.encode()) for name, value in (RIGHT | {"transfer-encoding": "chunked"}).items()
    ]
    scope = {"type": "http", "method": "POST", "path": "/telegram/inkommande", "headers": headers, "query_string": b""}
    await Starlette(routes=[route(WEBHOOK, door.take)])(scope, receive, send)

    assert answers[0]["status"] == 413
    assert pieces == MOST_BYTES // 65_536 + 1


async def test_only_post(door):
    assert (await door.client.get("/telegram/inkommande", headers=RIGHT)).status_code == 405


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("https://bot.exempel.se/x", ""),
        ("https://bot.exempel.se/x", "med mellanslag"),
        ("https://bot.exempel.se/x", "å"),
        ("https://bot.exempel.se/x", "x" * 257),
        ("/x", SECRET),
    ],
)
def test_a_webhook_that_anybody_could_use_does_not_start(url, secret):
    with pytest.raises(SetupError) as caught:
        Webhook(url, secret)
    assert not secret or secret not in str(caught.value)


# Pushed by the local Telegram


@pytest.fixture
async def pushed(build, inbox, fake):
    """An adapter in webhook mode behind a real server."""
    door = socket.create_server(("127.0.0.1", 0))
    adapter = build(webhook=Webhook(f"http://127.0.0.1:{door.getsockname()[1]}/telegram", SECRET))
    config = uvicorn.Config(Starlette(routes=adapter.routes), log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    await adapter.start(inbox)
    yield adapter
    await adapter.stop()
    server.should_exit = True
    await serving


async def test_updates_are_pushed_in_order(pushed, fake, inbox):
    anna = fake.person(1017, "Anna")
    numbers = [fake.say(anna, text) for text in ("ett", "två", "tre")]

    await fake.confirmed(numbers[-1])

    assert [message.text for message in inbox.got] == ["ett", "två", "tre"]
    assert fake.webhook.secret == SECRET
    assert fake.requests["getupdates"] == 0
    assert pushed.health == "ok"


@pytest.mark.usefixtures("pushed")
async def test_what_could_not_be_stored_is_pushed_again(fake, inbox):
    anna = fake.person(1017, "Anna")
    inbox.failing = 1
    fake.say(anna, "ett")

    await fake.confirmed(fake.say(anna, "två"))

    assert fake.webhook.answers == [503, 200, 200]
    assert [message.text for message in inbox.got] == ["ett", "två"]


async def test_an_update_that_is_nonsense_is_not_pushed_for_ever(pushed, fake, inbox):
    fake.inject({"update_id": "x", "message": {}})
    await fake.confirmed(fake.say(fake.person(1017, "Anna"), "hej"))

    assert [message.text for message in inbox.got] == ["hej"]
    assert pushed.ignored == {"update_id": 1}


async def test_nothing_is_taken_before_the_adapter_knows_its_own_name(build):
    adapter = build(webhook=WEBHOOK)
    assert not await adapter.take_pushed(UPDATE)
    await adapter.client.close()


async def test_the_token_is_looked_at_every_five_minutes(pushed, fake, inbox, clock):
    fake.revoke()
    assert [await clock.wake(), await clock.wake()] == [300, 300]
    await inbox.until(1)
    assert (pushed.health, inbox.got[0].event, inbox.got[0].text) == ("token", "trouble", "token")
    fake.revoke(back=True)
    await clock.wake()
    assert pushed.health == "ok"
