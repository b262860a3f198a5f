"""Turns what Slack sends into an Incoming, or None for what does not concern us. Pure; never raises, whatever comes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bot.adapters.slack.dig import dig, items, members, string
from bot.adapters.slack.submission import read_origin, read_values
from bot.adapters.slack.words import command, unescape
from bot.messages import ACTION_BYTES, Address, Attachment, Incoming

PLATFORM = "slack"
SLACKBOT = "USLACKBOT"
# Events that tell what became of a channel (docs.slack.dev/reference/events). Private channels say "group".
LOST = {f"{kind}_{what}" for kind in ("channel", "group") for what in ("archive", "deleted", "left")}
BACK = {"channel_unarchive", "group_unarchive"}


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is in the workspace: what auth.test tells."""

    team: str
    user: str
    enterprise: str = ""


def parse(body: object, me: Me) -> Incoming | None:
    if not ours(body, me):
        return None
    kind = string(body, "type")
    if kind == "event_callback":
        return parse_event(body, me)
    if kind == "block_actions":
        return parse_press(body)
    if kind in {"view_submission", "view_closed"}:
        return parse_view(body, kind)
    return parse_command(body) if string(body, "command") else None


def ours(body: object, me: Me) -> bool:
    """Only the workspace that the token belongs to: a shared channel may bring events of others."""
    team = string(body, "team_id") or string(body, "team", "id")
    enterprise = string(body, "enterprise_id") or string(body, "enterprise", "id")
    return team == me.team and enterprise in {"", me.enterprise}


def parse_event(body: object, me: Me) -> Incoming | None:
    event = members(body, "event")
    kind = string(event, "type")
    if kind in {"message", "app_mention"}:
        return parse_message(event, me)
    told, event_id = tell(event, me), string(body, "event_id")
    if not (told and event_id):
        return None
    return Incoming(
        address=Address(PLATFORM, string(event, "channel")),
        sender="",
        text="removed" if told == "trouble" else "",
        event_id=event_id,
        event=told,
        private=False,
    )


def tell(event: dict[str, Any], me: Me) -> str:
    """The `Incoming.event` of what Slack itself tells."""
    kind = string(event, "type")
    if kind == "app_uninstalled" or (kind == "tokens_revoked" and items(event, "tokens", "bot")):
        return "trouble"
    about_us = string(event, "user") == me.user
    if kind in LOST or (kind == "member_left_channel" and about_us):
        return "lost"
    return "back" if kind in BACK or (kind == "member_joined_channel" and about_us) else ""


def parse_message(event: dict[str, Any], me: Me) -> Incoming | None:
    private = string(event, "channel_type") == "im"
    channel, sender, ts = string(event, "channel"), string(event, "user"), string(event, "ts")
    mention = string(event, "type") == "app_mention"
    if private == mention or not by_person(event, me) or not (channel and sender and ts):
        return None
    return Incoming(
        address=Address(PLATFORM, channel, thread=string(event, "thread_ts")),
        sender=sender,
        text=command(unescape(string(event, "text"), me=me.user)),
        # One gesture may come as two events; they share these.
        event_id=string(event, "client_msg_id") or f"{me.team}:{channel}:{ts}",
        files=tuple(attachment(f) for f in items(event, "files") if string(f, "id")),
        private=private,
        sent_at=moment(ts),
    )


def by_person(event: dict[str, Any], me: Me) -> bool:
    """Written by somebody, now: no bot, no system message, not ourselves, not an edit of something older."""
    return (
        not any(dig(event, name) for name in ("bot_id", "hidden", "edited"))
        and string(event, "subtype") in {"", "file_share", "thread_broadcast"}
        and string(event, "user") not in {me.user, SLACKBOT}
    )


def attachment(file: object) -> Attachment:
    size = dig(file, "size")
    return Attachment(
        id=string(file, "id"),
        name=string(file, "name"),
        size=size if isinstance(size, int) else 0,
        media_type=string(file, "mimetype"),
    )


def parse_command(body: object) -> Incoming | None:
    channel, sender, trigger = string(body, "channel_id"), string(body, "user_id"), string(body, "trigger_id")
    if not (channel and sender and trigger):
        return None
    return Incoming(
        address=Address(PLATFORM, channel),
        sender=sender,
        text=f"{string(body, 'command')} {unescape(string(body, 'text'))}".strip(),
        event_id=trigger,
        private=channel.startswith("D"),
    )


def parse_press(body: object) -> Incoming | None:
    pressed = next((a for a in items(body, "actions") if string(a, "type") == "button" and string(a, "value")), None)
    channel = string(body, "channel", "id") or string(body, "container", "channel_id")
    sender, action = string(body, "user", "id"), string(pressed, "value")
    if not (channel and sender and action) or len(action.encode("utf-8", "replace")) > ACTION_BYTES:
        return None
    message, thread = string(body, "container", "message_ts"), string(body, "message", "thread_ts")
    at = string(pressed, "action_ts")
    return Incoming(
        address=Address(PLATFORM, channel, thread=thread if thread != message else ""),
        sender=sender,
        text="",
        event_id=digest(string(body, "trigger_id") or at, sender, action),
        action=action,
        private=channel.startswith("D"),
        message_id="" if dig(body, "container", "is_ephemeral") else message,
        sent_at=moment(at),
    )


def parse_view(body: object, kind: str) -> Incoming | None:
    view = members(body, "view")
    form, chat, thread = read_origin(string(view, "private_metadata"))
    sender, sent = string(body, "user", "id"), kind == "view_submission"
    action = f"form:{form}:{'send' if sent else 'cancel'}"
    if not (form and chat and sender) or len(action.encode("utf-8", "replace")) > ACTION_BYTES:
        return None
    values, files = read_values(members(view, "state", "values")) if sent else ({}, [])
    return Incoming(
        address=Address(PLATFORM, chat, thread=thread),
        sender=sender,
        text="",
        # The view's hash stays when its faults are shown, so the trigger tells a second try from the first come twice.
        event_id=digest(string(view, "id"), string(view, "hash"), kind, string(body, "trigger_id"), repr(values)),
        action=action,
        values=values,
        files=tuple(attachment(f) for f in files),
        private=chat.startswith("D"),
    )


def digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def moment(ts: str) -> datetime | None:
    """Slack's timestamps are seconds with a running number behind the point; None where that cannot be read."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None
