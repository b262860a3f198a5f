"""What is pushed while the bot is killed over and over; each message has a word of its own, by which it is counted."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.markup import Markup
from bot.messages import Reply, dump
from storage import doubt, occurrences, outbox
from storage.database import Database, open_database
from tests.processes.circulars import FIRST, chats, word
from tests.processes.crowd import PUSH_NOTE
from tests.processes.stage import Stage

PEOPLE = 40
PLATFORMS = ("telegram", "slack")
# One message in so many is longer than one part, and one batch in so many goes to groups as well.
LONG, GROUPED = 8, 4
PARTS = 3


@dataclass
class Mailing:
    """`audiences` is by batch how many are told; `words` are those that somebody shall see."""

    stage: Stage
    dice: random.Random
    audiences: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # the platform of each
    resent: set[str] = field(default_factory=set)  # words of messages that come again when nobody knows

    def open(self) -> None:
        for number in range(FIRST, FIRST + PEOPLE):
            self.stage.telegram.person(number, "någon").started = True
            self.stage.slack.person(f"U{number}", "någon")

    def add(self, *, planned: bool) -> None:
        """One more batch: either put into the outbox, or an occurrence, which the bot plans and words itself."""
        key = f"soak-{len(self.audiences):05d}"
        grouped = "+" if len(self.audiences) % GROUPED == 0 else ""
        subject = f"{PEOPLE}{grouped}:{len(self.audiences)}"
        with open_database(f"sqlite:///{self.stage.database}") as database:
            (self.occur if planned else self.put)(database, key, subject)

    def put(self, database: Database, key: str, subject: str) -> None:
        places = [(platform, chat) for platform in PLATFORMS for chat in chats(platform, subject)]
        with database.begin() as session:
            for platform, chat in places:
                for part in range(PARTS if self.dice.randrange(LONG) == 0 else 1):
                    said = self.expect(platform, f"{key}:{chat}", part)
                    payload = dump(Reply(Markup(said)))
                    outbox.put(
                        session, key=f"{key}:{chat}", part=part, to=(platform, chat, "", ""), payload=payload,
                        now=datetime.now(UTC), batch=key,
                    )  # fmt: skip
        self.audiences[key] = len(places)

    def occur(self, database: Database, key: str, subject: str) -> None:
        topic, now = self.dice.choice(("notice", "summons")), datetime.now(UTC)
        with database.begin() as session:
            row = occurrences.put(session, key=key, topic=topic, subject=subject, due_at=now, deliver_until=None)
        told = [(platform, chat) for platform in PLATFORMS for chat in chats(platform, subject)]
        said = {self.expect(platform, f"{key}:{chat}", 0) for platform, chat in told}
        self.audiences[f"occurrence:{row}"] = len(told)
        self.resent |= said if topic == "summons" else set()

    def expect(self, platform: str, key: str, part: int) -> str:
        said = word(key, part)
        self.words[said] = platform
        return said

    @property
    def settled(self) -> bool:
        """Whether nothing is to come any more: planned, sent, and looked for."""
        (waiting,) = self.stage.rows(
            "SELECT (SELECT count(*) FROM occurrence WHERE key LIKE 'soak-%' AND fate = 'pending') + "
            "(SELECT count(*) FROM outbox WHERE state IN ('queued', 'leased', 'sending')) + "
            "(SELECT count(*) FROM outbox WHERE state = 'unknown' AND finished_at IS NULL)"
        )
        return waiting == (0,)

    def judge(self) -> "Verdict":
        found = self.stage.rows("SELECT id, key, part, platform, state FROM outbox WHERE key LIKE 'soak-%'")
        unknown = {word(key, part): row for row, key, part, _, state in found if state == "unknown"}
        copies = self.copies()
        with open_database(f"sqlite:///{self.stage.database}") as database, database.read() as session:
            listed = {row.id for row in doubt.listed(session, limit=len(found))}
            tallies = {batch: sum(outbox.tally(session, batch).values()) for batch in self.audiences}
        return Verdict(
            messages=len(self.words),
            lost=sorted(self.words.keys() - copies.keys() - unknown.keys()),
            extra={said: texts for said, texts in copies.items() if len(texts) > 1 and self.is_wrong(said, texts)},
            repeated=sum(len(texts) > 1 for texts in copies.values()),
            unknown=Counter(self.words[said] for said in unknown),
            arrived=sum(said in copies for said in unknown),
            unlisted=sorted(row for row in unknown.values() if row not in listed),
            wrong_reports={batch: told for batch, told in tallies.items() if told != self.audiences[batch]},
            batches=len(tallies),
        )

    def copies(self) -> dict[str, list[str]]:
        """The texts that arrived, by their word."""
        found: dict[str, list[str]] = {}
        for text in self.stage.seen():
            if text.startswith("soak-"):
                found.setdefault(text.splitlines()[0], []).append(text)
        return found

    def is_wrong(self, said: str, texts: list[str]) -> bool:
        """A second copy is right only where it says so, is of a kind that comes again, and Slack could not be asked."""
        plain = [text for text in texts if PUSH_NOTE not in text]
        return said not in self.resent or self.words[said] == "slack" or len(plain) > 1 or len(texts) > 2


@dataclass(frozen=True)
class Verdict:
    """What became of it all. `extra` are words with more copies than they may have, `repeated` how many have two."""

    messages: int
    lost: list[str]
    extra: dict[str, list[str]]
    repeated: int
    unknown: Counter[str]
    arrived: int  # of the unknown ones
    unlisted: list[int]
    wrong_reports: dict[str, int]
    batches: int
