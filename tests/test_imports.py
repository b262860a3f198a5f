"""Who may import whom, and that importing does nothing."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Run in an empty folder: import all there is, with no way out, and tell what has happened.
LOOK = """
import importlib, json, os, pkgutil, socket, sys, threading

def forbidden(*_, **__):
    raise AssertionError("a socket is opened while importing")

socket.socket.connect = socket.socket.bind = socket.getaddrinfo = forbidden
modules = []
for name in ("bot", "handlers", "storage", "reminders"):
    package = importlib.import_module(name)
    modules += [name, *(m.name for m in pkgutil.walk_packages(package.__path__, f"{name}."))]
for name in modules:
    if not name.startswith("storage.migrations"):  # Alembic runs those by importing them
        importlib.import_module(name)
threads = [thread.name for thread in threading.enumerate()]
print(json.dumps({"modules": len(modules), "files": os.listdir("."), "threads": threads}))
"""


def test_everybody_imports_only_what_they_may():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_does_nothing(tmp_path):
    settings = {"DATABASE_URL": "sqlite:///made.db", "TELEGRAM_TOKEN": "1:a", "PATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-B", "-c", LOOK], cwd=tmp_path, env=settings, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["modules"] > 80
    assert (found["files"], found["threads"]) == ([], ["MainThread"])
