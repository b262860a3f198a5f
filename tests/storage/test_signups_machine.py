"""Whoever signs up, leaves, swaps and waits, in whatever order: nobody too many, nobody twice, nobody forgotten.

STEPS=400 in the environment makes it a long run, with other examples each time.
"""

import itertools
from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlmodel import SQLModel, select

from storage import rush, seats, signups, swaps, waiting
from storage.activities import at
from storage.database import open_database
from storage.models import Place, Shift, Signup
from storage.seats import ACTIVE, RefusedError
from tests import machines
from tests.storage.roster import SATURDAY, Roster

NAMES = "abcdefg"
SHIFTS = ("early", "late", "beside")
who, which = st.sampled_from(NAMES), st.sampled_from(SHIFTS)
guests = st.sampled_from((0, 0, 0, 1, 2))
rooms = st.sampled_from((1, 2, 3, 5, None))
hours = st.integers(8, 15)


class Saturday(RuleBasedStateMachine):
    """One activity with three shifts, two of them at the same time, and seven people."""

    def __init__(self) -> None:
        super().__init__()
        self.database = open_database("sqlite:///:memory:")
        SQLModel.metadata.create_all(self.database.engine)
        self.session = self.database.session()
        self.roster = Roster(self.session).people(NAMES)
        for name, starts, ends in (("early", 10, 12), ("late", 12, 14), ("beside", 11, 13)):
            self.roster.shift(name, starts, ends, capacity=2)
        self.wanted: set[tuple[str, str]] = set()  # who is to be on what, or in the line for it
        self.offered: set[int] = set()

    def tries(self, act):
        """Whether it was done, and not refused; who had another place before it is looked at after it."""
        try:
            act()
        except RefusedError:
            return False
        return True

    @rule(name=who, shift=which, friends=guests)
    def join(self, name, shift, friends):
        if self.tries(lambda: self.roster.join(name, shift, friends)):
            self.wanted.add((name, shift))

    @rule(name=who, shift=which)
    def leave(self, name, shift):
        if self.tries(lambda: self.roster.leave(name, shift)):
            self.wanted.discard((name, shift))

    @rule(shift=which, presses=st.lists(st.tuples(who, st.sampled_from((0, 1, None))), min_size=4, max_size=9))
    def press_together(self, shift, presses):
        """In one transaction, as those who press at the same moment; some leave (None) in the midst of it."""
        rush.expect(self.session, self.roster.members.values())
        for name, friends in presses:
            if friends is None:
                self.leave(name, shift)
            else:
                self.join(name, shift, friends)
        rush.settle(self.session)
        for word in (rush.EXPECTED, rush.KNOWN):
            self.session.info.pop(word, None)

    @rule(name=who, shift=which, friends=guests)
    def bring(self, name, shift, friends):
        if signup := self.roster.mine(name, shift):
            self.tries(lambda: signups.bring(self.session, signup, friends, now=self.roster.now))

    @rule(name=who, shift=which)
    def accept(self, name, shift):
        if self.roster.mine(name, shift):
            self.tries(lambda: self.roster.accept(name, shift))

    @rule(shift=which, room=rooms)
    def resize(self, shift, room):
        gone = []
        self.tries(lambda: gone.extend(self.roster.resize(shift, room)))
        self.forget(gone)

    @rule(shift=which, starts=hours)
    def move(self, shift, starts):
        """To a time that is still to come: what has begun is left alone."""
        if at(SATURDAY, time(starts), "Europe/Stockholm") <= self.now:
            return
        self.forget(self.roster.move(shift, starts, starts + 2))

    @rule(by=st.sampled_from((-2, -1, 1, 2)))
    def move_all(self, by):
        """The whole Saturday: that tears nobody from what is beside it."""
        rows = [self.roster.row(shift) for shift in SHIFTS]
        if all(row.starts_at + timedelta(hours=by) > self.now and 6 <= row.starts.hour + by <= 20 for row in rows):
            assert self.roster.follow(by) == []

    def forget(self, gone):
        for one in gone:
            self.wanted.discard((self.name(one), self.of(one.shift_id)))

    @rule(name=who, has=which, wants=which, other=who)
    def swap(self, name, has, wants, other):
        mine = self.roster.mine(name, has)
        if mine is None or has == wants:
            return
        asked = []
        if not self.tries(lambda: asked.append(swaps.ask(self.session, mine, self.roster.shifts[wants], now=self.now))):
            return
        if asked[0] is None:
            self.changed(name, has, wants)
            return
        theirs = self.roster.mine(other, wants)
        if theirs and self.tries(lambda: swaps.take(self.session, asked[0], theirs, now=self.now)):
            self.changed(name, has, wants)
            self.changed(other, wants, has)

    def changed(self, name, left, got):
        self.wanted = (self.wanted - {(name, left)}) | {(name, got)}

    @property
    def now(self):
        return self.roster.now

    @rule(minutes=st.sampled_from((1, 60, 60 * 13)))
    def wait(self, minutes):
        """Time passes, though hardly until one begins: then nothing could happen there any more."""
        first = min(self.roster.row(shift).starts_at for shift in SHIFTS)
        self.roster.now += max(timedelta(0), min(timedelta(minutes=minutes), (first - self.now) / 3))

    @rule()
    def lapse(self):
        for one in waiting.lapsed(self.session, self.now):
            self.wanted.discard((self.name(one), self.of(one.shift_id)))

    @rule(shift=which)
    def unreachable(self, shift):
        for one in self.on(shift):
            if one.place == Place.OFFERED and waiting.pass_on(self.session, one, self.now):
                self.wanted.discard((self.name(one), shift))
                break

    def name(self, signup):
        return next(name for name, number in self.roster.members.items() if number == signup.member_id)

    def of(self, shift_id):
        return next(name for name, number in self.roster.shifts.items() if number == shift_id)

    def on(self, shift):
        here = select(Signup).where(Signup.shift_id == self.roster.shifts[shift], Signup.place.in_(ACTIVE))
        return self.session.exec(here.order_by(Signup.id).execution_options(populate_existing=True)).all()

    @invariant()
    def nobody_is_too_many(self):
        for shift in SHIFTS:
            capacity = self.roster.row(shift).capacity
            held = sum(one.guests + 1 for one in self.on(shift) if one.place != Place.WAITING)
            assert capacity is None or held <= capacity

    @invariant()
    def nobody_waits_for_a_place_that_is_free(self):
        for shift in SHIFTS:
            row = self.roster.row(shift)
            waits = [one.guests + 1 for one in self.on(shift) if one.place == Place.WAITING]
            assert (
                row.starts_at <= self.now
                or not waits
                or (row.capacity is not None and min(waits) > seats.free(self.session, row))
            )

    @invariant()
    def nobody_was_passed_by_who_could_have_had_the_place(self):
        for shift in SHIFTS:
            rows = self.on(shift)
            for new in rows:
                if new.place == Place.OFFERED and new.id not in self.offered:
                    before = [one for one in rows if one.place == Place.WAITING and one.id < new.id]
                    assert all(one.guests > new.guests for one in before)
                    self.offered.add(new.id)

    @invariant()
    def nobody_is_in_two_places_at_once(self):
        for name, member in self.roster.members.items():
            mine = [self.session.get_one(Shift, one.shift_id) for one in self.active_of(member)]
            mine.sort(key=lambda shift: shift.starts_at)
            assert all(a.ends_at <= b.starts_at for a, b in itertools.pairwise(mine)), name

    def active_of(self, member):
        return self.session.exec(select(Signup).where(Signup.member_id == member, Signup.place.in_(ACTIVE))).all()

    @invariant()
    def nobody_is_forgotten_and_nobody_stands_there_who_left(self):
        standing = {(self.name(one), shift) for shift in SHIFTS for one in self.on(shift)}
        assert standing == self.wanted

    def teardown(self):
        self.session.close()
        self.database.close()


TestSaturday = Saturday.TestCase
TestSaturday.settings = machines.settings(25, 40)
