"""The JSON that Slack wraps around what people do."""

import re
from typing import Any

from .chat import payload
from .shown import Button
from .state import APP_ID, BOT_USER, Channel, Message, Person, Workspace

Payload = dict[str, Any]

ADDRESS = re.compile(r"https?://[^\s<>|]+")
MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")


def written(space: Workspace, text: str) -> str:
    """What the client makes of typed text: escaped, with addresses and @names as links."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = MAIL.sub(r"<mailto:\g<0>|\g<0>>", ADDRESS.sub(r"<\g<0>>", text))
    for person in sorted(space.people.values(), key=lambda p: -len(p.name)):
        text = re.sub(rf"(?<![\w@])@{re.escape(person.name)}\b", f"<@{person.id}>", text)
    return text


def event(space: Workspace, inner: Payload) -> Payload:
    return {
        "token": "unused",
        "team_id": space.team,
        "context_team_id": space.team,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": space.new_id("Ev"),
        "event_time": int(space.clock()),
        "authorizations": [{"team_id": space.team, "enterprise_id": None, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
    }


def message_event(space: Workspace, message: Message, kind: str, gesture: str) -> Payload:
    channel = space.channels[message.channel]
    author = space.people[message.user]
    inner = payload(message) | {
        "type": kind,
        "client_msg_id": gesture,
        "team": author.team,
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if kind == "message":
        inner["channel_type"] = channel.kind
    if message.files:
        inner |= {"subtype": "file_share", "files": [file.payload(space.url) for file in message.files]}
    return event(space, inner)


def command(space: Workspace, person: Person, channel: Channel, name: str, text: str) -> Payload:
    return {
        "token": "unused",
        "team_id": space.team,
        "team_domain": "distriktet",
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(space, None, channel.id, person.id),
        "trigger_id": space.new_trigger(person.id),
    }


def response_url(space: Workspace, message: Message | None, channel: str, person: str) -> str:
    ticket = space.new_id("R")
    space.response_urls[ticket] = (message, channel, person, space.clock())
    return f"{space.url}/response/{ticket}"


def interaction(space: Workspace, person: Person, kind: str) -> Payload:
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team},
        "api_app_id": APP_ID,
        "token": "unused",
        "trigger_id": space.new_trigger(person.id),
        "team": {"id": space.team, "domain": "distriktet"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def press(space: Workspace, person: Person, message: Message, button: Button) -> Payload:
    channel = space.channels[message.channel]
    action = {
        "action_id": button.action_id,
        "block_id": button.block_id,
        "text": {"type": "plain_text", "text": button.label, "emoji": False},
        "type": "button",
        "action_ts": space.new_ts(),
    }
    place = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": bool(message.only)}
    return interaction(space, person, "block_actions") | {
        "container": place,
        "channel": {"id": channel.id, "name": channel.name},
        "message": payload(message),
        "state": {"values": {}},
        "response_url": response_url(space, message, channel.id, person.id),
        "actions": [action | ({"value": button.value} if button.value else {"url": button.url})],
    }
