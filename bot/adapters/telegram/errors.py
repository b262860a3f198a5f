"""The library's errors → the bot's own. Never with the library's words: they can hold the token or a message."""

from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.errors import DeliveryError, Misconfigured, Moved, Refused, TryLater, Unknown, Unreachable

# Nothing had been written on the wire yet, so the message can safely go out again.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

# The refusals worth telling apart, in Telegram's own words: the chat is closed to us …
GONE = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation",
    "bot was kicked",
    "bot is not a member",
    "chat was deleted",
    "chat not found",
    "not enough rights",
    "have no rights",
)
# … or it is well, and this one message is not taken.
REFUSALS = (
    "message is too long",
    "caption is too long",
    "text is empty",
    "can't parse entities",
    "button_data_invalid",
    "button_url_invalid",
    "is invalid: wrong http url",
    "image_process_failed",
    "request entity too large",
)


def translate(error: TelegramError) -> DeliveryError:
    """What the error means for a message: not sent, refused, or not known whether it was sent.

    A flood limit does not tell whether it is this group's or the whole bot's, and a bot that sends on regardless may be
    shut out for longer: so all its chats wait. In the library `BadRequest` is a kind of `NetworkError`, so the order
    here matters.
    """
    if isinstance(error, RetryAfter):
        return TryLater("too many requests", after=seconds(error), scope="platform")
    if isinstance(error, ChatMigrated):
        return Moved("became a supergroup", chat=str(error.new_chat_id))
    if isinstance(error, InvalidToken):
        return Misconfigured("token refused")
    if isinstance(error, Forbidden) or said(error, GONE):
        return Unreachable(said(error, GONE) or "forbidden")
    if isinstance(error, BadRequest) or said(error, REFUSALS):
        return Refused(said(error, REFUSALS) or "bad request")
    return translate_network(error)


def translate_network(error: TelegramError) -> DeliveryError:
    """`TimedOut` covers both "never connected" and "no answer came": its cause tells which."""
    reason = type(error.__cause__ or error).__name__
    not_sent = isinstance(error.__cause__, NEVER_SENT) or str(error).startswith("Too Many Requests")
    return TryLater(reason) if not_sent else Unknown(reason)


def said(error: TelegramError, known: tuple[str, ...]) -> str:
    """Which of the known reasons it gives; empty for none."""
    words = str(error).casefold()
    return next((reason for reason in known if reason in words), "")


def seconds(error: RetryAfter) -> timedelta:
    """The library gives a number or a timedelta, depending on its setting PTB_TIMEDELTA."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
