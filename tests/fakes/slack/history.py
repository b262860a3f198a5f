"""conversations.history and conversations.replies: what stands in a channel or a thread, page by page."""

from base64 import b64decode, b64encode
from typing import Any

from .chat import payload
from .errors import ApiError
from .params import Params, flag, need
from .places import member_of
from .state import Message, Workspace

MOST = 999


def history(space: Workspace, params: Params) -> dict[str, Any]:
    """Newest first. Of a thread only the message that began it is in here."""
    messages = [message for message in standing(space, params) if message.thread_ts in {"", message.ts}]
    return page(inside(messages, params)[::-1], params, default=100)


def replies(space: Workspace, params: Params) -> dict[str, Any]:
    """The message that began the thread, whatever time is asked for, and its replies, oldest first."""
    messages, ts = standing(space, params), need(params, "ts")
    first = [message for message in messages if message.ts == ts]
    if not first:
        raise ApiError("thread_not_found")
    later = [message for message in messages if message.thread_ts == ts and message.ts != ts]
    return page(first + inside(later, params), params, default=MOST)


def standing(space: Workspace, params: Params) -> list[Message]:
    """All in the channel that everybody sees, oldest first."""
    channel = member_of(space, need(params, "channel"))
    return [message for message in space.messages if message.channel == channel.id and not message.only]


def inside(messages: list[Message], params: Params) -> list[Message]:
    """Those of the time that was asked for; its ends are in it only where that is `inclusive`."""
    oldest, latest = moment(params, "oldest", 0), moment(params, "latest", float("inf"))
    if flag(params, "inclusive"):
        return [message for message in messages if oldest <= float(message.ts) <= latest]
    return [message for message in messages if oldest < float(message.ts) < latest]


def moment(params: Params, name: str, otherwise: float) -> float:
    try:
        return float(params.get(name) or otherwise)
    except ValueError:
        raise ApiError(f"invalid_ts_{name}") from None


def page(messages: list[Message], params: Params, *, default: int) -> dict[str, Any]:
    """As many as were asked for, from the message that the cursor names; metadata only where it is asked for."""
    limit = str(params.get("limit") or default)
    if not limit.isdecimal() or not 0 < int(limit) <= MOST:
        raise ApiError("invalid_limit")
    begin = place(messages, str(params.get("cursor") or ""))
    end = begin + int(limit)
    told = flag(params, "include_all_metadata")
    shown = [payload(m) | ({"metadata": m.metadata} if told and m.metadata else {}) for m in messages[begin:end]]
    rest = messages[end:]
    cursor = {"response_metadata": {"next_cursor": b64encode(rest[0].ts.encode()).decode()}} if rest else {}
    return {"messages": shown, "has_more": bool(rest), **cursor}


def place(messages: list[Message], cursor: str) -> int:
    if not cursor:
        return 0
    for number, message in enumerate(messages):
        if b64decode(cursor) == message.ts.encode():
            return number
    raise ApiError("invalid_cursor")


METHODS = {"conversations.history": history, "conversations.replies": replies}
