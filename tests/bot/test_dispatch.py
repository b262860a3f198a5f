"""The only way in: once, durable, answered after a kill."""

from sqlmodel import Session, select

from bot.errors import TryLater
from storage.models import Inbox, Outbox, State
from tests.talk import NOW, Talk


async def test_the_same_event_twice_has_one_effect(talk: Talk) -> None:
    msg = talk.incoming("medlem", "/hjalp")

    first = await talk.hear(msg)
    second = await talk.hear(msg)

    assert len(first) == 1
    assert second == []


async def test_what_was_said_is_not_kept_once_it_is_answered(talk: Talk) -> None:
    await talk.say("medlem", "/plan hemligheten")

    with talk.database.read() as session:
        inbox = session.exec(select(Inbox)).one()
        outbox = session.exec(select(Outbox)).one()
    assert (inbox.payload, inbox.done_at) == ("", NOW)
    assert (outbox.payload, outbox.state) == ("", State.SENT)


async def test_a_bug_in_a_handler_is_one_neutral_sentence(talk: Talk) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    talk.bot.dispatcher.router.commands["hjalp"] = talk.bot.dispatcher.router.commands["hjalp"].__class__(
        "hjalp", broken
    )

    said = await talk.say("medlem", "/hjalp")

    assert said.startswith("Något gick fel hos mig, inte hos dig.")


async def test_an_answer_that_must_wait_goes_out_later_and_in_order(talk: Talk) -> None:
    talk.adapter().failures.append(TryLater("429"))

    assert await talk.say("medlem", "/plan") == ""
    assert await talk.say("medlem", "/hjalp") == ""
    await talk.wait(talk.bot.clock.scheduler and NOW - NOW or (NOW.replace(minute=1) - NOW))

    assert len(talk.adapter().sent) == 2


def rows(session: Session) -> list[Outbox]:
    return list(session.exec(select(Outbox)))
