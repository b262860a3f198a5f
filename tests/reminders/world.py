"""A small district in which time passes: what falls due is planned and sent as the clock would."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.markup import plain
from bot.messages import Reply
from bot.settings import Settings
from reminders import registry, subject
from reminders.missed import MISSED
from reminders.plan import Planner
from reminders.preview import OWNER, Foreseen, Preview
from reminders.topics import Topics
from storage import activities, outbox, own
from storage.models import Account, Activity, Branch, Group, Member, Occurrence, Outbox, Post, Role
from tests.talk import NOW

TOPICS = {subject.REMINDER, subject.CHANGE, own.OWN, own.DEADLINE, MISSED}
STOCKHOLM = ZoneInfo("Europe/Stockholm")
SETTINGS = Settings(_env_file=None, district="Distriktet Älvmarken")


def local(when: str) -> datetime:
    """`2027-03-08 17.00` in Stockholm."""
    return datetime.strptime(when, "%Y-%m-%d %H.%M").replace(tzinfo=STOCKHOLM)


@dataclass(slots=True)
class World:
    """`tick` lets time pass, `away` nobody looks; chats are called by their people's names."""

    session: Session
    platforms: tuple[str, ...] = ("telegram",)
    now: datetime = NOW
    chain: bool = False  # whether the yearly chain asks as well
    topics: Topics = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Nothing is remembered but what stands in the database."""
        every = registry.topics(self.platforms, SETTINGS)
        self.topics = {name: topic for name, topic in every.items() if self.chain or name in TOPICS}
        self.session.expire_all()

    def branch(self, name: str) -> int:
        row = Branch(name=name, town=name)
        self.session.add(row)
        self.session.flush()
        return row.id

    def member(self, name: str, branch_id: int, *platforms: str, language: str = "sv") -> int:
        """A member whose chat is called by their name, on Telegram unless it is said where."""
        row = Member(name=name, branch_id=branch_id, language=language)
        self.session.add(row)
        self.session.flush()
        for platform in platforms or ("telegram",):
            self.account(row.id, platform, name)
        return row.id

    def account(self, member_id: int, platform: str, chat: str) -> None:
        self.session.add(Account(platform=platform, user=chat, chat=chat, member_id=member_id, tied_at=NOW))
        self.session.flush()

    def hold(self, member_id: int, role: Role, branch_id: int | None = None) -> None:
        self.session.add(Post(member_id=member_id, role=role, branch_id=branch_id, first_day=NOW.date()))
        self.session.flush()

    def leave(self, member_id: int) -> None:
        """They are a member no longer."""
        self.session.get_one(Member, member_id).left_on = self.now.date()
        self.session.flush()

    def retire(self, role: Role, branch_id: int | None = None) -> None:
        """Nobody holds that post any more."""
        for post in self.session.exec(select(Post).where(Post.role == role, Post.branch_id == branch_id)):
            self.session.delete(post)
        self.session.flush()

    def group(self, chat: str, branch_id: int | None = None, platform: str = "telegram") -> None:
        self.session.add(Group(platform=platform, chat=chat, title=chat, branch_id=branch_id))
        self.session.flush()

    def activity(self, title: str, starts: str, branch_id: int | None = None, **more: object) -> Activity:
        begins = local(starts)
        row = {"kind": "meeting", "ends": None, "place": "Folkets hus", "zone": "Europe/Stockholm"} | more
        return activities.plan(
            self.session, key=title, title=title, day=begins.date(), starts=begins.time(), branch_id=branch_id, **row
        )

    def move(self, activity: Activity, to: str) -> None:
        begins = local(to)
        activities.move(self.session, activity, day=begins.date(), starts=begins.time(), ends=None, now=self.now)

    def plan(self) -> None:
        """All that is to be planned now."""
        Planner(self.topics, registry.speaker(SETTINGS), self.platforms).tick(self.session, self.now)
        self.session.flush()

    @property
    def preview(self) -> Preview:
        return Preview(None, self.topics, registry.speaker(SETTINGS), self.platforms)

    def send(self) -> list[tuple[str, str]]:
        """What is due in the outbox, and nothing is planned any more."""
        return [(message.chat, plain(message.reply.text)) for message in self.sent()]

    def replies(self) -> list[Reply]:
        """All that is said now, with its buttons."""
        self.plan()
        return [message.reply for message in self.sent()]

    def sent(self) -> list[Foreseen]:
        return self.open(self.lease())

    def lease(self) -> list[int]:
        """The rows of what is due in the outbox, in the hands of whoever sends."""
        leased = (
            outbox.lease(self.session, owner=OWNER, now=self.now, platform=platform, limit=99)
            for platform in self.platforms
        )
        return [row.id for rows in leased for row in rows]

    def open(self, rows: list[int]) -> list[Foreseen]:
        """What is said of leased rows."""
        return [message for row in rows if (message := self.preview.send(self.session, row, self.now))]

    def tick(self, at: str = "") -> list[tuple[str, str]]:
        """Let time pass, from one due moment to the next; what is said at its end, as (chat, text)."""
        until = local(at) if at else self.now
        said = self.look()
        while (then := self.preview.next_moment(self.session, self.now)) and then <= until:
            self.now = then
            said = self.look()
        if self.now == until:
            return said
        self.now = until
        return self.look()

    def away(self, at: str) -> list[tuple[str, str]]:
        """Nobody looks until then; what is said then."""
        self.now = local(at)
        return self.look()

    def look(self) -> list[tuple[str, str]]:
        self.plan()
        return self.send()

    def heard(self, at: str = "") -> list[str]:
        """Who is told something then."""
        return [chat for chat, _ in self.tick(at)]

    def occurrences(self, **where: object) -> list[Occurrence]:
        self.session.flush()
        self.session.expire_all()
        return list(self.session.exec(select(Occurrence).filter_by(**where).order_by(Occurrence.due_at, Occurrence.id)))

    def mail(self) -> list[Outbox]:
        self.session.flush()
        self.session.expire_all()
        return list(self.session.exec(select(Outbox).order_by(Outbox.id)))
