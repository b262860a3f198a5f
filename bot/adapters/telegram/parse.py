"""Raw updates as Telegram sends them → Incoming, or the reason why not. Pure; never raises, whatever JSON it gets."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeGuard

from bot.messages import ACTION_BYTES, Address, Attachment, Incoming

PLATFORM = "telegram"
KINDS = ("message", "callback_query", "my_chat_member")

# GroupAnonymousBot, Channel_Bot and Telegram's own service account are nobody (core.telegram.org/bots/api#message).
NOBODY = frozenset({1087968824, 136817688, 777000})
IN = frozenset({"creator", "administrator", "member", "restricted"})
LARGEST_ID = 2**53
# Telegram allows 100 (python-telegram-bot's MessageLimit.MESSAGE_ENTITIES); no person makes more.
MOST_ENTITIES = 100
LATEST = 2**33

# "/name@somebot", in any spelling of the name: Telegram's own entity knows neither å nor a hyphen.
ADDRESSED = re.compile(r"(?P<command>/[^\s@]*)@(?P<bot>[A-Za-z0-9_]{3,32})[,;:.!?]*(?=\s|$)")
SURROGATES = re.compile(r"[\ud800-\udfff]")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that is not for us. `reason` is one of a few fixed words, fit for counting."""

    reason: str


def parse(update: object, *, username: str) -> Incoming | Ignored:
    """What the update says, with the bot's own `@username` cut off."""
    raw = mapping(update)
    event_id = raw.get("update_id")
    if not is_whole(event_id) or not 0 <= event_id < LARGEST_ID:
        return Ignored("update_id")
    kind = next((kind for kind in KINDS if kind in raw), "")
    content = mapping(raw.get(kind))
    if kind == "message":
        return parse_message(content, str(event_id), username)
    if kind == "callback_query":
        return parse_press(content, str(event_id))
    if kind == "my_chat_member":
        return parse_membership(content, str(event_id))
    return Ignored("kind")


def parse_message(message: Json, event_id: str, username: str) -> Incoming | Ignored:
    place = place_of(message)
    if not place:
        return Ignored("chat")
    if "migrate_to_chat_id" in message:
        return moved(message, event_id, place)
    if reason := impersonal(message):
        return Ignored(reason)
    text, files = words(message.get("text") or message.get("caption")), attachments(message)
    if not text and not files:
        return Ignored("content")
    addressed = addressed_to_us(text, username, private=place.private)
    if addressed is None:
        return Ignored("not for us")
    return Incoming(
        place.address,
        person_of(message),
        addressed,
        event_id,
        files=files,
        private=place.private,
        language=language_of(message),
        sent_at=time_of(message),
    )


def parse_press(query: Json, event_id: str) -> Incoming | Ignored:
    message = mapping(query.get("message"))
    place = place_of(message)
    if not place or not is_whole(message.get("message_id")):
        return Ignored("chat")
    if reason := impersonal(query):
        return Ignored(reason)
    data = words(query.get("data"))
    if not 1 <= len(data.encode()) <= ACTION_BYTES:
        return Ignored("data")
    return Incoming(
        place.address,
        person_of(query),
        "",
        event_id,
        action=data,
        private=place.private,
        message_id=str(message["message_id"]),
        language=language_of(query),
    )


def parse_membership(change: Json, event_id: str) -> Incoming | Ignored:
    """The bot itself was let into a chat or put out of it; in a private chat: blocked, or no longer."""
    place = place_of(change)
    if not place:
        return Ignored("chat")
    was, now = status(change.get("old_chat_member")), status(change.get("new_chat_member"))
    if not now or (was in IN) == (now in IN):
        return Ignored("no change")
    gone = "blocked" if place.private else "lost"
    sender = person_of(change) if place.private else ""
    event = "back" if now in IN else gone
    return Incoming(place.address, sender, "", event_id, event=event, private=place.private, sent_at=time_of(change))


def moved(message: Json, event_id: str, place: "Place") -> Incoming | Ignored:
    new = message["migrate_to_chat_id"]
    if not is_whole(new):
        return Ignored("chat")
    return Incoming(place.address, "", str(new), event_id, event="moved", private=False, sent_at=time_of(message))


@dataclass(frozen=True, slots=True)
class Place:
    address: Address
    private: bool


def place_of(content: Json) -> Place | None:
    """The chat, if people can talk in it (channels are not such)."""
    chat = mapping(content.get("chat"))
    kind, number = chat.get("type"), chat.get("id")
    if not is_whole(number) or kind not in ("private", "group", "supergroup"):
        return None
    thread = content.get("message_thread_id") if content.get("is_topic_message") is True else None
    return Place(Address(PLATFORM, str(number), str(thread) if is_whole(thread) else ""), kind == "private")


def impersonal(content: Json) -> str:
    """Why this was not said by a person themself, here and now; "" when it was."""
    sender = mapping(content.get("from"))
    number = sender.get("id")
    if not is_whole(number) or number <= 0 or number in NOBODY or sender.get("is_bot"):
        return "sender"
    if "sender_chat" in content or "via_bot" in content:
        return "sender"
    if any(key.startswith("forward_") for key in content) or "is_automatic_forward" in content:
        return "forwarded"
    if isinstance(marks := content.get("entities"), list) and len(marks) > MOST_ENTITIES:
        return "entities"
    return "edited" if "edit_date" in content else ""


def addressed_to_us(text: str, username: str, *, private: bool) -> str | None:
    """The text without the bot's own name; None when it is for another bot, or just talk in a group."""
    text = text.strip()
    command = ADDRESSED.match(text)
    if command:
        if command["bot"].casefold() != username.casefold():
            return None
        return command["command"] + text[command.end() :]
    if private or text.startswith("/"):
        return text
    rest, mentions = re.subn(rf"\s*(?<!\w)@{re.escape(username)}(?!\w)", "", text, flags=re.IGNORECASE)
    return rest.lstrip(" ,:;") if mentions else None


def attachments(message: Json) -> tuple[Attachment, ...]:
    """The document, or the picture in its largest size."""
    document = mapping(message.get("document"))
    sizes = message.get("photo")
    photos = [mapping(size) for size in sizes] if isinstance(sizes, list) else []
    largest = max(photos, key=lambda size: whole(size.get("file_size")), default={})
    found = [
        (document, words(document.get("file_name")) or "document", words(document.get("mime_type"))),
        (largest, "photo.jpg", "image/jpeg"),
    ]
    return tuple(
        Attachment(file["file_id"], name, whole(file.get("file_size")), media_type)
        for file, name, media_type in found
        if isinstance(file.get("file_id"), str)
    )


def person_of(content: Json) -> str:
    """By number alone: names and usernames are whatever somebody chose today."""
    number = mapping(content.get("from")).get("id")
    return str(number) if is_whole(number) else ""


def language_of(content: Json) -> str:
    return words(mapping(content.get("from")).get("language_code"))


def time_of(content: Json) -> datetime | None:
    seconds = content.get("date")
    return datetime.fromtimestamp(seconds, UTC) if is_whole(seconds) and 0 < seconds < LATEST else None


def status(member: object) -> str:
    """A member's status; who is `restricted` may still have left."""
    seat = mapping(member)
    if seat.get("status") == "restricted" and seat.get("is_member") is False:
        return "left"
    return words(seat.get("status"))


def mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def words(value: object) -> str:
    """The text, its lone surrogates (which no database takes) replaced."""
    return SURROGATES.sub("\ufffd", value) if isinstance(value, str) else ""


def whole(value: Any) -> int:
    return value if is_whole(value) and value > 0 else 0


def is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
