"""The pages that people read: their links lead somewhere, what they name exists, and nothing local has slipped in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from bot.cli.docs import FOLDER, fill
from bot.cli.docs import PAGES as FILLED
from bot.play import player
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], key=lambda page: page.name)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]

FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
SETTING = re.compile(r"^ *([A-Z][A-Z_]+)=", re.MULTILINE)
COMMAND = re.compile(r"(?:`|bin/)bot ([a-z]+)")

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "deb.deb" + "ian.org", "crates" + ".io"]
HOMES = re.compile("/(?:" + "|".join(["ho" + "me", "Us" + "ers", "ro" + "ot", "wo" + "rk"]) + r")/[\w.-]+")
# What tools leave behind, and what is everybody's own.
NOT_OURS = {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache"} | {
    "__pycache__",
    "build",
    "data",
    "dist",
}


def prose(page: Path) -> str:
    return INLINE.sub("", FENCED.sub("", page.read_text("utf-8")))


def anchors(page: Path) -> set[str]:
    """What can stand behind # for this page, the way that GitHub makes it of the headings."""
    headings = HEADING.findall(FENCED.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every text of the project."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in NOT_OURS and path.suffix != ".egg-info":
            yield from files(path)
        elif path.is_file() and path.name != ".env" and b"\0" not in path.read_bytes()[:1024]:
            yield path


def test_the_first_screen_says_how_to_begin() -> None:
    first = "\n".join((ROOT / "README.md").read_text("utf-8").splitlines()[:40])
    missing = [words for words in ("make chat", "make test", "Telegram", "Slack") if words not in first]
    assert missing == []


def test_the_chat_on_the_first_screen_is_true() -> None:
    first = FENCED.search((ROOT / "README.md").read_text("utf-8"))
    assert first is not None
    played = player.run(first[0].strip("`\n"), platform="terminal")
    assert [str(wrong) for step in played if (wrong := step.difference())] == []
    assert sum(bool(step.heard) for step in played) == 2


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    broken = []
    for target, anchor in LINK.findall(prose(page)):
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(f"{target}#{anchor}" if anchor else target)
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_settings_that_are_named_exist(name: str) -> None:
    named = SETTING.findall((ROOT / name).read_text("utf-8"))
    assert {setting for setting in named if setting.lower() not in Settings.model_fields} == set()


@pytest.mark.parametrize("name", NAMES)
def test_commands_that_are_named_exist(name: str) -> None:
    program = get_command(app)
    assert isinstance(program, TyperGroup)
    named = COMMAND.findall((ROOT / name).read_text("utf-8"))
    assert {command for command in named if command not in program.commands} == set()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("kommandon.md", "| `/"),
        ("kommandon.md", "| `bot "),
        ("rattigheter.md", "| bjuda in | "),
        ("integritet.md", "| Den som lämnat partiet | 30 dygn |"),
    ],
)
def test_the_tables_that_are_made_are_current(name: str, begins: str) -> None:
    page = (FOLDER / name).read_text("utf-8")
    assert fill(page) == page
    assert begins in page
    assert name in FILLED


def test_nothing_of_this_machine_or_of_a_registry() -> None:
    found = []
    for path in files():
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if HOMES.search(line) or any(host in line for host in REGISTRIES):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []
