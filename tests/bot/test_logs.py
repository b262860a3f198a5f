"""Logging: a line stays a line, and a secret is not in it."""

import io
import json
import logging

import pytest
import structlog

from bot.logs import CHATTY, HIDDEN, redact, set_up_logs

# Made up, in the platforms' own shapes.
TELEGRAM = "1234567890:AAE-kanarie_fagel-kanarie_fagel-1234"
SECRETS = {
    "telegram": TELEGRAM,
    "telegram url": f"https://api.telegram.org/bot{TELEGRAM}/sendMessage",
    "telegram file": f"https://api.telegram.org/file/bot{TELEGRAM}/documents/file_1.docx",
    "slack bot": "xoxb-1111-2222-kanariefagel",
    "slack user": "xoxp-1111-2222-kanariefagel",
    "slack rotated": "xoxe.xoxb-1-kanariefagel",
    "slack app": "xapp-1-A111-222-kanariefagel",
    "slack hook": "https://hooks.slack.com/commands/T1/2/kanariefagel",
    "calendar": "GET https://bot.example.se/kalender/kanariefagel.ics",
    "slack socket": "wss://wss-primary.slack.com/link/?ticket=kanariefagel&app_id=1",
    "query": "GET /x?token=kanariefagel HTTP/1.1",
    "deep link": "https://t.me/bot?start=kanariefagel",
}


def written(form: str, *, level: str = "DEBUG") -> io.StringIO:
    stream = io.StringIO()
    set_up_logs(level=level, form=form, stream=stream)
    return stream


def log(**values: object) -> None:
    structlog.get_logger("bot.test").info("it.happened", **values)


def broken(why: str) -> None:
    raise RuntimeError(why)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("form", ["keyvalue", "json"])
def test_no_secret_comes_through(secret, form):
    stream = written(form)

    log(url=secret)
    log(many=[secret], deep={"a": secret}, error=RuntimeError(secret))
    logging.getLogger("a.library").warning("asked %s", secret)
    try:
        broken(secret)
    except RuntimeError:
        structlog.get_logger("bot.test").exception("it.broke")
        logging.getLogger("a.library").exception("it broke")

    assert "kanarie" not in stream.getvalue()
    assert HIDDEN in stream.getvalue()
    assert "it.broke" in stream.getvalue()


@pytest.mark.parametrize(
    "text", ["2027-02-08 09:00:00", "host:12345", "rows=3", "https://api.telegram.org", "xoxo", ""]
)
def test_what_is_no_secret_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize("form", ["keyvalue", "json"])
@pytest.mark.parametrize(
    "forged", ["\nINFO sent ok", "\r\nlevel=info event=sent", "\x1b[2Ja", "a\u2028b", "a\x85b", '"\n{"a":1}']
)
def test_a_line_cannot_be_forged(form, forged):
    stream = written(form)

    log(text=forged)
    log(many=[forged], deep={forged: forged}, error=ValueError(forged))
    logging.getLogger("a.library").info("said %s", forged)

    assert len(stream.getvalue().splitlines()) == 3
    assert "\x1b" not in stream.getvalue()


def test_a_traceback_is_one_line_too():
    stream = written("keyvalue")

    try:
        broken("ett\ntvå")
    except RuntimeError:
        structlog.get_logger("bot.test").exception("it.broke", row=1)

    (line,) = stream.getvalue().splitlines()
    assert "it.broke" in line
    assert "RuntimeError" in line


def test_key_and_value():
    stream = written("keyvalue")

    log(platform="telegram", rows=3, well=True, why="two words")

    (line,) = stream.getvalue().splitlines()
    assert line.startswith("timestamp=20")
    assert line.partition("level=")[2] == 'info event=it.happened platform=telegram rows=3 well=true why="two words"'


def test_json():
    stream = written("json")

    log(platform="telegram", rows=3)
    logging.getLogger("a.library").warning("asked %s", "whom")

    ours, theirs = (json.loads(line) for line in stream.getvalue().splitlines())
    assert ours | {"timestamp": ""} == {
        "timestamp": "", "level": "info", "event": "it.happened", "platform": "telegram", "rows": 3,
    }  # fmt: skip
    assert (theirs["level"], theirs["event"]) == ("warning", "asked whom")


@pytest.mark.parametrize("name", CHATTY)
def test_libraries_that_write_whole_requests_are_quiet(name):
    stream = written("keyvalue")

    logging.getLogger(f"{name}.inner").info('HTTP Request: POST "what somebody said"')
    logging.getLogger(name).warning("trouble")

    assert "somebody" not in stream.getvalue()
    assert "trouble" in stream.getvalue()


def test_below_the_level_nothing_is_written():
    stream = written("keyvalue", level="ERROR")

    log(rows=3)
    logging.getLogger("a.library").warning("asked")
    structlog.get_logger("bot.test").error("it.broke")

    assert [line for line in stream.getvalue().splitlines() if "it.broke" not in line] == []


def test_set_up_twice_writes_once():
    written("keyvalue")
    stream = written("keyvalue")

    log(rows=3)

    assert len(stream.getvalue().splitlines()) == 1


async def test_no_word_and_no_name_of_anybody_is_logged(talk, logged):
    await talk.say("medlem", "/plan hemliga ord")
    await talk.say("gast", "/start enkodsombliventillhemlig")
    await talk.say("ordforande", "/ny-aktivitet")
    await talk.say("ordforande", "hemlig fest")
    await talk.say("medlem", "/hemlig")
    talk.adapter().failures.append(RuntimeError("i en bugg"))
    await talk.say("medlem", "/plan hemligt")

    assert "deliver.bug" in logged.getvalue()
    assert "hemlig" not in logged.getvalue()
    assert "Alva" not in logged.getvalue()


class Full(io.StringIO):
    """A disk without room."""

    def write(self, _text: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_line_that_cannot_be_written_is_told_nowhere_else(capsys):
    """F48."""
    set_up_logs(stream=Full())

    log(url=TELEGRAM)

    assert capsys.readouterr() == ("", "")
