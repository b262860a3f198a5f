"""`bot docs`: the page of commands tells what there is."""

import pytest

from bot.cli import docs
from tests.bot.cli.running import run

STALE = "<!-- chat -->\n\n| Skriv | Vem | Gör |\n| --- | --- | --- |\n| `/borta` | alla | försvann |\n\nOrd.\n"


@pytest.fixture
def page(tmp_path, monkeypatch):
    found = tmp_path / "kommandon.md"
    found.write_text(STALE, "utf-8")
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    monkeypatch.setattr(docs, "PAGES", [found.name])
    return found


def test_a_stale_page_is_told_and_left_alone(monkeypatch, page):
    code, _, complaint = run(monkeypatch, "docs", "--check")

    assert (code, complaint.splitlines()[-1]) == (1, "bot: docs/kommandon.md is stale: run `bot docs`")
    assert page.read_text("utf-8") == STALE


def test_its_tables_are_written_anew_and_the_words_stay(monkeypatch, page):
    assert run(monkeypatch, "docs")[0] == 0

    text = page.read_text("utf-8")
    assert "`/borta`" not in text
    assert "nasta-aktivitet" in text
    assert text.endswith("\n\nOrd.\n")
    assert run(monkeypatch, "docs", "--check")[0] == 0


def test_a_page_that_is_not_there(monkeypatch, page):
    page.unlink()

    assert run(monkeypatch, "docs")[2].splitlines()[-1].startswith("bot: docs/kommandon.md comes with the source")
