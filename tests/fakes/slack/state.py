"""Who there is, which channels, and every message and modal as it stands now."""

import itertools
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from .bell import Bell
from .errors import ApiError
from .shown import Block, Button, buttons_of, shown

BOT_USER, BOT_ID, APP_ID = "UBOT", "BBOT", "ABOT"
TRIGGER_SECONDS = 3.0


@dataclass
class Person:
    id: str
    name: str
    guest: bool = False
    team: str = ""
    bot: bool = False
    deleted: bool = False
    locale: str = "sv-SE"


@dataclass
class Channel:
    """`person` is set in a direct conversation with the bot: the other one."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    person: str = ""
    private: bool = False
    archived: bool = False

    @property
    def kind(self) -> str:
        return "im" if self.person else "group" if self.private else "channel"


@dataclass(frozen=True)
class File:
    id: str
    name: str
    content: bytes
    media_type: str = "application/octet-stream"
    alt: str = ""

    def payload(self, url: str) -> dict[str, Any]:
        address = f"{url}/files/{self.id}"
        head = {"id": self.id, "name": self.name, "title": self.name, "mimetype": self.media_type}
        return head | {"size": len(self.content), "mode": "hosted", "url_private": address}


@dataclass(eq=False)
class Message:
    """`only` is the one person who sees it (ephemeral). `pings` is whom it rang."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    thread_ts: str = ""
    only: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    unfurls: bool = False
    edited: bool = False

    @property
    def seen(self) -> str:
        return shown(self.text, self.blocks)

    @property
    def buttons(self) -> list[Button]:
        return buttons_of(self.blocks)


@dataclass(eq=False)
class Modal:
    id: str
    person: str
    view: dict[str, Any]
    hash: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.view["title"]["text"])

    @property
    def blocks(self) -> list[Block]:
        return list(self.view["blocks"])

    @property
    def seen(self) -> str:
        return shown("", self.blocks)

    @property
    def inputs(self) -> list[Block]:
        return [block for block in self.blocks if block["type"] == "input"]


@dataclass
class Trigger:
    person: str
    at: float
    used: bool = False


@dataclass(frozen=True)
class Call:
    """A request of the bot's that had an effect."""

    at: float
    method: str
    args: dict[str, Any]


class Workspace:
    """`clock` tells seconds since 1970. `refused` is the error that every token gets, "" while they are good."""

    def __init__(self, clock: Callable[[], float], team: str, commands: Collection[str]) -> None:
        self.clock = clock
        self.team = team
        self.commands = frozenset(commands)
        self.url = ""
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.modals: dict[str, Modal] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, tuple[Message | None, str, str, float]] = {}
        self.sent: list[Call] = []
        self.requests: Counter[str] = Counter()
        self.limited: Counter[str] = Counter()
        self.refused = ""
        self.bell = Bell()
        self.numbers = itertools.count(1)
        self.add(Person(BOT_USER, "distriktsboten", bot=True))

    def add(self, person: Person) -> Person:
        person.team = person.team or self.team
        self.people[person.id] = person
        return person

    def new_id(self, kind: str) -> str:
        return f"{kind}{next(self.numbers):08d}"

    def new_ts(self) -> str:
        return f"{int(self.clock())}.{next(self.numbers):06d}"

    def new_trigger(self, person: str) -> str:
        trigger = f"{next(self.numbers)}.{self.team}.{person.lower()}"
        self.triggers[trigger] = Trigger(person, self.clock())
        return trigger

    def use_trigger(self, trigger_id: str) -> str:
        """Whose gesture it was; a trigger lives three seconds and opens one modal."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self.clock() - trigger.at >= TRIGGER_SECONDS:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger.person

    def direct(self, person: str) -> Channel:
        """The conversation between this person and the bot."""
        found = next((channel for channel in self.channels.values() if channel.person == person), None)
        if found is None:
            found = Channel(self.conversation(person), "directmessage", {person, BOT_USER}, person=person)
            self.channels[found.id] = found
        return found

    def conversation(self, channel: str) -> str:
        """The id of the channel; a person's own id means the conversation between them and the bot."""
        return f"D{channel[1:]}" if channel in self.people else channel

    def find_channel(self, reference: str) -> Channel:
        """By its id, by #name, or by the id of the person to write to."""
        name = reference.removeprefix("#")
        if reference in self.people:
            if self.people[reference].bot:
                raise ApiError("cannot_dm_bot")
            return self.direct(reference)
        for channel in self.channels.values():
            if reference == channel.id or name == channel.name:
                return channel
        raise ApiError("channel_not_found")

    def find_message(self, channel: str, ts: str) -> Message:
        """Never an ephemeral one: to Slack's API they do not exist."""
        for message in self.messages:
            if (message.channel, message.ts) == (channel, ts) and not message.only:
                return message
        raise ApiError("message_not_found")

    def sees(self, person: str, message: Message) -> bool:
        return person in self.channels[message.channel].members and message.only in {"", person}
