"""Several messages in one transaction: each sees what those before it did, and one at fault fails alone."""

import asyncio
import json
import threading

from sqlalchemy import text, update
from sqlmodel import col, select

from bot.answers import Arrived
from bot.context import Context
from bot.markup import Markup, plain
from bot.messages import Incoming, Reply, dump
from bot.router import Action
from storage import inbox
from storage.models import Branch, State
from tests.talk import Talk, until

SORRY = "Något gick fel hos mig, inte hos dig."
HELD: list[Branch] = []
RAW = text("SELECT name FROM branch WHERE id = 1")


def first(ctx: Context) -> Branch:
    return ctx.session.get_one(Branch, 1)


def rename(_msg: Incoming, ctx: Context) -> Reply:
    """Left to the session to write."""
    first(ctx).name = "Omdöpt"
    return Reply(Markup("ett"))


def read_raw(_msg: Incoming, ctx: Context) -> Reply:
    """Past the session, as queries on the way of every message are."""
    return Reply(Markup(ctx.session.connection().execute(RAW).scalar_one()))


def rename_raw(_msg: Incoming, ctx: Context) -> Reply:
    """Past the session, which remembers the row as it was for as long as somebody holds it."""
    HELD.append(first(ctx))
    ctx.session.connection().execute(update(Branch).where(col(Branch.id) == 1).values(name="Omdöpt"))
    return Reply(Markup("ett"))


def read(_msg: Incoming, ctx: Context) -> Reply:
    return Reply(Markup(first(ctx).name))


def taken(talk: Talk, *words: str, who: tuple[str, ...] = ("medlem", "medlem2", "medlem3")) -> list[Arrived]:
    """Presses of these buttons that were taken in, by one after the other."""
    msgs = [talk.incoming(one, action=word) for one, word in zip(who, words, strict=False)]
    arrivals = [inbox.Arrival("telegram", msg.event_id, dump(msg)) for msg in msgs]
    with talk.database.begin() as session:
        rows = inbox.take(session, arrivals, talk.now)
    return [Arrived(row, msg) for row, msg in zip(rows, msgs, strict=True)]


def handled(talk: Talk, *routes: Action, doing: str = "") -> list[str]:
    """All in one transaction; what is answered."""
    for route in routes:
        talk.bot.dispatcher.router.actions[route.word] = route
    arrived = taken(talk, *(route.word for route in routes))
    if doing:
        with talk.database.begin() as session:
            inbox.finish(session, [arrived[1].row], talk.now)
    with talk.database.begin() as session:
        done = talk.bot.dispatcher.answers.handle(session, arrived)
    return [json.loads(letter.payload)["text"] for one in done for letter in one.letters]


async def test_what_one_left_to_be_written_the_next_reads_past_the_session(talk):
    _, second = handled(talk, Action("one", rename), Action("two", read_raw))

    assert second == "Omdöpt"


async def test_what_one_wrote_past_the_session_the_next_does_not_remember_otherwise(talk):
    _, second = handled(talk, Action("one", rename_raw), Action("two", read))

    assert (second, HELD.pop().name) == ("Omdöpt", "Norrby")


async def test_what_somebody_else_has_answered_is_left_out_and_the_others_are_answered(talk):
    answers = handled(talk, Action("one", read), Action("two", rename), Action("three", read), doing="two")

    assert answers == ["Norrby", "Norrby"]


async def test_of_presses_that_share_a_transaction_the_one_at_fault_fails_alone(talk):
    together: list[int] = []

    def press(msg: Incoming, ctx: Context) -> Reply:
        together.append(id(ctx.session))
        if msg.sender == talk.incoming("medlem2").sender:
            raise RuntimeError("en bugg")
        ctx.session.add(Branch(name=f"Ny {msg.sender}", town="Ny"))
        return Reply(Markup("ja"))

    talk.bot.dispatcher.router.actions["probe"] = Action("probe", press)
    gate, arrived, worker = threading.Event(), taken(talk, "probe", "probe", "probe"), talk.bot.worker
    held = asyncio.create_task(worker.run(lambda _session: gate.wait(5)))
    for row, msg in arrived:
        talk.bot.dispatcher.begin(row, msg)
    await until(lambda: len(worker.lines.get("probe", ())) == len(arrived))
    gate.set()
    await held
    await talk.bot.settle()

    assert together[0] == together[1], "they were in one transaction first"
    answers = {to.chat: plain(reply.text) for to, reply in talk.adapter().sent}
    sorry, ja = answers.pop(arrived[1].msg.sender), set(answers.values())
    assert (sorry[: len(SORRY)], ja, len(answers)) == (SORRY, {"ja"}, 2)
    with talk.database.read() as session:
        assert len(session.exec(select(Branch).where(col(Branch.name).startswith("Ny "))).all()) == 2
    assert ({row.state for row in talk.mail()}, talk.bot.dispatcher.counts["bugs"]) == ({State.SENT}, 1)
