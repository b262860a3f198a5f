"""The app manifest: paste it at api.slack.com/apps and the app is set up as the bot needs it. Pure.

docs.slack.dev/reference/app-manifest
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.adapters.slack.http import PATH
from bot.adapters.slack.render import clip
from bot.messages import MenuEntry

NAME, DESCRIPTION, COMMAND_DESCRIPTION = 35, 140, 2000
SCOPES = (
    "app_mentions:read",
    "channels:history",  # whether a message arrived whose answer was lost; nothing else is looked for
    "channels:read",  # a channel is archived, or the bot put out of it
    "chat:write",
    "commands",
    "files:read",  # documents that somebody sends
    "files:write",  # pictures
    "groups:history",  # the same as channels:history for private channels
    "groups:read",  # the same as channels:read for private channels
    "im:history",  # what people write to the bot; and the same as channels:history in the chat with a person
    "im:write",  # the chat with a person, to put a picture there or to look for a message
    "users:read",  # guests and people of other workspaces get no answers about members
)
EVENTS = (
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
)


def manifest(
    commands: Sequence[MenuEntry], name: str, description: str, *, socket_mode: bool = True, url: str = ""
) -> dict[str, Any]:
    """As JSON-able data. Without Socket Mode, `url` is where the bot is reached: https://bot.example.org"""
    request = {} if socket_mode else {"request_url": f"{url.rstrip('/')}{PATH}"}
    address = {} if socket_mode else {"url": request["request_url"]}
    return {
        "display_information": {"name": clip(name, NAME), "description": clip(description, DESCRIPTION)},
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": clip(name, NAME), "always_online": True},
            "slash_commands": [slash_command(entry) | address for entry in commands],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES]}},
        "settings": {
            "event_subscriptions": {"bot_events": [*EVENTS]} | request,
            "interactivity": {"is_enabled": True} | request,
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def slash_command(entry: MenuEntry) -> dict[str, Any]:
    return {
        "command": f"/{ascii_name(entry.name)}",
        "description": clip(entry.description, COMMAND_DESCRIPTION),
        "should_escape": False,
    }


def ascii_name(name: str) -> str:
    """Slack takes a-z, 0-9, - and _: å and ä become a, ö becomes o."""
    return unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
