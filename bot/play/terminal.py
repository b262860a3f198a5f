"""The terminal as a scene: lines in, messages out, through the bot's process itself."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.play.company import Company
from bot.play.scene import Cast, Heard, Message, find_message


@dataclass(slots=True)
class TerminalScene:
    platform: str = "terminal"
    env: dict[str, str] = field(default_factory=dict)
    cast: Cast = field(default_factory=lambda: Cast("terminal"))
    company: Company | None = None
    waiting: list[dict[str, Any]] = field(default_factory=list)
    buttons: dict[str, list[Message[dict[str, str]]]] = field(default_factory=lambda: defaultdict(list))

    async def open(self) -> None:
        """There is nothing to start: the bot's process is the terminal."""

    async def say(self, who: str, text: str, *, group: str, file: str) -> None:
        sent = {"id": file, "name": file, "size": 0} if file else None
        await self.order(who, text, group=group, file=sent)

    async def press(self, who: str, label: str, *, group: str) -> None:
        found = find_message(label, self.buttons[group or who])
        await self.order(who, label, group=group, action=found.origin[found.label(label)])

    async def order(
        self, who: str, text: str, *, group: str, file: dict[str, Any] | None = None, action: str = ""
    ) -> None:
        assert self.company is not None
        await self.company.order(do="say", who=who, text=text, group=group, file=file, action=action)

    def pass_time(self, seconds: float) -> None:
        """A terminal has no clock."""

    def shown(self, shown: dict[str, Any]) -> None:
        self.waiting.append(shown)
        actions = {button["label"]: button["action"] for button in shown["buttons"]}
        self.buttons[shown["only"] or shown["chat"]].append(Message(list(actions), actions))

    async def take(self, at: datetime) -> list[Heard]:
        taken, self.waiting = self.waiting, []
        return [self.heard(shown, at) for shown in taken]

    def heard(self, shown: dict[str, Any], at: datetime) -> Heard:
        chat = shown["only"] or shown["chat"]
        to = f"#{chat}" if chat in self.cast.groups() else chat
        labels = tuple(button["label"] for button in shown["buttons"])
        files = tuple(f"{file['name']}: {file['alt']}" for file in shown["files"])
        return Heard(at, to, self.platform, chat, shown["text"], labels, files)

    async def close(self) -> None:
        self.waiting.clear()
