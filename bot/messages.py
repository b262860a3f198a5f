"""What people say and what the bot answers, the same on every platform (standard library only)."""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal, Protocol

# Telegram's callback_data holds 64 bytes; the shortest of the platforms sets the rule for all.
ACTION_BYTES = 64

FieldKind = Literal["line", "paragraph", "choice", "date", "time", "number", "yes_no", "file"]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `only` is a person's id: in a group, the message is for that person alone."""

    platform: str
    chat: str
    thread: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sent; the adapter fetches it by its id. `size` in bytes."""

    id: str
    name: str
    size: int
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody said or pressed.

    `text` is plain, with the bot's own name cut off. `action` is a pressed button's (`word:id:choice`).
    `values` are a form's answers by field name, where a platform hands them over all at once.
    `private` is false in groups and channels. `message_id` is the message whose button was pressed.
    `sent_at` is the platform's own time of the event, aware. `event` is empty for what a person did; else it is what
    the platform itself tells, which nobody can type:

    - `moved`: the chat's new id is in `text`; `lost`: the bot was put out of the chat, or it is gone; `back`: in again
    - `blocked`: this person wants no messages from the bot; `outsider`: the sender is no full member of the workspace
    - `hurry`: this person sent more messages than one can write (bot/bucket.py)
    - `trouble`: the platform does not work for us; `text` says how: `conflict`, `token`, `removed`
    """

    address: Address
    sender: str
    text: str
    event_id: str
    event: str = ""
    action: str = ""
    files: tuple[Attachment, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    private: bool = True
    message_id: str = ""
    language: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A label with an action (at most 64 bytes: `word:id:choice`), or with a link to open."""

    label: str
    action: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if len(self.action.encode()) > ACTION_BYTES:
            raise ValueError(
                f"action of {len(self.action.encode())} bytes, at most {ACTION_BYTES}: {self.action[:20]}…"
            )
        if bool(self.action) == bool(self.url):
            raise ValueError(f"button {self.label!r} needs an action or a link, and only one of them")


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to send along. `alt` says in words what it shows: the same facts, for who cannot see it.

    `sketch` instead of `content`: what bot/pictures paints right before it is sent, and small enough to keep in a row.
    """

    name: str
    media_type: str
    content: bytes = b""
    alt: str = ""
    sketch: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `value` is what stands there already; `error` is what was wrong with it. `numbers`: a
    telephone number is wanted here; elsewhere it is masked. A number is from `least` up to `most`.
    """

    name: str
    label: str
    kind: FieldKind = "line"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    value: str = ""
    error: str = ""
    numbers: bool = False
    least: int = 0
    most: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Form:
    """Questions that belong together.

    `name` finds the handler that receives the answers; `ref` is handed back to it. `intro` (markup) stands above them.
    `id` is the form's row, once it has one: pressing `form:ID:open` shows it anew, `form:ID:send` (with `values`) hands
    it in, `form:ID:cancel` leaves it.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    intro: str = ""
    ref: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says. The text (see bot/markup.py) alone says everything; the rest is a bonus.

    `private`: about a person, never shown to a group. `replaces`: takes the place of the message whose button was
    pressed.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    pictures: tuple[Picture, ...] = ()
    form: Form | None = None
    private: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command as a menu shows it: `name` in the bot's own spelling (`nasta-aktivitet`)."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands to show in one language, to everyone (`chat` empty) or in one person's chat."""

    language: str
    entries: tuple[MenuEntry, ...]
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform takes messages; 0 is no such limit.

    `per_second` messages in all. In one chat one every `chat_seconds`, after a burst of `chat_burst`; in a group
    (`is_group`) no more than `group_per_minute`.
    """

    per_second: float = 0
    chat_seconds: float = 0
    chat_burst: int = 0
    group_per_minute: int = 0


UNLIMITED = Pace()

Receive = Callable[[Incoming], Awaitable[None]]


class Adapter(Protocol):
    """Translates between a platform and the types above; decides nothing.

    A platform that can do less renders less; it never raises "not supported".
    """

    platform: str
    home: str  # the address of the bot's private chat, "" where there is none: https://t.me/ourbot
    whole_forms: bool  # True: `send` shows a whole form at once; False: dispatch asks its questions one by one
    pace: Pace
    remembers: bool  # whether the platform can be asked if a message with a `mark` arrived: see `find`

    @property
    def health(self) -> str:
        """`ok`, or one word for what is wrong."""

    @property
    def routes(self) -> Sequence[Any]:
        """What it wants to hear over HTTP, as Starlette routes; none in polling and Socket Mode."""

    async def start(self, receive: Receive) -> None:
        """Begin to listen. `receive` returns when the message is durable: only then is the platform told "received"."""

    async def send(self, to: Address, reply: Reply, *, answers: str = "", mark: str = "") -> str:
        """Send one message that fits the platform's limits; return the platform's id of it.

        `answers` is the `event_id` of what is answered: it finds the open dialog that a form needs. `mark` goes along
        unseen where the platform `remembers`: at most 64 hex digits that say nothing, since others can read them.

        Raises:
            TryLater, Unreachable, Refused, Moved, Misconfigured, Unknown: see bot/errors.py.

        """

    async def find(self, to: Address, mark: str, since: datetime) -> str:
        """The platform's id of the message that carries the mark, "" when it is not there.

        Only for a message whose fate is unknown, and only where the platform `remembers`. `since`: when it was sent.

        Raises:
            TryLater: the platform could not be asked now. (Sending is none the worse for it.)
            Misconfigured: as in `send`.
            Unknown: the platform does not tell, and will not.

        """

    async def fetch(self, file: Attachment) -> bytes:
        """What is in a file that somebody sent; a DeliveryError where it is too large, gone, or cannot be had now."""

    def is_group(self, chat: str) -> bool:
        """Whether more people than one are in this chat."""

    async def edit(self, to: Address, message_id: str, reply: Reply) -> str: ...

    async def delete(self, to: Address, message_id: str) -> None: ...

    async def stop(self) -> None: ...


def dump(what: Incoming | Reply | Form) -> str:
    """As JSON, for a row, in ASCII: so a lone surrogate or a NUL that somebody sent can be stored as well."""
    return json.dumps(what, separators=(",", ":"), default=as_json)


def as_json(what: Any) -> Any:
    """What JSON has no word of its own for, as something that it has."""
    match what:
        case datetime():
            return what.isoformat()
        case bytes():
            return base64.b64encode(what).decode()
        case Mapping():
            return dict(what)
    return {one.name: getattr(what, one.name) for one in fields(what)}


def load_incoming(text: str) -> Incoming:
    row: dict[str, Any] = json.loads(text)
    row["address"] = Address(**row["address"])
    row["files"] = tuple(Attachment(**f) for f in row["files"])
    row["sent_at"] = datetime.fromisoformat(row["sent_at"]) if row["sent_at"] else None
    return Incoming(**row)


def load_reply(text: str) -> Reply:
    row: dict[str, Any] = json.loads(text)
    row["buttons"] = tuple(Button(**b) for b in row["buttons"])
    row["pictures"] = tuple(Picture(**p | {"content": base64.b64decode(p["content"])}) for p in row["pictures"])
    row["form"] = load_form(row["form"]) if row["form"] else None
    return Reply(**row)


def load_form(row: dict[str, Any]) -> Form:
    asked = tuple(Field(**f | {"choices": tuple(Choice(**c) for c in f["choices"])}) for f in row["fields"])
    return Form(**row | {"fields": asked})
