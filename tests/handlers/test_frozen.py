"""While a data breach is open no name and nothing that somebody needs is shown, whoever asks."""

import pytest

from storage import incidents
from tests.handlers.flyering import add, join


@pytest.fixture
def frozen(talk) -> int:
    """Somebody is on a shift, and then there is an alarm; the shift's id."""
    shift = add(talk)
    join(talk, "medlem", shift)
    with talk.database.begin() as session:
        incidents.freeze(session, by="r", what="w", now=talk.now)
    return shift


@pytest.mark.parametrize("said", ["/behov", "/valkomna", "/deltagarlista flygblad vid", "/medlemmar Norrby"])
async def test_no_command_shows_anybody(talk, frozen, said):
    answer = await talk.say("ordforande", said)
    if said.startswith("/medlemmar"):  # the numbers are nobody's
        answer = await talk.press("ordforande", "Visa namnen")
    assert answer == "Inget lämnas ut just nu: det pågår en dataskyddsincident."


@pytest.mark.parametrize("action", ["need-met:1:yes", "pair:1:2", "ride:1:yes", "welcome:done:1", "who:{}", "export:1"])
async def test_nor_does_a_button(talk, frozen, action):
    answer = await talk.say("ordforande", "", action=action.format(frozen))
    assert answer == "Inget lämnas ut just nu: det pågår en dataskyddsincident."
