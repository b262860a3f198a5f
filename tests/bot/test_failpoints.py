"""A program that is told to die somewhere does so there, at the time that was meant, and nowhere else."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.places import IMPORT, MIGRATION, PLACES

ROOT = Path(__file__).parents[2]
PASS_TWICE = "from bot.failpoints import reach; reach('a'); print(1); reach('b'); print(2); reach('a'); print(3)"


@pytest.mark.parametrize(
    ("fail_at", "said", "code"),
    [
        ("", "1 2 3", 0),
        ("a", "", -signal.SIGKILL),
        ("a:1", "", -signal.SIGKILL),
        ("b", "1", -signal.SIGKILL),
        ("a:2", "1 2", -signal.SIGKILL),
        ("a:3", "1 2 3", 0),
        ("c", "1 2 3", 0),
    ],
)
def test_it_dies_where_it_is_told_to(fail_at: str, said: str, code: int):
    env = {"FAIL_AT": fail_at, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-u", "-c", PASS_TWICE], env=env, capture_output=True, text=True, check=False)

    assert (run.stdout.split(), run.returncode) == (said.split(), code)


def test_the_tests_know_every_place():
    sources = [path for room in ("bot", "reminders", "handlers", "storage") for path in (ROOT / room).rglob("*.py")]
    found = [name for path in sources for name in re.findall(r'failpoints\.reach\("([a-z.]+)"\)', path.read_text())]

    assert sorted(found) == sorted([*PLACES, IMPORT, *MIGRATION])
