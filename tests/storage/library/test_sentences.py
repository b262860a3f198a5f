"""Sentences, and passages of them."""

import pytest

from storage.library.sentences import LONG, LONGEST, STUB, passages, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def grouped(text: str) -> list[str]:
    return [text[start:end] for start, end in passages(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Vi delar ut t.ex. Flygblad och bl.a. Affischer.",
        "Mötet är kl. 18 på torget.",
        "Ca. 20 personer kom.",
        "Se s. 4 i häftet.",
        "Priset är 1.5 gånger högre.",
        "Den 8 mars firas ... i tysthet.",
    ],
)
def test_one_sentence_stays_one(text):
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi möts. Ni också!", ["Vi möts.", "Ni också!"]),
        ("Vem ringer? ”Jag!” Det var bra.", ["Vem ringer?", "”Jag!”", "Det var bra."]),
        ("Vi väntar… Sedan går vi.", ["Vi väntar…", "Sedan går vi."]),
        ("Slut.\n\nBörja om", ["Slut.", "Börja om"]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text, found):
    assert cut(text) == found


def test_short_sentences_are_one_passage_and_a_long_paragraph_is_several():
    sentence = "Vi " + "går " * 18 + "hem."
    assert grouped(" ".join([sentence] * 3)) == [" ".join([sentence] * 3)]
    assert [len(p.split()) for p in grouped(" ".join([sentence] * 4))] == [60, 20]


def test_a_stub_stays_with_what_it_belongs_to():
    full = "Vi " + "går " * (LONG - 2) + "hem."
    assert grouped(f"{full} Så är det.") == [f"{full} Så är det."]
    assert len(grouped(f"{full} {'Så ' * STUB}är det.")) == 2


def test_a_sentence_without_end_is_cut_so_that_it_can_be_quoted():
    assert [len(p.split()) for p in grouped("ord " * (2 * LONGEST + 1))] == [LONGEST, LONGEST, 1]
