"""Everything that is measured, part by part; prints the tables of docs/benchmarks.md (`--write` puts them there)."""

import argparse
import os
import platform
import sys
from collections.abc import Callable

from benchmarks import broadcast, commands, lists, members, page, pending, rush, survival
from bot.app import keep_start

RUNS = 3
PARTS: dict[str, Callable[[int], str]] = {
    "commands": commands.run,
    "broadcast": lambda _runs: broadcast.run("telegram"),
    "slack": lambda _runs: broadcast.run("slack"),
    "pending": lambda _runs: pending.run(),
    "survival": lambda _runs: survival.run(),
    "rush": lambda _runs: rush.run(),
    "lists": lambda _runs: lists.run(),
    "members": lambda _runs: members.run(),
}


def read_arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", nargs="+", action="extend", choices=PARTS, metavar="PART", help=", ".join(PARTS))
    options.add_argument("--runs", type=int, default=RUNS, help="how many turns of the commands")
    options.add_argument("--write", action="store_true", help="put each table that was made into docs/benchmarks.md")
    return options.parse_args()


def main() -> None:
    chosen = read_arguments()
    keep_start()  # a pretend platform that stalls would refuse what came in time
    machine = f"Measured on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}."
    for part in chosen.only or PARTS:
        print(f"{part} …", file=sys.stderr)
        told = f"{machine} {PARTS[part](chosen.runs)}"
        print(f"\n{told}")
        if chosen.write:
            page.write(part, told)


main()
