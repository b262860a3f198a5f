"""`bot chat`: a conversation through a pipe, with a real process."""

import os
import subprocess
import sys
from pathlib import Path

from bot.adapters.terminal import Shown
from bot.cli.chat import show
from bot.messages import Address, Button

ROOT = Path(__file__).parents[3]
SAID = "/hjalp\n/nasta-aktivitet södersjö\n1\n\n/baka\n"


def test_a_conversation_through_a_pipe(tmp_path):
    command = [sys.executable, "-m", "bot", "chat", "--as", "medlem2", "--db", "sqlite:///made/district.db"]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=tmp_path, env=env, input=SAID.encode(), capture_output=True, check=False)

    out = done.stdout.decode()
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert out.startswith("Hej Birk S.! Du talar med Distriktet Älvmarkens bot, på låtsas:")
    assert "medlem2> /hjalp\nJag är boten för Distriktet Älvmarken." in out
    assert "medlem2> /nasta-aktivitet södersjö\nHärnäst i Södersjö:" in out
    assert "] En till\n" in out
    assert "Jag känner inte till /baka." in out
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_message_on_the_screen(capsys):
    buttons = (
        Button("Ja", "a:1"),
        Button("Karta", url="https://a.se"),
        Button("Nej", "a:2"),
        Button("Avbryt", "form:1:cancel:0"),
    )

    show(Shown(Address("terminal", "medlem"), "1", "Kommer du?", buttons, (("hjul.png", b"", "Årshjulet"),)))

    assert capsys.readouterr().out == (
        "Kommer du?\n[hjul.png: Årshjulet]\n  [1] Ja\n  [2] Nej\n  [Avbryt]\n  Karta: https://a.se\n\n"
    )
