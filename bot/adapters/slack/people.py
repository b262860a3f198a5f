"""Who somebody is in the workspace: a full member or not, and which language they read."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.dig import dig, string
from bot.adapters.slack.faults import code, delivery_errors
from bot.adapters.slack.parse import Me
from bot.errors import DeliveryError
from bot.messages import Incoming

FRESH_SECONDS = 600.0
OUTSIDE = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
STRANGER = {"user_not_found", "user_not_visible"}


@dataclass(frozen=True, slots=True)
class Person:
    full_member: bool
    language: str = ""
    seen: float = 0.0


class People:
    """`ticks` tells seconds that never go backwards."""

    def __init__(self, client: AsyncWebClient, me: Me, ticks: Callable[[], float]) -> None:
        self._client = client
        self._me = me
        self._ticks = ticks
        self._known: dict[str, Person] = {}

    async def introduce(self, msg: Incoming) -> Incoming:
        """The message with its sender's language; an outsider's message without what was in it.

        Raises a DeliveryError where Slack does not tell who it is: then the message is not taken, and comes again.
        """
        person = await self._look_up(msg.sender)
        if person.full_member:
            return replace(msg, language=person.language)
        return replace(msg, event="outsider", text="", action="", values={}, files=(), language=person.language)

    async def _look_up(self, user: str) -> Person:
        known = self._known.get(user)
        if known and self._ticks() - known.seen < FRESH_SECONDS:
            return known
        try:
            with delivery_errors():
                self._known[user] = replace(await self._ask(user), seen=self._ticks())
        except DeliveryError:
            # What was true a while ago serves while Slack cannot be asked; of somebody new nothing is assumed.
            if known is None:
                raise
        return self._known[user]

    async def _ask(self, user: str) -> Person:
        try:
            info = (await self._client.users_info(user=user, include_locale=True))["user"]
        except SlackApiError as error:
            if code(error) in STRANGER:
                return Person(full_member=False)
            raise
        at_home = string(info, "team_id") in {self._me.team, self._me.enterprise or self._me.team}
        outside = any(dig(info, trait) for trait in OUTSIDE)
        return Person(at_home and not outside, language=string(info, "locale").partition("-")[0])
