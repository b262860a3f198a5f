"""A table is read in whatever an office program writes, or refused with the line and the column."""

import pytest

from bot.register import reading
from bot.register.columns import is_known, read_header
from bot.register.reading import MAX_BYTES, MAX_LINES, Refused

TABLE = "namn;partiförening\nÅsa Öst;Älmvik\n"
ROWS = [["namn", "partiförening"], ["Åsa Öst", "Älmvik"]]


def read(content: bytes | str) -> list[list[str]]:
    raw = content.encode() if isinstance(content, str) else content
    return [line.cells for line in reading.read(raw, is_known)]


def refused(content: bytes | str) -> tuple[int, int, str]:
    with pytest.raises(Refused) as error:
        reading.read(content.encode() if isinstance(content, str) else content, is_known)
    (trouble,) = error.value.troubles
    return tuple(trouble)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_whatever_wrote_it(encoding, separator, end):
    assert read(TABLE.replace(";", separator).replace("\n", end).encode(encoding)) == ROWS


def test_utf_16_with_the_other_byte_first():
    assert read(b"\xfe\xff" + TABLE.encode("utf-16-be")) == ROWS


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('namn;pf\n"Alva; N";Norrby', ["Alva; N", "Norrby"]),
        ('namn;pf\n"Alva ""A"" N";Norrby', ['Alva "A" N', "Norrby"]),
        ('namn;pf\n"Alva\nN";"Norrby"\n', ["Alva\nN", "Norrby"]),
        ("namn;pf\n;\n\nAlva;Norrby\n ; \n", ["Alva", "Norrby"]),
        ("namn, Alvas;pf\nAlva, N;Norrby", ["Alva, N", "Norrby"]),
        ("sep=,\nnamn,pf\nAlva;N,Norrby", ["Alva;N", "Norrby"]),
        ("namn;pf\nAlva;", ["Alva", ""]),
    ],
)
def test_cells(text, cells):
    assert read(text)[1:] == [cells]


def test_lines_are_counted_as_an_editor_does():
    lines = reading.read(b'namn;pf\n"a\nb";c\n\nd;e\n', is_known)

    assert [line.number for line in lines] == [1, 2, 5]


@pytest.mark.parametrize(
    ("content", "line", "column", "said"),
    [
        ("", 1, 0, "empty"),
        (" \n\n;;\n", 1, 0, "empty"),
        ('namn;pf\nAlva;"Norrby\nBirk;Norrby\n', 2, 2, "never closed"),
        ('namn;pf\n"Alva;Norrby\n"Birk";Norrby\n', 2, 1, "not the end of the cell"),
        ('namn;pf\nAl"va;Norrby\n', 2, 1, "inside the cell"),
        ("namn;pf\nAlva\n", 2, 2, "1 cells here, and 2"),
        ("namn;pf\nAlva;Norrby\nBirk;Norrby;x\n", 3, 3, "3 cells here, and 2"),
        ("namn;pf\nAlva;Nor\0rby\n", 2, 2, "U+0000"),
        ("namn;pf\nAl\x1bva;Norrby\n", 2, 1, "U+001B"),
        ("namn;pf\n" + "a" * 2001 + ";Norrby\n", 2, 1, "longer than 2000"),
        (";".join(["namn"] * 1_000_000), 1, 101, "more than 100 columns"),
        ("namn;pf\n" + "a;b\n" * MAX_LINES, MAX_LINES + 1, 0, "lines"),
        (b"a" * (MAX_BYTES + 1), 1, 0, "larger than 20 MB"),
        (b"PK\x03\x04\x14\x00", 1, 0, "workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81\x8d", 1, 0, "no text"),
        (b"\xff\xfea", 1, 0, "no text"),
        (b"namn;pf\nAlva\x81;Norrby\n", 1, 0, "no text"),
    ],
)  # fmt: skip
def test_what_is_no_table(content, line, column, said):
    found = refused(content)

    assert found[:2] == (line, column)
    assert said in found[2]


@pytest.mark.timeout(20)
def test_a_quote_that_is_never_closed_takes_no_time():
    assert refused('namn;pf\n"' + 'a""' * 3_000_000)[:2] == (2, 1)


@pytest.mark.parametrize(
    ("first", "column", "said"),
    [
        ("namn;ort", 0, "partiförening (branch)"),
        ("förnamn;pf", 0, "namn (name)"),
        ("namn;Name;pf", 2, "a second column for name"),
        ("a,b", 0, "namn (name) and none partiförening"),
    ],
)
def test_columns_that_are_missing_or_there_twice(first, column, said):
    with pytest.raises(Refused) as error:
        read_header(reading.read(f"{first}\n".encode(), is_known)[0])

    assert error.value.troubles[0][:2] == (1, column)
    assert said in error.value.troubles[0].text


@pytest.mark.parametrize(
    "first", ["Namn;Partiförening", "NAME;branch", "efternamn;Förnamn;PF", "* namn:;förening;skostorlek"]
)
def test_columns_in_other_words(first):
    header = read_header(reading.read(f"{first}\n".encode(), is_known)[0])

    assert header.unknown == [word for word in first.split(";") if word == "skostorlek"]
    assert len(header.places) == len(first.split(";")) - len(header.unknown)
