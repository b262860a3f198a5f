"""Three branches as time passes: what the chain tells whom, by the names that the sample's cast has."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import select

from bot.markup import plain
from reminders import registry
from reminders.chain import CHAIN
from reminders.chain_again import AGAIN
from reminders.chain_calls import CALLS
from reminders.chain_day import GREETING
from reminders.missed import MISSED
from reminders.preview import Foreseen
from reminders.pride_date import DATE
from storage import chain
from storage.chain import Matter
from storage.models import Account, Occasion, Post, Role, Stand
from tests.reminders.world import SETTINGS, World, local

MARCH, MAY, PRIDE = Occasion.WOMENS_DAY, Occasion.MAY_DAY, Occasion.PRIDE
TOPICS = {CHAIN, CALLS, AGAIN, GREETING, DATE, MISSED}
# The day before the first question about 8 March.
START = local("2027-01-10 12.00")
NAMES = {"Norrby": "ordforande", "Södersjö": "ordforande2", "Älmvik": "ordforande3"}
CHAIRS, GROUPS = set(NAMES.values()), {"#norrby", "#södersjö", "#älmvik"}


@dataclass(slots=True)
class Branches(World):
    """`World` with Norrby, Södersjö and Älmvik: each has a chair and a group; `styrelse` is the contact of them all."""

    now: datetime = START
    said: list[Foreseen] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.begin()
        for name, who in NAMES.items():
            self.ids[name] = self.branch(name)
            self.group(f"#{name.lower()}", self.ids[name])
            self.hold(self.member(who, self.ids[name]), Role.CHAIR, self.ids[name])
        contact = self.member("styrelse", self.ids["Älmvik"])
        for branch_id in self.ids.values():
            self.hold(contact, Role.CONTACT, branch_id)
        self.hold(self.member("ombudsperson", self.ids["Norrby"]), Role.OMBUDSPERSON)
        self.member("medlem", self.ids["Norrby"])
        for post in self.session.exec(select(Post)):
            post.first_day = START.date()
        self.session.flush()

    def begin(self, **settings: object) -> None:
        """With the chain alone: reminders of activities are another matter."""
        World.begin(self)
        every = registry.topics(self.platforms, SETTINGS.model_copy(update=settings))
        self.topics = {name: topic for name, topic in every.items() if name in TOPICS}

    def sent(self) -> list[Foreseen]:
        self.said = World.sent(self)
        return self.said

    def told(self, at: str) -> dict[str, str]:
        """Who is told what then."""
        self.tick(at)
        return self.just_told()

    def told_late(self, at: str) -> dict[str, str]:
        """The same when nobody has looked until then."""
        self.away(at)
        return self.just_told()

    def told_now(self) -> dict[str, str]:
        self.look()
        return self.just_told()

    def just_told(self) -> dict[str, str]:
        return {message.chat: plain(message.reply.text) for message in self.said}

    def buttons(self, who: str) -> list[str]:
        """Under what somebody was told just now."""
        return [button.label for message in self.said if message.chat == who for button in message.reply.buttons]

    def answer(self, name: str, stand: Stand, *, occasion: Occasion = MARCH, joins: str = "", **more: object) -> None:
        matter = Matter(occasion, 2027, self.ids[name])
        chain.answer(self.session, matter, stand, by=None, now=self.now, joins_id=self.ids.get(joins), **more)

    def set_pride(self, town: str, day: date | None) -> None:
        chain.set_pride(self.session, town=town, year=2027, day=day, by=None, now=self.now)

    def retire(self, role: Role, name: str = "") -> None:
        World.retire(self, role, self.ids.get(name))

    def mute(self, who: str) -> None:
        self.session.exec(select(Account).where(Account.user == who)).one().muted_at = self.now
        self.session.flush()
