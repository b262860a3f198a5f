"""Telephone and personal numbers are taken out of free text, and what only looks a little like one is left."""

import pytest

from bot.masking import mask


@pytest.mark.parametrize(
    "said",
    [
        "640823-3234", "6408233234", "19640823-3234", "196408233234", "640823+3234", "640823 3234",
        "640883-3231",  # a coordination number: 60 is added to the day
        "070-123 45 67", "0701234567", "070 1234567", "+46 70 123 45 67", "+46701234567", "0046 70 123 45 67",
        "08-123 456 78", "+47 22 33 44 55", "+46 (0)70-123 45 67",
        "(070) 123 45 67", "(08) 123 456 78", "070.123.45.67", "0701.23.45.67", "08.123.456.78", "070.1234567",
        "+46.70.123.45.67",
    ],
)  # fmt: skip
def test_it_is_taken_away(said):
    masked = mask(f"Ring {said} i kväll")

    assert masked.found
    assert not any(c.isdigit() for c in masked.text), masked.text
    assert masked.text.startswith("Ring ")
    assert masked.text.endswith(" i kväll")


@pytest.mark.parametrize("after", [",", ", och", ";", "!", "?", ")", ".", ": hon"])
def test_also_where_the_sentence_goes_on(after):
    assert mask(f"Ring 070-123 45 67{after}").text == f"Ring ***{after}"


@pytest.mark.parametrize("said", ["tel:0701234567", "Tel.070-123 45 67", "tfn:+46701234567", "mobil:(070) 123 45 67"])
def test_also_right_behind_a_word_for_it(said):
    assert not any(c.isdigit() for c in mask(f"Ring {said} i kväll").text)


@pytest.mark.parametrize(
    "said",
    [
        "kl. 18.00–20.00", "2027-03-08", "2027-03-08 18:30", "20270308", "Smedjegatan 4, 831 30 Norrby", "12 000 kr",
        "640823-3235", "649923-3234", "1234567890", "8 mars 2027", "https://exempel.se/0701234567", "rum 0412",
        "10 x 20", "OCR 998877665544332211", "3,1415926535",
        "08.03.2027", "01.02.2027 18.30", "kl.08.30-10.15", "07.30–08.15", "v.08.2027", "(0412)",
    ],
)  # fmt: skip
def test_it_is_left(said):
    assert mask(said) == (said, False)
