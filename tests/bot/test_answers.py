"""Several messages in one transaction: each sees what those before it did, and one at fault fails alone."""

import asyncio
import json
import threading

import pytest
from sqlalchemy import text, update
from sqlmodel import col, select

from bot.answers import Arrived
from bot.context import Context
from bot.markup import Markup, plain
from bot.messages import Incoming, Reply, dump
from bot.router import Action
from storage import inbox
from storage.models import Account, Branch, Signup, State
from tests.handlers.flyering import activity, add
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


def pressed(talk: Talk, presses: list[tuple[str, str]], size: int) -> tuple[list[str], list[str]]:
    """So many in a transaction: what each is answered, and who is on the shifts then."""
    said: list[str] = []
    for begun in range(0, len(presses), size):
        some = presses[begun : begun + size]
        arrived = taken(talk, *(word for _, word in some), who=tuple(who for who, _ in some))
        with talk.database.begin() as session:
            done = talk.bot.dispatcher.answers.handle(session, arrived)
        said += [plain(json.loads(letter.payload)["text"]) for one in done for letter in one.letters]
    with talk.database.read() as session:
        there = select(Account.user, Signup.place).join(Signup, col(Signup.member_id) == col(Account.member_id))
        rows = session.exec(there.where(Account.platform == "telegram").order_by(col(Signup.id)))
        return said, [f"{user} {place}" for user, place in rows]


@pytest.mark.parametrize("size", [1, 99])
async def test_whoever_presses_with_others_gets_what_they_had_got_alone(talk, size):
    shift, beside = add(talk, capacity=3), add(talk, 17, 19, minimum=1)
    presses = [("medlem5", f"shift:{beside}"), ("medlem", f"shift:{shift}"), ("medlem", f"shift:{shift}")]
    presses += [("medlem2", f"shift:{shift}:1"), ("gast", f"shift:{shift}"), ("medlem5", f"shift:{shift}")]
    presses += [("medlem3", f"shift:{shift}"), ("medlem", f"leave:{shift}"), ("medlem4", f"shift:{shift}")]
    presses += [("medlem3", f"shift:{shift}"), ("medlem", f"shift:{shift}"), ("medlem6", f"come:{activity(talk).id}")]

    said, rows = pressed(talk, presses, size)

    begins = [one.splitlines()[0].split(":")[0].split(",")[0] for one in said]
    assert begins == [
        "Du är med", "Du är med", "Det har du redan sagt ja till.",
        "Du är med", "Det där är för medlemmar. Be din partiförening om en kod", "Då är du redan med på något annat",
        "Det är fullt just nu", "Då vet vi", "Det är fullt just nu",
        "En plats hålls åt dig till tisdag 9 februari kl. 01.00", "Det är fullt just nu",
        "Flygblad vid stationen (flyering)",
    ]  # fmt: skip
    assert "nummer 1 i kön" in said[8]
    assert "nummer 2 i kön" in said[10]
    assert "full, 3 of 3, and 2 waiting." in said[11]
    assert rows == ["1005 going", "1001 cancelled", "1002 going", "1003 offered", "1004 waiting", "1001 waiting"]
