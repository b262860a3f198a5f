"""`bot plan …`, run as a command."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.errors import SetupError

PLANS = Path(__file__).parents[2] / "storage" / "library" / "plans"


class Library:
    """Commands on a database of their own."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'plans.db'}"

    def run(self, *args: object, stdin: str = "") -> Result:
        command = ["plan", *map(str, args), "--db", self.url]
        return CliRunner().invoke(app, command, input=stdin)

    def rows(self, *args: object, stdin: str = "") -> list[dict[str, object]]:
        return [json.loads(line) for line in self.run(*args, "--json", stdin=stdin).stdout.splitlines()]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_import_says_what_was_read(library):
    done = library.run("import", PLANS / "numrerad.txt")
    assert done.exit_code == 0
    assert done.stdout == (
        "numrerad.txt: Verksamhetsplan · Vänsterpartiet Fjällmark · 2031 · proposal · 4 headings, 10 passages\n"
    )


def test_a_refused_file_is_named_and_the_others_are_read(library, tmp_path):
    (tmp_path / "bild.txt").write_bytes(b"\x89PNG\x00\x00")
    done = library.run("import", tmp_path / "bild.txt", tmp_path / "saknas.txt", PLANS / "lindvik.md")
    assert done.exit_code == 1
    assert "bild.txt: refused, what is in it is no text" in done.stderr
    assert "saknas.txt: refused, No such file or directory" in done.stderr
    assert [row["source_name"] for row in library.rows("list")] == ["lindvik.md"]


def test_the_same_file_again_is_said_to_be_there(library):
    library.run("import", PLANS / "lindvik.md")
    (row,) = library.rows("import", PLANS / "lindvik.md")
    assert row["new"] is False
    assert len(library.rows("list")) == 1


def test_outline_of_a_file_and_of_a_number(library):
    (row,) = library.rows("import", PLANS / "lindvik.md")
    from_file = library.rows("outline", PLANS / "lindvik.md")
    assert library.rows("outline", row["id"]) == from_file
    (outline,) = from_file
    assert (outline["doc"], outline["years"], outline["proposal"]) == ("lindvik.md", [2030], False)
    assert outline["sections"][0] == {"title": "Medlemmar", "level": 1, "paras": []}


def test_outline_for_people(library):
    assert library.run("outline", PLANS / "numrerad.txt").stdout.splitlines()[:4] == [
        "Verksamhetsplan",
        "Vänsterpartiet Fjällmark · 2031 · proposal",
        "“Distriktsstyrelsens förslag: VERKSAMHETSPLAN”",
        "  ETT ÅR FÖR FJÄLLEN [1–2]",
    ]


@pytest.mark.parametrize("source", ["7", "saknas.txt", "pyproject.toml"])
def test_outline_of_nothing_is_one_line(library, source):
    done = library.run("outline", source)
    assert isinstance(done.exception, SetupError)
    assert len(str(done.exception).splitlines()) == 1


def test_ask_says_what_the_chat_says(library):
    library.run("import", PLANS / "lindvik.md", PLANS / "bockar.txt")
    assert library.run("ask", "finns det barnvakt?").stdout.splitlines()[:3] == [
        "> Barnvakt finns på alla möten som varar längre än en timme.",
        "Arbetsplan 2030, Partiföreningen Lindvik",
        "Planen är antagen.",
    ]
    assert "Det står inte i planen" in library.run("ask", "vargjakt").stdout


def test_answer_reads_questions_and_quotes_exactly(library):
    library.run("import", *PLANS.iterdir())
    stdin = '{"id": "a", "question": "pride till sjöss"}\n\n{"id": "b", "question": "vargjakt"}\n'
    first, second = library.rows("answer", stdin=stdin)
    assert (first["id"], first["answered"], first["results"][0]["doc"]) == ("a", True, "bockar.txt")
    assert first["results"][0]["text"] in (PLANS / "bockar.txt").read_text("utf-8")
    assert 0 < first["results"][0]["score"] <= 1
    assert second == {"id": "b", "answered": False, "results": []}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', "7"])
def test_answer_names_the_line_it_cannot_read(library, line):
    library.run("import", PLANS / "lindvik.md")
    done = library.run("answer", stdin=f"{line}\n")
    assert isinstance(done.exception, SetupError)
    assert str(done.exception).startswith("line 1 is not")
