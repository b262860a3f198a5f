"""A list on paper: its pages, that every name is on it, and that no name can break it."""

import re
import zlib
from dataclasses import replace

import pytest

from bot.pictures import Line, Sheet, Table, paint, sketch
from bot.pictures.paper import BOTTOM, NAME_COLUMN, laid_on
from bot.pictures.sketches import read

LONG = "Anna-Karin Fågelström von Österberg-Åkerlund Ångström Öländs"
NASTY = ("Å" * 60, LONG, "Имя", "*fet* <b> \\ {x}", "", "\u202eannA", "a\tb\nc", "\ud800", "👩‍👩‍👧")


def sheet(*tables: Table, page: str = "Sida {page} av {pages}") -> Sheet:
    columns = ("Kom", "Namn", "Vänner", "Tar med")
    return Sheet("Flygblad – åt alla", ("Var: Åby",), tables, columns, page, "(fortsättning)", "sv",
                 "2027-02-08T08:00:00+00:00")  # fmt: skip


def table(count: int, name: str = "Åsa Ö. {}") -> Table:
    return Table("kl. 11.00–12.00", tuple(Line(name.format(n)) for n in range(count)), empty="Ingen")


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", content))


def test_it_is_a_pdf_on_a4_and_the_same_every_time():
    sketched = sketch(sheet(table(3)))

    content = paint(sketched)
    assert content.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 595.28 841.89]" in content
    assert content == paint(sketched)
    assert read(sketched) == sheet(table(3))


@pytest.mark.parametrize(("count", "number"), [(1, 1), (16, 1), (30, 2), (200, 10)])
def test_as_many_pages_as_it_takes(count, number):
    assert pages(paint(sketch(sheet(table(count))))) == number


def test_every_line_stands_above_the_foot():
    with laid_on(sheet(table(200, LONG), table(0), table(30))) as paper:
        assert paper.page_no() > 20
        assert paper.get_y() <= paper.h - BOTTOM


def test_a_head_is_not_left_alone_at_the_foot_of_a_page():
    """However many there are before it, a name stands below each head, or it comes on the next page."""
    for count in range(10, 20):
        with laid_on(sheet(table(count))) as one, laid_on(sheet(table(count), table(1))) as two:
            began_at = two.get_y() if two.page_no() > one.page_no() else two.get_y() - one.get_y()
            assert began_at > 20


def test_sixty_signs_fit_in_their_column():
    with laid_on(sheet()) as paper:
        paper.set_font("DejaVu", "", 14)
        for name in ("Å" * 60, LONG, "W" * 60):
            lines = paper.fitted(name, NAME_COLUMN - 2)
            assert "".join(lines).replace(" ", "") == name.replace(" ", "")
            assert all(paper.get_string_width(line) <= NAME_COLUMN for line in lines)


@pytest.mark.parametrize("name", NASTY)
def test_no_name_breaks_it(name):
    content = paint(sketch(sheet(Table(name, (Line(name, "+1", ticked=True),)))))

    assert pages(content) == 1
    assert any(zlib.decompress(part) for part in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)[:1])


def test_the_foot_of_a_table_stands_under_its_last_line_or_on_the_next_page():
    for count in range(16, 20):
        with laid_on(sheet(table(count))) as plain, laid_on(sheet(replace(table(count), foot="7"))) as noted:
            is_below = noted.page_no() == plain.page_no() and noted.get_y() > plain.get_y()
            assert is_below or noted.page_no() > plain.page_no()
            assert noted.get_y() <= noted.h - BOTTOM
