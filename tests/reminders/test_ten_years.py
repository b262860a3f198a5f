"""G5: ten years of the clock, with restarts, kills, absences and a clock that is set: nothing missed, nothing twice.

What should come is worked out here once more, in the most naive way: day by day, and quarter of an hour by quarter.
SIMULATED_YEARS and SIMULATED_LIVES in the environment make it longer.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.markup import Markup
from bot.messages import Reply
from reminders import registry, rules, subject
from reminders.plan import Planner
from reminders.preview import Preview
from reminders.rules import LAST, SUMMER, Monthly, NthWeekday, Once, Weekly, Yearly
from storage import activities, copying, occurrences, recipients
from storage.models import Account, Activity, Branch, Fate, Member, Occurrence, Outbox, State
from tests.reminders.world import SETTINGS

YEARS = int(os.environ.get("SIMULATED_YEARS", "10"))
LIVES = int(os.environ.get("SIMULATED_LIVES", "1"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2027, 1, 1, 9, tzinfo=UTC)
END = START.replace(year=START.year + YEARS)
AHEAD = timedelta(days=400)
LAST_LOOK = END + timedelta(days=60)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLATFORMS = ("telegram",)


class Bulletin(NamedTuple):
    """Something that comes round: by the rule, and by what a naive reader takes it to mean."""

    rule: rules.Rule
    means: object
    wall: time
    useful: timedelta


BULLETINS = {
    "8 mars": Bulletin(Yearly(3, 8), lambda d: (d.month, d.day) == (3, 8), time(9), 12 * HOUR),
    "den 15:e": Bulletin(
        Monthly(15, but=SUMMER), lambda d: d.day == 15 and d.month not in {6, 7, 8}, time(18), 3 * HOUR
    ),
    "en gång": Bulletin(Once(date(2028, 2, 29)), lambda d: d == date(2028, 2, 29), time(12), DAY),
    "fredag": Bulletin(Weekly(4), lambda d: d.weekday() == 4, time(17, 30), 2 * DAY),
    # Both odd nights are among them: the last Sundays of March and October.
    "sista söndagen": Bulletin(
        NthWeekday(LAST, 6), lambda d: d.weekday() == 6 and (d + 7 * DAY).month != d.month, time(2, 30), 4 * HOUR
    ),
    "andra tisdagen": Bulletin(NthWeekday(2, 1), lambda d: d.weekday() == 1 and 8 <= d.day <= 14, time(20), 30 * DAY),
}


@dataclass
class Bulletins:
    """A topic that keeps nothing in mind: what is planned is seen from the rows."""

    resend: bool = False

    def ahead(self, voice):
        for name, bulletin in BULLETINS.items():
            planned = occurrences.planned_until(voice.session, topic="bulletin", subject=name)
            after = max(planned, voice.now) if planned else voice.now
            for due in rules.moments(bulletin.rule, bulletin.wall, STOCKHOLM, after=after, until=voice.now + AHEAD):
                occurrences.put(
                    voice.session, key=f"{name} {due.date()}", topic="bulletin", subject=name, due_at=due,
                    deliver_until=due + bulletin.useful,
                )  # fmt: skip

    def audience(self, voice, _occurrence):
        return recipients.people(voice.session, [1], platforms=PLATFORMS)

    def compose(self, voice, push):
        return Reply(Markup(voice.session.get_one(Occurrence, int(push.ref)).key))

    def missed(self, _voice, _occurrence):
        return Markup()


def naive(day: date, wall: time) -> datetime:
    """The first quarter of an hour of that day at which the clock shows the time, or a later one."""
    moment = datetime.combine(day, wall, UTC) - 3 * HOUR
    while (shown := moment.astimezone(STOCKHOLM)).date() < day or (shown.date() == day and shown.time() < wall):
        moment += timedelta(minutes=15)
    return moment


def days() -> Iterator[date]:
    day = START.date()
    while day <= LAST_LOOK.date():
        yield day
        day += DAY


class Moment(NamedTuple):
    """What should be said: of the same `about` only the last that is due at a look."""

    due: datetime
    until: datetime
    about: str
    key: str
    wanted: bool = True


def expected_bulletins() -> list[Moment]:
    found = []
    for name, bulletin in BULLETINS.items():
        for day in filter(bulletin.means, days()):
            due = naive(day, bulletin.wall)
            found.append(Moment(due, due + bulletin.useful, name, f"{name} {due.date()}"))
    return found


def expected_reminders(title: str, starts: datetime) -> list[Moment]:
    """Of an activity that starts in the evening; who lives here wants the usual three of the six."""
    day = starts.astimezone(STOCKHOLM).date()
    dues = {
        "w2": naive(day - 14 * DAY, time(17)), "w1": naive(day - 7 * DAY, time(17)),
        "d3": naive(day - 3 * DAY, time(17)), "d1": naive(day - DAY, time(17)), "morning": naive(day, time(8)),
        "h2": starts - 2 * HOUR,
    }  # fmt: skip
    until = starts - timedelta(seconds=1)  # when it begins it is of no use any more
    usual = {"w1", "d1", "morning"}
    return [Moment(due, until, title, f"{title} {lead}", lead in usual) for lead, due in dues.items()]


@dataclass
class Life:
    """Ten years of one bot. `looks` are the times that it saw, in order, however wrong its clock was."""

    random: Random
    now: datetime = START
    error: timedelta = timedelta(0)
    looks: list[datetime] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=expected_bulletins)
    new: list[Moment] = field(default_factory=list)  # of activities that the clock has not seen yet
    sent: int = 0

    def live(self) -> None:
        with copying.in_memory() as self.database:
            self.settle_in()
            while self.now < END:
                self.look()
                self.step()
            self.now, self.error = LAST_LOOK, timedelta(0)
            self.look()
            self.remember()

    def settle_in(self) -> None:
        with self.database.begin() as session:
            session.add(Branch(name="Norrby", town="Norrby", quiet_from=time(0), quiet_to=time(0)))
            session.flush()
            session.add(Member(name="alva", branch_id=1))
            session.flush()
            session.add(Account(platform="telegram", user="1", chat="1", member_id=1, tied_at=START))

    def look(self) -> None:
        """A tick; sometimes the process dies in it and is started again. It keeps nothing in mind in any case."""
        seen = self.now + self.error
        every = registry.topics(PLATFORMS, SETTINGS)
        topics = {name: every[name] for name in (subject.REMINDER, subject.CHANGE)} | {"bulletin": Bulletins()}
        preview = Preview(self.database, topics, registry.speaker(SETTINGS), PLATFORMS)
        if self.random.random() < 0.1:
            self.die(seen, preview)
        with self.database.begin() as session:
            self.sent += len(list(preview.moment(session, seen)))
            self.next_due = occurrences.next_due(session)
        self.looks.append(seen)
        self.moments += [moment for moment in self.new if moment.due > seen]
        self.new = []

    def die(self, seen: datetime, preview: Preview) -> None:
        """All but the commit."""
        with Session(self.database.engine) as session:
            Planner(preview.topics, preview.speak, PLATFORMS).tick(session, seen)

    def step(self) -> None:
        """To the next due moment, as the clock does, or the bot is away; somebody sets the clock, or makes plans."""
        chance = self.random.random()
        if chance < 0.05:
            self.error = timedelta(0) if self.error else 2 * HOUR
        if chance > 0.95:
            self.make_plans()
        due = self.next_due - self.error if self.next_due else self.now
        if self.random.random() < 0.5 and due > self.now:
            self.now = due + self.random.choice([timedelta(0), timedelta(0), timedelta(seconds=1), HOUR])
        else:
            self.now += self.random.random() * self.random.choice([5 * HOUR, DAY, 10 * DAY, 30 * DAY])

    def make_plans(self) -> None:
        """Something happens some evening in the next two months."""
        title = f"Möte {len(self.moments)}"
        day = (self.now + self.random.uniform(1, 60) * DAY).date()
        with self.database.begin() as session:
            found = activities.plan(
                session, key=title, kind="meeting", title=title, day=day, starts=time(18), ends=None,
                zone="Europe/Stockholm", place="P", branch_id=1,
            )  # fmt: skip
        self.new += expected_reminders(title, found.starts_at)

    def remember(self) -> None:
        with self.database.read() as session:
            self.rows = list(session.exec(select(Occurrence)))
            titles = {str(activity.id): activity.title for activity in session.exec(select(Activity))}
            names = {str(row.id): name_of(row, titles) for row in self.rows}
            letters = session.exec(select(Outbox).where(Outbox.state == State.SENT))
            self.heard = Counter(names[letter.ref] for letter in letters)

    def should_hear(self) -> Counter[str]:
        """At each look: of all that has fallen due about the same thing the last, if that is of use, and wanted."""
        heard: Counter[str] = Counter()
        waiting = defaultdict(list)
        for moment in sorted(self.moments):
            waiting[moment.about].append(moment)
        for seen in self.looks:
            for about, coming in waiting.items():
                due = [moment for moment in coming if moment.due <= seen]
                waiting[about] = coming[len(due) :]
                if due and seen <= due[-1].until and any(moment.wanted for moment in due):
                    heard[due[-1].key] += 1
        return heard


def name_of(row: Occurrence, titles: dict[str, str]) -> str:
    return row.key if row.topic == "bulletin" else f"{titles[row.subject]} {row.lead}"


@pytest.mark.parametrize("seed", range(LIVES))
def test_what_was_of_use_was_said_once_and_nothing_else(seed):
    """F17, F18, F19: looked at whenever, by a clock that is set, over every odd night."""
    life = Life(Random(seed))
    life.live()

    assert life.heard == life.should_hear()
    assert max(life.heard.values()) == 1
    assert life.sent == life.heard.total() > 30 * YEARS
    fates = Counter(row.fate for row in life.rows if row.due_at <= LAST_LOOK)
    assert set(fates) == {Fate.DONE, Fate.MISSED, Fate.SUPERSEDED}
    planned = Counter(row.key for row in life.rows if row.topic == "bulletin" and row.due_at <= LAST_LOOK)
    assert planned == Counter(moment.key for moment in expected_bulletins() if START < moment.due <= LAST_LOOK)


def test_the_reference_knows_the_odd_nights():
    assert naive(date(2027, 3, 28), time(2, 30)) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert naive(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert naive(date(2027, 7, 1), time(18)) == datetime(2027, 7, 1, 16, tzinfo=UTC)
