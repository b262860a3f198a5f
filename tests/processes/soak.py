"""`python -m tests.processes.soak`: a thousand kills and what came of them, as the table of docs/soak.md."""

import argparse
import asyncio
import os
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import typer

from tests.processes.killing import ANYWHERE, WIRE, Killing
from tests.processes.places import PLACES
from tests.processes.records import fill_sample
from tests.processes.stage import ROOT, Stage

PAGE = ROOT / "docs" / "soak.md"
# What is counted, what is promised of it, and what was seen.
Row = tuple[str, str, str]
START, END = "<!-- made by: make soak -->", "<!-- end -->"


async def soak(kills: int, seed: int) -> Killing:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "district.db"
        fill_sample(database)
        stage = Stage(database)
        await stage.open()
        killing = Killing(stage, random.Random(seed))
        try:
            await killing.open()
            with typer.progressbar(range(kills), label="Kills", file=sys.stderr) as numbers:
                for _ in numbers:
                    await killing.kill()
            await killing.finish()
        finally:
            await stage.close()
    return killing


def table(killing: Killing, seconds: float) -> str:
    kills = killing.kills
    places = Counter(kill.place for kill in kills)
    rows = [*pushes(killing), *wire(killing), *answers(killing)]
    lines = [f"{len(kills)} kills in {seconds / 60:.0f} minutes, on {machine()}.", ""]
    lines += ["| killed | times |", "| --- | --- |"]
    lines += [f"| {named(place)} | {places[place]} |" for place in (ANYWHERE, *PLACES)]
    lines += ["", "| | promised | seen |", "| --- | --- | --- |"]
    lines += [f"| {what} | {promised} | {seen} |" for what, promised, seen in rows]
    return "\n".join(lines)


def named(place: str) -> str:
    return place if place == ANYWHERE else f"at `{place}`"


def pushes(killing: Killing) -> list[Row]:
    """What became of what the bot sent by itself."""
    verdict = killing.verdict
    extra = Counter(killing.mailing.words[said] for said in verdict.extra)
    on_the_wire = sum(kill.pushes["telegram"] for kill in killing.kills)
    unknown = verdict.unknown.total()
    return [
        ("pushes", "", f"{verdict.messages} in {verdict.batches} batches"),
        ("lost", "0", str(len(verdict.lost))),
        ("extra copies on Slack", "0", str(extra["slack"])),
        ("extra automatic copies on Telegram", "0", str(extra["telegram"])),
        ("second copies that say so, of kinds that come again", "", str(verdict.repeated)),
        ("unknown on Slack", "0", str(verdict.unknown["slack"])),
        ("unknown on Telegram", f"at most the {on_the_wire} on the wire", str(verdict.unknown["telegram"])),
        ("of the unknown ones, arrived all the same", "", str(verdict.arrived)),
        ("of the unknown ones, listed", f"all {unknown}", str(unknown - len(verdict.unlisted))),
        ("reports that add up", f"all {verdict.batches}", str(verdict.batches - len(verdict.wrong_reports))),
    ]


def wire(killing: Killing) -> list[Row]:
    """What the kills met, and how soon it went on."""
    kills = killing.kills
    most = max(max(kill.pushes.values(), default=0) for kill in kills)
    backs = sorted(kill.back for kill in kills if kill.back is not None)
    late = backs[int(len(backs) * 0.99)] if backs else float("nan")
    return [
        ("pushes on the wire of a platform at a kill, at most", str(WIRE), str(most)),
        ("on the wire in one chat at a kill, at most", "1", str(max(kill.one_chat for kill in kills))),
        (f"sending again after a kill, p99 of {len(backs)} starts", "3 s", f"{late:.1f} s"),
    ]


def answers(killing: Killing) -> list[Row]:
    asked = killing.crowd.look()
    on_the_wire = sum(kill.answers.total() for kill in killing.kills)
    unsaid = sum(len(a.copies) - a.noted > 1 for a in asked)
    slack = sum(len(a.copies) > 1 for a in asked if a.way != "telegram")
    return [
        ("answers owed to people", "", str(sum(a.owed for a in asked))),
        ("lost", "0", str(sum(a.owed and not a.copies for a in asked))),
        ("extra copies that do not say so", "0", str(unsaid)),
        ("extra copies on Slack", "0", str(slack)),
        (
            "may be a second copy, and say so",
            f"at most the {on_the_wire} on the wire",
            str(sum(a.noted for a in asked)),
        ),
    ]


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def write(told: str) -> None:
    """Put the table between its two marks."""
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    PAGE.write_text(f"{before}{START}\n{told}\n{END}{rest.partition(END)[2]}", "utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--seed", type=int, default=2027)
    options.add_argument("--write", action="store_true", help="put the table into docs/soak.md")
    chosen = options.parse_args()
    begun = time.monotonic()
    killing = asyncio.run(soak(chosen.kills, chosen.seed))
    told = table(killing, time.monotonic() - begun)
    typer.echo(told)
    if chosen.write:
        write(told)


if __name__ == "__main__":
    main()
