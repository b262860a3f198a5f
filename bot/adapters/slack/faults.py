"""What went wrong at Slack, in the bot's own words for it.

Slack's error names: docs.slack.dev/reference/methods/chat.postMessage#errors.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.dig import string
from bot.errors import DeliveryError, Misconfigured, Refused, TryLater, Unknown, Unreachable

TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
# Slack leaves the header out when it is very busy.
DEFAULT_WAIT = timedelta(seconds=30)
# "It's possible some aspect of the operation succeeded before the error was raised."
DOUBTFUL = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
NEEDS_MENDING = {
    "access_denied",
    "account_inactive",
    "app_missing",
    "invalid_auth",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
}
OUT_OF_REACH = {
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "restricted_action_read_only_channel",
    "user_disabled",
    "user_not_found",
    "user_not_in_channel",
    "user_not_visible",
}


@contextmanager
def delivery_errors() -> Iterator[None]:
    """Inside, what the library raises becomes one of bot/errors.py. (Its own errors hold the token.)"""
    try:
        yield
    except (SlackClientError, ClientError, OSError) as error:
        raise translate(error) from None


def code(error: SlackApiError) -> str:
    """Slack's name for the error, "" where the answer was none of Slack's."""
    return string(error.response.data, "error") if isinstance(error.response, AsyncSlackResponse) else ""


def translate(error: Exception) -> DeliveryError:
    if isinstance(error, SlackApiError):
        return refused(error)
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return TryLater("slack: not reached")
    if isinstance(error, SlackRequestError):
        return TryLater("slack: the file was not taken")
    return Unknown(f"slack: no answer ({type(error).__name__})")


def refused(error: SlackApiError) -> DeliveryError:
    name, status = code(error), status_of(error)
    if status == TOO_MANY_REQUESTS or name in {"ratelimited", "rate_limited"}:
        return TryLater("slack: ratelimited", after=wait_of(error), scope="chat")
    if status >= SERVER_ERROR or name in DOUBTFUL:
        return Unknown(f"slack: {name or status}")
    if name in NEEDS_MENDING or not name:
        return Misconfigured(f"slack: {name or f'HTTP {status}, is the address right?'}")
    return Unreachable(f"slack: {name}") if name in OUT_OF_REACH else Refused(f"slack: {name}")


def status_of(error: SlackApiError) -> int:
    """A broken body comes with aiohttp's response instead of the library's."""
    response = error.response
    return int(response.status_code if isinstance(response, AsyncSlackResponse) else response.status)


def wait_of(error: SlackApiError) -> timedelta:
    seconds = str(error.response.headers.get("Retry-After", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else DEFAULT_WAIT
