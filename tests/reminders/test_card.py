"""The post in a group: what it says, who is answered when somebody presses, and that it puts itself right."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.errors import Refused, TryLater, Unknown
from bot.markup import plain
from bot.messages import Reply
from storage import erasure, shift_changes
from storage.cards import SOON
from storage.models import Activity, Card, Group, Outbox, Shift, State, Visibility
from tests.handlers.flyering import activity, add, join, member
from tests.talk import GROUPS, Talk

NORRBY = GROUPS["norrby"]


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(reminds=True)
    await talk.wait(timedelta(0))
    return talk


async def put_up(talk) -> Reply:
    await talk.say("ordforande", "", action=f"post:{activity(talk).id}")
    return shown(talk)[-1]


def shown(talk, chat: str = NORRBY) -> list[Reply]:
    """All that was said in the group, edits too."""
    return [reply for to, reply in talk.adapter().sent if to.chat == chat and not to.only]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def cards(talk) -> list[Outbox]:
    with talk.database.read() as session:
        return list(session.exec(select(Outbox).where(Outbox.topic == "card").order_by(Outbox.id)))


async def test_it_shows_the_activity_and_who_is_needed_and_nobody_s_name(talk):
    shift = add(talk, role="samordnare", minimum=1, capacity=1)
    add(talk, 18, 19, minimum=4)
    join(talk, "medlem2", shift)

    post = await put_up(talk)
    assert plain(post.text).splitlines() == [
        "Flygblad vid stationen (flygbladsutdelning)", "Vi delar ut flygblad om dyrare bussar till den som pendlar.",
        "När: tisdag 9 februari kl. 16.30–18.00",
        "Var: Stationen, Norrby",
        "Tillgänglighet: Plan mark, och det går bra att sitta.",
        "Så är du med: Kom till biljettautomaten, vi har västar och flygblad.", "Ordnas av partiföreningen Norrby",
        "Pass:",
        "- kl. 17.00–18.00, samordnare: fullt, 1 av 1.", "- kl. 18.00–19.00: 0 har sagt ja. 4 till behövs.",
        "Tryck här under, så är du med. Svaret får du privat.",
    ]  # fmt: skip
    assert labels(post) == ["Ställ mig i kön kl. 17.00–18.00 (samordnare)", "Jag kommer kl. 18.00–19.00"]


async def test_without_shifts_one_comes_to_all_of_it(talk):
    post = await put_up(talk)
    assert [button.action for button in post.buttons] == [f"come:{activity(talk).id}"]

    await talk.press("medlem2", "Jag kommer", group="norrby")
    await talk.wait(SOON)
    assert "- kl. 16.30–18.00: 1 har sagt ja." in plain(shown(talk)[-1].text)


async def test_who_presses_is_answered_in_private_and_the_post_is_edited_in_place(talk):
    add(talk, capacity=4)
    await put_up(talk)
    said = await talk.press("medlem2", "Jag kommer", group="norrby")

    assert said.startswith("Du är med: Flygblad vid stationen")
    assert talk.adapter().sent[-1][0].only == "1002"
    assert talk.adapter().edited == []
    await talk.wait(SOON)
    ((message, edited),) = talk.adapter().edited
    assert "1 av 4 platser är tagna." in plain(edited.text)
    with talk.database.read() as session:
        assert session.exec(select(Card.message_id)).one() == message
    await talk.wait(timedelta(hours=1))
    assert len(talk.adapter().edited) == 1


async def test_however_many_press_it_is_one_edit(talk):
    add(talk, capacity=20)
    await put_up(talk)
    for n in range(2, 13):
        await talk.press(f"medlem{n}", "Jag kommer", group="norrby")
    await talk.wait(SOON)

    ((_, edited),) = talk.adapter().edited
    assert "11 av 20 platser är tagna." in plain(edited.text)


async def test_who_is_no_member_is_told_so(talk):
    add(talk)
    await put_up(talk)

    assert (await talk.press("gast", "Jag kommer", group="norrby")).startswith("Det där är för medlemmar")


async def test_what_its_arranger_changes_is_seen(talk):
    add(talk, capacity=4)
    await put_up(talk)
    with talk.database.begin() as session:
        shift = session.exec(select(Shift).where(Shift.activity_id == activity(talk).id)).one()
        shift_changes.resize(session, shift, minimum=9, capacity=9, now=talk.now)
    await talk.wait(timedelta(0))
    await talk.wait(SOON)

    assert "0 av 9 platser är tagna. 9 till behövs." in plain(shown(talk)[-1].text)


async def test_called_off_it_says_so_and_has_no_buttons(talk):
    add(talk)
    await put_up(talk)
    await talk.say("ordforande", "", action=f"change:{activity(talk).id}:cancel")
    await talk.say("ordforande", "*Det* ösregnar")
    await talk.press("ordforande", "Ställ in")
    await talk.wait(SOON)

    _, edited = talk.adapter().edited[-1]
    assert plain(edited.text) == (
        "Inställt: Flygblad vid stationen, som skulle ha varit tisdag 9 februari kl. 16.30–18.00.\n"
        "Skälet: *Det* ösregnar"
    )
    assert edited.buttons == ()


async def test_many_shifts_are_folded(talk):
    for hour in range(10, 22):
        add(talk, hour, hour + 1)
    post = await put_up(talk)

    assert plain(post.text).count("- kl.") == 8
    assert "och 4 pass till" in plain(post.text)
    assert labels(post)[7:] == ["Jag kommer kl. 17.00–18.00", "Alla pass"]
    first = await talk.press("medlem2", "Alla pass", group="norrby")
    assert "kl. 17.00–18.00" in first
    (more,) = (label for label in labels(talk.adapter().sent[-1][1]) if "fler" in label.casefold())
    assert "kl. 21.00–22.00" in await talk.press("medlem2", more, group="norrby")


async def test_long_words_fold_it_sooner(talk):
    for hour in range(10, 18):
        add(talk, hour, hour + 1, place="🚩" * 200, role="x" * 40)
    post = await put_up(talk)

    assert len(plain(post.text).encode("utf-16-le")) // 2 < 4096
    assert len(post.buttons) > 2


async def test_a_shift_that_has_begun_has_no_button(talk):
    for hour in (16, 17):
        add(talk, hour, hour + 1)
    await put_up(talk)
    await talk.wait(timedelta(days=1, hours=7, minutes=5))
    await talk.wait(SOON)

    assert labels(shown(talk)[-1]) == ["Jag kommer kl. 17.00–18.00"]
    await talk.wait(timedelta(hours=2))
    await talk.wait(SOON)
    assert shown(talk)[-1].buttons == ()


@pytest.mark.parametrize("fault", [Refused("bad request"), Unknown("no answer")])
async def test_an_edit_that_fails_is_not_tried_for_ever(talk, fault):
    add(talk, capacity=4)
    await put_up(talk)
    await talk.press("medlem2", "Jag kommer", group="norrby")
    talk.adapter().broken[NORRBY] = fault
    for _ in range(6):
        await talk.wait(timedelta(minutes=10))
    attempts = [row.attempts for row in cards(talk)]
    assert (len(attempts), attempts[1] <= 2) == (2, True)

    del talk.adapter().broken[NORRBY]
    await talk.press("medlem3", "Jag kommer", group="norrby")
    await talk.wait(SOON)
    assert "2 av 4 platser är tagna." in plain(shown(talk)[-1].text)


async def test_an_edit_that_is_sent_twice_is_no_second_copy(talk):
    add(talk, capacity=4)
    await put_up(talk)
    await talk.press("medlem2", "Jag kommer", group="norrby")
    talk.adapter().failures = [Unknown("no answer")]
    await talk.wait(SOON)
    await talk.wait(timedelta(minutes=1))

    said = plain(shown(talk)[-1].text)
    assert ("1 av 4 platser" in said, said.splitlines()[-1]) == (
        True, "Tryck här under, så är du med. Svaret får du privat.",
    )  # fmt: skip


async def test_one_that_somebody_took_away_comes_back_as_a_new_message_that_is_edited_then(talk):
    add(talk, capacity=4)
    await put_up(talk)
    talk.adapter().gone = {f"m{n}" for n in range(len(talk.adapter().sent) + 1)}
    await talk.press("medlem2", "Jag kommer", group="norrby")
    await talk.wait(SOON)
    new = f"m{len(talk.adapter().sent)}"
    await talk.press("medlem3", "Jag kommer", group="norrby")
    await talk.wait(timedelta(hours=2))

    assert [message for message, _ in talk.adapter().edited][-1] == new
    assert len(talk.adapter().edited) == 2


async def test_told_to_wait_it_says_what_is_true_then(talk):
    add(talk, capacity=4)
    await put_up(talk)
    await talk.press("medlem2", "Jag kommer", group="norrby")
    talk.adapter().failures = [TryLater("flood", after=timedelta(minutes=1), scope="chat")]
    await talk.wait(SOON)
    await talk.press("medlem3", "Jag kommer", group="norrby")
    await talk.wait(timedelta(minutes=2))

    assert "2 av 4 platser är tagna." in plain(shown(talk)[-1].text)
    await talk.wait(timedelta(minutes=2))
    assert len(cards(talk)) == 2


async def test_when_the_group_is_lost_nothing_breaks(talk):
    add(talk, capacity=4)
    await put_up(talk)
    await talk.happens("lost", NORRBY)
    before = len(shown(talk))
    assert (await talk.press("medlem2", "Jag kommer")).startswith("Du är med")
    await talk.wait(timedelta(minutes=1))
    assert len(shown(talk)) == before

    await talk.happens("back", NORRBY)
    await talk.wait(SOON)
    assert "1 av 4 platser är tagna." in plain(shown(talk)[-1].text)


async def test_a_group_that_is_another_branch_s_by_now_is_shown_nothing(talk):
    add(talk, capacity=4)
    await put_up(talk)
    before = len(shown(talk))
    with talk.database.begin() as session:
        session.exec(select(Group).where(Group.chat == NORRBY)).one().branch_id = 2
    await talk.press("medlem2", "Jag kommer")
    for _ in range(3):
        await talk.wait(timedelta(minutes=1))

    assert len(shown(talk)) == before
    assert [row.state for row in cards(talk)] == [State.SENT, State.SUPPRESSED]


async def test_what_is_no_longer_open_to_the_group_is_shown_no_more(talk):
    shift = add(talk)
    await put_up(talk)
    with talk.database.begin() as session:
        session.get_one(Activity, activity(talk).id).visibility = Visibility.NETWORK
    join(talk, "medlem2", shift)
    await talk.wait(timedelta(minutes=1))

    assert len(cards(talk)) == 1


async def test_who_is_forgotten_is_not_counted_any_more(talk):
    shift = add(talk, capacity=4)
    join(talk, "medlem2", shift)
    await put_up(talk)
    with talk.database.begin() as session:
        erasure.erase(session, member(talk, "medlem2"), talk.now)
    await talk.wait(timedelta(0))
    await talk.wait(SOON)

    assert "0 av 4 platser är tagna." in plain(shown(talk)[-1].text)
    with talk.database.read() as session:
        assert session.exec(select(Card).where(col(Card.message_id) != "")).one()


async def test_after_a_restart_it_goes_on(talk):
    add(talk, capacity=4)
    await put_up(talk)
    await talk.press("medlem2", "Jag kommer", group="norrby")
    await talk.restart()
    await talk.wait(SOON)

    ((_, edited),) = talk.adapter().edited
    assert "1 av 4 platser är tagna." in plain(edited.text)
