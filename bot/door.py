"""The one small door for HTTP: the platforms' webhooks, `/health`, and `/metrics` for Prometheus."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import uvicorn
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import SetupError

Health = Callable[[], dict[str, str]]
Figures = Callable[[], dict[str, float]]


class QuietServer(uvicorn.Server):
    """Leaves the signals to the program it is a part of, and tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:  # uvicorn would end the whole program
            self.should_exit = True
        else:
            self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Counted(Collector):
    """The bot's own figures; no names, no chats."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def collect(self) -> Iterable[Metric]:
        for name, value in self.figures().items():
            yield GaugeMetricFamily(f"district_bot_{name}", name.replace("_", " "), value=value)


@dataclass(slots=True)
class Door:
    """A web server that starts and stops with the bot."""

    app: Starlette
    host: str
    port: int
    server: QuietServer | None = None
    task: asyncio.Task[None] | None = field(default=None)

    async def start(self) -> None:
        config = uvicorn.Config(
            self.app, host=self.host, port=self.port, log_config=None, access_log=False, server_header=False,
            lifespan="off", timeout_graceful_shutdown=3, h11_max_incomplete_event_size=16_384,
        )  # fmt: skip
        self.server = QuietServer(config)
        self.task = asyncio.create_task(self.server.serve())
        listens = asyncio.create_task(self.server.listens.wait())
        await asyncio.wait({self.task, listens}, return_when=asyncio.FIRST_COMPLETED)
        listens.cancel()
        if self.task.done() or self.server.should_exit:
            raise SetupError(f"Nothing can listen at {self.host}:{self.port} (DOOR_PORT); is the port taken?")

    async def stop(self) -> None:
        if self.server and self.task:
            self.server.should_exit = True
            await self.task


def build_app(routes: Sequence[BaseRoute], *, health: Health, figures: Figures) -> Starlette:
    registry = CollectorRegistry()
    registry.register(Counted(figures))

    async def show_health(_request: Request) -> Response:
        found = health()
        well = all(state == "ok" for state in found.values())
        return JSONResponse({"status": "ok" if well else "trouble", **found}, status_code=200 if well else 503)

    async def show_metrics(_request: Request) -> Response:
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    own = [Route("/health", show_health), Route("/metrics", show_metrics)]
    return Starlette(routes=[*routes, *own])
