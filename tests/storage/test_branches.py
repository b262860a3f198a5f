"""Finding a branch by what people call it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import branches
from storage.branches import fold


def names(district, word: str) -> tuple[str, tuple[str, ...]]:
    found = branches.find(district, word)
    return found.branch.name if found.branch else "", found.near


@pytest.mark.parametrize(
    "word",
    ["Södersjö", "södersjö", "SÖDERSJÖ", "sodersjo", "Sodersjo", "sdr", " Södersjö ", "Södersjö\u0000"[:8],
     unicodedata.normalize("NFD", "Södersjö"), unicodedata.normalize("NFKC", "Södersjö")],
)  # fmt: skip
def test_one_branch_in_all_its_spellings(district, word):
    assert names(district, word) == ("Södersjö", ())


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("Södersö", ("Södersjö",)),
        ("Norby", ("Norrby",)),
        ("Stensjöholmen", ("Stensjöholm",)),
        ("Nоrrby", ("Norrby",)),  # the o is Cyrillic: another name, and nobody can see it
        ("Atlantis", ()),
        ("", ()),
        ("%", ()),
        ("_", ()),
        ("'; DROP TABLE branch;--", ()),
        ("\\", ()),
    ],
)
def test_no_branch_but_perhaps_the_nearest(district, word, near):
    assert names(district, word) == ("", near)


def test_every_branch_is_found_by_each_of_its_names(district):
    for branch in branches.listed(district):
        for word in branches.spellings(branch):
            assert branches.find(district, word).branch == branch


def test_they_are_listed_by_name(district):
    listed = [branch.name for branch in branches.listed(district)]

    assert len(listed) == 12
    assert {"Norrby", "Älmvik", "Österäng"} <= set(listed)
    assert listed[:3] == ["Bruksäng", "Granhult", "Harafors"]


def test_a_name_by_its_id(district):
    branch = branches.find(district, "Norrby").branch

    assert branches.name(district, branch.id) == "Norrby"
    assert branches.name(district, None) == branches.name(district, 999) == ""


@given(st.text())
def test_folded_twice_is_folded_once(word):
    assert fold(fold(word)) == fold(word)
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))
