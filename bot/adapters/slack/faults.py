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
RATELIMITED = {"rate_limited", "ratelimited"}
# Not taken now. It may be long: the workspace has used up what it may send, or is being moved to another organisation.
LATER = {
    "message_limit_exceeded": timedelta(minutes=5),
    "org_login_required": timedelta(minutes=5),
    "request_timeout": timedelta(seconds=1),
    "team_added_to_org": timedelta(minutes=5),
}
# "It's possible some aspect of the operation succeeded before the error was raised."
DOUBTFUL = {"fatal_error", "internal_error", "service_unavailable"}
NEEDS_MENDING = {
    "access_denied",
    "accesslimited",
    "account_inactive",
    "app_access_restricted",
    "app_missing",
    "deprecated_endpoint",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "messages_tab_disabled",
    "metadata_must_be_sent_from_app",
    "method_deprecated",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
}
OUT_OF_REACH = {
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "user_disabled",
    "user_not_found",
    "user_not_in_channel",
    "user_not_visible",
}
# The token is good, but not for reading what stands in this kind of chat.
UNREADABLE = {"missing_scope", "no_permission", "not_allowed_token_type"}


@contextmanager
def delivery_errors() -> Iterator[None]:
    """Inside, what the library raises becomes one of bot/errors.py. (Its own errors hold the token.)"""
    try:
        yield
    except (SlackClientError, ClientError, OSError) as error:
        raise translate(error) from None


@contextmanager
def questions() -> Iterator[None]:
    """The same for what only asks."""
    try:
        yield
    except (SlackClientError, ClientError, OSError) as error:
        raise unanswered(error) from None


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


def unanswered(error: Exception) -> DeliveryError:
    """For a question: where no answer came it can be put again, and what Slack will not tell cannot be known."""
    found = translate(error)
    if isinstance(found, Unknown):
        return TryLater(str(found))
    hidden = isinstance(error, SlackApiError) and code(error) in UNREADABLE
    return Unknown(str(found)) if hidden or isinstance(found, Refused | Unreachable) else found


def refused(error: SlackApiError) -> DeliveryError:
    name, status = code(error), status_of(error)
    if status == TOO_MANY_REQUESTS or name in RATELIMITED:
        return TryLater("slack: ratelimited", after=wait_of(error), scope="chat")
    if later := LATER.get(name):
        return TryLater(f"slack: {name}", after=later)
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
