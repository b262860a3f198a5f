"""Personal identity numbers are found in any spelling, and nothing else is taken for one."""

import pytest

from bot import personnummer

# Nobody's: the tax agency's own example, and as a coordination number.
WRITTEN = ["811228-9874", "19811228-9874", "198112289874", "8112289874", "811228+9874", "811288-9871", "811228 - 9874"]


@pytest.mark.parametrize("number", WRITTEN)
def test_it_is_found_and_covered(number):
    said = f"jag är {number}, hej"

    assert personnummer.is_in(said)
    assert personnummer.masked(said, "***") == "jag är ***, hej"


@pytest.mark.parametrize(
    "text",
    ["811228-9875", "811328-9874", "811232-9874", "070-123 45 67", "+46701234567", "2027-02-08", "98112289874", ""],
)
def test_what_is_none(text):
    assert not personnummer.is_in(text)
    assert personnummer.masked(text, "***") == text
