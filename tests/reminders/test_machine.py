"""Whatever happens to the outbox and in whatever order, no row is lost, sent twice unseen, or final twice.

STEPS=400 in the environment makes it a long run, with other examples each time.
"""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlmodel import SQLModel

from storage import doubt, occurrences, outbox
from storage.database import open_database
from storage.models import Fate, State
from storage.outbox import Outcome
from tests import machines
from tests.reminders import postbox
from tests.reminders.postbox import HOUR, SECOND, Arrivals, Sender
from tests.talk import NOW

platforms = st.sampled_from(("telegram", "slack"))
chats = st.sampled_from(("1", "2", "3"))
senders = st.sampled_from((0, 1))
batches = st.sampled_from(("b1", "b2"))
# An answer; a push; one that comes again when nobody knows whether it arrived.
kinds = st.sampled_from(({"answers": "e1"}, {}, {"topic": "summons", "ref": "0"}))
lives = st.sampled_from((None, 10 * SECOND, HOUR))


class Postbox(RuleBasedStateMachine):
    """Two senders on one database, and all that can come between a message and its end."""

    def __init__(self) -> None:
        super().__init__()
        self.database = open_database("sqlite:///:memory:")
        SQLModel.metadata.create_all(self.database.engine)
        self.now = NOW
        self.senders = Sender("a"), Sender("b")
        self.arrivals = Arrivals()
        self.audiences: Counter[str] = Counter()
        self.ends: dict[int, str] = {}
        self.fates: dict[int, str] = {}
        self.released: set[int] = set()  # sent after all because a person said so

    # What is to be sent

    @rule(name=st.tuples(st.sampled_from("pqr"), st.sampled_from((0, 0, 1))), to=st.tuples(platforms, chats),
          batch=batches, kind=kinds, life=lives)  # fmt: skip
    def put(self, name, to, batch, kind, life):
        key, part = name
        known = {(row.key, row.part) for row in self.rows()}
        with self.database.begin() as session:
            letter = outbox.put(
                session, key=key, part=part, to=(*to, "", ""), payload="{}", now=self.now, batch=batch,
                deliver_until=life and self.now + life, **kind,
            )  # fmt: skip
        assert (letter is None) == (name in known)
        self.audiences[batch] += bool(letter) and part == 0

    @rule(key=st.sampled_from("st"), topic=st.sampled_from(("notice", *postbox.AGAIN)), life=lives)
    def occur(self, key, topic, life):
        with self.database.begin() as session:
            occurrences.put(session, key=key, topic=topic, subject=f"2:{key}", due_at=self.now + 5 * SECOND,
                            deliver_until=life and self.now + life)  # fmt: skip

    @rule(key=st.sampled_from("st"), topic=st.sampled_from(("notice", *postbox.AGAIN)), back=st.booleans(), life=lives)
    def move_away_or_back(self, key, topic, back, life):
        with self.database.begin() as session:
            if back:
                occurrences.revive(session, key=key, due_at=self.now, deliver_until=life and self.now + life)
            else:
                occurrences.cancel_subject(session, topic=topic, subject=f"2:{key}", now=self.now)

    @rule()
    def plan(self):
        """What is late expires here as well."""
        with self.database.begin() as session:
            postbox.plan(session, self.now)

    # Sending

    @rule(who=senders, platform=platforms, limit=st.integers(1, 4))
    def lease(self, who, platform, limit):
        with self.database.begin() as session:
            due = outbox.lease(session, owner=self.senders[who].name, now=self.now, platform=platform, limit=limit)
        self.senders[who].leased |= {row.id: row for row in due}

    @precondition(lambda self: any(sender.leased for sender in self.senders))
    @rule(who=senders, data=st.data())
    def begin(self, who, data):
        sender = self.senders[who]
        free = sorted(row for row, due in sender.leased.items() if sender.is_free(due.platform, due.chat))
        if free:
            row = data.draw(st.sampled_from(free))
            with self.database.begin() as session:
                postbox.begin(session, sender, row, self.now)
            del sender.leased[row]

    @precondition(lambda self: any(sender.wire for sender in self.senders))
    @rule(who=senders, arrives=st.booleans(), answer=st.sampled_from(("yes", "no", "none", "wait", "nothing yet")))
    def answer(self, who, arrives, answer):
        """What becomes of the first message on the wire."""
        sender = self.senders[who]
        if not sender.wire:
            return
        row, flight = next(iter(sender.wire.items()))
        if answer == "yes" or (arrives and answer in {"none", "nothing yet"}):
            self.arrivals.take(flight)
        if answer == "nothing yet" or (flight.arrived and answer in {"no", "wait"}):
            return
        with self.database.begin() as session:
            if answer == "none":
                postbox.no_answer(session, sender.name, flight.letter, self.now)
            elif answer == "wait":
                outbox.postpone(session, [row], owner=sender.name, until=self.now + SECOND)
            else:
                end = State.SENT if answer == "yes" else State.FAILED
                outbox.mark(session, [Outcome(row, end)], self.now, owner=sender.name)
        del sender.wire[row]

    @rule(told=st.booleans())
    def look_for_lost(self, told):
        with self.database.begin() as session:
            postbox.look(session, self.arrivals, self.now, told=told)

    # What comes between

    @rule(who=senders)
    def kill(self, who):
        with self.database.begin() as session:
            postbox.recover(session, self.now, self.senders[who].name)
        self.senders[who].lose_all()

    @rule()
    def kill_all(self):
        with self.database.begin() as session:
            postbox.recover(session, self.now)
        for sender in self.senders:
            sender.lose_all()

    @rule()
    def restore(self):
        """An older copy is put back while nobody runs."""
        for sender in self.senders:
            sender.lose_all()
        with self.database.begin() as session:
            doubt.hold(session, self.now)

    @rule()
    def release(self):
        held = {row.id for row in self.rows() if row.error == "restored" and row.state == State.UNKNOWN}
        with self.database.begin() as session:
            doubt.send_held(session, self.now)
        self.released |= held
        self.ends = {row: end for row, end in self.ends.items() if row not in held}

    @rule(batch=batches)
    def cancel(self, batch):
        with self.database.begin() as session:
            outbox.cancel(session, batch=batch, now=self.now)

    @rule(platform=platforms, chat=chats)
    def drop(self, platform, chat):
        with self.database.begin() as session:
            outbox.drop_waiting(session, platform=platform, chat=chat, now=self.now, why="lost")

    @rule(platform=platforms, chat=chats)
    def move(self, platform, chat):
        with self.database.begin() as session:
            outbox.move(session, platform=platform, old=chat, new=f"{chat}{chat}")

    @rule()
    def reclaim(self):
        with self.database.begin() as session:
            outbox.reclaim(session, self.now)

    @rule(span=st.sampled_from((SECOND, 30 * SECOND, 3 * 60 * SECOND, HOUR, -SECOND, -HOUR)))
    def pass_time(self, span):
        """Or the clock is set back."""
        self.now += span

    # What always holds

    def rows(self):
        with self.database.read() as session:
            return postbox.rows(session)

    @invariant()
    def what_is_final_stays_so(self):
        for row in self.rows():
            assert self.ends.get(row.id, row.state) == row.state
            if postbox.is_final(row):
                self.ends[row.id] = row.state
        with self.database.read() as session:
            for one in postbox.all_occurrences(session):
                assert self.fates.get(one.id, one.fate) == one.fate
                if one.fate not in {Fate.PENDING, Fate.CANCELLED}:
                    self.fates[one.id] = one.fate

    @invariant()
    def nobody_else_has_it_on_the_wire(self):
        """What is being sent is on the wire of the one who sends it, and one at a time in a chat."""
        sending = {(row.lease_owner, row.id): (row.platform, row.chat) for row in self.rows() if row.state == "sending"}
        assert sending.keys() == {(sender.name, row) for sender in self.senders for row in sender.wire}
        places = Counter((owner, place) for (owner, _), place in sending.items())
        assert max(places.values(), default=0) <= 1

    @invariant()
    def nothing_is_sent_twice_unseen(self):
        by_id = {row.id: row for row in self.rows()}
        for number, copies in self.arrivals.copies.items():
            noted = self.arrivals.noted[number]
            assert copies - noted <= 1 or number in self.released
            assert noted == 0 or by_id[number].repeated
            assert noted <= 1 or by_id[number].answers or number in self.released

    @invariant()
    def every_report_adds_up(self):
        with self.database.read() as session:
            audiences = self.audiences | {
                f"occurrence:{one.id}": one.audience for one in postbox.all_occurrences(session)
            }
            assert {batch: sum(outbox.tally(session, batch).values()) for batch in audiences} == audiences

    def teardown(self):
        """Left in peace, everything comes to an end, and what says that it was sent was."""
        with self.database.begin() as session:
            postbox.recover(session, self.now)
        sender = self.senders[0]
        for _ in range(100):
            sender.lose_all()
            self.now += HOUR
            self.look_for_lost(told=True)
            for platform in ("telegram", "slack"):
                self.lease(0, platform, 50)
            for row in list(sender.leased):
                with self.database.begin() as session:
                    if flight := postbox.begin(session, sender, row, self.now):
                        self.arrivals.take(flight)
                        outbox.mark(session, [Outcome(row, State.SENT)], self.now, owner=sender.name)
            self.plan()
            if all(postbox.is_final(row) for row in self.rows()):
                break
        found = self.rows()
        assert [row.id for row in found if not postbox.is_final(row)] == []
        assert [row.id for row in found if row.state == State.SENT and not self.arrivals.copies[row.id]] == []
        self.database.close()


TestPostbox = Postbox.TestCase
TestPostbox.settings = machines.settings(40, 50)
