"""A branch with members and one activity with shifts, for tests of who is on which."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from storage import activities, shift_changes, shifts, signups
from storage.models import Activity, Branch, Member, Place, Shift, Signup
from storage.shift_changes import Followed, Hours

NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
SATURDAY = date(2027, 2, 13)
MINUTE = timedelta(minutes=1)


@dataclass
class Roster:
    """Members `a` … in one branch. Each word is said a second after the one before it, unless told otherwise."""

    session: Session
    now: datetime = NOW
    members: dict[str, int] = field(default_factory=dict)
    shifts: dict[str, int] = field(default_factory=dict)

    def people(self, names: str) -> "Roster":
        self.session.add(branch := Branch(name="Norrby", town="Norrby"))
        self.session.flush()
        for name in names:
            self.session.add(member := Member(name=name, branch_id=branch.id))
            self.session.flush()
            self.members[name] = member.id
        self.activity = activities.plan(
            self.session, key="torget", kind="flyering", title="Flygblad", day=SATURDAY, starts=time(10),
            ends=time(16), zone="Europe/Stockholm", place="Torget", branch_id=branch.id,
        )  # fmt: skip
        return self

    def shift(self, name: str, starts: int, ends: int, capacity: int | None = None, minimum: int = 0) -> Shift:
        more = {"capacity": capacity, "minimum": minimum}
        shift = shifts.add(self.session, self.activity, starts=time(starts), ends=time(ends), **more)
        self.shifts[name] = shift.id
        return shift

    def row(self, name: str) -> Shift:
        return self.session.get_one(Shift, self.shifts[name])

    def join(self, who: str, shift: str, guests: int = 0, *, said_at: datetime | None = None) -> Signup:
        self.now += MINUTE / 60
        signup, *_ = signups.sign_up(
            self.session, self.shifts[shift], self.members[who], guests=guests, platform="slack",
            said_at=said_at or self.now, now=self.now,
        )  # fmt: skip
        return signup

    def leave(self, who: str, shift: str, *, said_at: datetime | None = None) -> bool:
        self.now += MINUTE / 60
        ids = self.shifts[shift], self.members[who]
        return signups.cancel(self.session, *ids, said_at=said_at or self.now, now=self.now)

    def mine(self, who: str, shift: str) -> Signup | None:
        return signups.find(self.session, self.shifts[shift], self.members[who])

    def accept(self, who: str, shift: str) -> None:
        signups.accept(self.session, self.mine(who, shift), said_at=self.now, now=self.now)

    def move(self, shift: str, starts: int, ends: int, day: date = SATURDAY) -> list[Signup]:
        times = {"day": day, "starts": time(starts), "ends": time(ends)}
        return shift_changes.move(self.session, self.row(shift), self.activity, **times, now=self.now)

    def follow(self, hours: float) -> list[Signup]:
        """All its shifts go with it."""
        begins = datetime.combine(self.activity.day, self.activity.starts) + timedelta(hours=hours)
        ends = (datetime.combine(self.activity.day, self.activity.ends) + timedelta(hours=hours)).time()
        return self.moves(begins.date(), begins.time(), ends).torn

    def moves(self, day: date, starts: time, ends: time | None) -> Followed:
        """All of it is then."""
        was = Hours(self.activity.day, self.activity.starts, self.activity.ends)
        activities.move(self.session, self.activity, day=day, starts=starts, ends=ends, now=self.now)
        self.session.refresh(self.activity)
        return shift_changes.follow(self.session, self.activity, was, now=self.now)

    def resize(self, shift: str, capacity: int | None) -> list[Signup]:
        return shift_changes.resize(self.session, self.row(shift), minimum=0, capacity=capacity, now=self.now)

    def named(self, shift: str, *places: Place) -> str:
        """Who stands so on a shift, in their order."""
        names = {number: name for name, number in self.members.items()}
        found = select(Signup).where(Signup.shift_id == self.shifts[shift]).order_by(Signup.id)
        rows = self.session.exec(found.execution_options(populate_existing=True))
        return "".join(names[row.member_id] for row in rows if row.place in places)

    def reads(self, shift: str) -> str:
        """`going/offered/waiting`, by name."""
        return "/".join(self.named(shift, place) for place in (Place.GOING, Place.OFFERED, Place.WAITING))

    def calls_off(self, activity: Activity) -> None:
        activities.cancel(self.session, activity, reason="", now=self.now)
