"""A list on paper: A4, letters that can be read outdoors, a box to tick for each name. Data in, PDF out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple, cast

from fpdf import FPDF
from fpdf.errors import FPDFException
from fpdf.fonts import TTFFont

from bot.pictures.lettering import FOLDER, legible
from bot.pictures.sheets import Line, Sheet, Table

FAMILY = "DejaVu"
# Millimetres of an A4 page, and points.
MARGIN, BOTTOM, WIDTH = 15.0, 18.0, 180.0
BOX, BOX_COLUMN, FRIENDS_COLUMN, BRINGS_COLUMN, GAP = 6.5, 12.0, 24.0, 54.0, 2.0
NAME_COLUMN = WIDTH - BOX_COLUMN - FRIENDS_COLUMN - BRINGS_COLUMN
TITLE, HEAD, NAME, SMALL = 20, 15, 14, 11
LINE, PAD = 6.2, 2.4


class Row(NamedTuple):
    """A line as it is laid out: its name on so many lines, and its height."""

    line: Line
    names: list[str]
    height: float


class Paper(FPDF):
    """Numbers its pages at the foot."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__("portrait", "mm", "A4")
        self.sheet = sheet
        self.add_font(FAMILY, "", FOLDER / "DejaVuSans.ttf")
        self.add_font(FAMILY, "B", FOLDER / "DejaVuSans-Bold.ttf")
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=False)
        self.set_title(legible(sheet.title))
        self.set_lang(sheet.language)
        self.set_creation_date(datetime.fromisoformat(sheet.made_at))
        self.set_line_width(0.3)

    def footer(self) -> None:
        self.set_y(-BOTTOM + 6)
        self.set_font(FAMILY, "", SMALL)
        self.cell(WIDTH, LINE, self.sheet.page.format(page=self.page_no(), pages="{nb}"), align="R")

    def write_lines(self, text: str, size: int, *, bold: bool = False, width: float = WIDTH) -> None:
        """A text from the left margin, on as many lines as it needs."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_x(MARGIN)
        self.multi_cell(width, size * 0.45, legible(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def fitted(self, text: str, width: float) -> list[str]:
        """The lines that a text takes up; a word that is wider than all of it is broken."""
        text = legible(text)
        if self.get_string_width(text) <= width - 2 * self.c_margin:
            return [text]
        found = self.multi_cell(width, LINE, text, align="L", dry_run=True, output="LINES")
        return cast("list[str]", found)

    def has_room(self, height: float) -> bool:
        return self.get_y() + height <= self.h - BOTTOM


def print_sheet(sheet: Sheet) -> bytes:
    """The same bytes for the same sheet.

    Raises:
        ValueError: it cannot be printed.

    """
    try:
        with laid_on(sheet) as paper:
            return bytes(paper.output())
    except FPDFException as error:
        raise ValueError(str(error)) from error


@contextmanager
def laid_on(sheet: Sheet) -> Iterator[Paper]:
    """The paper with all of it. fpdf2 leaves the font's files open."""
    paper = Paper(sheet)
    try:
        paper.add_page()
        paper.write_lines(sheet.title, TITLE, bold=True)
        paper.ln(1)
        for fact in sheet.facts:
            paper.write_lines(fact, NAME)
        for table in sheet.tables:
            add_table(paper, table)
        yield paper
    finally:
        for font in paper.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()


def add_table(paper: Paper, table: Table) -> None:
    """Its head never stands alone at the foot of a page, and comes again on the next."""
    paper.set_font(FAMILY, "", NAME)
    rows = list(laid_out(paper, table))
    first = rows[0].height if rows else LINE
    if not paper.has_room(5 + HEAD * 0.45 * 2 + LINE + first):
        paper.add_page()
    paper.ln(5)
    paper.write_lines(table.head, HEAD, bold=True)
    if rows:
        add_columns(paper)
    else:
        paper.write_lines(table.empty, NAME)
    for row in rows:
        if not paper.has_room(row.height):
            begin_again(paper, table)
            add_columns(paper)
        add_row(paper, row)
    if table.foot:
        add_foot(paper, table)


def begin_again(paper: Paper, table: Table) -> None:
    paper.add_page()
    paper.write_lines(f"{table.head} {paper.sheet.again}", HEAD, bold=True)


def add_foot(paper: Paper, table: Table) -> None:
    """A line of its own, under the last."""
    if not paper.has_room(LINE + 2 * PAD):
        begin_again(paper, table)
    paper.ln(PAD)
    paper.write_lines(table.foot, NAME)


def laid_out(paper: Paper, table: Table) -> Iterator[Row]:
    """Each line with what stands on its lines, and so its height."""
    for line in table.lines:
        names = paper.fitted(line.name, NAME_COLUMN - GAP)
        yield Row(line, names, len(names) * LINE + 2 * PAD)


def add_columns(paper: Paper) -> None:
    paper.set_font(FAMILY, "B", SMALL)
    paper.ln(1)
    widths = (BOX_COLUMN, NAME_COLUMN, FRIENDS_COLUMN, BRINGS_COLUMN)
    for word, width in zip(paper.sheet.columns, widths, strict=True):
        paper.cell(width, LINE, word)
    paper.ln(LINE + 0.5)
    paper.line(MARGIN, paper.get_y(), MARGIN + WIDTH, paper.get_y())


def add_row(paper: Paper, row: Row) -> None:
    """A box, the name, the friends, and room to write what they bring."""
    top, left, height = paper.get_y(), MARGIN + BOX_COLUMN, row.height
    paper.rect(MARGIN + 1, top + (height - BOX) / 2, BOX, BOX)
    paper.set_font(FAMILY, "", NAME)
    if row.line.ticked:
        paper.text(MARGIN + 1.8, top + (height + BOX) / 2 - 1.4, "✓")
    for number, name in enumerate(row.names):
        paper.set_xy(left, top + PAD + number * LINE)
        paper.cell(NAME_COLUMN, LINE, name)
    paper.set_xy(left + NAME_COLUMN, top + PAD)
    paper.cell(FRIENDS_COLUMN, LINE, row.line.friends)
    paper.line(MARGIN, top + height, MARGIN + WIDTH, top + height)
    paper.set_y(top + height)
