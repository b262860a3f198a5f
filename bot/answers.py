"""What a message leads to: its handler's work and the rows of the answer, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from bot.context import Context
from bot.conversation import respond
from bot.keys import keyring
from bot.messages import Adapter, Address, Incoming, Reply, dump
from bot.parts import split
from bot.router import Router
from bot.settings import Settings
from bot.texts import languages, texts
from reminders.deliver import Deliverer
from storage import inbox, members, outbox, rush
from storage.members import Person
from storage.outbox import Letter

# An answer that could not be sent for a day answers nothing any more.
ANSWER_LIFE = timedelta(days=1)


class Arrived(NamedTuple):
    """A message that was taken in, and its row."""

    row: int
    msg: Incoming


class Done(NamedTuple):
    """What came of a message: the letters that are to be sent now, whether it was refused, and whether something is
    queued that the clock does not know of.
    """

    letters: list[Letter]
    refused: bool = False
    stirred: bool = False


@dataclass(slots=True)
class Answers:
    """Has messages handled, and keeps what is answered."""

    router: Router
    deliverer: Deliverer
    adapters: Mapping[str, Adapter]
    settings: Settings
    now: Callable[[], datetime]

    def handle(self, session: Session, arrived: Sequence[Arrived]) -> list[Done]:
        """One after the other; the answers of all are kept at the end."""
        now = self.now()
        unanswered = inbox.finish(session, [one.row for one in arrived], now)  # nobody else did
        contexts = self.contexts(session, [msg for _, msg in arrived], now)
        answers = [
            self.answer(session, one.msg, ctx) if one.row in unanswered else (None, Done([]))
            for one, ctx in zip(arrived, contexts, strict=True)
        ]
        rush.settle(session)
        kept = self.keep(session, [(msg, reply) for (_, msg), (reply, _) in zip(arrived, answers, strict=True)], now)
        return [
            done._replace(letters=letters, stirred=done.stirred or bool(reply and not letters))
            for (reply, done), letters in zip(answers, kept, strict=True)
        ]

    def answer(self, session: Session, msg: Incoming, ctx: Context) -> tuple[Reply | None, Done]:
        """The next message finds the rows as they are, and nothing that this one's handler remembers of them."""
        adapter = self.adapters.get(msg.address.platform)
        reply = respond(msg, ctx, self.router, whole_forms=bool(adapter and adapter.whole_forms))
        session.flush()
        session.expunge_all()
        return reply, Done([], ctx.refused, ctx.pushed)

    def apologise(self, session: Session, one: Arrived) -> list[Letter]:
        """A handler's bug: one sentence to the person."""
        now = self.now()
        if not inbox.finish(session, [one.row], now) or one.msg.event:
            return []
        (ctx,) = self.contexts(session, [one.msg], now)
        (letters,) = self.keep(session, [(one.msg, Reply(ctx.say("error.unexpected"), private=True))], now)
        return letters

    def hint(self, session: Session, letter: Letter, hint: Reply) -> list[Letter]:
        """What is said in a group instead of an answer that its person could not be given."""
        group = Address(letter.platform, letter.chat, letter.thread)
        asked = Incoming(group, "", "", f"{letter.answers}:home", private=False)
        (letters,) = self.keep(session, [(asked, hint)], self.now())
        return letters

    def contexts(self, session: Session, msgs: Sequence[Incoming], now: datetime) -> list[Context]:
        """For each who asks, as of now, and in which language."""
        people: dict[tuple[str, str], Person] = {}
        today = self.bare_context(session, now).today
        for platform in {msg.address.platform for msg in msgs}:
            users = {msg.sender for msg in msgs if msg.sender and msg.address.platform == platform}
            found = members.find_all(session, platform=platform, users=users, today=today)
            people |= {(platform, user): person for user, person in found.items()}
        rush.expect(session, [person.id for person in people.values()])
        return [self.context(session, msg, people.get((msg.address.platform, msg.sender)), now) for msg in msgs]

    def context(self, session: Session, msg: Incoming, person: Person | None, now: datetime) -> Context:
        ctx = self.bare_context(session, now)
        ctx.person = person
        language = person.language if person else msg.language
        if msg.private and language in languages():  # a group reads the district's
            ctx.texts = texts(language)
        return ctx

    def bare_context(self, session: Session, now: datetime) -> Context:
        """Nobody asks: the bot itself has something to say."""
        return Context(
            session=session,
            now=now,
            zone=self.settings.zone,
            texts=texts(self.settings.language),
            district=self.settings.district,
            keys=keyring(self.settings),
            homes={name: adapter.home for name, adapter in self.adapters.items()},
            door=self.settings.door_url,
        )

    def keep(
        self, session: Session, replies: Sequence[tuple[Incoming, Reply | None]], now: datetime
    ) -> list[list[Letter]]:
        """Write the answers' rows: marked as being sent, unless others must go first. Of each, what is sent now."""
        rows = [self.rows(msg, reply, now) if reply else [] for msg, reply in replies]
        put = {letter.mark: letter for letter in outbox.put_all(session, [row for one in rows for row in one])}
        return [[put[row["mark"]] for row in one if row["lease_owner"] and row["mark"] in put] for one in rows]

    def rows(self, msg: Incoming, reply: Reply, now: datetime) -> list[outbox.Row]:
        to = address(msg, reply)
        at_once = self.deliverer.is_free(to.platform, to.chat)
        return [
            outbox.row(
                key=f"answer:{msg.address.platform}:{msg.event_id}",
                part=part,
                to=(to.platform, to.chat, to.thread, to.only),
                payload=dump(piece),
                now=now,
                answers=msg.event_id,
                edits=msg.message_id if piece.replaces and to == msg.address else "",
                sending=self.deliverer.owner if at_once else "",
                deliver_until=now + ANSWER_LIFE,
            )
            for part, piece in enumerate(split(reply, to.platform))
        ]


def address(msg: Incoming, reply: Reply) -> Address:
    """Where the answer goes: what is about a person stays between us, also when it was asked in a group."""
    if msg.private or not reply.private:
        return msg.address
    return replace(msg.address, only=msg.sender)
