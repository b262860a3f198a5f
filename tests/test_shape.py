"""The shape that the code keeps: sizes, names, and where a bug may be caught."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers
from bot.play import transcript
from bot.play.scene import Cast
from bot.texts import languages, texts

ROOT = Path(__file__).parents[1]
PROGRAM = ("bot", "handlers", "storage", "reminders")
FILE_LINES, FUNCTION_LINES = 300, 30
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "base", "misc"}
UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """Every Python file by its path from here. Alembic writes the migrations, so their shape is its own."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "versions" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text("utf-8")


ALL = dict(sources(*PROGRAM, "tests", "benchmarks"))
TREES = {path: ast.parse(text) for path, text in ALL.items()}


def functions() -> Iterator[tuple[str, int]]:
    """The name and the number of lines of each, docstring and decorators counted (above a test they are a table)."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                above = [] if path.startswith("tests") else node.decorator_list
                first = min([node.lineno, *(decorator.lineno for decorator in above)])
                yield f"{path}:{node.name}", node.end_lineno - first + 1


def caught(name: str) -> Counter[str]:
    """How often this exception ends in each file of the program: caught and not raised again, or suppressed."""
    found: Counter[str] = Counter()
    for path, tree in TREES.items():
        if path.startswith(PROGRAM):
            found[path] += sum(name in names(kind) for node in ast.walk(tree) for kind in ended(node))
    return +found


def ended(node: ast.AST) -> list[ast.expr | None]:
    """The exceptions that go no farther than this `except` or `suppress`."""
    match node:
        case ast.ExceptHandler(body=[*_, ast.Raise(exc=None)]):
            return []
        case ast.ExceptHandler(type=kind):
            return [kind]
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=kinds):
            return list(kinds)
    return []


def names(kind: ast.expr | None) -> set[str]:
    """What is named behind `except`; everything, when nothing is."""
    if kind is None:
        return {"Exception", "BaseException"}
    return {node.id for node in ast.walk(kind) if isinstance(node, ast.Name)}


def test_there_is_something_to_measure():
    assert len(ALL) > 100
    assert len(list(functions())) > 500


def test_no_file_is_long():
    assert {path: n for path, text in ALL.items() if (n := len(text.splitlines())) > FILE_LINES} == {}


def test_no_function_is_long():
    assert {name: lines for name, lines in functions() if lines > FUNCTION_LINES} == {}


def test_every_module_says_what_it_is_for():
    assert [path for path, tree in TREES.items() if tree.body and not ast.get_docstring(tree)] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [path for path in ALL if VAGUE & set(Path(path).with_suffix("").parts)] == []


def test_a_bug_may_end_in_three_places_only():
    assert caught("Exception") == {"bot/dispatch.py": 1, "reminders/deliver.py": 1, "reminders/scheduler.py": 1}
    assert set(caught("BaseException")) <= {"bot/jobs.py"}


def test_nothing_is_left_undone():
    assert [f"{path}: {found[0]}" for path, text in ALL.items() if (found := UNDONE.search(text))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests/transcripts").glob("*.txt")), ids=lambda path: path.stem)
def test_a_transcript_is_played_by_the_sample_district(path):
    cast = Cast("terminal")
    steps = transcript.read(path.read_text("utf-8"))

    said = [step for step in steps if step.kind == "say"]
    assert said
    assert {step.who for step in said} <= set(cast.people())
    assert {step.group for step in said} <= {"", *cast.groups()}


@pytest.mark.parametrize("language", languages())
def test_help_knows_every_command(language):
    entries = texts(language).entries
    listed = [command.name for command in handlers.build().listed if command.menu]

    assert listed
    assert [name for name in listed if not entries.get(f"help.command.{name}")] == []
