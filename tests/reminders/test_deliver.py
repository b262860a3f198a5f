"""Sending: what each answer of a platform means for the message, its chat, and those behind it."""

from datetime import timedelta

from sqlmodel import select

from bot.errors import Misconfigured, Moved, Refused, TryLater, Unknown, Unreachable
from storage import chats
from storage.models import Account, Group, State
from tests.talk import IDS, NOW, Talk

SECOND = timedelta(seconds=1)


def sent(talk: Talk, platform: str = "telegram") -> list[tuple[str, str]]:
    return [(to.chat, reply.text) for to, reply in talk.adapter(platform).sent]


def states(talk: Talk) -> list[str]:
    return [row.state for row in talk.mail()]


def group(talk: Talk, chat: str) -> Group | None:
    with talk.database.read() as session:
        return chats.find(session, platform="telegram", chat=chat)


def muted(talk: Talk, user: str) -> object:
    with talk.database.read() as session:
        return session.exec(select(Account.muted_at).where(Account.platform == "telegram", Account.user == user)).one()


async def test_a_push_is_sent_and_kept_for_its_report(talk):
    talk.push("1001", "hej")
    await talk.wait(SECOND)

    (row,) = talk.mail()
    assert sent(talk) == [("1001", "hej")]
    assert (row.state, row.message_id, row.attempts, row.finished_at) == (State.SENT, "m1", 1, talk.now)
    assert row.payload != ""


async def test_told_to_wait_nothing_goes_before_and_then_answers_first_and_all_in_order(two):
    two.adapter("telegram").failures.append(TryLater("429", after=timedelta(seconds=35)))
    for text in ("a", "b", "c"):
        two.push("1001", text)
    two.push("U0001", "d", platform="slack")
    await two.wait(timedelta(0))
    two.push("1002", "e")
    assert await two.say("medlem", "/hjalp") == ""
    await two.wait(34 * SECOND)

    assert two.adapter("telegram").tried == 1
    assert sent(two, "slack") == [("U0001", "d")]

    await two.wait(SECOND)

    texts = [text[:7] for _, text in sent(two)]
    assert texts[0] == "Jag är "
    assert sorted(texts[1:]) == ["a", "b", "c", "e"]
    assert [text for text in texts if text in "abc"] == ["a", "b", "c"], "in one chat they keep their order"


async def test_an_answer_that_waited_goes_before_one_that_is_asked_for_just_as_the_wait_ends(talk):
    talk.adapter().failures.append(TryLater("429", after=timedelta(seconds=5)))
    await talk.say("medlem", "/hjalp")
    talk.now += timedelta(seconds=5)

    await talk.say("medlem", "/nasta-aktivitet")

    assert [text[:7] for _, text in sent(talk)] == ["Jag är ", "Härnäst"]


async def test_an_answer_goes_before_the_pushes_that_wait(talk):
    talk.adapter().failures.append(TryLater("429", after=timedelta(seconds=5)))
    talk.push("1001", "a")
    await talk.wait(timedelta(0))
    talk.now += timedelta(seconds=5)

    await talk.say("medlem", "/hjalp")

    assert [text[:7] for _, text in sent(talk)] == ["Jag är ", "a"]


async def test_what_was_just_about_to_be_sent_draws_no_second_429(talk):
    talk.adapter().failures.append(TryLater("429", after=timedelta(seconds=35)))
    for who in ("medlem", "medlem2", "medlem3"):
        await talk.adapter().hear(talk.incoming(who, "/hjalp"))
    await talk.bot.settle()

    assert talk.adapter().tried == 1
    await talk.wait(timedelta(seconds=35))
    assert {chat for chat, _ in sent(talk)} == {"1001", "1002", "1003"}


async def test_a_chat_that_must_wait_waits_alone(talk):
    talk.adapter().broken["-2001"] = TryLater("429", after=timedelta(seconds=30), scope="chat")
    for chat, text in (("-2001", "a"), ("-2001", "b"), ("1001", "c"), ("-2002", "d")):
        talk.push(chat, text)
    await talk.wait(timedelta(0))

    assert (sent(talk), talk.adapter().tried) == ([("1001", "c"), ("-2002", "d")], 3)

    talk.adapter().broken.clear()
    await talk.wait(29 * SECOND)
    assert len(sent(talk)) == 2
    await talk.wait(SECOND)
    assert sent(talk)[2:] == [("-2001", "a"), ("-2001", "b")]


async def test_it_waits_longer_each_time(talk):
    talk.adapter().failures += [TryLater("502")] * 3
    talk.push("1001", "a")
    tried = []
    for _ in range(9):
        await talk.wait(SECOND)
        tried.append(talk.adapter().tried)

    assert tried == [1, 2, 2, 3, 3, 3, 3, 4, 4]
    assert talk.mail()[0].attempts == 4


async def test_who_blocks_us_is_left_in_peace(talk):
    talk.adapter().broken["1001"] = Unreachable("Forbidden: bot was blocked by the user")
    talk.push("1001", "a")
    talk.push("1001", "b")
    await talk.wait(SECOND)
    await talk.wait(timedelta(days=1))

    assert talk.adapter().tried <= 2
    assert State.QUEUED not in states(talk)
    assert muted(talk, "1001") == NOW + SECOND
    assert sent(talk) == []


async def test_who_writes_again_is_written_to_again(talk):
    talk.adapter().broken["1001"] = Unreachable("blocked")
    talk.push("1001", "a")
    await talk.wait(SECOND)
    talk.adapter().broken.clear()

    await talk.happens("back", "1001")

    assert muted(talk, "1001") is None


async def test_a_group_that_moved_is_followed_once_and_each_message_is_sent_once(talk):
    talk.adapter().broken["-2001"] = Moved("migrated", chat="-100")
    talk.push("-2001", "a")
    talk.push("-2001", "b")
    await talk.wait(SECOND)
    await talk.wait(2 * SECOND)

    assert sent(talk) == [("-100", "a"), ("-100", "b")]
    assert states(talk) == [State.SENT, State.SENT]
    assert (group(talk, "-2001"), group(talk, "-100").title) == (None, "Norrby pf")


async def test_an_answer_to_a_group_that_moved_follows_it(talk):
    talk.adapter().broken["-2001"] = Moved("migrated", chat="-100")

    await talk.say("medlem", "/hjalp", group="norrby")
    await talk.wait(2 * SECOND)

    assert [chat for chat, _ in sent(talk)] == ["-100"]


async def test_out_of_a_group_the_ombudsperson_is_told_once_and_others_go_on(talk):
    talk.adapter().broken["-2001"] = Unreachable("Forbidden: bot was kicked from the group chat")
    for chat, text in (("-2001", "a"), ("-2001", "b"), ("-2002", "c")):
        talk.push(chat, text)
    await talk.wait(SECOND)
    await talk.wait(timedelta(hours=1))

    told = "Jag når inte längre gruppen för Norrby på Telegram. Lägg till mig igen, om ni vill ha påminnelser där."
    assert sent(talk) == [("-2002", "c"), (IDS["ombudsperson"], told)]
    assert group(talk, "-2001").lost_at == NOW + SECOND
    assert group(talk, "-2002").lost_at is None


async def test_without_a_valid_token_everything_stays_queued(two):
    two.adapter("telegram").failures.append(Misconfigured("Unauthorized"))
    two.push("1001", "a")
    two.push("1002", "b")
    two.push("U0001", "c", platform="slack")
    await two.wait(timedelta(0))
    await two.wait(timedelta(minutes=4))

    assert (two.adapter("telegram").tried, states(two)) == (1, ["queued", "queued", "sent"])

    await two.wait(timedelta(minutes=1))
    assert sent(two) == [("1001", "a"), ("1002", "b")]


async def test_what_may_have_arrived_is_not_sent_again(talk):
    talk.adapter().failures.append(Unknown("read timeout"))
    talk.push("1001", "a")
    talk.push("1001", "b")
    await talk.wait(SECOND)
    await talk.wait(timedelta(hours=1))

    assert sent(talk) == [("1001", "b")]
    assert [(row.state, row.error) for row in talk.mail()] == [(State.UNKNOWN, "read timeout"), (State.SENT, "")]


async def test_what_the_platform_refuses_ends_alone(talk, logged):
    talk.adapter().failures.append(Refused("can't parse entities"))
    talk.push("1001", "a")
    talk.push("1001", "b")
    await talk.wait(SECOND)

    assert (states(talk), sent(talk)) == (["failed", "sent"], [("1001", "b")])
    assert muted(talk, "1001") is None
    assert "event=deliver.failed" in logged.getvalue()


async def test_a_bug_in_an_adapter_ends_one_message_only(talk, logged):
    talk.adapter().failures.append(KeyError("en bugg"))
    talk.push("1001", "a")
    talk.push("1001", "b")
    await talk.wait(SECOND)
    await talk.wait(timedelta(hours=1))

    assert (states(talk), sent(talk)) == (["unknown", "sent"], [("1001", "b")])
    assert logged.getvalue().count("event=deliver.bug") == 1


async def test_what_comes_too_late_is_not_sent(talk):
    talk.adapter().failures.append(TryLater("502", after=timedelta(hours=2)))
    talk.push("1001", "a", deliver_until=NOW + timedelta(hours=1))
    talk.push("1001", "b", deliver_until=NOW + timedelta(hours=3))
    await talk.wait(timedelta(0))
    await talk.wait(timedelta(hours=2))

    assert (states(talk), sent(talk)) == (["expired", "sent"], [("1001", "b")])


async def test_a_platform_that_is_not_connected_waits_for_its_day(talk, logged):
    talk.push("U0001", "a", platform="slack")
    talk.push("1001", "b")
    await talk.wait(SECOND)

    assert (states(talk), await talk.bot.clock.next_due()) == (["queued", "sent"], None)
    assert "deliver.bug" not in logged.getvalue()

    talk.platforms = ("telegram", "slack")
    await talk.restart()
    assert sent(talk, "slack") == [("U0001", "a")]


async def test_a_long_queue_goes_out_in_order(talk):
    texts = [f"nummer {n}" for n in range(50)]
    for text in texts:
        talk.push("1001", text)
    await talk.wait(SECOND)

    assert [text for _, text in sent(talk)] == texts
