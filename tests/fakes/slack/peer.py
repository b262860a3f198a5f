"""The pretend Slack itself: started on loopback, with people in it, and told when to misbehave."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from aiohttp import web

from .api import Api
from .delivery import ACK_SECONDS, Courier, Delivery
from .faults import Fault
from .limits import Limits
from .people import People
from .response import Responses
from .sockets import Sockets
from .state import BOT_USER, Call, Channel, Message, Person, Workspace


class SlackFake(People):
    """Web API, Socket Mode and signed HTTP of one workspace; the bot's user in it is `me`.

    `clock` tells seconds since 1970, `commands` are the slash commands that the app has registered, `request_url` is
    where events go in HTTP mode ("" for Socket Mode). Nothing waits for time: retries go out on `retry_due`.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        limits: bool = True,
        bot_token: str = "xoxb-test",
        app_token: str = "xapp-test",
        signing_secret: str = "signing-secret",
        team: str = "T1",
        commands: Collection[str] = (),
        request_url: str = "",
    ) -> None:
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        space = Workspace(clock, team, commands)
        self.sockets = Sockets(space.bell)
        super().__init__(space, Courier(clock, signing_secret, self.sockets, request_url))
        tokens = {"bot": bot_token, "app": app_token}
        self.limits = Limits(clock, on=limits)
        self.api = Api(space, tokens, self.limits, self.socket_address)
        self.runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; with port 0 on any that is free."""
        app = web.Application(client_max_size=60_000_000)
        app.add_routes([*self.api.routes(), web.get("/link", self.sockets.handle), *Responses(self.space).routes()])
        self.runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", port)
        await site.start()
        self.space.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self.courier.settle()
        await self.sockets.cut()
        if self.runner:
            await self.runner.cleanup()

    def socket_address(self) -> str:
        return f"{self.url.replace('http', 'ws', 1)}/link?ticket={self.sockets.ticket()}"

    @property
    def url(self) -> str:
        return self.space.url

    @property
    def me(self) -> Person:
        return self.space.people[BOT_USER]

    @property
    def messages(self) -> list[Message]:
        return self.space.messages

    @property
    def sent(self) -> list[Call]:
        return self.space.sent

    @property
    def requests(self) -> Counter[str]:
        """How often each method was called; `limited`: how often it was refused for its pace."""
        return self.space.requests

    @property
    def limited(self) -> Counter[str]:
        return self.space.limited

    def person(self, id: str, name: str, *, guest: bool = False, team: str = "", bot: bool = False) -> Person:  # noqa: A002
        return self.space.add(Person(id, name, guest=guest, team=team, bot=bot))

    def channel(self, id: str, name: str, members: Collection[Person | str], *, private: bool = False) -> Channel:  # noqa: A002
        """The bot is in it when it is among the members."""
        channel = Channel(id, name, {self.who(member).id for member in members}, private=private)
        self.space.channels[id] = channel
        return channel

    def sees(self, person: Person | str) -> list[Message]:
        """All that this person sees now, oldest first."""
        return [message for message in self.messages if self.space.sees(self.who(person).id, message)]

    async def acked(self, delivery: Delivery) -> float:
        """Seconds until the bot acknowledged; TimeoutError when it does not in Slack's three."""
        await asyncio.wait_for(delivery.done.wait(), ACK_SECONDS)
        return delivery.latency

    async def until(self, true: Callable[[], bool], *, seconds: float = 5.0) -> None:
        """Wait for something that the bot does."""
        await asyncio.wait_for(self.space.bell.until(true), seconds)

    def fail(self, method: str, **how: Any) -> None:
        """The next request of this method ("*": of any) goes wrong; see faults.Fault."""
        self.api.faults.add(Fault(method, **how))

    def revoke(self) -> None:
        self.space.refused = "token_revoked"

    async def uninstall(self) -> list[Delivery]:
        told: list[dict[str, Any]] = [{"type": "tokens_revoked", "tokens": {"bot": [BOT_USER], "oauth": []}}]
        told.append({"type": "app_uninstalled"})
        deliveries = [await self.happen(inner) for inner in told]
        self.space.refused = "account_inactive"
        return deliveries

    async def archive(self, channel: Channel, *, back: bool = False) -> Delivery:
        channel.archived = not back
        kind = "group" if channel.private else "channel"
        return await self.happen({"type": f"{kind}_{'unarchive' if back else 'archive'}", "channel": channel.id})

    async def kick(self, channel: Channel) -> Delivery:
        """Put the bot out of the channel."""
        channel.members.discard(BOT_USER)
        kind = "group" if channel.private else "channel"
        return await self.happen({"type": f"{kind}_left", "channel": channel.id, "actor_id": "UADMIN"})

    async def invite(self, channel: Channel) -> Delivery:
        channel.members.add(BOT_USER)
        inner = {"type": "member_joined_channel", "user": BOT_USER, "channel": channel.id, "team": self.space.team}
        return await self.happen(inner)

    async def redeliver(self, event_id: str, reason: str = "http_timeout") -> Delivery:
        """Send an event again, whether it was acknowledged or not."""
        delivery = next((d for d in self.courier.deliveries if d.id == event_id), None)
        if delivery is None:
            raise LookupError(f"no event {event_id!r} was sent")
        return await self.courier.send(delivery, reason)

    async def retry_due(self) -> list[Delivery]:
        return await self.courier.retry_due()

    async def refresh(self) -> None:
        await self.sockets.refresh()

    async def verify_url(self) -> bool:
        """What Slack does when somebody enters the bot's address: whether it echoes the challenge."""
        challenge = self.space.new_id("challenge-")
        body = json.dumps({"type": "url_verification", "token": "unused", "challenge": challenge}).encode()
        status, text = await self.post_raw(body, self.courier.sign(body) | {"Content-Type": "application/json"})
        return status == 200 and challenge in text

    async def post_raw(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        return await self.courier.post_raw(body, headers)
