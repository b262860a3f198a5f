"""Forms on Slack: opened by a gesture, handed in, corrected where they stand, and never lost when it is too late."""

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.errors import Refused
from bot.messages import Address, Choice, Field, Form, Reply
from tests.fakes.slack.filling import REQUIRED

FORM = Form(
    name="activity",
    title="Ny aktivitet",
    submit="Spara",
    intro="Alla i distriktet ser det här.",
    id="17",
    fields=(
        Field("title", "Vad"),
        Field("day", "När", kind="date"),
        Field("kind", "Sort", kind="choice", choices=(Choice("Torgmöte", "square"), Choice("Annat", "other"))),
        Field("note", "Övrigt", kind="paragraph", optional=True),
    ),
)
ANSWERS = {"title": "Valborg", "day": "2027-04-30", "kind": "Torgmöte"}
WRONG = replace(FORM, fields=(replace(FORM.fields[0], error="För *kort*", value="V"), *FORM.fields[1:]))
ASK = Reply("Ny aktivitet", form=FORM, private=True)


async def open_form(fake, core, member, channel=None):
    core.answer = lambda msg: ASK
    await fake.acked(await fake.command(member, "/nasta-aktivitet", channel=channel))
    await core.settle()


async def test_a_form_is_opened_handed_in_and_answered(adapter, fake, core, member):
    await open_form(fake, core, member)
    modal = fake.open_modal(member)
    core.answer = lambda msg: Reply("Sparat.")

    errors = await fake.submit(member, ANSWERS)
    await core.settle()

    assert (modal.title, modal.seen) == ("Ny aktivitet", "Alla i distriktet ser det här.")
    assert (errors, fake.open_modal(member)) == (None, None)
    assert fake.courier.deliveries[-1].latency < 1
    handed_in = core.got[1]
    assert (handed_in.action, handed_in.address) == ("form:17:send", Address("slack", "D7"))
    assert dict(handed_in.values) == {"title": "Valborg", "day": "2027-04-30", "kind": "square", "note": ""}
    assert [message.seen for message in fake.messages] == ["Sparat."]


async def test_what_is_wrong_is_told_in_the_modal(adapter, fake, core, member):
    await open_form(fake, core, member)
    core.answer = lambda msg: Reply("Ny aktivitet", form=WRONG, private=True)
    first = await fake.submit(member, ANSWERS | {"title": "V"})
    core.answer = lambda msg: Reply("Sparat.")
    second = await fake.submit(member, ANSWERS)
    await core.settle()

    assert (first, second) == ({"title": "För kort"}, None)
    assert len({msg.event_id for msg in core.got}) == 3


async def test_one_form_leads_to_the_next(adapter, fake, core, member):
    await open_form(fake, core, member)
    core.answer = lambda msg: Reply("Nästa", form=replace(FORM, title="Del två", id="18"))

    errors = await fake.submit(member, ANSWERS)

    assert (errors, fake.open_modal(member).title, fake.messages) == (None, "Del två", [])


async def test_slack_itself_asks_for_what_is_missing(adapter, fake, core, member):
    await open_form(fake, core, member)

    assert await fake.submit(member, {"title": "Valborg", "day": "2027-04-30"}) == {"kind": REQUIRED}
    assert len(core.got) == 1


async def test_a_form_from_a_channel_is_answered_there(adapter, fake, core, member, square):
    await open_form(fake, core, member, square)
    core.answer = lambda msg: Reply("Sparat.", private=True)
    await fake.submit(member, ANSWERS)
    await core.settle()

    assert (core.got[1].address, core.got[1].private) == (Address("slack", "C9"), False)
    assert [(message.seen, message.only) for message in fake.messages] == [("Sparat.", "U7")]


async def test_a_form_is_left(adapter, fake, core, member):
    await open_form(fake, core, member)

    await fake.acked(await fake.close(member))

    assert core.got[1].action == "form:17:cancel"


@pytest.mark.usefixtures("adapter")
@pytest.mark.parametrize("seconds", [2.5, 2.9, 60])
async def test_too_late_for_a_modal_a_button_opens_it(fake, core, member, clock, seconds):
    core.held = asyncio.Event()
    core.answer = lambda msg: ASK
    delivery = await fake.command(member, "/nasta-aktivitet")
    await core.heard(1)
    clock.now += seconds
    core.held.set()
    await fake.acked(delivery)
    await core.settle()

    [message] = fake.messages
    assert (message.seen, [button.label for button in message.buttons]) == ("Ny aktivitet", ["Ny aktivitet"])
    await fake.acked(await fake.press(member, message, "Ny aktivitet"))
    await core.settle()
    assert core.got[1].action == "form:17:open"
    assert fake.open_modal(member).title == "Ny aktivitet"


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_slack_finds_it_too_late(adapter, fake, core, member, error):
    fake.fail("views.open", error=error)

    await open_form(fake, core, member)

    assert [button.value for button in fake.messages[0].buttons] == ["form:17:open"]


async def test_a_form_nobody_just_asked_for_comes_behind_a_button(adapter, fake, member):
    fake.space.direct(member.id)

    await adapter.send(Address("slack", "D7"), ASK)

    assert [button.value for button in fake.messages[0].buttons] == ["form:17:open"]


async def test_a_trigger_opens_one_modal(adapter, fake, core, member):
    await open_form(fake, core, member)

    await adapter.send(Address("slack", "D7"), ASK, answers=core.got[0].event_id)

    assert (fake.requests["views.open"], len(fake.messages)) == (1, 1)


async def test_a_modal_that_slack_does_not_take_is_an_error(adapter, fake, core, member):
    core.answer = lambda msg: Reply("fel", form=replace(FORM, fields=(Field("a", "A"), Field("a", "A"))))
    await fake.acked(await fake.command(member, "/nasta-aktivitet"))

    with pytest.raises(Refused, match="invalid_arguments"):
        await core.settle()


async def test_a_modal_does_not_wait_for_ever(fake, core, member, clock):
    adapter = SlackAdapter(
        bot_token=fake.bot_token,
        app_token=fake.app_token,
        api_url=f"{fake.url}/api/",
        ticks=clock,
        patience=0,
    )
    core.adapter = adapter
    await adapter.start(core.receive)
    await open_form(fake, core, member)
    core.answer = lambda msg: None

    errors = await fake.submit(member, ANSWERS)
    clock.now += 10
    await adapter.send(core.got[1].address, Reply("fel", form=WRONG), answers=core.got[1].event_id)
    await adapter.stop()

    assert (errors, fake.open_modal(member)) == (None, None)
    [message] = fake.messages
    assert (message.seen, message.buttons[0].value) == ("fel\nVad: För kort", "form:17:open")


async def test_an_outsider_who_hands_in_a_form(adapter, fake, core, member, clock):
    await open_form(fake, core, member)
    member.guest = True
    clock.now += 601
    core.answer = lambda msg: Reply("Bara för medlemmar.") if msg.event == "outsider" else None

    errors = await fake.submit(member, ANSWERS)
    await core.settle()

    assert (errors, dict(core.got[1].values), core.got[1].action) == (None, {}, "")
    assert [message.seen for message in fake.messages] == ["Bara för medlemmar."]
