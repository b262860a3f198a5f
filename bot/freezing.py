"""While a data breach is open nothing about members leaves the bot, in the chat or on the command line."""

from collections.abc import Callable

from sqlmodel import Session

from bot.errors import SetupError
from bot.texts import Texts, texts
from storage import incidents

ENGLISH = "en"


def refuse_frozen(session: Session, error: Callable[[str], Exception] = SetupError, said: Texts | None = None) -> None:
    """Raise the error, in these words or for whoever runs the bot, while everything stands still."""
    if incidents.is_frozen(session):
        raise error((said or texts(ENGLISH)).say("members.frozen"))
