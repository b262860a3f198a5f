"""Runs the program as somebody would, inside this process."""

import contextlib
import io
import sys

import pytest

from bot.__main__ import main


def run(monkeypatch: pytest.MonkeyPatch, *args: object) -> tuple[int, str, str]:
    """Exit code, what it printed, and what it complained about."""
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "argv", ["bot", *map(str, args)])
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main()
    code = left.value.code
    if isinstance(code, str):  # what sys.exit would print
        return 1, out.getvalue(), f"{err.getvalue()}{code}\n"
    return code or 0, out.getvalue(), err.getvalue()
