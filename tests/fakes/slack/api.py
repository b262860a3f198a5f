"""The Web API: judges token, pace and arguments of a request, then does what it asks."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from . import chat, files, history, places, views
from .errors import ApiError
from .faults import Fault, Faults
from .limits import Limits
from .params import Params, read_params
from .state import Call, Workspace

Method = Callable[[Workspace, Params], dict[str, Any]]

METHODS: dict[str, Method] = {**chat.METHODS, **files.METHODS, **history.METHODS, **places.METHODS, **views.METHODS}
# What changes what people see; the rest only asks.
EFFECTS = {*chat.METHODS, *views.METHODS, "files.completeUploadExternal"}


class Api:
    """`connect` makes the address of a new socket.

    `latency`: seconds that a request takes on its way here and back, half of them each way.
    """

    def __init__(self, space: Workspace, tokens: dict[str, str], limits: Limits, connect: Callable[[], str]) -> None:
        self.space = space
        self.tokens = tokens
        self.limits = limits
        self.connect = connect
        self.faults = Faults()
        self.latency = 0.0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.travel),
            web.post("/upload/{file}", self.upload),
            web.get("/files/{file}", self.download),
        ]

    async def travel(self, request: web.Request) -> web.StreamResponse:
        await request.read()  # it is on its way, whatever becomes of who sent it
        await asyncio.sleep(self.latency / 2)
        answer = await self.handle(request)
        await asyncio.sleep(self.latency / 2)
        return answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.space.requests[method] += 1
        fault = self.faults.next(method)
        try:
            if fault and not fault.after_effect:
                return spoil(request, fault)
            answer = await self.answer(method, request)
            return spoil(request, fault) if fault else web.json_response({"ok": True} | answer)
        except ApiError as error:
            self.space.limited[method] += error.status == 429
            return web.json_response(error.body, status=error.status, headers=error.headers)
        finally:
            self.space.bell.ring()

    async def answer(self, method: str, request: web.Request) -> dict[str, Any]:
        params = await read_params(request)
        self.authorize(method, request, str(params.pop("token", "")))
        if method == "apps.connections.open":
            return {"url": self.connect()}
        if method not in METHODS:
            raise ApiError("unknown_method", req_method=method)
        self.limits.take(method, self.space.conversation(str(params.get("channel", ""))))
        answer = METHODS[method](self.space, params)
        if method in EFFECTS:
            self.space.sent.append(Call(self.space.clock(), method, params))
        return answer

    def authorize(self, method: str, request: web.Request, token: str) -> None:
        token = token or request.headers.get("Authorization", "").removeprefix("Bearer ")
        kind = "app" if method == "apps.connections.open" else "bot"
        if not token:
            raise ApiError("not_authed")
        if token not in self.tokens.values():
            raise ApiError("invalid_auth")
        if token != self.tokens[kind]:
            raise ApiError("not_allowed_token_type")
        if self.space.refused:
            raise ApiError(self.space.refused)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        if fault := self.faults.next("upload"):
            return spoil(request, fault)
        content = await request.read()
        files.receive(self.space, request.match_info["file"], content)
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Without the bot's token Slack shows its page for logging in."""
        if request.headers.get("Authorization") != f"Bearer {self.tokens['bot']}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        file = self.space.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.media_type)


def spoil(request: web.Request, fault: Fault) -> web.StreamResponse:
    """The answer that a test asked for; for `drop` the line is cut, so the answer gets to nobody."""
    if fault.drop and request.transport is not None:
        request.transport.abort()
    if fault.error:
        raise fault.as_error()
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    body = json.dumps({"ok": False, "error": "ratelimited"}) if fault.status == 429 else "upstream error"
    kind = "application/json" if fault.status == 429 else "text/html"
    return web.Response(status=fault.status, text=body, content_type=kind, headers=headers)
