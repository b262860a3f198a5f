"""Sends outbox rows through the adapters, and writes down how each one went."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import structlog
from sqlmodel import Session

from bot import pictures
from bot.batch import Batch
from bot.errors import DeliveryError, Misconfigured, Moved, Refused, TryLater, Unreachable
from bot.markup import Markup
from bot.messages import Adapter, Address, Incoming, Reply, load_reply
from bot.patience import persist
from bot.texts import SOURCE, texts
from bot.worker import Urgency, Worker
from reminders import retry
from storage import outbox
from storage.models import State
from storage.outbox import Due, Letter, Outcome

log = structlog.get_logger(__name__)

# A revoked token does not mend itself; a person does, some time.
MISCONFIGURED_WAIT = timedelta(minutes=5)
CHUNK = 20


@dataclass(slots=True)
class Deliverer:
    """The one that sends. It obeys a platform's "wait", keeps the order within it, and lets the others go on."""

    worker: Worker
    adapters: Mapping[str, Adapter]
    now: Callable[[], datetime]
    tell: Callable[[Incoming], Awaitable[None]] | None = None  # what the platform made known: a chat is lost, or moved
    pauses: dict[str, datetime] = field(default_factory=dict)  # by platform, or "platform chat"
    behind: set[str] = field(default_factory=set)  # places (named as in `pauses`) with rows that must go first
    starting: set[str] = field(default_factory=set)  # platforms that nothing can be sent on yet
    closing: bool = False  # what is queued waits for the next start
    telling: set[asyncio.Task[None]] = field(default_factory=set)
    marks: Batch[Outcome, None] = field(init=False)

    def __post_init__(self) -> None:
        self.marks = Batch(self.record)

    async def record(self, outcomes: list[Outcome]) -> list[None]:
        await self.write(partial(outbox.mark, outcomes=outcomes, now=self.now()))
        return [None] * len(outcomes)

    async def write(self, job: Callable[[Session], None]) -> None:
        """Write down what happened on the wire, however long the database takes to take it."""
        await persist(lambda: self.worker.run_at(Urgency.RECORD, job))

    def is_free(self, platform: str, chat: str) -> bool:
        """Whether a message may go out at once: nobody waits before it."""
        places = {platform, f"{platform} {chat}"}
        return platform in self.adapters and not places & self.behind and not any(self.waits(place) for place in places)

    def wait_for_start(self, platform: str) -> None:
        """Nothing can be sent there yet; what is to be sent queues behind what was left at the last stop."""
        self.starting.add(platform)
        self.hold(platform)

    def hold(self, place: str) -> None:
        """Rows are waiting on this platform, or in this chat: new ones queue behind them."""
        self.behind.add(place)

    async def send(self, letter: Letter) -> State:
        """Send a row that is marked as `sending`, and record the outcome."""
        outcome = await self.attempt(letter)
        if isinstance(outcome, Outcome):
            await self.marks.add(outcome)
            return outcome.state
        await self.put_off(letter, outcome)
        return State.QUEUED

    async def attempt(self, letter: Letter) -> Outcome | TryLater:
        for place in (letter.platform, f"{letter.platform} {letter.chat}"):
            if self.waits(place):  # it was told so after this row was marked: not sent, and no 429 drawn
                return TryLater("waits", after=self.pauses[place] - self.now(), scope=scope_of(place))
        try:
            message = await self.put_on_wire(letter)
        except DeliveryError as error:
            return self.judge(letter, error)
        except Exception:  # one row's bug must not stop the others; whether it went out cannot be known
            log.exception("deliver.bug", row=letter.id, platform=letter.platform)
            return Outcome(letter.id, State.UNKNOWN, why="bug")
        return Outcome(letter.id, State.SENT, message=message)

    def judge(self, letter: Letter, error: DeliveryError) -> Outcome | TryLater:
        """What an error means for the row: try again, or a final state."""
        match error:
            case TryLater():
                return error
            case Misconfigured():
                return TryLater(str(error), after=MISCONFIGURED_WAIT)
            case Moved():
                self.announce(letter, "moved", text=error.chat)
                return TryLater("moved", after=timedelta(0), scope="chat")
            case Unreachable():
                self.announce(letter, "lost")
                return Outcome(letter.id, State.FAILED, why=str(error))
            case Refused():
                log.error("deliver.refused", row=letter.id, platform=letter.platform, why=str(error))
                return Outcome(letter.id, State.FAILED, why=str(error))
            case _:
                return Outcome(letter.id, State.UNKNOWN, why=str(error))

    async def put_on_wire(self, letter: Letter) -> str:
        adapter = self.adapters[letter.platform]
        to = Address(letter.platform, letter.chat, letter.thread, letter.only)
        reply = load_reply(letter.payload)
        if any(picture.sketch for picture in reply.pictures):
            reply = await asyncio.to_thread(pictures.painted, reply)
        if letter.repeated:
            reply = own_up(reply)
        if letter.edits:
            return await adapter.edit(to, letter.edits, reply)
        return await adapter.send(to, reply, answers=letter.answers)

    def announce(self, letter: Letter, event: str, text: str = "") -> None:
        """Let the rest of the bot know what the platform said about this chat.

        Not where a private answer in a group did not arrive: who never wrote to the bot has not sent it away.
        """
        if self.tell is None or letter.only:
            return
        where, event_id = Address(letter.platform, letter.chat), f"{event}:{letter.id}:{self.now().isoformat()}"
        task = asyncio.create_task(self.pass_on(self.tell, Incoming(where, letter.chat, text, event_id, event=event)))
        self.telling.add(task)
        task.add_done_callback(self.telling.discard)

    async def pass_on(self, tell: Callable[[Incoming], Awaitable[None]], msg: Incoming) -> None:
        await persist(lambda: tell(msg))

    async def put_off(self, letter: Letter, later: TryLater) -> None:
        """Queue it again, and let everything behind it on that platform (or in that chat) wait as well."""
        after = retry.wait(letter.attempts, asked=later.after)
        now = self.now()
        until = now + after
        log.warning("deliver.wait", platform=letter.platform, seconds=after.total_seconds(), why=str(later))
        place = letter.platform if later.scope == "platform" else f"{letter.platform} {letter.chat}"
        self.pauses = {name: end for name, end in self.pauses.items() if end > now} | {place: until}
        self.hold(place)
        await self.write(partial(outbox.postpone, rows=[letter.id], until=until, why=str(later)))

    async def put_back(self, letters: Sequence[Letter]) -> None:
        """Rows that were marked for sending, and must not go before one that has to wait."""
        await self.write(partial(outbox.postpone, rows=[letter.id for letter in letters], until=self.now()))

    async def deliver_due(self, platform: str) -> int:
        """Send all that is due on a platform, in order, until nothing is left or it has to wait. Returns how many."""
        sent = 0
        while rows := await self.worker.run(self.next_rows, platform):
            for row in rows:
                if self.closing:
                    return sent
                sent += await self.send_or_wait(row)
        return sent

    def next_rows(self, session: Session, platform: str) -> list[Due]:
        """What is due. When that is nothing, new answers need not queue: looked at in one go, so that none queues
        unseen and is overtaken by the next.
        """
        if platform in self.starting or self.waits(platform):
            return []
        rows = outbox.due(session, now=self.now(), platforms=[platform], limit=CHUNK)
        if not rows:
            done = {place for place in list(self.behind) if place.split(" ")[0] == platform and not self.waits(place)}
            self.behind -= done
        return rows

    async def send_or_wait(self, row: Due) -> bool:
        for place in (row.platform, f"{row.platform} {row.chat}"):
            if self.waits(place):
                until = self.pauses[place]
                await self.write(partial(outbox.postpone, rows=[row.id], until=until))
                return False
        letter = await self.worker.run_at(Urgency.RECORD, outbox.begin, row.id)
        return letter is not None and await self.send(letter) == State.SENT

    def waits(self, place: str) -> bool:
        """Whether a platform, or one chat there, is told to wait."""
        now = self.now()
        return self.pauses.get(place, now) > now


def scope_of(place: str) -> Literal["chat", "platform"]:
    return "chat" if " " in place else "platform"


def own_up(reply: Reply) -> Reply:
    """An answer that may have arrived already says so."""
    note = texts(SOURCE).say("error.restarted_duplicate")
    return replace(reply, text=Markup(f"{reply.text}\n\n{note}"))
