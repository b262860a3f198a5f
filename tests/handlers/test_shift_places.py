"""Shifts at the same hours and at different places: wherever one is named, it is told where it is."""

from zoneinfo import ZoneInfo

import pytest

from bot.markup import plain
from bot.rosters import LABEL, label
from bot.texts import texts
from bot.voice import Voice
from storage import shifts
from tests.handlers import flyering
from tests.handlers.flyering import labels
from tests.talk import Talk

LONG = "Biblioteket vid Stora torget i Norrby"


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(whole_forms=True)


@pytest.fixture
def places(talk) -> tuple[int, int]:
    """At the same hours, at two places."""
    return flyering.add(talk, place="Coop", role="samordnare"), flyering.add(talk, place="Ica", capacity=1)


async def test_signing_up_one_sees_which(talk, places):
    coop, ica = places
    flyering.join(talk, "medlem3", ica)
    await talk.say("medlem2", "", action=f"see:{flyering.activity(talk).id}")
    assert labels(talk)[:2] == [
        "Jag kommer kl. 17.00–18.00 (samordnare, Coop)",
        "Ställ mig i kön kl. 17.00–18.00 (Ica)",
    ]

    said = await talk.say("medlem", "", action=f"shift:{coop}")
    assert said.startswith("Du är med: Flygblad vid stationen (samordnare, Coop), tisdag 9 februari kl. 17.00–18.00")
    await talk.say("medlem", "", action=f"see:{flyering.activity(talk).id}")
    assert labels(talk)[0] == "Jag kan inte kl. 17.00–18.00 (samordnare, Coop)"


async def test_swapping_one_sees_for_which(talk, places):
    coop, ica = places
    flyering.add(talk, role="fika")
    flyering.join(talk, "medlem", ica)
    flyering.join(talk, "medlem3", coop)
    said = await talk.say("medlem", "", action=f"swap:{ica}")

    assert said.startswith("Vilket pass vill du ha i stället för Flygblad vid stationen (Ica), tisdag")
    assert labels(talk) == ["kl. 17.00–18.00, samordnare, Coop", "kl. 17.00–18.00, fika"]


async def test_whoever_arranges_it_and_checks_in_sees_which(talk, places):
    _, ica = places
    await talk.say("ordforande", "", action=f"shifts:{flyering.activity(talk).id}")
    assert labels(talk)[:2] == ["kl. 17.00–18.00, samordnare, Coop", "kl. 17.00–18.00, Ica"]
    said = await flyering.hand_in(talk, "ordforande", f"roster:{ica}:move", start="17", end="17.30")
    assert said.startswith("Sparat. Passet är nu kl. 17.00–17.30 (Ica).")

    talk.now = flyering.rows(talk)[0].starts_at
    said = await talk.say("ordforande", "/incheckning")
    assert "- Flygblad vid stationen (Ica), tisdag 9 februari kl. 17.00–17.30." in said
    assert "Checka in kl. 17.00–17.30 (Ica): Flygblad vid stationen" in labels(talk)


async def test_among_ones_own_one_sees_which(talk, places):
    flyering.join(talk, "medlem", places[1])
    flyering.join(talk, "medlem", flyering.add(talk, 18, 19))
    await talk.say("medlem", "/mina-pass")

    assert labels(talk)[:2] == [
        "9/2 kl. 17.00–18.00 (Ica): Flygblad vid stationen",
        "9/2 kl. 18.00–19.00: Flygblad vid stationen",
    ]


BUTTONS = (
    "signup.button.join_shift", "signup.button.line_shift", "signup.button.leave_shift", "signup.button.own_place",
    "checkin.button.open", "checkin.button.result", "wanted.button.join",
)  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("key", BUTTONS)
def test_beside_a_long_place_a_button_is_short_enough_for_slack(talk, key, language):
    number = flyering.add(talk, place=LONG, role="samordnare för hela gänget")
    with talk.database.read() as session:
        voice = Voice(session, talk.now, ZoneInfo("Europe/Stockholm"), texts(language), "")
        said = label(key, shifts.standing(session, number), voice, title="T" * 60, day="13/12")

    assert len(said) <= LABEL
    assert "(samordnare…, Biblioteket vid S…)" in said


async def test_of_two_at_the_same_hours_it_is_said_which_one_is_called_off(talk):
    flyering.add(talk)
    leads = flyering.add(talk, role="samordnare", leads=True)

    ((_, asked),) = await talk.hear(talk.incoming("ordforande", action=f"roster:{leads}:cancel"))
    said = await flyering.hand_in(talk, "ordforande", f"roster:{leads}:cancel", reason="")

    assert plain(asked.form.intro).startswith("Vi ställer in passet kl. 17.00–18.00 (samordnare).")
    assert said.startswith("Sparat. Passet kl. 17.00–18.00 (samordnare) är inställt.")
