"""No cell that is written is a formula, and each can be read again as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.register.entries import read_phone, tidy
from bot.register.sheet import guarded, spelled, unguarded, write_line

LEADS = "=+-@\t\r＝＋－＠%|"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=cmd|'/c calc'!A0", "'=cmd|'/c calc'!A0"),
        (" =1+1", "'=1+1"),
        ("\u00a0=1+1", "'=1+1"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("ok\n=1", "ok =1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+1", "'-1+1"),
        ("+1+1", "'+1+1"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("Åsa-Lena O'Hara", "Åsa-Lena O'Hara"),
        ("", ""),
    ],
)
def test_what_could_be_a_formula(cell, written):
    assert guarded(cell) == written


@given(st.text())
def test_what_is_written_begins_like_no_formula(cell):
    written = guarded(cell)

    assert not written.lstrip().startswith(tuple(LEADS)) or written.replace(" ", "").lstrip("+").isdecimal()
    assert len(written.splitlines()) <= 1


@given(st.text().map(tidy))
def test_it_can_be_read_again(cell):
    assert unguarded(guarded(cell)) == cell


@given(st.lists(st.text(), min_size=1))
def test_a_line_is_a_line(cells):
    (read,) = csv.reader(io.StringIO(write_line(cells)), delimiter=";", strict=True)

    assert read == [guarded(cell) for cell in cells]


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_phone_number_is_readable_and_no_sum(phone):
    written = guarded(spelled(phone))

    assert written.startswith(phone[:3] + " ")
    assert read_phone(written) == phone
