"""`bot play`: a transcript played for real, compared, filled in, or told as data."""

import json

import pytest

from tests.bot.cli.running import run

PLAYED = """\
# Ett kort spel.
@now 2027-02-08 09:00

gast> /baka
Jag känner inte till /baka. Skriv /hjalp så visar jag vad jag kan.

@wait 30m

@on telegram
gast> /hjalp
detta hörs bara någon annanstans

@on
medlem#norrby> /nasta-aktivitet
…
I en grupp visar jag bara det som är öppet för alla. Skriv till mig privat för att se resten.
…

@restart

medlem> /nasta-aktivitet
Härnäst för dig i Norrby:
…
[Jag kommer: Flygblad vid stationen] [Jag kommer: Digital frågestund om planen] [En till]

# Vad som blev sagt just innan hörs efteråt.
medlem> [En till]

@kill
→ medlem
Ny i rörelsen (kurs)
…
"""
WRONG = "gast> /baka\nNågot annat.\n"


def write(tmp_path, text: str):
    path = tmp_path / "spel.txt"
    path.write_text(text, "utf-8")
    return path


def test_as_expected_through_a_restart_and_a_kill(monkeypatch, tmp_path):
    done = run(monkeypatch, "play", write(tmp_path, PLAYED), "--check")

    assert done == (0, "spel.txt on terminal: 4 exchanges as expected\n", "")


def test_a_difference_is_an_error_that_shows_both(monkeypatch, tmp_path):
    code, out, complaint = run(monkeypatch, "play", write(tmp_path, WRONG), "--check")

    assert (code, out) == (1, "")
    assert complaint.startswith(
        "spel.txt on terminal, line 1: gast> /baka\n  expected:\n    Något annat.\n  heard:\n    Jag"
    )


def test_without_a_comparison_it_is_filled_in(monkeypatch, tmp_path):
    code, out, _ = run(monkeypatch, "play", write(tmp_path, f"# Först.\n{WRONG}\n# Sist.\n"))

    assert code == 0
    assert out == (
        "# Först.\ngast> /baka\nJag känner inte till /baka. Skriv /hjalp så visar jag vad jag kan.\n\n# Sist.\n"
    )


def test_as_data(monkeypatch, tmp_path):
    code, out, _ = run(monkeypatch, "play", write(tmp_path, WRONG), "--json")

    (heard,) = map(json.loads, out.splitlines())
    assert (code, heard) == (
        0,
        heard | {"to": "gast", "platform": "terminal", "kind": "reply", "buttons": [], "files": []},
    )
    assert heard["at"] == "2027-02-08T09:00:00+01:00"


def test_a_file_that_cannot_be_read_is_one_line(monkeypatch, tmp_path):
    code, out, complaint = run(monkeypatch, "play", write(tmp_path, "@dance\n"))

    assert (code, out) == (1, "")
    assert complaint.splitlines()[-1].startswith("bot: spel.txt: line 1: @dance is not known")


def test_a_button_that_is_not_there(monkeypatch, tmp_path):
    code, _, complaint = run(monkeypatch, "play", write(tmp_path, "gast> [Nej]\n"))

    assert code == 1
    assert complaint.splitlines()[-1] == "bot: spel.txt: line 1: there is no button [Nej]: nothing was said yet"


def test_a_bot_that_does_not_start_says_why(monkeypatch, tmp_path):
    code, _, complaint = run(monkeypatch, "play", write(tmp_path, WRONG), "--db", "strunt")

    assert code == 1
    assert complaint.splitlines()[-1].startswith("bot: DATABASE_URL cannot be read")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ingen> hej\n", "line 1: there is no ingen; there are medlem"),
        ("medlem#ingen> hej\n", "line 1: there is no group ingen; there are distriktet"),
        ("@on mars\n", "line 1: @on takes slack telegram terminal, or nothing"),
        ("# …\n@file medlem borta.docx\n", "line 2: write @file WHO PATH; there is no file 'borta.docx'"),
    ],
)
def test_what_is_not_there_is_told_before_anything_starts(monkeypatch, tmp_path, text, said):
    code, _, complaint = run(monkeypatch, "play", write(tmp_path, text))

    assert code == 1
    assert complaint.splitlines()[-1].startswith(f"bot: spel.txt: {said}")


def test_a_file_that_is_no_text(monkeypatch, tmp_path):
    path = tmp_path / "spel.txt"
    path.write_bytes(b"\xff\xfe\x00")

    assert run(monkeypatch, "play", path)[2].splitlines()[-1] == "bot: spel.txt is no text in UTF-8"


TWO_APPS = """\
medlem@other> /baka
Jag känner inte till /baka. Skriv /hjalp så visar jag vad jag kan.

ordforande> /bjud-in Bo
…
/start …
…

gast@other> /start {code}
Innan jag kopplar ditt konto: …
…
[Ja, koppla mitt konto] [Nej tack]

@wait 1m

@on terminal
gast> /hjalp
…

@restart

gast@other> [Nej tack]
Då gör jag ingenting. …
"""


@pytest.mark.parametrize("platform", ["terminal", "telegram", "slack"])
def test_the_other_app_and_a_code_that_nobody_knew(monkeypatch, tmp_path, platform):
    code, out, complaint = run(monkeypatch, "play", write(tmp_path, TWO_APPS), "--check", "--platform", platform)

    assert (code, complaint) == (0, ""), out


def test_what_is_said_in_the_other_app_is_told_apart(monkeypatch, tmp_path):
    code, out, _ = run(monkeypatch, "play", write(tmp_path, "medlem@other> /baka\n"), "--json")

    (told,) = [json.loads(line) for line in out.splitlines()]
    assert (code, told["to"], told["platform"], told["kind"]) == (0, "medlem@other", "telegram", "reply")
