"""People who each ask for something that nobody else asks for, so that every answer can be counted."""

import itertools
import random
from dataclasses import dataclass, field
from typing import Literal

from bot.markup import plain
from bot.texts import texts
from tests.fakes.slack.delivery import RETRY_DELAYS, Delivery
from tests.processes.stage import Stage

Way = Literal["telegram", "event", "command"]
WAYS: tuple[Way, ...] = ("telegram", "event", "command")
PEOPLE = range(1, 13)
# What an answer says when it may have come before.
NOTE = plain(texts("sv").say("error.restarted_duplicate"))
# The same of a push.
PUSH_NOTE = plain(texts("sv").say("reminder.duplicate"))


@dataclass(eq=False)
class Asked:
    """A command that the bot does not know, and so repeats in its answer."""

    word: str
    way: Way
    who: int
    delivery: Delivery | None = None
    copies: list[str] = field(default_factory=list)

    @property
    def owed(self) -> bool:
        """Telegram keeps a message until it is taken. Slack sends an event four times, and a command once."""
        if self.delivery is None or self.delivery.acked:
            return True
        return self.way == "event" and self.delivery.attempts <= len(RETRY_DELAYS)

    @property
    def noted(self) -> int:
        return sum(NOTE in text for text in self.copies)


@dataclass
class Crowd:
    """Twelve members on both platforms; the seed says who asks what."""

    stage: Stage
    dice: random.Random
    asked: list[Asked] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def ask(self, many: int = 1) -> None:
        for _ in range(many):
            await self.send(Asked(f"/qx{next(self.numbers):06d}", self.dice.choice(WAYS), self.dice.choice(PEOPLE)))

    async def warm_up(self, *ways: Way) -> None:
        """After a start answers queue behind what was left; once that is sent they go out at once, side by side."""
        for way in ways:
            await self.send(Asked(f"/qx{next(self.numbers):06d}", way, 1))
        await self.until_answered()

    async def send(self, asked: Asked) -> None:
        self.asked.append(asked)
        slack, person = self.stage.slack, f"U{asked.who:04d}"
        if asked.way == "telegram":
            telegram = self.stage.telegram
            telegram.say(telegram.world.chats[1000 + asked.who], asked.word)
        elif asked.way == "command":
            asked.delivery = await slack.command(person, asked.word)
        else:
            asked.delivery = await slack.say(person, f" {asked.word}")

    def look(self) -> list[Asked]:
        """Everything that was asked, with the answers that can be seen now, oldest first."""
        by_word: dict[str, list[str]] = {}
        for text in self.stage.seen():
            if "/qx" in text:
                by_word.setdefault(text[text.index("/qx") :][:9], []).append(text)
        for asked in self.asked:
            asked.copies = by_word.get(asked.word, [])
        return self.asked

    def unanswered(self) -> list[str]:
        """Whoever was promised an answer and has none."""
        return [f"{asked.way} {asked.word}" for asked in self.look() if asked.owed and not asked.copies]

    async def until_answered(self) -> None:
        """Wait until every answer that is owed is there."""
        try:
            await self.stage.until(lambda: not self.unanswered())
        except TimeoutError:
            raise AssertionError(f"no answer came to {self.unanswered()}") from None
