"""The methods about the bot itself and about what it may look up."""

import json
import re
from dataclasses import dataclass

from .errors import bad_request
from .params import Params
from .state import World
from .writing import find_chat

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
LONGEST_ANSWER = 200
# What a bot may fetch (core.telegram.org/bots/api#getfile).
MOST_BYTES = 20 * 1024 * 1024


@dataclass
class Account:
    world: World

    def get_me(self, _params: Params) -> object:
        return self.world.bot_payload() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def set_commands(self, params: Params) -> object:
        commands = params.json("commands") or []
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not COMMAND.fullmatch(str(command.get("command", ""))):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(str(command.get("description", ""))) <= LONGEST_DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.commands[self.scope(params)] = [
            {"command": command["command"], "description": command["description"]} for command in commands
        ]
        return True

    def get_commands(self, params: Params) -> object:
        return self.world.commands.get(self.scope(params), [])

    def delete_commands(self, params: Params) -> object:
        self.world.commands.pop(self.scope(params), None)
        return True

    def scope(self, params: Params) -> tuple[str, str]:
        """Whom a menu is for, as one word (`default`, `chat:17`), and its language."""
        scope = params.json("scope") or {"type": "default"}
        language = params.text("language_code")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad_request("invalid language code specified")
        if "chat_id" not in scope:
            return str(scope["type"]), language
        return f"{scope['type']}:{find_chat(self.world, str(scope['chat_id'])).id}", language

    def get_chat(self, params: Params) -> object:
        chat = find_chat(self.world, params.text("chat_id"))
        return chat.chat_payload() | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": {
                "unlimited_gifts": False,
                "limited_gifts": False,
                "unique_gifts": False,
                "premium_subscription": False,
                "gifts_from_channels": False,
            },
        }

    def get_file(self, params: Params) -> object:
        file = self.world.files.get(params.text("file_id"))
        if not file:
            raise bad_request("invalid file_id")
        if len(file.content) > MOST_BYTES:
            raise bad_request("file is too big")
        return {
            "file_id": file.id,
            "file_unique_id": f"u{file.id}",
            "file_size": len(file.content),
            "file_path": f"{'photos' if file.photo else 'documents'}/{file.id}",
        }

    def answer_query(self, params: Params) -> object:
        query = params.text("callback_query_id")
        if self.world.queries.get(query, True):
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(params.text("text")) > LONGEST_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self.world.queries[query] = True
        return True


def listed(text: str) -> set[str]:
    """The kinds of update that are asked for; none named means the usual ones."""
    return set(json.loads(text)) if text else set()
