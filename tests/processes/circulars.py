"""Two topics that only tests have, for people that nobody else writes to; each message has a word of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from bot.markup import Markup
from bot.messages import Reply
from bot.voice import Voice
from reminders.topics import Push, Topic
from storage.models import Occurrence
from storage.recipients import Recipient

NEVER = (time(0), time(0))
# Those who are written to: on Telegram 3001, 3002 …, on Slack U3001, U3002 …
FIRST = 3001
GROUPS = {"telegram": ("-2001", "-2002"), "slack": ("C0001", "C0002")}


@dataclass(slots=True)
class Circular:
    """An occurrence's subject (`40+:7`) says to whom it goes, see `chats`, and behind the colon which one it is."""

    platforms: Collection[str]
    resend: bool

    def ahead(self, voice: Voice) -> None:
        """Nothing is planned: the test puts the occurrences."""

    def audience(self, voice: Voice, occurrence: Occurrence) -> list[Recipient]:
        return [
            Recipient(chat, platform, chat, "", NEVER)
            for platform in self.platforms
            for chat in chats(platform, occurrence.subject)
        ]

    def compose(self, voice: Voice, push: Push) -> Reply:
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        return Reply(Markup(word(f"{occurrence.key}:{push.chat}", 0)))

    def missed(self, voice: Voice, occurrence: Occurrence) -> Markup:
        return Markup()


def circulars(platforms: Collection[str]) -> dict[str, Topic]:
    """A notice is not sent again when nobody knows whether it arrived; a summons is, once, and says so."""
    return {"notice": Circular(platforms, resend=False), "summons": Circular(platforms, resend=True)}


def chats(platform: str, subject: str) -> list[str]:
    """`40` are forty people, `40+` the same and two groups."""
    many = subject.partition(":")[0]
    people = range(FIRST, FIRST + int(many.rstrip("+")))
    letter = "U" if platform == "slack" else ""
    return [f"{letter}{number}" for number in people] + list(GROUPS[platform] if many.endswith("+") else ())


def word(key: str, part: int) -> str:
    """What stands in that row's message, and in no other."""
    return f"{key}.{part}"
