"""Logging: key=value lines, and nothing in them that must not be there."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

# Tokens as the platforms make them, and addresses that work as keys.
SECRETS = re.compile(
    r"bot\d{5,}:[A-Za-z0-9_-]{10,}|\b\d{5,}:[A-Za-z0-9_-]{30,}|xox[a-z]-[A-Za-z0-9-]+|xapp-[A-Za-z0-9-]+"
    # PostgreSQL tells which row it was about.
    r"|DETAIL:.*?(?=\\+n|\n|$)"
    r"|https://hooks\.slack\.com/\S+|(?<=token=)\S+|(?<=start=)\S+|(?<=ticket=)\S+|(?<=/kalender/)[\w-]{8,}"
)
HIDDEN = "***"
# Values that the renderers write in one line by themselves.
PLAIN = (int, float, list, tuple, dict, type(None))
# These write whole requests: addresses with tokens in them, and what people said.
CHATTY = ("httpx", "httpcore", "aiohttp", "telegram", "slack_bolt", "slack_sdk", "websockets", "alembic", "uvicorn")
# The scheduler warns of every tick that comes while the last one waits, as it should.
LEVELS = dict.fromkeys(CHATTY, logging.WARNING) | {"apscheduler": logging.ERROR}


def redact(text: str) -> str:
    """The text without anything that looks like a secret."""
    return SECRETS.sub(HIDDEN, text)


class Redacting(logging.Formatter):
    """Formats a record as `inner` does, and takes the secrets out of all of it, exception text included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self.inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redact(self.inner.format(record))


class Losing(logging.StreamHandler[TextIO]):
    """A line that cannot be written is lost. The standard handler would tell so on standard error, with all of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """The disk is full, or whoever read the log is gone: the program goes on."""


def set_up_logs(*, level: str = "INFO", form: str = "keyvalue", stream: TextIO | None = None) -> None:
    """One handler for the whole program, ours and the libraries' lines alike."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    render = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, printable, render],
    )
    handler = Losing(stream or sys.stderr)
    handler.setFormatter(Redacting(formatter))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in LEVELS.items():
        logging.getLogger(name).setLevel(least)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def printable(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line stays a line, whatever is in a value: no new line or escape can forge another."""
    return {key: value if isinstance(value, PLAIN) else escape(str(value)) for key, value in event.items()}


def escape(value: str) -> str:
    return value.encode("unicode_escape").decode() if not value.isprintable() else value
