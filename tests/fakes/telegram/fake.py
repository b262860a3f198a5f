"""What tests and the transcript player hold in their hands: people, groups, what they say, what they see."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from . import events
from .faults import Fault
from .keyboard import Button
from .limits import Limits
from .server import Server
from .state import Chat, Group, Message, Person, Sent, World
from .webhook import Webhook

TOKEN = "4200000001:AAFakeTokenForALocalTelegramPeer0000"
SUPERGROUP = 1_000_000_000_000
# Real seconds a test waits for the bot at most: a bot that says nothing is a failed test, not a hanging one.
PATIENCE = 20.0


class TelegramFake:
    """A Telegram on this machine. `clock` gives seconds since 1970; `limits` switches the sending limits.

    What people do returns the number of its update: hand it to `confirmed`.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "distriktbot",
        clock: Callable[[], float] = time.time,
        limits: bool = True,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.token = token
        self.world = World(token, username, clock)
        self.limits = Limits(clock, on=limits)
        self.server = Server(self.world, self.limits, sleep)
        self.port = 0

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        self.port = await self.server.start(host, port)
        self.url = f"http://{host}:{self.port}"

    async def stop(self) -> None:
        await self.server.stop()

    # Who there is

    def person(self, number: int, first_name: str, username: str = "", language: str = "sv") -> Person:
        """Somebody who has not written to the bot yet, so that it may not write first."""
        person = Person(number, first_name, username, language)
        self.world.chats[number] = person
        return person

    def group(self, number: int, title: str, members: list[Person]) -> Group:
        """A group with the bot in it; `number` is negative, as Telegram's are."""
        group = Group(number, title, members)
        self.world.chats[number] = group
        return group

    # What they do

    def say(self, person: Person, text: str = "", chat: Group | None = None, **extra: Any) -> int:
        """Write to the bot, or in a group. See `events.message` for what `extra` can carry."""
        kind, content = events.message(self.world, person, text, chat or person, **extra)
        return self.server.updates.add(kind, content)

    def press(self, person: Person, message: Message, label_or_data: str, *, forged: bool = False) -> int:
        """Press a button of a message. `forged` sends data that no button of it has, as a home-made client can."""
        button = Button("", label_or_data) if forged else find_button(message, label_or_data)
        return self.server.updates.add("callback_query", events.press(self.world, person, message, button.data))

    def block(self, person: Person) -> int:
        person.blocked = True
        return self.server.updates.add("my_chat_member", events.membership(self.world, person, person, "kicked"))

    def unblock(self, person: Person) -> int:
        person.blocked = False
        return self.server.updates.add("my_chat_member", events.membership(self.world, person, person, "member"))

    def kick(self, group: Group, by: Person | None = None) -> int:
        group.bot_in = False
        by = by or group.members[0]
        return self.server.updates.add("my_chat_member", events.membership(self.world, by, group, "kicked"))

    def let_in(self, group: Group, by: Person | None = None) -> int:
        group.bot_in = True
        by = by or group.members[0]
        return self.server.updates.add("my_chat_member", events.membership(self.world, by, group, "member"))

    def migrate(self, group: Group) -> Group:
        """Make it a supergroup, with another id; both service messages are queued."""
        new = Group(-(SUPERGROUP + abs(group.id)), group.title, group.members, "supergroup")
        self.world.chats[new.id] = new
        group.moved_to = new.id
        by = group.members[0]
        self.server.updates.add(*events.message(self.world, by, "", group, migrate_to_chat_id=new.id))
        self.server.updates.add(*events.message(self.world, by, "", new, migrate_from_chat_id=group.id))
        return new

    def forget(self, message: Message) -> None:
        """The person deletes a message: the bot is not told."""
        del self.world.messages[message.chat.id, message.id]

    def inject(self, raw: Any) -> int:
        """Queue an update just as it is, however malformed; without `update_id` it gets the next."""
        number = self.server.updates.next_id()
        if isinstance(raw, dict):
            raw = {"update_id": number} | raw
        self.server.updates.put(number, raw)
        return number

    # What they see

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that can be seen now, oldest first, edits applied."""
        return [message for message in self.world.messages.values() if message.by_bot]

    @property
    def sent(self) -> list[Sent]:
        return self.world.sent

    def last(self, chat: Chat) -> Message:
        """The bot's latest message in a chat."""
        seen = [message for message in self.messages if message.chat is chat]
        if not seen:
            raise LookupError("the bot has not written there")
        return seen[-1]

    @property
    def requests(self) -> Counter[str]:
        """How often each method was asked for (`sendmessage`), and how often a status was given (`429`)."""
        return self.server.requests

    @property
    def early(self) -> int:
        """Requests that came before the wait of a 429 was over."""
        return self.limits.early

    @property
    def commands(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """The menus by scope (`default`, `chat:17`) and language."""
        return self.world.commands

    @property
    def answered(self) -> list[str]:
        """The callback queries whose spinner the bot has ended."""
        return [query for query, done in self.world.queries.items() if done]

    @property
    def webhook(self) -> Webhook:
        return self.server.webhook

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so; looked at whenever anything happens here."""
        async with asyncio.timeout(PATIENCE):
            await self.server.bell.until(true)

    async def confirmed(self, number: int) -> None:
        """Wait until the bot has taken this update: the next offset, or a webhook's 2xx."""
        await self.until(lambda: self.server.updates.is_confirmed(number))

    # What goes wrong

    def fail(
        self,
        method: str,
        status: int = 502,
        times: int = 1,
        *,
        retry_after: int | None = None,
        after_effect: bool = False,
        drop: bool = False,
        description: str = "",
    ) -> None:
        """Let the next requests to a method (`*`: any) fail, before or after they had their effect.

        `drop` cuts the line instead of answering.
        """
        self.server.faults.add(Fault(method, status, times, retry_after, after_effect, drop, description))

    def revoke(self, *, back: bool = False) -> None:
        """The token works no more; `back` gives it back."""
        self.world.revoked = not back


def find_button(message: Message, label_or_data: str) -> Button:
    for button in message.buttons:
        if label_or_data in {button.label, button.data} and not button.url:
            return button
    raise LookupError(f"no button {label_or_data!r} among {[button.label for button in message.buttons]}")
