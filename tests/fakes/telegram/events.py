"""What people do, as the API tells it: the content of each kind of update."""

from typing import Any

from . import entities
from .state import Chat, Message, Person, World, text_payload

Upload = tuple[str, bytes, str]


def message(
    world: World,
    person: Person,
    text: str,
    chat: Chat,
    *,
    document: Upload | None = None,
    photo: bytes | None = None,
    edited: bool = False,
    **extra: Any,
) -> tuple[str, dict[str, Any]]:
    """The kind and the content of an update about a written message.

    `document` is (name, content, media type). `extra` goes into the message as it is: forward_origin, via_bot,
    sender_chat, is_topic_message …
    """
    if chat is person:
        person.started, person.blocked = True, False
    kept = world.keep(Message(chat, world.next_id(), world.clock(), text, by_bot=False))
    content: dict[str, Any] = {
        "message_id": kept.id,
        "from": person.payload(),
        "chat": chat.chat_payload(),
        "date": int(kept.date),
    }
    file = file_payload(world, document, photo)
    content |= file | text_payload(text, entities.found(text), caption=bool(file))
    if edited:
        return "edited_message", content | {"edit_date": int(kept.date) + 1} | extra
    return "message", content | extra


def file_payload(world: World, document: Upload | None, photo: bytes | None) -> dict[str, Any]:
    if document:
        return world.keep_file(*document).payload()
    return world.keep_file("", photo, "image/jpeg", photo=True).payload() if photo is not None else {}


def press(world: World, person: Person, pressed: Message, data: str) -> dict[str, Any]:
    query = str(4_000_000_000_000_000 + len(world.queries) + 1)
    world.queries[query] = False
    return {
        "id": query,
        "from": person.payload(),
        "message": world.message_payload(pressed),
        "chat_instance": str(pressed.chat.id),
        "data": data,
    }


def membership(world: World, by: Person, chat: Chat, status: str) -> dict[str, Any]:
    """The bot is put out of a chat (`kicked`) or let in (`member`); in a private chat: blocked, or no longer."""
    old = "member" if status == "kicked" else ("kicked" if isinstance(chat, Person) else "left")
    return {
        "chat": chat.chat_payload(),
        "from": by.payload(),
        "date": int(world.clock()),
        "old_chat_member": seat(world, old),
        "new_chat_member": seat(world, status),
    }


def seat(world: World, status: str) -> dict[str, Any]:
    return {"user": world.bot_payload(), "status": status} | ({"until_date": 0} if status == "kicked" else {})
