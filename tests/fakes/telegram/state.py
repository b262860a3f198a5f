"""Who there is, which chats they have with the bot, and every message as it stands now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from .entities import Entity
from .keyboard import Button, Rows, keyboard_payload
from .written import written

BOT_ID = 4_200_000_001


@dataclass
class Person:
    id: int
    first_name: str
    username: str = ""
    language: str = "sv"
    started: bool = False
    blocked: bool = False

    def payload(self) -> dict[str, Any]:
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        return user | ({"language_code": self.language} if self.language else {})

    def chat_payload(self) -> dict[str, Any]:
        chat = {"id": self.id, "type": "private", "first_name": self.first_name}
        return chat | ({"username": self.username} if self.username else {})


@dataclass
class Group:
    """`moved_to` is the supergroup that took its place, 0 while it is what it was."""

    id: int
    title: str
    members: list[Person] = field(default_factory=list)
    type: Literal["group", "supergroup"] = "group"
    bot_in: bool = True
    moved_to: int = 0

    def chat_payload(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.type, "title": self.title}


Chat = Person | Group


@dataclass(frozen=True)
class File:
    id: str
    name: str
    content: bytes
    media_type: str
    photo: bool = False

    def payload(self) -> dict[str, Any]:
        shown = {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": len(self.content)}
        if self.photo:
            return {"photo": [shown | {"width": 90, "height": 90}]}
        return {"document": shown | {"file_name": self.name, "mime_type": self.media_type}}


@dataclass
class Message:
    """`text` is plain (a caption where there is a file); `rows` are the buttons under it."""

    chat: Chat
    id: int
    date: float
    text: str
    entities: list[Entity] = field(default_factory=list)
    rows: Rows = ()
    file: File | None = None
    thread: int = 0
    by_bot: bool = True

    @property
    def message_id(self) -> int:
        return self.id

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def plain(self) -> str:
        """With «> » for quotes and so on: the same words as `bot.markup.plain` gives."""
        return written(self.text, self.entities)


@dataclass(frozen=True)
class Sent:
    """One thing the bot did, as it was then. `at` is the fake's clock, in seconds."""

    kind: Literal["send", "edit", "delete"]
    at: float
    chat: int
    message_id: int
    text: str = ""
    plain: str = ""
    buttons: Rows = ()
    files: tuple[File, ...] = ()

    @classmethod
    def of(cls, kind: Literal["send", "edit", "delete"], message: Message, at: float) -> "Sent":
        files = (message.file,) if message.file else ()
        return cls(kind, at, message.chat.id, message.id, message.text, message.plain, message.rows, files)


class World:
    def __init__(self, token: str, username: str, clock: Callable[[], float]) -> None:
        self.token = token
        self.username = username
        self.clock = clock
        self.revoked = False
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.queries: dict[str, bool] = {}
        self.sent: list[Sent] = []
        self.last_id = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def bot_payload(self) -> dict[str, Any]:
        return {"id": BOT_ID, "is_bot": True, "first_name": "Distriktsboten", "username": self.username}

    def keep(self, message: Message) -> Message:
        self.messages[message.chat.id, message.id] = message
        return message

    def keep_file(self, name: str, content: bytes, media_type: str, *, photo: bool = False) -> File:
        file = File(f"file{len(self.files) + 1}", name, content, media_type, photo)
        self.files[file.id] = file
        return file

    def message_payload(self, message: Message) -> dict[str, Any]:
        """One of the bot's messages as the API writes it."""
        payload: dict[str, Any] = {
            "message_id": message.id,
            "from": self.bot_payload(),
            "chat": message.chat.chat_payload(),
            "date": int(message.date),
        }
        if message.thread:
            payload |= {"message_thread_id": message.thread, "is_topic_message": True}
        if message.file:
            payload |= message.file.payload()
        payload |= text_payload(message.text, message.entities, caption=message.file is not None)
        return payload | ({"reply_markup": keyboard_payload(message.rows)} if message.rows else {})


def text_payload(text: str, entities: Iterable[Entity], *, caption: bool) -> dict[str, Any]:
    names = ("caption", "caption_entities") if caption else ("text", "entities")
    listed = list(entities)
    return ({names[0]: text} if text else {}) | ({names[1]: listed} if listed else {})
