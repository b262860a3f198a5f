"""Slack as a scene: the real adapter and Bolt in Socket Mode, against the stand-in in tests/fakes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import handlers
from bot.forms import Filling
from bot.markup import plain
from bot.messages import Reply
from bot.play.modal import Sitting, read_form
from bot.play.scene import Cast, Heard, Message, find_message
from bot.texts import texts
from tests.fakes.slack import SlackFake
from tests.fakes.slack import state as slack

BOT_TOKEN, APP_TOKEN = "xoxb-opens-nothing", "xapp-opens-nothing"
PACE = 4.0


@dataclass(slots=True)
class SlackScene:
    platform: str = "slack"
    env: dict[str, str] = field(default_factory=dict)
    cast: Cast = field(default_factory=lambda: Cast("slack"))
    sittings: dict[str, Sitting] = field(default_factory=dict)
    waiting: list[tuple[str, Reply]] = field(default_factory=list)
    seconds: float = 1_800_000_000.0
    today: date = date(2027, 2, 8)
    taken: int = 0
    edits: int = 0
    fake: SlackFake = field(init=False)

    async def open(self) -> None:
        commands = [f"/{command.name}" for command in handlers.build().listed]
        self.fake = SlackFake(
            clock=lambda: self.seconds, commands=commands, limits=False, bot_token=BOT_TOKEN, app_token=APP_TOKEN
        )
        await self.fake.start()
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        self.env = tokens | {"SLACK_API_URL": f"{self.fake.url}/api/"}
        for number, who in self.cast.people().items():
            self.fake.person(number, who)
        everyone: list[slack.Person | str] = [*self.cast.people(), self.fake.me]
        for number, name in self.cast.groups().items():
            self.fake.channel(number, name, everyone)

    async def say(self, who: str, text: str, *, group: str, file: str) -> None:
        self.seconds += PACE
        if sitting := self.sittings.get(who) if not (text.startswith("/") or group) else None:
            self.waiting.append((who, sitting.answer(text)))
            return
        if who in self.sittings and text.strip() == "/avbryt":
            await self.leave(who)
            return
        channel = self.cast.group_id(group) if group else None
        uploads = [upload(Path(file))] if file else []
        person = self.cast.id_of(who)
        sent = await (
            self.fake.say(person, text, channel, files=uploads) if file else self.fake.type(person, text, channel)
        )
        if sent:
            await self.fake.acked(sent)

    async def press(self, who: str, label: str, *, group: str) -> None:
        self.seconds += PACE
        if sitting := self.sittings.get(who) if not group else None:
            await self.press_in_modal(who, label, sitting)
            return
        person = self.cast.id_of(who)
        channel = self.cast.group_id(group) if group else ""
        seen = [m for m in self.fake.sees(person) if (m.channel == channel if channel else self.is_direct(m))]
        found = find_message(
            label, [Message([b.label for b in m.buttons], m) for m in seen if m.user == slack.BOT_USER]
        )
        await self.fake.acked(await self.fake.press(person, found.origin, found.label(label)))

    def is_direct(self, message: slack.Message) -> bool:
        return bool(message.only or self.fake.space.channels[message.channel].person)

    async def press_in_modal(self, who: str, label: str, sitting: Sitting) -> None:
        buttons = sitting.ask().buttons
        wanted = find_message(label, [Message([button.label for button in buttons], buttons)]).label(label)
        if reply := sitting.press(wanted):
            self.waiting.append((who, reply))
        elif wanted == sitting.filling.form.submit:
            await self.hand_in(who, sitting)
        else:
            await self.leave(who)

    async def hand_in(self, who: str, sitting: Sitting) -> None:
        errors = await self.fake.submit(self.cast.id_of(who), sitting.filling.answers)
        if errors:
            self.waiting.append((who, sitting.correct(errors)))
        else:
            del self.sittings[who]

    async def leave(self, who: str) -> None:
        del self.sittings[who]
        if sent := await self.fake.close(self.cast.id_of(who)):
            await self.fake.acked(sent)

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds

    def shown(self, shown: dict[str, Any]) -> None:
        """Nothing is shown but through Slack."""

    async def take(self, at: datetime) -> list[Heard]:
        self.today = at.date()
        self.sit_down()
        heard = [
            Heard(at, who, self.platform, "modal", plain_of(reply), labels_of(reply)) for who, reply in self.waiting
        ]
        self.waiting.clear()
        new, self.taken = self.fake.messages[self.taken :], len(self.fake.messages)
        return [*heard, *(self.heard(m, at) for m in [*self.changed(), *new] if m.user == slack.BOT_USER)]

    def sit_down(self) -> None:
        """Whoever has a modal before them now begins to fill it in."""
        for person, modal in self.fake.space.modals.items():
            who = self.cast.people()[person]
            if who not in self.sittings:
                language = next(row["language"] for row in self.cast.data["person"] if row["key"] == who)
                form = read_form(modal.view, modal.seen)
                self.sittings[who] = Sitting(Filling(form), texts(language), self.today)
                self.waiting.append((who, self.sittings[who].ask()))

    def changed(self) -> list[slack.Message]:
        """Messages that the bot has edited since the last time."""
        calls, self.edits = self.fake.sent[self.edits :], len(self.fake.sent)
        stamps = [call.args.get("ts") for call in calls if call.method == "chat.update"]
        return [message for message in self.fake.messages if message.ts in stamps]

    def heard(self, message: slack.Message, at: datetime) -> Heard:
        channel = self.fake.space.channels[message.channel]
        person = message.only or channel.person
        to = self.cast.people()[person] if person else f"#{self.cast.groups()[channel.id]}"
        labels = tuple(button.label for button in message.buttons)
        files = tuple(f"{file.name}: {file.alt}" for file in message.files)
        return Heard(at, to, self.platform, channel.id, message.seen, labels, files)

    async def close(self) -> None:
        await self.fake.stop()


def upload(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()


def plain_of(reply: Reply) -> str:
    return plain(reply.text)


def labels_of(reply: Reply) -> tuple[str, ...]:
    return tuple(button.label for button in reply.buttons)
