"""The only way in: every message once, durable before it is acknowledged, answered after a kill."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import InitVar, dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog

from bot.answers import Answers, Arrived, Done
from bot.batch import Batch
from bot.bucket import QUICK, Bucket, Room
from bot.messages import Adapter, Button, Incoming, Reply, dump, load_incoming
from bot.patience import persist
from bot.router import Router
from bot.settings import Settings
from bot.texts import texts
from bot.uploads import Uploads
from bot.worker import Urgency, Worker
from reminders.deliver import Deliverer
from storage import inbox
from storage.models import State
from storage.outbox import Letter

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Dispatcher:
    """Takes messages in, has them answered one at a time a chat, and sees the answers off."""

    worker: Worker
    router: Router
    deliverer: Deliverer
    adapters: Mapping[str, Adapter]
    settings: InitVar[Settings]
    now: Callable[[], datetime]
    answers: Answers = field(init=False)
    taking: Batch[inbox.Arrival, int | None] = field(init=False)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(default_factory=WeakValueDictionary)
    bucket: Bucket = field(init=False)
    ticks: Bucket = field(init=False)
    uploads: Uploads = field(init=False)
    closed: bool = False  # what comes in is kept for the next start
    stirred: bool = False  # a handler has queued something
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self, settings: Settings) -> None:
        self.answers = Answers(self.router, self.deliverer, self.adapters, settings, self.now)
        self.taking = Batch(self.take)
        self.uploads = Uploads(self.worker, self.adapters, self.now, asyncio.Lock())
        self.bucket = Bucket(settings.messages_per_minute)
        self.ticks = Bucket(settings.messages_per_minute * QUICK)

    async def receive(self, msg: Incoming) -> None:
        """Take a message in. When this returns it is durable, and the platform may be told so; then it is answered.

        A message that was here before has no effect, and neither has one too many from the same person.
        """
        # PostgreSQL takes no NUL, and would refuse the whole batch.
        msg = replace(msg, event_id=msg.event_id.replace("\x00", ""))
        bucket = self.ticks if self.router.is_quick(msg.action) else self.bucket
        room = bucket.take(msg, self.now())
        if room is Room.NONE:
            self.counts["silenced"] += 1
            return
        if room is Room.LAST:
            msg = replace(msg, event="hurry", text="", action="", values={}, files=())
        row = await self.taking.add(inbox.Arrival(msg.address.platform, msg.event_id, dump(msg)))
        self.counts["received" if row else "repeated"] += 1
        if row is not None and not self.closed:
            self.begin(row, msg)

    async def take(self, letters: list[inbox.Arrival]) -> list[int | None]:
        return await self.worker.run_at(Urgency.RECEIVE, inbox.take, letters, self.now())

    async def resume(self, *, alone: bool = True) -> None:
        """After a stop: take up what was not answered and what was not sent. It goes out once the platforms are up.

        Not `alone`, what waits may be another process's to answer.
        """
        for platform in self.adapters:
            self.deliverer.wait_for_start(platform)
        if not alone:
            return
        unknown = await self.worker.run(self.deliverer.recover)
        if unknown:
            log.warning("outbox.unknown", rows=unknown)
        await self.take_up(timedelta(0))

    async def take_up(self, age: timedelta) -> None:
        """Answer what was taken in so long ago, or longer, and was not answered."""
        for row in await self.worker.run(inbox.waiting, before=self.now() - age):
            try:
                msg = load_incoming(row.payload)
            except (ValueError, KeyError, TypeError):  # kept by another version: it must not stop every start
                log.error("inbox.unreadable", row=row.id)  # noqa: TRY400
                await self.worker.run(inbox.finish, [row.id], self.now())
            else:
                self.begin(row.id, msg)

    def begin(self, row: int, msg: Incoming) -> None:
        task = asyncio.create_task(self.process(row, msg), name=f"{msg.address.platform} {msg.event_id}")
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def idle(self) -> None:
        """Wait until all that was taken in is answered."""
        while busy := [*self.tasks, *self.deliverer.telling]:
            await asyncio.wait(busy)

    async def close(self, *, within: float) -> None:
        """Begin nothing new, and give what was begun so many seconds; the rest is taken up at the next start."""
        self.closed = True
        if not self.tasks:
            return
        _, late = await asyncio.wait(list(self.tasks), timeout=within)
        # Before the platforms are cut off: a row that is still being sent says so, and does not become unknown.
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def process(self, row: int, msg: Incoming) -> None:
        """Answer one message, after the earlier ones of its chat."""
        place = (msg.address.platform, msg.address.chat)
        lock = self.locks.setdefault(place, asyncio.Lock())
        async with lock:
            letters = await self.answer(row, msg)
            if self.stirred:  # something is queued that the clock does not know of
                self.stirred = False
                self.deliverer.wake()
            await self.see_off(letters)

    async def see_off(self, letters: list[Letter]) -> None:
        """Send the parts in order; when one has to wait, so do those behind it."""
        for number, letter in enumerate(letters, 1):
            state = await self.deliverer.answer(letter)
            if state == State.FAILED and letter.only:
                await self.point_home(letter)
            if state == State.QUEUED and letters[number:]:
                await self.deliverer.put_back([left.id for left in letters[number:]])
                return

    async def answer(self, row: int, msg: Incoming) -> list[Letter]:
        """Let the handler do its work and keep the answer, in one transaction; what is to be sent now comes back."""
        try:
            await self.uploads.take(msg)
            done = await persist(lambda: self.handle(Arrived(row, msg)))
        except Exception:  # the one place where a handler's bug ends: logged once, one sentence to the person
            log.exception("dispatch.bug", event_id=msg.event_id, platform=msg.address.platform)
            self.counts["bugs"] += 1
        else:
            self.stirred |= done.stirred
            if done.refused:
                self.note_refusal(msg)
            return done.letters
        return await persist(lambda: self.worker.run(self.answers.apologise, Arrived(row, msg)))

    async def handle(self, one: Arrived) -> Done:
        """Presses of the same button stand in line: who pressed first is first, whatever thread is free."""
        if one.msg.action:
            return await self.worker.run_in_turn(one.msg.action, self.answers.handle, one)
        (done,) = await self.worker.run(self.answers.handle, [one])
        return done

    def note_refusal(self, msg: Incoming) -> None:
        """For whoever looks into a forged button: which kind, and never what it carried."""
        word = msg.action.partition(":")[0]
        self.counts["refused"] += 1
        log.info(
            "dispatch.refused", event_id=msg.event_id, platform=msg.address.platform,
            pressed=word if word in self.router.actions else "?" if word else "",
        )  # fmt: skip

    async def point_home(self, letter: Letter) -> None:
        """A private answer to somebody in a group who never wrote to us: say in the group where to find us."""
        home = self.adapters[letter.platform].home
        say = texts(self.answers.settings.language)
        buttons = (Button(say.label("error.button.private"), url=home),) if home.startswith("http") else ()
        hint = Reply(say.say("error.private_only"), buttons=buttons)
        await self.see_off(await persist(lambda: self.worker.run(self.answers.hint, letter, hint)))
