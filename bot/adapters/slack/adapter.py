"""Slack's life cycle and its verbs. What they put on the wire is in outgoing.py, what comes in, in listen.py."""

import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime

import structlog
from aiohttp import ClientSession, ClientTimeout
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

from bot.adapters.slack import marks
from bot.adapters.slack.chats import is_private
from bot.adapters.slack.dialogs import Dialogs
from bot.adapters.slack.documents import fetch
from bot.adapters.slack.faults import delivery_errors, questions
from bot.adapters.slack.http import Door
from bot.adapters.slack.listen import Listener, build_app, quiet
from bot.adapters.slack.modal import faults, invitation, modal
from bot.adapters.slack.outgoing import Outgoing
from bot.adapters.slack.parse import PLATFORM, Me
from bot.adapters.slack.people import People
from bot.adapters.slack.sockets import close_socket, open_socket
from bot.errors import Misconfigured, TryLater, Unknown
from bot.messages import Address, Attachment, Form, Pace, Receive, Reply

log = structlog.get_logger(__name__)

API_URL = "https://slack.com/api/"
# Apart from the whole, so that "never connected" can be told from "no answer".
TIMEOUT = ClientTimeout(total=20, sock_connect=5)
PATIENCE_SECONDS = 2.5


class SlackAdapter:
    """Socket Mode with an `app_token`, else signed HTTP through `routes`.

    `team` is the only workspace it works for; without one it is the first that its token belonged to.
    `ticks` tells seconds that never go backwards, `clock` seconds since 1970. `patience`: how many seconds a handed-in
    form waits for its verdict.
    """

    platform = PLATFORM
    whole_forms = True
    # One message a second in a channel, short bursts above that; in a whole workspace "several hundred" a minute, with
    # generous bursts. See docs.slack.dev/reference/methods/chat.postMessage#rate_limiting
    pace = Pace(per_second=20, chat_seconds=1.0, chat_burst=3)
    remembers = True

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str = "",
        signing_secret: str = "",
        api_url: str = API_URL,
        team: str = "",
        ticks: Callable[[], float] = time.monotonic,
        clock: Callable[[], float] = time.time,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.home = ""
        self._bot_token = bot_token
        self._app_token = app_token
        self._api_url = api_url
        self._team = team
        self._ticks = ticks
        self._dialogs = Dialogs(ticks, patience)
        self._door = Door(signing_secret, clock)
        self._closing = AsyncExitStack()
        self._outgoing: Outgoing | None = None
        self._listener: Listener | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._trouble = ""

    @property
    def routes(self) -> list[Route]:
        """What HTTP mode listens at; none in Socket Mode."""
        return [] if self._app_token else self._door.routes

    @property
    def health(self) -> str:
        """`ok`, `stopped`, `unconnected` (the socket is), `token` (Slack refuses it) or `removed` (the app is)."""
        if self._outgoing is None:
            return "stopped"
        if self._listener and self._listener.trouble:
            return self._listener.trouble
        session = self._socket.client.current_session if self._socket else None
        return self._trouble or ("unconnected" if session and session.closed else "ok")

    async def start(self, receive: Receive) -> None:
        """Listening when it returns.

        Raises:
            Misconfigured: Slack refuses a token.
            TryLater, Unknown: Slack cannot be reached.

        """
        async with AsyncExitStack() as closing:
            with self._told():
                await self._open(receive, closing)
            self._closing = closing.pop_all()
        log.info("slack.started", mode="socket" if self._app_token else "http", team=self._team)

    async def _open(self, receive: Receive, closing: AsyncExitStack) -> None:
        session = await closing.enter_async_context(ClientSession(timeout=TIMEOUT))
        client = self._client(session, self._bot_token)
        auth = await client.auth_test()
        self._pin(auth["team_id"])
        me = Me(auth["team_id"], auth["user_id"], auth.get("enterprise_id") or "")
        listener = Listener(me, People(client, me, self._ticks), self._dialogs, receive)
        app = build_app(self._client(session), me, listener)
        self.home = f"slack://user?team={me.team}&id={me.user}"
        self._outgoing, self._listener = Outgoing(client, me), listener
        closing.callback(self._let_go)
        if self._app_token:
            self._socket = await open_socket(app, client, self._app_token)
            closing.push_async_callback(close_socket, self._socket)
        else:
            self._door.app = app
        closing.push_async_callback(listener.drain)

    def _pin(self, team: str) -> None:
        """From the first start on it is one workspace: a token for another one would show members to strangers."""
        if self._team and team != self._team:
            raise Misconfigured("slack: the token belongs to another workspace than SLACK_TEAM_ID")
        self._team = team

    def _client(self, session: ClientSession, token: str | None = None) -> AsyncWebClient:
        """Without the library's retries: one that hits a lost answer would send a message twice."""
        return AsyncWebClient(token, self._api_url, session=session, logger=quiet(), retry_handlers=[])

    def _let_go(self) -> None:
        self._outgoing = self._listener = self._socket = self._door.app = None

    async def stop(self) -> None:
        """What is on its way is acknowledged first; at most five seconds."""
        await self._closing.aclose()
        log.info("slack.stopped")

    async def send(self, to: Address, reply: Reply, *, answers: str = "", mark: str = "") -> str:
        with self._told():
            if reply.form:
                return await self._show(to, reply, reply.form, answers, mark)
            self._dialogs.answer(answers, {})
            return await self._wire.post(to, reply, person=self._dialogs.person(answers), mark=mark)

    async def _show(self, to: Address, reply: Reply, form: Form, answers: str, mark: str) -> str:
        """A form: in the modal that was just handed in, in a new one, or behind a button."""
        view, wrong = modal(form, to), faults(form)
        shown = {"response_action": "errors", "errors": wrong} if wrong else {"response_action": "update", "view": view}
        if self._dialogs.answer(answers, shown):
            return ""
        trigger = self._dialogs.take_trigger(answers)
        if trigger and (opened := await self._wire.open_modal(trigger, view)):
            return opened
        return await self._wire.post(to, invitation(reply, form), person=self._dialogs.person(answers), mark=mark)

    async def find(self, to: Address, mark: str, since: datetime) -> str:
        if to.only and not is_private(to.chat):
            raise Unknown("slack: what only one person sees in a channel is in no history")
        with self._told(), questions():
            return await marks.find(self._wire.client, self._wire.me, to, mark, since)

    def is_group(self, chat: str) -> bool:
        return not is_private(chat)

    async def edit(self, to: Address, message_id: str, reply: Reply) -> str:
        with self._told():
            return await self._wire.edit(to, message_id, invitation(reply, reply.form) if reply.form else reply)

    async def delete(self, to: Address, message_id: str) -> None:
        with self._told():
            await self._wire.delete(to, message_id)

    async def fetch(self, file: Attachment) -> bytes:
        """What is in a file that somebody sent; Unreachable where it is too large or gone."""
        with self._told():
            return await fetch(self._wire.client, file)

    @property
    def _wire(self) -> Outgoing:
        if self._outgoing is None:
            raise TryLater("slack: not started")
        return self._outgoing

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The library's errors in the bot's words; a refused token shows in `health` until Slack takes it again."""
        try:
            with delivery_errors():
                yield
        except Misconfigured:
            self._trouble = "token"
            raise
        self._trouble = ""
