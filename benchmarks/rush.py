"""The last ten places: two hundred press at the same moment, through the whole path, beside the usual ways to do it."""

import json
import subprocess
import sys
from functools import partial
from statistics import median
from typing import Any

from benchmarks import page
from benchmarks.commands import has_postgres, in_database
from benchmarks.pressing import PEOPLE, PLACES

RUNS = 3
PEERS = {
    "the bot on Telegram, all of it": "bot",
    "SQLModel, look and then insert": "looks",
    "SQLModel, BEGIN IMMEDIATE": "immediate",
}
HEAD = ("way", "accepted", "in order", "errors", "the last one answered, ms", "p99 ms", "presses/s")


def run() -> str:
    parts = [table("SQLite")]
    if has_postgres():
        parts.append(table("PostgreSQL"))
    intro = f"{PEOPLE} people, {PLACES} places left, 5 000 other sign-ups; medians of {RUNS} runs in turn."
    return "\n\n".join([intro, *parts])


def table(engine: str) -> str:
    ways = {name: way for name, way in PEERS.items() if engine == "SQLite" or way != "immediate"}
    found: dict[str, list[dict[str, Any]]] = {}
    for _ in range(RUNS):
        for name, way in ways.items():
            found.setdefault(name, []).append(in_database(engine, partial(press, way)))
    return f"{engine}:\n\n{page.grid(HEAD, [row(name, runs) for name, runs in found.items()])}"


def press(way: str, url: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pressing", way, url], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{way}: {done.stderr}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def row(name: str, runs: list[dict[str, Any]]) -> tuple[str, ...]:
    def middle(what: str) -> float:
        return float(median(run[what] for run in runs))

    accepted = sorted(run["accepted"] for run in runs)
    said = str(accepted[0]) if accepted[0] == accepted[-1] else f"{accepted[1]} ({accepted[0]}–{accepted[-1]})"
    order = "–" if any(run["ordered"] is None for run in runs) else "yes" if all(r["ordered"] for r in runs) else "no"
    last, p99, rate = (f"{middle(what):.0f}" for what in ("last", "p99", "rate"))
    return name, said, order, f"{middle('errors'):.0f}", last, p99, rate
