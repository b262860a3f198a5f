"""Puts outbox rows on the wire through the adapters, and writes down how each one went."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, TypeVar

import structlog
from sqlmodel import Session

from bot import failpoints, pictures
from bot.batch import Batch
from bot.errors import DeliveryError, Misconfigured, Moved, Refused, TryLater, Unreachable
from bot.markup import Markup
from bot.messages import Adapter, Address, Incoming, Reply, load_reply
from bot.patience import persist
from bot.texts import SOURCE, texts
from bot.worker import Urgency, Worker
from reminders import retry
from reminders.pacing import Pacer
from storage import doubt, elsewhere, outbox
from storage.models import State
from storage.outbox import Letter, Outcome

T = TypeVar("T")

log = structlog.get_logger(__name__)

# A revoked token does not mend itself; a person does, some time.
MISCONFIGURED_WAIT = timedelta(minutes=5)
# Seconds. An answer that is marked as `sending` waits no longer for its turn: what is not on the wire is not in doubt.
SOON = 0.5


class MayHaveArrived(TryLater):
    """It is sent once more all the same, and says that it may be a second copy."""


def nobody() -> None:
    """Nobody waits to be woken."""


@dataclass(slots=True)
class Deliverer:
    """The one that sends. It obeys a platform's "wait", and lets the other platforms and chats go on.

    `again`: topics of which one that may not have arrived is sent once more. `owner` is this process, for its leases.
    """

    worker: Worker
    adapters: Mapping[str, Adapter]
    pacers: Mapping[str, Pacer]
    now: Callable[[], datetime]
    owner: str
    again: frozenset[str] = frozenset()
    tell: Callable[[Incoming], Awaitable[None]] | None = None  # what the platform made known: a chat is lost, or moved
    wake: Callable[[], None] = nobody  # the clock: something is due sooner than it knows
    pauses: dict[str, datetime] = field(default_factory=dict)  # by platform, or "platform chat"
    behind: set[str] = field(default_factory=set)  # places (named as in `pauses`) with answers that must go first
    starting: set[str] = field(default_factory=set)  # platforms that nothing can be sent on yet
    closing: bool = False  # what is queued waits for the next start
    telling: set[asyncio.Task[None]] = field(default_factory=set)
    marks: Batch[Outcome, None] = field(init=False)

    def __post_init__(self) -> None:
        self.marks = Batch(self.record)

    async def record(self, outcomes: list[Outcome]) -> list[None]:
        if await self.write(partial(self.put_down, outcomes=outcomes)):
            self.wake()
        return [None] * len(outcomes)

    def put_down(self, session: Session, outcomes: list[Outcome]) -> int:
        """In one transaction with how it went: what could not reach somebody goes to their other app. How many do."""
        outbox.mark(session, outcomes, self.now(), owner=self.owner)
        gone = [outcome.row for outcome in outcomes if outcome.gone]
        return elsewhere.failed(session, gone, now=self.now(), platforms=list(self.adapters)) if gone else 0

    async def write(self, job: Callable[[Session], T]) -> T:
        """Write down what happened on the wire, however long the database takes to take it."""
        return await persist(lambda: self.worker.run_at(Urgency.RECORD, job))

    def recover(self, session: Session, owner: str = "") -> int:
        """After a stop, ours or that owner's: how many messages may have arrived."""
        remembering = [platform for platform, adapter in self.adapters.items() if adapter.remembers]
        unknown = doubt.recover(session, self.now(), remembering=remembering, again=self.again, owner=owner)
        failpoints.reach("recover.written")
        return unknown

    def is_free(self, platform: str, chat: str) -> bool:
        """Whether an answer may go out at once: none waits before it."""
        places = {platform, f"{platform} {chat}"}
        return platform in self.adapters and not places & self.behind and not any(self.waits(place) for place in places)

    def wait_for_start(self, platform: str) -> None:
        """Nothing can be sent there yet; what is to be sent queues behind what was left at the last stop."""
        self.starting.add(platform)
        self.behind.add(platform)

    def started(self, platform: str) -> None:
        self.starting.discard(platform)
        self.wake()

    async def answer(self, letter: Letter) -> State:
        """Send an answer that is marked as `sending`, before all pushes, and record the outcome; or let it queue."""
        if await self.pacers[letter.platform].turn(letter.only or letter.chat, within=SOON):
            return await self.send(letter)
        self.behind.add(f"{letter.platform} {letter.chat}")
        await self.put_back([letter.id])
        return State.QUEUED

    async def send(self, letter: Letter) -> State:
        """Send a row that is marked as `sending`, now, and record the outcome."""
        outcome = await self.safely(letter.id, self.attempt(letter), Outcome(letter.id, State.UNKNOWN, why="bug"))
        if isinstance(outcome, Outcome):
            await self.marks.add(outcome)
            failpoints.reach("mark.committed")
            return outcome.state
        await self.put_off(letter, outcome)
        return State.QUEUED

    async def safely(self, row: int, work: Awaitable[T], otherwise: T) -> T:
        """One row's bug must not stop the others."""
        try:
            return await work
        except Exception:
            log.exception("deliver.bug", row=row)
            return otherwise

    async def attempt(self, letter: Letter) -> Outcome | TryLater:
        for place in (letter.platform, f"{letter.platform} {letter.chat}"):
            if self.waits(place):  # it was told so after this row was marked: not sent, and no 429 drawn
                return TryLater("waits", after=self.pauses[place] - self.now(), scope=scope_of(place))
        failpoints.reach("sending.committed")
        try:
            message = await self.put_on_wire(letter)
        except DeliveryError as error:
            return self.judge(letter, error)
        failpoints.reach("wire.answered")
        return Outcome(letter.id, State.SENT, message=message)

    def judge(self, letter: Letter, error: DeliveryError) -> Outcome | TryLater:
        """What an error means for the row: try again, look for it, or a final state."""
        match error:
            case TryLater():
                return error
            case Misconfigured():
                return TryLater(str(error), after=MISCONFIGURED_WAIT)
            case Moved():
                self.announce(letter, "moved", text=error.chat)
                return TryLater("moved", after=timedelta(0), scope="chat")
            case Unreachable() | Refused():
                if isinstance(error, Unreachable):
                    self.announce(letter, "lost")
                log.warning("deliver.failed", row=letter.id, platform=letter.platform, why=str(error))
                return Outcome(letter.id, State.FAILED, why=str(error), gone=isinstance(error, Unreachable))
        return self.doubt(letter, str(error))

    def doubt(self, letter: Letter, why: str) -> Outcome | TryLater:
        """It may have arrived: it is looked for where that can be done, and comes again only if its kind says so."""
        if letter.topic in self.again and not letter.repeated and not self.adapters[letter.platform].remembers:
            return MayHaveArrived(why)
        self.wake()
        return Outcome(letter.id, State.UNKNOWN, why=why, open=self.adapters[letter.platform].remembers)

    async def put_on_wire(self, letter: Letter) -> str:
        adapter = self.adapters[letter.platform]
        to = Address(letter.platform, letter.chat, letter.thread, letter.only)
        reply = load_reply(letter.payload)
        if any(picture.sketch for picture in reply.pictures):
            reply = await asyncio.to_thread(pictures.painted, reply)
        if letter.repeated and not letter.edits:  # edited twice it is one all the same
            reply = own_up(reply, answer=bool(letter.answers))
        if letter.edits:
            return await adapter.edit(to, letter.edits, reply)
        return await adapter.send(to, reply, answers=letter.answers, mark=letter.mark)

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
        self.behind.add(place)
        again = isinstance(later, MayHaveArrived)
        failpoints.reach("wait.told")
        left = partial(outbox.postpone, rows=[letter.id], owner=self.owner, until=until, why=str(later), repeated=again)
        await self.write(left)
        self.wake()

    async def put_back(self, rows: Sequence[int]) -> None:
        """Rows that were marked for sending, and must not go yet."""
        await self.write(partial(outbox.postpone, rows=rows, owner=self.owner, until=self.now()))
        self.wake()

    def waits(self, place: str) -> bool:
        """Whether a platform, or one chat there, is told to wait."""
        now = self.now()
        return self.pauses.get(place, now) > now

    def paused_until(self, platform: str, chat: str) -> datetime | None:
        ends = (self.pauses[p] for p in (platform, f"{platform} {chat}") if self.waits(p))
        return max(ends, default=None)


def scope_of(place: str) -> Literal["chat", "platform"]:
    return "chat" if " " in place else "platform"


def own_up(reply: Reply, *, answer: bool) -> Reply:
    """What may have arrived already says so."""
    note = texts(SOURCE).say("error.restarted_duplicate" if answer else "reminder.duplicate")
    return replace(reply, text=Markup(f"{reply.text}\n\n{note}"))
