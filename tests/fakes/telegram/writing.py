"""The methods that write in a chat: send, edit, delete."""

from collections.abc import Callable
from dataclasses import dataclass

from .entities import Entity, clean, is_empty, trimmed, utf16
from .errors import bad_request, forbidden
from .keyboard import read_keyboard
from .limits import Limits
from .markup import read_html
from .params import Params
from .state import Chat, File, Group, Message, Sent, World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
# A bot may take back what is less than 48 hours old (core.telegram.org/bots/api#deletemessage).
DELETE_WITHIN = 48 * 3600
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")


@dataclass
class Writing:
    world: World
    limits: Limits
    changed: Callable[[], None]

    def send_message(self, params: Params) -> object:
        chat = self.writable(params)
        text, entities = read_text(params, "text", LONGEST_TEXT)
        if is_empty(text):
            raise bad_request("message text is empty")
        return self.put(chat, params, text, entities)

    def send_photo(self, params: Params) -> object:
        return self.send_file(params, "photo")

    def send_document(self, params: Params) -> object:
        return self.send_file(params, "document")

    def send_file(self, params: Params, name: str) -> object:
        chat = self.writable(params)
        text, entities = read_text(params, "caption", LONGEST_CAPTION)
        return self.put(chat, params, text, entities, self.file(params, name))

    def edit_text(self, params: Params) -> object:
        message = self.editable(params)
        text, entities = read_text(params, "text", LONGEST_TEXT)
        if message.file:
            raise bad_request("there is no text in the message to edit")
        if is_empty(text):
            raise bad_request("message text is empty")
        return self.change(message, text, entities, params)

    def edit_keyboard(self, params: Params) -> object:
        message = self.editable(params)
        return self.change(message, message.text, message.entities, params)

    def delete(self, params: Params) -> object:
        message = self.world.messages.get((params.whole("chat_id"), params.whole("message_id")))
        if not message:
            raise bad_request("message to delete not found")
        too_old = self.world.clock() - message.date >= DELETE_WITHIN
        if too_old or (isinstance(message.chat, Group) and not message.by_bot):
            raise bad_request("message can't be deleted for everyone")
        del self.world.messages[message.chat.id, message.id]
        self.log(Sent("delete", self.world.clock(), message.chat.id, message.id))
        return True

    def chat_action(self, params: Params) -> object:
        self.writable(params)
        return True

    def writable(self, params: Params) -> Chat:
        """The chat, if the bot may write in it now."""
        if params.yes("allow_paid_broadcast"):
            raise bad_request("paid broadcasts cost Stars and are refused here")
        return may_write(find_chat(self.world, params.text("chat_id")))

    def editable(self, params: Params) -> Message:
        chat = self.writable(params)
        message = self.world.messages.get((chat.id, params.whole("message_id")))
        if not message:
            raise bad_request("message to edit not found")
        if not message.by_bot:
            raise bad_request("message can't be edited")
        return message

    def put(
        self, chat: Chat, params: Params, text: str, entities: list[Entity], file: File | None = None
    ) -> dict[str, object]:
        rows = read_keyboard(params.json("reply_markup"))
        self.limits.take(chat.id, group=isinstance(chat, Group))
        thread = params.whole("message_thread_id")
        now = self.world.clock()
        message = self.world.keep(
            Message(chat, self.world.next_id(), now, text, entities, rows=rows, file=file, thread=thread)
        )
        self.log(Sent.of("send", message, now))
        return self.world.message_payload(message)

    def change(self, message: Message, text: str, entities: list[Entity], params: Params) -> dict[str, object]:
        rows = read_keyboard(params.json("reply_markup"))
        if (text, entities, rows) == (message.text, message.entities, message.rows):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        self.limits.take(message.chat.id, group=isinstance(message.chat, Group))
        message.text, message.entities, message.rows = text, entities, rows
        self.log(Sent.of("edit", message, self.world.clock()))
        return self.world.message_payload(message)

    def file(self, params: Params, name: str) -> File:
        """The file sent along, or one that Telegram has already."""
        upload = params.upload(name)
        if not upload:
            known = self.world.files.get(params.text(name))
            if not known:
                raise bad_request(f"there is no {name} in the request")
            return known
        if not upload.content:
            raise bad_request("file must be non-empty")
        if name == "photo" and not upload.content.startswith(IMAGES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self.world.keep_file(upload.name, upload.content, upload.media_type, photo=name == "photo")

    def log(self, sent: Sent) -> None:
        self.world.sent.append(sent)
        self.changed()


def find_chat(world: World, chat_id: str) -> Chat:
    known = world.chats.get(int(chat_id)) if chat_id.removeprefix("-").isdecimal() else None
    if not known:
        raise bad_request("chat not found" if chat_id else "chat_id is empty")
    return known


def may_write(chat: Chat) -> Chat:
    if isinstance(chat, Group):
        if chat.moved_to:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
        if not chat.bot_in:
            raise forbidden(f"bot was kicked from the {chat.type} chat")
    elif chat.blocked:
        raise forbidden("bot was blocked by the user")
    elif not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def read_text(params: Params, name: str, longest: int) -> tuple[str, list[Entity]]:
    """The text as it will be seen, and its entities; refuses what is too long after the markup is read."""
    source = clean(params.text(name))
    mode = params.text("parse_mode")
    if mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode (this stand-in reads HTML only)")
    text, entities = read_html(source) if mode else (source, params.json("entities") or [])
    text, entities = trimmed(text, entities)
    if utf16(text) > longest:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    return text, entities
