"""The door for HTTP: health and figures, the platforms' own ways in, and a port that is taken."""

import socket

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.door import Door, build_app
from bot.errors import SetupError

STATES = {"telegram": "ok", "slack": "ok"}


def client(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door")


async def get(path: str, *, health: dict[str, str] = STATES, figures: dict[str, float] | None = None, routes=()):
    app = build_app(routes, health=lambda: health, figures=lambda: figures or {})
    async with client(app) as asking:
        return await asking.get(path)


async def test_all_is_well():
    answer = await get("/health")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", **STATES})


async def test_one_platform_in_trouble():
    answer = await get("/health", health=STATES | {"slack": "token"})

    assert (answer.status_code, answer.json()) == (503, {"status": "trouble", "telegram": "ok", "slack": "token"})


async def test_metrics_are_figures_as_prometheus_reads_them():
    answer = await get("/metrics", figures={"messages_received": 3.0, "waiting_tasks": 0.0})

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "district_bot_messages_received 3.0\n" in answer.text
    assert "district_bot_waiting_tasks 0.0\n" in answer.text


async def test_two_doors_count_for_themselves():
    assert "received" not in (await get("/metrics", figures={"repeated": 1.0})).text


async def test_a_platform_s_own_way_in():
    async def hook(_request):
        return PlainTextResponse("in")

    assert (await get("/hook", routes=[Route("/hook", hook)])).text == "in"
    assert (await get("/elsewhere")).status_code == 404


async def test_the_bot_tells_its_health_and_its_figures(talk):
    await talk.say("medlem", "/hjalp")
    talk.adapter().health = "conflict"

    assert talk.bot.health() == {"telegram": "conflict"}
    assert talk.bot.figures() == {"messages_received": 1.0, "loop_lag_seconds": 0.0, "waiting_tasks": 0.0}


async def test_it_opens_and_closes(unused_tcp_port):
    door = Door(build_app((), health=lambda: STATES, figures=dict), "127.0.0.1", unused_tcp_port)
    await door.start()

    async with httpx.AsyncClient() as asking:
        answer = await asking.get(f"http://127.0.0.1:{unused_tcp_port}/health")
    await door.stop()

    assert answer.json()["status"] == "ok"
    assert "server" not in answer.headers
    async with httpx.AsyncClient() as asking:
        with pytest.raises(httpx.ConnectError):
            await asking.get(f"http://127.0.0.1:{unused_tcp_port}/health")


async def test_a_taken_port_is_told_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        door = Door(build_app((), health=dict, figures=dict), "127.0.0.1", port)

        with pytest.raises(SetupError, match=rf"Nothing can listen at 127.0.0.1:{port} \(DOOR_PORT\)"):
            await door.start()
        await door.stop()
