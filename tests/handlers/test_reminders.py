"""`/paminnelser`: what comes, to whom and why; and the switches under it."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import preferences
from storage.models import Account, Activity, ChainAnswer, Occasion, Preference, Stand, Visibility
from tests.talk import IDS, NOW, Talk

USUAL = ["En vecka före: på", "Dagen före: på", "Samma morgon: på"]


@pytest.fixture
async def talk(start_talk) -> Talk:
    """With everything planned that the sample district has coming."""
    talk = await start_talk(reminds=True)
    await talk.wait(timedelta(0))
    return talk


def member(talk, who: str) -> int:
    with talk.database.read() as session:
        return session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()


def wishes(talk, who: str = "medlem") -> preferences.Wishes:
    with talk.database.read() as session:
        return preferences.of(session, member(talk, who))


async def labels(talk, who: str = "medlem", text: str = "/paminnelser") -> list[str]:
    ((_, reply),) = await talk.hear(talk.incoming(who, text))
    return [button.label for button in reply.buttons]


async def switch(talk, label: str, who: str = "medlem") -> tuple[str, list[str]]:
    """Press a switch: the message as it stands then, and its buttons."""
    shown = talk.adapter().edited
    known = [reply for _, reply in talk.adapter().sent] + [reply for _, reply in shown]
    action = next(b.action for reply in reversed(known) for b in reply.buttons if b.label == label)
    await talk.say(who, "", action=action, message_id="m1")
    _, reply = shown[-1]
    return plain(reply.text), [button.label for button in reply.buttons]


def items(said: str) -> list[str]:
    """The things that come."""
    return [line.removeprefix("- ") for line in said.split("\n\n", maxsplit=1)[0].splitlines() if line.startswith("- ")]


async def test_what_comes_next_and_why(talk):
    said = await talk.say("medlem", "/paminnelser")

    assert items(said)[:3] == [
        "måndag 8 februari kl. 17.00: Flygblad vid stationen (Norrby), dagen före",
        "måndag 8 februari kl. 17.00: Medlemsmöte i Norrby (Norrby), en vecka före",
        "tisdag 9 februari kl. 08.00: Flygblad vid stationen (Norrby), samma morgon",
    ]
    assert len(items(said)) == 8
    assert said.endswith(
        "Dina inställningar:\n- Jag påminner om aktiviteter en vecka före, dagen före och samma morgon.\n"
        "- Tysta timmar: kl. 21.00–08.00, som i Norrby.\n- Distriktets egna aktiviteter är inte med.\n"
        "- Jag skriver till dig i Telegram."
    )


async def test_what_is_shown_is_what_comes(talk):
    """All that the bot then sends to this member, in order."""
    shown, skip = [], 0
    while found := items(await talk.say("medlem", "", action=f"coming:{skip}")):
        shown, skip = shown + found, skip + 8
    sent: list[str] = []
    while talk.now < NOW + timedelta(days=30):
        before = len(talk.adapter().sent)
        due = await talk.bot.clock.next_due()
        await talk.wait(max(due - talk.now, timedelta(seconds=1)) if due else timedelta(days=1))
        at = talk.now.astimezone(talk.settings.zone)
        titles = [
            plain(r.text).splitlines()[1].rpartition(" (")[0]
            for to, r in talk.adapter().sent[before:]
            if to.chat == IDS["medlem"]
        ]
        sent += [f" {at:%H.%M}: {title}" for title in titles]

    assert len(sent) > 10
    assert [(line, come) for line, come in zip(shown, sent, strict=False) if come not in line] == []


async def test_the_rest_is_behind_a_button(talk):
    first = items(await talk.say("medlem", "/paminnelser"))
    more = await talk.press("medlem", "Visa fler")

    assert more.startswith("Och sedan:\n- ")
    assert "Dina inställningar" not in more
    assert not set(items(more)) & set(first)


@pytest.mark.parametrize("action", ["coming:-1", "coming:", "coming:99999", "coming:²", "coming:x"])
async def test_a_forged_page(talk, action):
    assert await talk.say("medlem", "", action=action) == (
        "Den knappen gäller inte längre. Skriv kommandot igen så får du en ny."
    )


async def test_after_the_last_page(talk):
    assert await talk.say("medlem", "", action="coming:999") == "Det var allt som är på väg."


async def test_a_lead_is_switched_off_and_on_where_the_message_stands(talk):
    assert (await labels(talk))[:4] == [*USUAL, "Fler tider"]
    said, buttons = await switch(talk, "En vecka före: på")

    assert not [line for line in items(said) if "en vecka före" in line]
    assert "- Jag påminner om aktiviteter dagen före och samma morgon." in said
    assert buttons[0] == "En vecka före: av"
    assert wishes(talk).leads == {"d1", "morning"}

    _, buttons = await switch(talk, "En vecka före: av")
    assert buttons[0] == "En vecka före: på"
    assert wishes(talk).leads == {"w1", "d1", "morning"}


async def test_a_switch_pressed_twice_is_switched_once(talk):
    await labels(talk)
    action = talk.button("Dagen före: på").action
    for _ in range(2):
        await talk.say("medlem", "", action=action, message_id="m1")

    assert wishes(talk).leads == {"w1", "morning"}


async def test_more_times_stay_while_they_are_switched(talk):
    await labels(talk)
    _, buttons = await switch(talk, "Fler tider")
    assert buttons[:6] == [
        "Två veckor före: av", "En vecka före: på", "Tre dagar före: av", "Dagen före: på", "Samma morgon: på",
        "Två timmar före: av",
    ]  # fmt: skip

    said, buttons = await switch(talk, "Två timmar före: av")
    assert buttons[5] == "Två timmar före: på"
    assert "tisdag 9 februari kl. 14.30: Flygblad vid stationen (Norrby), två timmar före" in items(said)


async def test_all_off_is_said(talk):
    await labels(talk)
    for label in USUAL:
        said, _ = await switch(talk, label)

    assert said.startswith("Jag har inget att påminna dig om just nu.")
    assert "- Alla tider är av: jag påminner dig inte om några aktiviteter." in said
    assert wishes(talk).leads == frozenset()
    before = len(talk.adapter().sent)
    for _ in range(48):
        await talk.wait(timedelta(hours=1))
    later = [to.chat for to, _ in talk.adapter().sent[before:]]
    assert IDS["ordforande"] in later
    assert IDS["medlem"] not in later


async def test_the_district_s_activities(talk):
    await labels(talk)
    said, buttons = await switch(talk, "Distriktets aktiviteter: av")

    assert "fredag 12 februari kl. 17.00: Digital frågestund om planen (distriktet), dagen före" in items(said)
    assert "- Distriktets egna aktiviteter är med." in said
    assert "Distriktets aktiviteter: på" in buttons


async def test_the_app_goes_round_those_that_they_have(talk):
    await labels(talk)
    seen = [(await switch(talk, f"App: {app}"))[1] for app in ("Telegram", "Slack", "terminalen")]

    assert [next(label for label in one if label.startswith("App")) for one in seen] == [
        "App: Slack", "App: terminalen", "App: Telegram",
    ]  # fmt: skip
    assert wishes(talk).app == "telegram"


async def test_with_one_app_there_is_nothing_to_choose(talk):
    with talk.database.begin() as session:
        for account in session.exec(select(Account).where(Account.member_id == member(talk, "medlem"))):
            account.muted_at = NOW if account.platform != "telegram" else None

    assert not [label for label in await labels(talk) if label.startswith("App")]
    assert "Jag skriver till dig i" not in await talk.say("medlem", "/paminnelser")


@pytest.mark.parametrize(
    "action",
    ["reminders:lead:w9:on", "reminders:lead:w1:sometimes", "reminders:lead:w1", "reminders:app:fax", "reminders:app",
     "reminders:district", "reminders:", "reminders:all"],
)  # fmt: skip
async def test_a_forged_switch_changes_nothing(talk, action):
    assert (await talk.say("medlem", "", action=action)).startswith("Den knappen gäller inte längre.")
    with talk.database.read() as session:
        assert session.exec(select(Preference)).all() == []


async def test_own_quiet_hours_are_in_what_is_shown(talk):
    with talk.database.begin() as session:
        preferences.change(session, member(talk, "medlem"), quiet_from=time(16), quiet_to=time(7))
    said = await talk.say("medlem", "/paminnelser")

    assert items(said)[0] == "tisdag 9 februari kl. 07.00: Flygblad vid stationen (Norrby), dagen före"
    assert "- Tysta timmar: kl. 16.00–07.00, som du har valt." in said


async def test_what_is_only_for_another_branch_is_nobody_else_s(talk):
    assert "Mörkdalen" not in await talk.say("medlem", "/paminnelser")
    assert "Medlemsmöte i Mörkdalen" in await talk.say("medlem12", "/paminnelser")


async def test_what_their_branch_goes_to(talk):
    with talk.database.begin() as session:
        (host,) = session.exec(select(Activity).where(Activity.title == "Flygblad på lördagstorget"))
        for branch_id, more in {1: {"joins_id": 2, "stand": Stand.JOINS}, 2: {"stand": Stand.ORGANISES}}.items():
            row = ChainAnswer(occasion=Occasion.MAY_DAY, year=2027, branch_id=branch_id, answered_at=NOW, **more)
            row.activity_id = host.id if branch_id == 2 else None
            session.add(row)

    said = items(await talk.say("medlem", "/paminnelser"))
    assert "fredag 12 februari kl. 17.00: Flygblad på lördagstorget (Södersjö), dagen före" in said
    assert not [line for line in said if "(Södersjö)" in line and "lördagstorget" not in line]

    with talk.database.begin() as session:
        session.get_one(Activity, host.id).visibility = Visibility.BRANCH
    assert "lördagstorget" not in await talk.say("medlem", "/paminnelser")


async def test_in_a_group_only_what_is_public_of_its_branch(talk):
    await talk.say("medlem", "/paminn imorgon kl 9 hemligt")
    ((to, reply),) = await talk.hear(talk.incoming("medlem2", "/paminnelser", group="norrby"))

    said = plain(reply.text)
    assert said.splitlines()[:2] == [
        "Det här påminner jag om i Norrby, den som inte har valt annat:",
        "- måndag 8 februari kl. 17.00: Flygblad vid stationen (Norrby), dagen före",
    ]
    assert "Medlemsmöte" not in said
    assert "hemligt" not in said
    assert "Södersjö" not in said
    assert (to.only, reply.buttons) == ("", ())


async def test_in_the_district_s_group_what_comes_there(talk):
    said = await talk.say("medlem", "/paminnelser", group="distriktet")

    assert said.splitlines()[1] == "- tisdag 16 februari kl. 17.00: Ny i rörelsen (distriktet), dagen före"
    assert "Norrby)" not in said


async def test_in_a_group_of_a_branch_with_nothing(talk):
    with talk.database.begin() as session:
        for activity in session.exec(select(Activity).where(Activity.branch_id == 1)):
            activity.visibility = Visibility.MEMBERS

    assert (await talk.say("medlem", "/paminnelser", group="norrby")).startswith(
        "Inget som är öppet för alla är på väg i Norrby just nu."
    )


async def test_a_button_of_theirs_pressed_in_a_group_is_answered_to_them_alone(talk):
    ((to, reply),) = await talk.hear(talk.incoming("medlem", group="norrby", action="reminders:district:on"))

    assert to.only == IDS["medlem"]
    assert reply.private


async def test_only_members_have_reminders(talk):
    assert (await talk.say("gast", "/paminnelser")).startswith("Det där är för medlemmar.")
    assert (await talk.say("gast", "", action="reminders:district:on")).startswith("Det där är för medlemmar.")


async def test_in_english(talk):
    said = await talk.say("medlem6", "/reminders")

    assert items(said)[0] == "Saturday 13 February at 17:00: Språkkafé (Harafors), the day before"
    assert "- Quiet hours: from 21:00 to 08:00, as in Harafors." in said
