"""A district to ask about: fifty members with accounts, five hundred activities."""

import random
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from benchmarks.people import person
from bot.sample import load
from storage import activities, schema
from storage.database import Database, open_database
from storage.models import Account, Branch, Kind, Member, Visibility

NOW = datetime(2027, 2, 8, 8, 0, tzinfo=UTC)
ZONE = "Europe/Stockholm"
ACTIVITIES = 500


def make(url: str, people: int, *, now: datetime = NOW) -> Database:
    """The sample district with the people and the activities added."""
    database = open_database(url)
    schema.upgrade(database)
    random.seed(2027)
    with database.begin() as session:
        load.fill(session, now=now, zone=ZONE, today=now.date())
        branches = [branch.id or 0 for branch in session.exec(select(Branch))]
        add_people(session, branches, people)
        add_activities(session, branches, now.date())
    return database


def add_people(session: Session, branches: list[int], people: int) -> None:
    for n in range(people):
        member = Member(name=f"Medlem {n}", branch_id=branches[n % len(branches)])
        session.add(member)
        session.flush()
        assert member.id is not None
        for platform in ("telegram", "slack", "terminal"):
            name = person(n, platform)
            row = Account(platform=platform, user=name, chat=name, member_id=member.id, tied_at=NOW)
            session.add(row)


def add_activities(session: Session, branches: list[int], today: date) -> None:
    for n in range(ACTIVITIES):
        activities.plan(
            session,
            key=f"bench:{n}",
            kind=random.choice(list(Kind)),
            title=f"Aktivitet {n}",
            day=today + timedelta(days=random.randrange(-100, 365)),
            starts=time(random.randrange(8, 20)),
            ends=None,
            zone=ZONE,
            place="Folkets hus",
            branch_id=random.choice([*branches, None]),
            visibility=Visibility.MEMBERS,
        )
