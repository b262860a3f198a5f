"""The table of faults and bad inputs: every number is there, and every test that it names exists."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = tomllib.loads((ROOT / "tests/faults.toml").read_text("utf-8"))
WANTED = {
    "fault": [range(1, 7), range(13, 27), (31, 33, 34, 35, 39), range(41, 49)],
    "input": [(20, 22), range(26, 46), range(59, 70), range(77, 81), (82, 84)],
}
ROWS = [(f"{kind} {number}", row) for kind, rows in TABLE.items() for number, row in rows.items()]
rows = pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[name for name, _ in ROWS])


@cache
def names_in(path: str) -> set[str]:
    """The names of the tests in a file, without importing it."""
    file = ROOT / path
    tree = ast.parse(file.read_text("utf-8") if file.is_file() else "")
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return {name for name in found if name.startswith("test_")}


@pytest.mark.parametrize("kind", WANTED)
def test_every_number_is_there_in_its_order(kind):
    numbers = [int(number) for number in TABLE[kind]]

    assert {number for span in WANTED[kind] for number in span} - set(numbers) == set()
    assert numbers == sorted(numbers)


@rows
def test_it_says_what_it_is_and_which_tests_show_it(row):
    assert {"is", "tests"} <= row.keys() <= {"is", "tests", "open"}
    assert row["is"]
    assert row["tests"]
    assert len(set(row["tests"])) == len(row["tests"])


@rows
def test_every_test_that_is_named_exists(row):
    split = [named.partition("::") for named in row["tests"]]

    assert [f"{path}::{name}" for path, _, name in split if name not in names_in(path)] == []


def test_a_test_that_is_not_there_would_be_missed():
    assert "test_a_test_that_is_not_there_would_be_missed" in names_in("tests/test_faults.py")
    assert names_in("tests/test_nothing_of_the_kind.py") == set()
