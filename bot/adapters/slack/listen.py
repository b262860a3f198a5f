"""The one place where requests from Slack come in: stored first, acknowledged after."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.dialogs import Dialogs
from bot.adapters.slack.dig import string
from bot.adapters.slack.parse import Me, parse
from bot.adapters.slack.people import People
from bot.messages import Receive

log = structlog.get_logger(__name__)

NOT_TAKEN = 503
DRAIN_SECONDS = 2.75  # longer than a modal waits, shorter than Slack does


class Listener(AsyncMiddleware):
    """Bolt's last middleware, which answers everything by itself.

    Bolt's own listeners acknowledge events before they run, or poll every 10 ms for the acknowledgement, and stumble
    over what is missing in a request. `trouble` is what Slack told of us: "removed", or "" while all is well.
    """

    def __init__(self, me: Me, people: People, dialogs: Dialogs, receive: Receive) -> None:
        self._me = me
        self._people = people
        self._dialogs = dialogs
        self._receive = receive
        self._busy: set[asyncio.Task[Any]] = set()
        self._closing = False
        self.trouble = ""

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature, as the next
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002
    ) -> BoltResponse:
        task = asyncio.current_task()
        if self._closing or task is None:
            return BoltResponse(status=NOT_TAKEN)
        self._busy.add(task)
        try:
            return await self._take(req.body)
        finally:
            self._busy.discard(task)

    async def _take(self, body: dict[str, Any]) -> BoltResponse:
        """The acknowledgement of one request, when it is stored; for a handed-in form with what is wrong in it."""
        msg = parse(body, self._me)
        if msg is None:
            return BoltResponse(status=200)
        if not msg.event:
            msg = await self._people.introduce(msg)
        if msg.event == "trouble":
            self.trouble = msg.text
        submitted = string(body, "type") == "view_submission"
        self._dialogs.begin(msg.event_id, msg.sender, trigger=string(body, "trigger_id"), submitted=submitted)
        await self._receive(msg)
        return BoltResponse(status=200, body=await self._dialogs.verdict(msg.event_id) or "")

    async def drain(self) -> None:
        """Take nothing new and let what is on its way be acknowledged."""
        self._closing = True
        if self._busy:
            _, late = await asyncio.wait(self._busy, timeout=DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def build_app(client: AsyncWebClient, me: Me, listener: Listener) -> AsyncApp:
    """Bolt, with a client that has no token: with one it would ask auth.test by itself, and acknowledge unread what
    came while that failed. The signature of HTTP requests is checked in http.py.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=me.enterprise, team_id=me.team, bot_user_id=me.user)

    async def refuse(error: Exception) -> BoltResponse:
        log.error("slack.not_taken", error=type(error).__name__)
        return BoltResponse(status=NOT_TAKEN)

    app = AsyncApp(
        name="slack_bolt",
        logger=quiet(),
        client=client,
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.use(listener)
    app.error(refuse)
    return app


def quiet() -> logging.Logger:
    """The libraries' logger: at lower levels they write down whole messages."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger
