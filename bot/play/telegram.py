"""Telegram as a scene: the real adapter and library, against the stand-in in tests/fakes."""

import mimetypes
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.play.scene import Cast, Heard, Message, find_message
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram.state import Group, Person, Sent

TOKEN = "4200000001:a-token-that-opens-nothing-at-all-000"  # noqa: S105 - it opens nothing
# People take their time. (The pace of a platform is tried elsewhere: here a year passes in a moment.)
PACE = 4.0


@dataclass(slots=True)
class TelegramScene:
    platform: str = "telegram"
    env: dict[str, str] = field(default_factory=dict)
    cast: Cast = field(default_factory=lambda: Cast("telegram"))
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    seconds: float = 1_800_000_000.0
    taken: int = 0
    fake: TelegramFake = field(init=False)

    async def open(self) -> None:
        self.fake = TelegramFake(token=TOKEN, clock=lambda: self.seconds, limits=False)
        await self.fake.start()
        self.env = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": self.fake.url}
        for number, who in self.cast.people().items():
            self.people[who] = self.fake.person(int(number), who)
            # Members have talked to the bot before, or it could not write to them first.
            self.people[who].started = who != "gast"
        for number, name in self.cast.groups().items():
            self.groups[name] = self.fake.group(int(number), name, list(self.people.values()))

    async def say(self, who: str, text: str, *, group: str, file: str) -> None:
        self.seconds += PACE
        extra: dict[str, Any] = {"document": upload(Path(file))} if file else {}
        chat = self.groups[group] if group else None
        await self.fake.confirmed(self.fake.say(self.people[who], text, chat, **extra))

    async def press(self, who: str, label: str, *, group: str) -> None:
        self.seconds += PACE
        chat = self.groups[group] if group else self.people[who]
        there = [Message([b.label for b in m.buttons], m) for m in self.fake.messages if m.chat is chat]
        found = find_message(label, there)
        number = self.fake.press(self.people[who], found.origin, found.label(label))
        await self.fake.confirmed(number)

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds

    def shown(self, shown: dict[str, Any]) -> None:
        """Nothing is shown but through Telegram."""

    async def take(self, at: datetime) -> list[Heard]:
        sent, self.taken = self.fake.sent[self.taken :], len(self.fake.sent)
        return [self.heard(message, at) for message in sent if message.kind != "delete"]

    def heard(self, sent: Sent, at: datetime) -> Heard:
        chat = str(sent.chat)
        to = self.cast.people().get(chat) or f"#{self.cast.groups()[chat]}"
        labels = tuple(button.label for row in sent.buttons for button in row)
        files = tuple(f"{file.name}: {sent.plain}" for file in sent.files)
        return Heard(at, to, self.platform, chat, "" if files else sent.plain, labels, files)

    async def close(self) -> None:
        await self.fake.stop()


def upload(path: Path) -> tuple[str, bytes, str]:
    return path.name, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
