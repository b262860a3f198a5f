"""response_url: five answers to a command or a button within thirty minutes, without a token."""

from collections import Counter

from aiohttp import web

from .chat import write
from .errors import ApiError
from .state import Workspace

USES, SECONDS = 5, 1800


class Responses:
    def __init__(self, space: Workspace) -> None:
        self.space = space
        self.uses: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/response/{ticket}", self.handle)]

    async def handle(self, request: web.Request) -> web.Response:
        ticket = request.match_info["ticket"]
        body = await request.json()
        try:
            self.answer(ticket, body)
        except ApiError as error:
            return web.json_response(error.body, status=404)
        self.space.bell.ring()
        return web.json_response({"ok": True})

    def answer(self, ticket: str, body: dict[str, object]) -> None:
        if ticket not in self.space.response_urls:
            raise ApiError("invalid_url")
        message, channel, person, at = self.space.response_urls[ticket]
        if self.space.clock() - at > SECONDS:
            raise ApiError("expired_url")
        if self.uses[ticket] >= USES:
            raise ApiError("used_url")
        self.uses[ticket] += 1
        if message in self.space.messages and (body.get("delete_original") or body.get("replace_original")):
            self.space.messages.remove(message)
        if body.get("delete_original"):
            return
        new = write(self.space, self.space.channels[channel], body)
        new.only = "" if body.get("response_type") == "in_channel" else person
        self.space.messages.append(new)
