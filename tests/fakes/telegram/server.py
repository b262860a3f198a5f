"""The HTTP side: token, method, faults, effect, answer."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .account import Account, listed
from .bell import Bell
from .errors import ApiError
from .faults import Fault, Faults
from .limits import Limits
from .params import Params, read_params
from .state import World
from .updates import PUSHING, Updates
from .webhook import Webhook
from .writing import Writing

Method = Callable[[Params], object]
MOST_BYTES = 50 * 1024 * 1024


class Server:
    """`requests` counts by method in lower case, and by status (`429`) what was refused.

    `latency`: seconds that a request takes on its way here and back, half of them each way.
    """

    def __init__(self, world: World, limits: Limits, sleep: Callable[[float], Awaitable[None]]) -> None:
        self.world = world
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.faults = Faults()
        self.requests: Counter[str] = Counter()
        self.latency = 0.0
        self.webhook = Webhook(self.updates, self.bell, sleep)
        self.methods = table(Account(world), Writing(world, limits, self.bell.ring), self.webhook)
        self.runner: web.AppRunner | None = None
        self.pusher: asyncio.Task[None] | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; return the port (0 asks for any that is free)."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", self.travel)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self.download)
        # An abandoned long poll must end at once, as it does when the real one's connection closes.
        self.runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, host, port).start()
        self.updates.closed = False
        self.pusher = asyncio.create_task(self.webhook.run())
        return int(self.runner.addresses[0][1])

    async def stop(self) -> None:
        self.updates.closed = True
        self.bell.ring()
        if self.pusher:
            self.pusher.cancel()
            await asyncio.wait({self.pusher})
        if self.runner:
            await self.runner.cleanup()

    async def travel(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(self.latency / 2)
        answer = await self.answer(request)
        await asyncio.sleep(self.latency / 2)
        return answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.requests[method.lower()] += 1
        fault = self.faults.next(method)
        try:
            self.check_token(request)
            if fault and not fault.after_effect:
                raise fault.error()
            result = await self.call(method.lower(), await read_params(request))
            if fault:
                raise fault.error()
        except ApiError as error:
            self.requests[str(error.code)] += 1
            return self.refuse(request, error, fault)
        finally:
            self.bell.ring()
        return web.json_response({"ok": True, "result": result})

    def refuse(self, request: web.Request, error: ApiError, fault: Fault | None) -> web.Response:
        if fault and fault.drop and request.transport:
            request.transport.abort()
        return web.json_response(error.payload(), status=error.code)

    def check_token(self, request: web.Request) -> None:
        if self.world.revoked or request.match_info["token"] != self.world.token:
            raise ApiError(401, "Unauthorized")

    async def call(self, method: str, params: Params) -> Any:
        if method == "getupdates":
            return await self.pull(params)
        if method not in self.methods:
            raise ApiError(404, "Not Found")
        return self.methods[method](params)

    async def pull(self, params: Params) -> list[Any]:
        if self.webhook.url:
            raise ApiError(409, PUSHING)
        if params.text("allowed_updates"):
            self.updates.allowed = listed(params.text("allowed_updates"))
        return await self.updates.pull(params.whole("offset"), params.whole("limit"), params.whole("timeout"))

    async def download(self, request: web.Request) -> web.Response:
        self.check_token(request)
        file = self.world.files.get(request.match_info["path"].rpartition("/")[2])
        return web.Response(body=file.content) if file else web.Response(status=404)


def table(account: Account, writing: Writing, webhook: Webhook) -> dict[str, Method]:
    """The API's methods by name; the real one does not mind capitals either."""
    return {
        "getme": account.get_me,
        "getchat": account.get_chat,
        "getfile": account.get_file,
        "setmycommands": account.set_commands,
        "getmycommands": account.get_commands,
        "deletemycommands": account.delete_commands,
        "answercallbackquery": account.answer_query,
        "sendmessage": writing.send_message,
        "sendphoto": writing.send_photo,
        "senddocument": writing.send_document,
        "sendchataction": writing.chat_action,
        "editmessagetext": writing.edit_text,
        "editmessagereplymarkup": writing.edit_keyboard,
        "deletemessage": writing.delete,
        "setwebhook": webhook.set,
        "deletewebhook": webhook.delete,
        "getwebhookinfo": webhook.info,
    }
