"""What a transcript needs of a platform: people who write and press there, and see what the bot says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from bot.sample import load

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that the bot sent, as `--json` prints it. `to` is a person of the cast, or `#group`."""

    at: datetime
    to: str
    platform: str
    chat: str
    text: str
    buttons: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    kind: str = "reply"

    def lines(self, listener: str) -> list[str]:
        """As a transcript writes it, for whom is named unless it is the one who spoke."""
        head = [] if self.to == listener else [f"→ {self.to}"]
        buttons = [" ".join(f"[{label}]" for label in self.buttons)] if self.buttons else []
        return [*head, *self.text.splitlines(), *buttons, *(f"({name})" for name in self.files)]


class Scene(Protocol):
    """One platform, with everybody of the cast on it."""

    platform: str
    env: dict[str, str]

    async def open(self) -> None: ...

    async def say(self, who: str, text: str, *, group: str, file: str) -> None:
        """Somebody writes; it returns when the bot has taken it in."""

    async def press(self, who: str, label: str, *, group: str) -> None:
        """Somebody presses a button of the last message to them, by its label or its number from 1."""

    def pass_time(self, seconds: float) -> None:
        """So much later, on the platform's own clock."""

    def shown(self, shown: dict[str, Any]) -> None:
        """The bot's process says that its terminal showed this."""

    async def take(self, at: datetime) -> list[Heard]:
        """What was heard since the last time."""

    async def close(self) -> None: ...


class NoButtonError(ValueError):
    """There is no such button to press."""


@dataclass(frozen=True, slots=True)
class Message(Generic[T]):
    """A message with its buttons' labels, and what the platform calls it."""

    labels: list[str]
    origin: T

    def label(self, wanted: str) -> str:
        """The label that is meant by itself or by its number from 1."""
        if wanted in self.labels:
            return wanted
        if wanted.isdecimal() and 0 < int(wanted) <= len(self.labels):
            return self.labels[int(wanted) - 1]
        there = " ".join(f"[{label}]" for label in self.labels) or "none"
        raise NoButtonError(f"there is no button [{wanted}]; there are: {there}")


def find_message(wanted: str, messages: Sequence[Message[T]]) -> Message[T]:
    """The newest message with that label; the newest of all for a number, or when none has it."""
    if not messages:
        raise NoButtonError(f"there is no button [{wanted}]: nothing was said yet")
    return next((message for message in reversed(messages) if wanted in message.labels), messages[-1])


@dataclass(slots=True)
class Cast:
    """The sample district's people and groups, and what they are called on a platform."""

    platform: str
    data: dict[str, Any] = field(default_factory=load.read)

    def people(self) -> dict[str, str]:
        """Names of the cast by their ids."""
        return {self.word(row): row["key"] for row in self.data["person"]}

    def groups(self) -> dict[str, str]:
        return {self.word(row): row["key"] for row in self.data["group"]}

    def word(self, row: dict[str, Any]) -> str:
        return str(row["key"] if self.platform == "terminal" else row[self.platform])

    def id_of(self, who: str) -> str:
        return next(key for key, name in self.people().items() if name == who)

    def group_id(self, group: str) -> str:
        return next(key for key, name in self.groups().items() if name == group)

    def home_of(self, group: str) -> str:
        """The branch that a group belongs to; empty for the district's."""
        return str(next(row for row in self.data["group"] if row["key"] == group).get("branch", ""))
