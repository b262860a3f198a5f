"""How long the import of a whole register takes, and how much memory: `python -m benchmarks.register` prints JSON."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from storage.sealing import new_key

MEMBERS, BRANCHES, SEED = 30_000, 12, 2027
FIRST = ("Alva", "Birk", "Cleo", "Dag", "Elin", "Farah", "Gunnel", "Hamid", "Iris", "Åke", "Ärla", "Östen")
LAST = ("Almqvist", "Berg", "Castell", "Dahl", "Ek", "Fors", "Gran", "Holm", "Åberg", "Ängström", "Öst")
NETWORKS = ("Klimatnätverket", "Välfärdsnätverket", "Fackliga nätverket")
POSTS = ("kassör", "revisor", "vice ordförande (2027-01-01–2027-12-31)")
HEADER = "medlemsnummer;namn;partiförening;språk;kontakt;mejl;telefon;nätverk;uppdrag;avgift"


def write(path: Path, *, members: int, seed: int) -> None:
    """A register of invented people, the same for the same seed."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8-sig") as file:
        file.write(f"{HEADER}\n")
        for number in range(1, members + 1):
            file.write(";".join(line(draw, number)) + "\n")


def line(draw: random.Random, number: int) -> list[str]:
    name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
    phone = f"07{draw.randrange(10)}-{draw.randrange(1000):03} {draw.randrange(100):02} {draw.randrange(100):02}"
    network = draw.choice(NETWORKS) if draw.random() < 0.2 else ""
    post = draw.choice(POSTS) if draw.random() < 0.05 else ""
    branch, app = f"Ort {draw.randrange(BRANCHES) + 1}", draw.choice(("", "telegram", "slack"))
    return [str(number), name, branch, "sv", app, f"m{number}@example.org", phone, network, post, "300"]


def run(file: Path, folder: Path, *options: str, key: str) -> dict[str, float | int]:
    """One import in a process of its own: seconds, and the most memory it ever held in MB."""
    env = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/bench.db", "DATA_KEYS": key}
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "members", "import", str(file), *options]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read().splitlines()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the import ended with {process.returncode}: {said}")
    return {"seconds": round(time.perf_counter() - start, 2), "peak_mb": round(used.ru_maxrss / 1024)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=MEMBERS)
    options.add_argument("--seed", type=int, default=SEED)
    chosen = options.parse_args()
    found: dict[str, object] = {"members": chosen.members, "seed": chosen.seed, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as made:
        folder, key = Path(made), new_key()
        file, later = folder / "register.csv", folder / "later.csv"
        write(file, members=chosen.members, seed=chosen.seed)
        later.write_text(file.read_text("utf-8").replace(";sv;", ";en;"), "utf-8")
        found["first"] = run(file, folder, "--new", key=key)
        found["the same again"] = run(file, folder, key=key)
        found["dry run"] = run(file, folder, "--dry-run", key=key)
        found["all changed"] = run(later, folder, key=key)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
