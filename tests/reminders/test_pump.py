"""What is due goes out as it is true then, at most a few at a time, and not when it is wrong by now."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import delete, select, update

from bot.errors import Unknown
from bot.messages import Reply
from bot.voice import Voice
from reminders.pump import FEW, WIRE
from reminders.topics import Drop, Push
from storage import outbox
from storage.models import Account, State
from tests.talk import NOW, Talk, until

HOUR = timedelta(hours=1)


@dataclass
class Weather:
    """A topic for tests: says how late it is, unless it is told to drop."""

    resend: bool = False
    drop: Drop | None = None
    asked: list[Push] = field(default_factory=list)
    broken: bool = False

    def compose(self, voice: Voice, push: Push) -> Reply | Drop:
        self.asked.append(push)
        if self.broken:
            raise ZeroDivisionError
        return self.drop or Reply(f"{voice.texts.language} {voice.today} {'sen' if push.late else 'i tid'}")


@pytest.fixture
def weather(talk) -> Weather:
    topic = Weather()
    talk.bot.clock.pumps["telegram"].topics = {"weather": topic}
    return topic


def put(talk: Talk, chat: str = "1001", *, member_id: int | None = None, **more: object) -> None:
    with talk.database.begin() as session:
        outbox.put(
            session, key=f"k{chat}{more.get('ref')}", to=("telegram", chat, "", ""), payload="", now=NOW,
            topic="weather", member_id=member_id, **more,
        )  # fmt: skip


def member(talk: Talk, chat: str) -> int:
    with talk.database.read() as session:
        return session.exec(select(Account.member_id).where(Account.platform == "telegram", Account.chat == chat)).one()


def ends(talk: Talk) -> list[tuple[str, str]]:
    return [(row.state, row.error) for row in talk.mail()]


async def test_it_is_worded_when_it_is_sent(talk, weather):
    put(talk, due_at=NOW + HOUR, ref="7")
    await talk.wait(HOUR)

    assert talk.texts() == ["sv 2027-02-08 i tid"]
    assert weather.asked == [Push("7", "telegram", "1001", None, NOW + HOUR, late=False)]


async def test_each_reads_it_in_their_own_language(talk, weather):
    put(talk, "1006", member_id=member(talk, "1006"))
    await talk.wait(timedelta(0))

    assert talk.texts() == ["en 2027-02-08 i tid"]


@pytest.mark.parametrize(("after", "said"), [(timedelta(minutes=30), "i tid"), (timedelta(minutes=31), "sen")])
async def test_what_comes_late_knows_it(talk, weather, after, said):
    put(talk)
    await talk.wait(after)

    assert talk.texts() == [f"sv 2027-02-08 {said}"]


async def test_what_is_not_true_any_more_is_not_said(talk, weather):
    """F21."""
    weather.drop = Drop(State.CANCELLED, "moved")
    put(talk)
    await talk.wait(timedelta(0))

    assert (talk.texts(), ends(talk)) == ([], [(State.CANCELLED, "moved")])


async def test_who_is_no_longer_tied_gets_nothing(talk, weather):
    """F43."""
    put(talk, member_id=member(talk, "1001"))
    with talk.database.begin() as session:
        session.execute(delete(Account).where(Account.chat == "1001"))
    await talk.wait(timedelta(0))

    assert (talk.texts(), ends(talk), weather.asked) == ([], [(State.SUPPRESSED, "left")], [])


async def test_who_has_muted_us_gets_nothing(talk, weather):
    put(talk, member_id=member(talk, "1001"))
    with talk.database.begin() as session:
        session.execute(update(Account).where(Account.chat == "1001").values(muted_at=NOW))
    await talk.wait(timedelta(0))

    assert ends(talk) == [(State.SUPPRESSED, "left")]


async def test_a_topic_of_another_version_is_left_alone(talk, weather):
    talk.bot.clock.pumps["telegram"].topics = {}
    put(talk)
    await talk.wait(timedelta(0))

    assert ends(talk) == [(State.CANCELLED, "topic")]


async def test_a_bug_in_one_row_stops_no_other(talk, weather, logged):
    weather.broken = True
    put(talk)
    talk.push("1002", "b")
    await talk.wait(timedelta(0))

    assert talk.texts() == ["b"]
    assert ends(talk) == [(State.FAILED, "bug"), (State.SENT, "")]
    assert logged.getvalue().count("event=deliver.bug") == 1


async def test_its_time_may_run_out_between_lease_and_wire(talk, weather):
    put(talk, deliver_until=NOW + HOUR)
    pump = talk.bot.clock.pumps["telegram"]
    with talk.database.begin() as session:
        (due,) = pump.lease(session)
    talk.now += 2 * HOUR

    await pump.carry(due, taken=0.0)
    await talk.wait(timedelta(0))

    assert ends(talk) == [(State.EXPIRED, "")]
    assert talk.texts() == []


async def test_at_most_eight_are_on_the_wire_and_one_in_each_chat(talk):
    talk.adapter().held = asyncio.Event()
    for n in range(20):
        talk.push("1001" if n < 3 else f"20{n:02d}", f"text {n}")
    ticking = asyncio.create_task(talk.bot.clock.tick())
    await until(lambda: len(talk.adapter().sent) == WIRE)
    await asyncio.sleep(0.05)

    chats = [to.chat for to, _ in talk.adapter().sent]
    assert len(chats) == len(set(chats)) == WIRE
    assert [row.state for row in talk.mail()].count("sending") == WIRE

    talk.adapter().held.set()
    await ticking
    assert [row.state for row in talk.mail()] == ["sent"] * 20


async def test_one_that_may_not_have_arrived_comes_again_only_if_its_kind_says_so(talk, weather):
    talk.bot.deliverer.again = frozenset({"weather"})
    talk.adapter().failures.append(Unknown("ReadTimeout"))
    put(talk)
    talk.push("1002", "utskick")
    await talk.wait(timedelta(0))
    await talk.wait(HOUR)

    assert sorted(talk.texts()) == ["sv 2027-02-08 sen\n\nDet här kan du ha fått redan.", "utskick"]
    assert ends(talk) == [(State.SENT, "ReadTimeout"), (State.SENT, "")] or ends(talk)[0][0] == State.SENT


async def test_and_only_once(talk, weather):
    talk.bot.deliverer.again = frozenset({"weather"})
    talk.adapter().failures += [Unknown("ReadTimeout"), Unknown("ReadTimeout")]
    put(talk)
    await talk.wait(timedelta(0))
    await talk.wait(HOUR)

    assert talk.adapter().tried == 2
    assert ends(talk) == [(State.UNKNOWN, "ReadTimeout")]


async def test_another_kind_never_does(talk, weather):
    """F3 and F31."""
    talk.adapter().failures.append(Unknown("ReadTimeout"))
    put(talk)
    await talk.wait(timedelta(0))
    await talk.wait(HOUR)

    assert talk.adapter().tried == 1
    assert ends(talk) == [(State.UNKNOWN, "ReadTimeout")]


async def test_cancelled_in_the_middle_no_more_than_what_is_on_the_wire_goes(talk):
    """F47."""
    talk.adapter().held = asyncio.Event()
    for n in range(40):
        talk.push(f"2{n:03d}", f"text {n}", batch="broadcast:1")
    ticking = asyncio.create_task(talk.bot.clock.tick())
    await until(lambda: len(talk.adapter().sent) == WIRE)

    with talk.database.begin() as session:
        outbox.cancel(session, batch="broadcast:1", now=talk.now)
    talk.adapter().held.set()
    await ticking

    with talk.database.read() as session:
        report = outbox.tally(session, "broadcast:1")
    assert report == {State.SENT: WIRE, State.CANCELLED: 40 - WIRE}
    assert len(talk.adapter().sent) == WIRE


async def test_while_answers_queue_few_pushes_are_leased_so_that_the_next_answer_waits_for_few(talk):
    for n in range(2 * FEW):
        talk.push(f"20{n:02d}", f"text {n}")
    pump, keeper = talk.bot.clock.pumps["telegram"], talk.bot.deliverer
    keeper.behind = {"telegram 1001", "slack"}

    with talk.database.begin() as session:
        first = pump.lease(session)

    assert len(first) == FEW
    assert keeper.behind == {"slack"}, "no answer was among them"
