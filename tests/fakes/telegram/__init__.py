"""A Telegram on this machine: the Bot API as the library sees it, with people to play on the other side."""

from .fake import TOKEN, TelegramFake
from .keyboard import Button
from .state import Chat, File, Group, Message, Person, Sent

__all__ = ["TOKEN", "Button", "Chat", "File", "Group", "Message", "Person", "Sent", "TelegramFake"]
