"""Plans in several layouts, understood."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.library.outline import PlanText, mended, read_outline

PLANS = Path(__file__).with_name("plans")
BODY = "Vi ska hålla åtta möten under året och ringa alla nya medlemmar."


def outline(name: str) -> PlanText:
    return read_outline((PLANS / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "numrerad.txt",
            (
                "Verksamhetsplan",
                "Vänsterpartiet Fjällmark",
                (2031,),
                "proposal",
                "Distriktsstyrelsens förslag: VERKSAMHETSPLAN",
            ),
        ),
        (
            "bockar.txt",
            (
                "Verksamhetsplan 2029–2030",
                "Vänsterpartiet Skärkusten",
                (2029, 2030),
                "proposal",
                "Förslag Verksamhetsplan, 2029–2030.",
            ),
        ),
        (
            "lindvik.md",
            (
                "Arbetsplan 2030",
                "Partiföreningen Lindvik",
                (2030,),
                "adopted",
                "Antagen av årsmötet den 9 mars 2030",
            ),
        ),
        (
            "radbruten.txt",
            (
                "Verksamhetsplan 2032",
                "Vänsterpartiet Grankulla",
                (2032,),
                "adopted",
                "Fastställd på årsmötet 2032-02-14",
            ),
        ),
    ],
)
def test_what_a_plan_says_of_itself(name, says):
    read = outline(name)
    assert (read.title, read.organisation, read.years, read.status, read.status_words) == says
    assert read.proposal == (read.status == "proposal")


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        (
            "numrerad.txt",
            [
                ("ETT ÅR FÖR FJÄLLEN", 1, (1, 2)),
                ("SAMLAS OCH MÄRKAS", 1, (3,)),
                ("UPPDRAG TILL STYRELSEN", 2, (4,)),
                ("HJÄLP TILL FÖRENINGARNA", 1, (5, 6)),
            ],
        ),
        (
            "bockar.txt",
            [
                ("Vår uppgift: Lyssna, pröva, växa.", 1, ()),
                ("Starkare på bryggorna", 1, ()),
                ("Regnbågar på havet.", 1, ()),
            ],
        ),
        ("lindvik.md", [("Medlemmar", 1, ()), ("Avgifter", 2, ()), ("Möten", 1, ()), ("Lokal", 3, ())]),
        (
            "radbruten.txt",
            [("Studier", 1, ()), ("Kampanjer", 1, ()), ("Torgmöten", 2, ()), ("Insändare", 2, ())],
        ),
    ],
)
def test_headings_with_levels_and_paragraph_numbers(name, sections):
    assert [(s.title, s.level, s.paras) for s in outline(name).sections] == sections


@pytest.mark.parametrize("name", sorted(p.name for p in PLANS.iterdir()))
def test_passages_are_the_plan_s_own_words_in_order(name):
    text = (PLANS / name).read_text("utf-8")
    passages = read_outline(text).passages
    assert len(passages) > 3
    assert all(p.text == text[p.start : p.end] for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))


def test_a_passage_knows_its_paragraph_and_headings():
    found = next(p for p in outline("numrerad.txt").passages if p.text.startswith("Köpa in"))
    assert (found.para, found.heading) == (4, "SAMLAS OCH MÄRKAS › UPPDRAG TILL STYRELSEN")


def test_a_page_break_in_a_sentence_does_not_break_the_passage():
    (found,) = (p for p in outline("numrerad.txt").passages if p.para == 2)
    assert mended(found.text).endswith(
        "telefonkvällar och digitala möten, och vi betalar resan för den som måste åka långt."
    )


def test_checked_bullets_are_passages_of_their_own_without_the_line_above_them():
    texts = [p.text for p in outline("bockar.txt").passages]
    assert "Utbilda två båtvärdar i varje förening." in texts
    assert not any(text.startswith("Under verksamhetsåren") for text in texts)


def test_what_stands_on_every_page_is_in_no_passage():
    texts = [p.text for p in outline("radbruten.txt").passages]
    assert not any("Grankulla" in text or "...." in text or "\f" in text for text in texts)


def test_the_last_item_of_a_list_is_no_heading():
    assert "Barnvakt finns på alla möten som varar längre än en timme." in [
        p.text for p in outline("lindvik.md").passages
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("ar-\nbetsrätt", "arbetsrätt"),
        ("Jul- \noch vinterläsning", "Jul- och vinterläsning"),
        ("SAM- ORDNING", "SAMORDNING"),
        ("2029-\n2030", "2029- 2030"),
        ("8 mars-\nTåget", "8 mars- Tåget"),
    ],
)
def test_broken_words_are_mended_for_reading(broken, whole):
    assert mended(broken) == whole


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Antagen av årsmötet 2030-03-01", "adopted"),
        ("Styrelsens förslag, antaget av årsmötet 2030-03-01", "adopted"),
        ("Förslag att antas av årsmötet", "proposal"),
        ("Förslag som ska bli antaget i mars", "proposal"),
        ("Utkast till verksamhetsplan", "proposal"),
        ("Ett år kvar till valet", "unknown"),
    ],
)
def test_proposal_adopted_or_unmarked(line, status):
    assert read_outline(f"Verksamhetsplan 2030\n\n{line}\n\nInledning\n\n{BODY}").status == status


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Verksamhetsplan 2023–2024", (2023, 2024)),
        ("Verksamhetsplan 2023/24", (2023, 2024)),
        ("Verksamhetsplan 2026-2029", (2026, 2027, 2028, 2029)),
        ("Verksamhetsplan dåk2012", (2012,)),
        ("Verksamhetsplan 2024-01-15", (2024,)),
        ("Verksamhetsplan", ()),
    ],
)
def test_years(line, years):
    assert read_outline(f"{line}\n\n{BODY}").years == years


@pytest.mark.parametrize(
    ("text", "passages"),
    [("", 0), ("\f\f", 0), ("Hej", 0), ("- \n- ", 0), ("#", 0), ("[1]", 0), ("." * 5000, 0), ("[1] ord " * 5000, 67)],
)
def test_hardly_a_plan_is_still_read(text, passages):
    assert len(read_outline(text).passages) == passages


def test_a_paragraph_number_may_stand_on_a_line_of_its_own():
    for words in ("Vi ringer alla nya medlemmar inom en vecka.", "vi ringer alla nya medlemmar inom en vecka."):
        (found,) = read_outline(f"Verksamhetsplan 2030\n\n[7]\n{words}").passages
        assert (found.para, found.text) == (7, words)


MARKS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\f",
        "- ",
        "- ✓ ",
        "# ",
        "## ",
        "[12] ",
        "1. ",
        "2.1 ",
        "**",
        "KAMPANJER\n\n",
        "Studier\n",
        ". ",
        "t.ex. ",
        "-\n",
    ]
)
TEXTS = st.lists(st.one_of(MARKS, st.text("abc ÅÄÖåäö.!?:,-*#[]0123\n\t\u00ad", max_size=30)), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_whatever_is_written_passages_are_cut_from_it_in_order(text):
    passages = read_outline(text).passages
    assert all(p.text == text[p.start : p.end] and p.text.strip() == p.text != "" for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
