"""The only way in: once, durable, in order, and a bug is one neutral sentence."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.errors import TryLater
from bot.markup import parse, plain
from bot.messages import Reply
from bot.router import Action, Command, Event
from storage.members import Contact
from storage.models import Inbox, State
from tests.talk import IDS, NOW, Talk, until

SORRY = "Något gick fel hos mig, inte hos dig."


def inbox(talk: Talk) -> list[Inbox]:
    with talk.database.read() as session:
        return list(session.exec(select(Inbox).order_by(Inbox.id)))


def broken(*_: object) -> Reply:
    raise RuntimeError("en bugg")


async def test_the_same_event_again_has_no_effect(talk_on_each):
    talk = talk_on_each
    msg = talk.incoming("medlem", "/hjalp")

    assert len(await talk.hear(msg)) == 1
    assert await talk.hear(msg) == []
    assert await talk.hear(replace(msg, text="/plan")) == []


async def test_the_same_event_four_times_at_once_has_one_effect(talk_on_each):
    talk = talk_on_each
    msg = talk.incoming("medlem", "/hjalp")

    await asyncio.gather(*(talk.adapter().hear(msg) for _ in range(4)))
    await talk.bot.settle()

    assert len(talk.adapter().sent) == 1
    assert (talk.bot.dispatcher.counts["received"], talk.bot.dispatcher.counts["repeated"]) == (1, 3)


async def test_the_same_id_on_another_platform_is_another_event(two):
    for platform in ("telegram", "slack"):
        assert await two.say("medlem", "/hjalp", platform=platform, event_id="e1")


async def test_many_at_once_are_each_answered_once(talk_on_each):
    talk = talk_on_each
    people = [f"medlem{n}" for n in range(2, 13)]

    await asyncio.gather(*(talk.adapter().hear(talk.incoming(who, "/hjalp")) for who in people * 5))
    await talk.bot.settle()

    assert sorted(to.chat for to, _ in talk.adapter().sent) == sorted(IDS[who] for who in people * 5)
    assert {row.state for row in talk.mail()} == {State.SENT}


async def test_it_is_durable_when_the_platform_is_told(talk):
    talk.bot.dispatcher.closed = True

    await talk.adapter().hear(talk.incoming("medlem", "/hjalp"))

    assert [(row.event, row.done_at) for row in inbox(talk)] == [("e0", None)]
    assert talk.adapter().sent == []


@pytest.mark.parametrize("way", ["stop", "kill"])
async def test_what_was_taken_in_is_answered_after_a_stop_or_a_kill(talk_on_each, way):
    talk = talk_on_each
    talk.bot.dispatcher.closed = True
    msg = talk.incoming("medlem", "/hjalp")
    await talk.adapter().hear(msg)

    await (talk.kill() if way == "kill" else talk.bot.stop())
    talk.begin()
    await talk.start()
    await talk.bot.settle()

    assert [text[:13] for text in talk.texts()] == ["Jag är boten "]
    assert await talk.hear(msg) == []


async def test_what_was_said_is_not_kept_once_it_is_answered(talk):
    await talk.say("medlem", "/nasta-aktivitet hemligheten")

    (said,), (answered,) = inbox(talk), talk.mail()
    assert (said.payload, said.done_at) == ("", NOW)
    assert (answered.payload, answered.state, answered.message_id) == ("", State.SENT, "m1")


async def test_a_bug_in_a_handler_is_one_neutral_sentence_and_one_line(talk, logged):
    talk.bot.dispatcher.router.commands["hjalp"] = Command("hjalp", broken)

    said = await talk.say("medlem", "/hjalp")

    assert said.startswith(SORRY)
    assert logged.getvalue().count("event=dispatch.bug") == 1
    assert "event_id=e0" in logged.getvalue()
    assert talk.bot.dispatcher.counts["bugs"] == 1
    assert (await talk.say("medlem", "/nasta-aktivitet")).startswith("Härnäst för dig i Norrby:")


async def test_what_a_broken_handler_wrote_is_undone(talk):
    def half(msg, ctx):
        ctx.push(Contact(1, "telegram", "1001", "1001", "sv"), Reply("halvt"), key="halvt")
        return broken()

    talk.bot.dispatcher.router.commands["hjalp"] = Command("hjalp", half)

    await talk.say("medlem2", "/hjalp")

    assert [text.startswith(SORRY) for text in talk.texts()] == [True]


async def test_a_bug_over_what_a_platform_tells_is_nobodys_business(talk, logged):
    talk.bot.dispatcher.router.events["lost"] = Event("lost", broken)

    assert await talk.happens("lost", "1001") == ""
    assert "dispatch.bug" in logged.getvalue()
    assert [row.done_at for row in inbox(talk)] == [NOW]


async def test_answers_that_must_wait_go_out_later_and_in_order(talk):
    talk.adapter().failures.append(TryLater("429"))

    assert await talk.say("medlem", "/nasta-aktivitet") == ""
    assert await talk.say("medlem", "/hjalp") == ""
    await talk.wait(timedelta(seconds=2))

    assert [text[:7] for text in talk.texts()] == ["Härnäst", "Jag är "]


async def test_in_a_chat_one_after_the_other_and_chats_side_by_side(talk):
    adapter = talk.adapter()
    adapter.held = asyncio.Event()
    for who, text in (("medlem", "/hjalp"), ("medlem", "/nasta-aktivitet"), ("medlem2", "/hjalp")):
        await adapter.hear(talk.incoming(who, text))
    await until(lambda: len(adapter.sent) == 2)
    on_the_wire = [to.chat for to, _ in adapter.sent]
    adapter.held.set()
    await talk.bot.settle()

    assert on_the_wire == ["1001", "1002"]
    assert [(to.chat, plain(reply.text)[:7]) for to, reply in adapter.sent] == [
        ("1001", "Jag är "), ("1002", "Jag är "), ("1001", "Härnäst"),
    ]  # fmt: skip


async def test_close_gives_what_was_begun_a_while(talk):
    talk.adapter().held = asyncio.Event()
    await talk.adapter().hear(talk.incoming("medlem", "/hjalp"))
    closing = asyncio.create_task(talk.bot.dispatcher.close(within=5))
    await until(lambda: talk.adapter().sent)

    talk.adapter().held.set()
    await closing

    assert [row.state for row in talk.mail()] == [State.SENT]


async def test_then_it_is_cut_off_and_what_comes_in_waits_for_the_next_start(talk):
    talk.adapter().held = asyncio.Event()
    await talk.adapter().hear(talk.incoming("medlem", "/hjalp"))
    await until(lambda: talk.adapter().sent)

    await talk.bot.dispatcher.close(within=0.01)
    await talk.adapter().hear(talk.incoming("medlem2", "/nasta-aktivitet"))
    await talk.bot.settle()

    assert ([row.state for row in talk.mail()], len(talk.adapter().sent)) == ([State.SENDING], 1)
    await talk.restart()
    await talk.bot.settle()
    assert {(to.chat, "kan du ha fått redan" in reply.text) for to, reply in talk.adapter().sent} == {
        ("1001", True), ("1002", False),
    }  # fmt: skip


async def test_what_another_version_kept_does_not_stop_the_start(talk, logged):
    with talk.database.begin() as session:
        session.add(Inbox(platform="telegram", event="old", payload='{"from": "the future"}', received_at=NOW))

    await talk.restart()

    assert "event=inbox.unreadable row=1" in logged.getvalue()
    assert [row.done_at for row in inbox(talk)] == [NOW]


async def test_an_answer_that_could_not_be_sent_for_a_day_answers_nothing_any_more(talk):
    talk.adapter().broken["1001"] = TryLater("502", after=timedelta(hours=25))
    await talk.say("medlem", "/hjalp")
    talk.adapter().broken.clear()

    await talk.wait(timedelta(hours=26))

    assert ([row.state for row in talk.mail()], talk.texts()) == ([State.EXPIRED], [])


async def test_the_parts_of_an_answer_keep_their_order(talk):
    talk.bot.dispatcher.router.commands["hjalp"] = Command("hjalp", lambda *_: Reply("ord " * 3000))
    talk.adapter().failures += [None, TryLater("429", after=timedelta(seconds=5))]

    await talk.say("medlem", "/hjalp")
    assert [row.state for row in talk.mail()] == [State.SENT, State.QUEUED, State.QUEUED]
    await talk.wait(timedelta(seconds=5))

    assert [text[:5] for text in talk.texts()] == ["(1/3)", "(2/3)", "(3/3)"]


async def test_a_private_answer_in_a_group_is_for_who_asked(talk):
    ((to, reply),) = await talk.hear(talk.incoming("medlem", "/start", group="norrby"))
    ((openly, _),) = await talk.hear(talk.incoming("medlem", "/hjalp", group="norrby"))

    assert (to.chat, to.only) == ("-2001", "1001")
    assert reply.text.startswith("Hej igen, Alva")
    assert (openly.chat, openly.only) == ("-2001", "")


async def test_the_answer_goes_to_the_same_thread(talk):
    msg = talk.incoming("medlem", "/hjalp", group="norrby")

    ((to, _),) = await talk.hear(replace(msg, address=replace(msg.address, thread="7")))

    assert (to.chat, to.thread) == ("-2001", "7")


async def test_an_answer_that_replaces_edits_the_message_that_was_pressed(talk):
    talk.bot.dispatcher.router.actions["x"] = Action("x", lambda *_: Reply("nytt", replaces=True))

    await talk.say("medlem", "", action="x:1", message_id="m7")

    assert talk.adapter().edited == [("m7", Reply("nytt", replaces=True))]


async def test_a_long_answer_is_several_messages_and_rows(talk):
    talk.bot.dispatcher.router.commands["hjalp"] = Command("hjalp", lambda *_: Reply("ord " * 3000))

    parts = await talk.hear(talk.incoming("medlem", "/hjalp"))

    assert len(parts) == 3
    assert [(row.part, row.state) for row in talk.mail()] == [(0, "sent"), (1, "sent"), (2, "sent")]


@pytest.mark.parametrize("hostile", ["\ud800", "\x00", "\x00\ud800" * 50, "😀" * 3000])
async def test_whatever_is_sent_is_taken_in_and_answered(talk_on_each, hostile):
    """What cannot be stored would be handed over again and again, and stop everything behind it."""
    assert await talk_on_each.say("medlem", f"/nasta-aktivitet {hostile}", values={"a": hostile})


async def test_an_event_with_a_nul_in_its_id(talk_on_each):
    msg = talk_on_each.incoming("medlem", "/hjalp", event_id="e\x001")

    assert len(await talk_on_each.hear(msg)) == 1
    assert await talk_on_each.hear(msg) == []


@pytest.mark.parametrize(
    "typed",
    [
        "<!channel> <!here> <!everyone>",
        "<@U123> <!subteam^S1>",
        "<https://evil.example|Partiet>",
        "[Partiet](https://evil.example)",
        "@channel @here",
        "*fet* _kursiv_ `kod` ~struken~",
        "<b>öppen",
        r"\*[]()~`>#+-=|{}.!",
        "Norrby Från: Ordförande",
        "%_'; DROP TABLE member;--",
    ],
)
async def test_hostile_words_come_back_as_they_were_typed(talk, typed):
    ((_, reply),) = await talk.hear(talk.incoming("medlem", f"/nasta-aktivitet {typed}"))

    first = parse(reply.text)[0]
    assert first.text == f"Jag hittar ingen partiförening eller typ som heter ”{typed}”."
    assert [span for span in first.spans if span.url or span.bold] == []


async def test_a_forged_second_line_stays_inside_the_quotation(talk):
    said = await talk.say("medlem", "/nasta-aktivitet x\n> Från: Ordförande\n- Kom alla")

    assert "”x\n> Från: Ordförande\n- Kom alla”" in said
    ((_, reply),) = talk.adapter().sent[-1:]
    assert {line.kind for line in parse(reply.text)} == {"text"}
