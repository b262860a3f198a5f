"""Fills an empty database with the sample district."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from storage import activities, invitations, plans, shifts
from storage.models import (
    Account,
    Activity,
    Branch,
    Consent,
    Group,
    Member,
    Network,
    NetworkMember,
    Post,
    Role,
)  # fmt: skip
from storage.sealing import Keyring

FOLDER = Path(__file__).parent
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Known to all, so it is only ever made in a sample: somebody who was invited and has not joined yet.
CODE = "prova-koden-till-Norrby-2027"
NEWCOMER = "Vera N."
# So long they have had their apps: long enough to confirm what is grave.
TIED = timedelta(days=30)
# Posts of the branch that the person is in; the rest are the district's.
OF_BRANCH = (Role.CHAIR, Role.DEPUTY, Role.TREASURER)


@dataclass(slots=True)
class Loader:
    """One filling: the branches and people by key are known as soon as they are in."""

    session: Session
    data: dict[str, Any]
    now: datetime
    zone: str
    today: date
    branches: dict[str, int]
    people: dict[str, int]
    keys: Keyring

    def fill(self) -> None:
        for row in self.data["branch"]:
            self.add_branch(row)
        for row in self.data["group"]:
            self.add_group(row)
        for row in self.data["person"]:
            if "branch" in row:
                self.add_person(row)
        for row in self.data["network"]:
            self.add_network(row)
        for number, row in enumerate(self.data["activity"]):
            self.add_activity(number, row)
        newcomer = self.add_member(NEWCOMER, "norrby", "sv")
        invitations.make(self.session, member_id=newcomer, code=CODE, now=self.now)

    def add_branch(self, row: dict[str, Any]) -> None:
        branch = Branch(
            name=row["name"], town=row["town"], aliases="\n".join(row["aliases"]), meeting_place=row["place"]
        )
        self.session.add(branch)
        self.session.flush()
        assert branch.id is not None
        self.branches[row["key"]] = branch.id

    def add_group(self, row: dict[str, Any]) -> None:
        chats = {"telegram": str(row["telegram"]), "slack": row["slack"], "terminal": row["key"]}
        branch_id = self.branches.get(row.get("branch", ""))
        for platform, chat in chats.items():
            self.session.add(Group(platform=platform, chat=chat, title=row["name"], branch_id=branch_id))

    def add_member(self, name: str, branch: str, language: str) -> int:
        member = Member(name=name, branch_id=self.branches[branch], language=language)
        self.session.add(member)
        self.session.flush()
        assert member.id is not None
        return member.id

    def add_person(self, row: dict[str, Any]) -> None:
        member_id = self.people[row["key"]] = self.add_member(row["name"], row["branch"], row["language"])
        for role in row["roles"]:
            if role != Role.MEMBER:
                branch_id = self.branches[row["branch"]] if role in OF_BRANCH else None
                self.session.add(Post(member_id=member_id, role=role, branch_id=branch_id, first_day=self.today))
        for branch in row.get("contact", ()):
            post = Post(member_id=member_id, role=Role.CONTACT, branch_id=self.branches[branch], first_day=self.today)
            self.session.add(post)
        if self.keys and "email" in row:
            member = self.session.get_one(Member, member_id)
            member.email, member.phone = self.keys.seal(row["email"]), self.keys.seal(row["phone"])
        accounts = {"telegram": str(row["telegram"]), "slack": row["slack"], "terminal": row["key"]}
        for platform, user in accounts.items():
            tied_at = self.now - TIED
            account = Account(platform=platform, user=user, chat=user, member_id=member_id, tied_at=tied_at)
            self.session.add(account)
            self.session.add(Consent(member_id=member_id, platform=platform, given_at=tied_at))

    def add_network(self, row: dict[str, Any]) -> None:
        network = Network(name=row["name"])
        self.session.add(network)
        self.session.flush()
        assert network.id is not None
        for key in row["members"]:
            convenes = key in row["conveners"]
            joined = NetworkMember(network_id=network.id, member_id=self.people[key], convenes=convenes)
            self.session.add(joined)

    def add_activity(self, number: int, row: dict[str, Any]) -> None:
        organiser = next((b for b in self.data["branch"] if b["key"] == row.get("branch")), self.data["district"])
        activity = activities.plan(
            self.session,
            key=f"sample:{number}",
            kind=row["kind"],
            title=row["title"],
            day=day_of(row, self.today),
            starts=time.fromisoformat(row["start"]),
            ends=time.fromisoformat(row["end"]) if "end" in row else None,
            zone=self.zone,
            place=row.get("place", organiser["place"]),
            branch_id=self.branches.get(row.get("branch", "")),
            visibility=row["visibility"],
            accessibility=row.get("accessibility", "" if "place" in row else organiser["accessibility"]),
            how_to_join=row.get("how_to_join", ""),
            description=row.get("description", ""),
            material=row.get("material", ""),
        )
        for shift in row.get("shifts", ()):
            shifts.add(
                self.session,
                activity,
                starts=time.fromisoformat(shift["start"]),
                ends=time.fromisoformat(shift["end"]),
                role=shift.get("role", ""),
                leads=shift.get("leads", False),
                minimum=shift["needed"],
                capacity=shift["room"],
            )


def day_of(row: dict[str, Any], today: date) -> date:
    """The day that a row of `district.toml` means, seen from today."""
    if "days" in row:
        return today + timedelta(days=row["days"])
    if "weekday" in row:
        first = (WEEKDAYS.index(row["weekday"]) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=first, weeks=row["weeks"] - 1)
    month, _, day = row["date"].rpartition("-")
    found = today.replace(month=int(month) if month else today.month, day=int(day))
    if found >= today:
        return found
    if month:
        return found.replace(year=today.year + 1)
    return found.replace(year=today.year + today.month // 12, month=today.month % 12 + 1)


def read() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "district.toml").read_text("utf-8"))


def fill(session: Session, *, now: datetime, zone: str, today: date, keys: Keyring | None = None) -> None:
    """Add the sample district, its people, its year and its plans; the caller has looked that nothing is there.

    Contact data only where there is a key to seal it with.
    """
    Loader(session, read(), now, zone, today, {}, {}, keys or Keyring()).fill()
    for name in ("verksamhetsplan.md", "forslag.md"):
        plans.add(session, text=(FOLDER / name).read_text("utf-8"), source_name=name, now=now)


def is_empty(session: Session) -> bool:
    return session.exec(select(Branch.id)).first() is None


def is_sample(session: Session) -> bool:
    """Whether the database holds the sample district."""
    return session.exec(select(Activity.id).where(col(Activity.key).startswith("sample:"))).first() is not None
