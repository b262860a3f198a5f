"""The terminal: buttons become numbers, and several people can sit at it (a transcript needs that)."""

import asyncio
import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import Refused
from bot.markup import Line, parse
from bot.messages import UNLIMITED, Address, Attachment, Button, Incoming, Pace, Receive, Reply

BOLD = ("\x1b[1m", "\x1b[22m")


class Shown(NamedTuple):
    """A message on the screen: its text, what can be pressed, and the names of its files with what they show."""

    to: Address
    message_id: str
    text: str
    buttons: tuple[Button, ...]
    files: tuple[tuple[str, bytes, str], ...]


@dataclass(slots=True)
class TerminalAdapter:
    """Shows messages through `show`; `say` is what somebody types."""

    show: Callable[[Shown], None]
    bold: bool = False
    platform: str = "terminal"
    home: str = ""
    whole_forms: bool = False
    pace: Pace = UNLIMITED
    remembers: bool = False
    health: str = "ok"
    routes: Sequence[Any] = ()
    receive: Receive | None = None
    buttons: dict[str, tuple[Button, ...]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def start(self, receive: Receive) -> None:
        self.receive = receive

    async def say(
        self, who: str, text: str, *, group: str = "", file: Attachment | None = None, action: str = ""
    ) -> None:
        """Somebody types a line: a button's number or label in brackets, or anything else. `action` is a press."""
        assert self.receive is not None
        if group and not (action or file or text.lstrip().startswith(("/", "["))):
            return  # people talking to each other
        pressed = Button(text, action) if action else self.pressed(group or who, text)
        msg = Incoming(
            address=Address(self.platform, group or who),
            sender=who,
            text="" if pressed else text,
            event_id=uuid.uuid4().hex,
            action=pressed.action if pressed else "",
            files=(file,) if file else (),
            private=not group,
            message_id=self.shown.get(group or who, "") if pressed else "",
        )
        await self.receive(msg)

    def pressed(self, chat: str, text: str) -> Button | None:
        """The button of the last message that the line means: `2`, `[2]` or `[Jag kommer]`."""
        bare = text.strip()
        named = bare.startswith("[") and bare.endswith("]")
        word = bare[1:-1].casefold() if named else bare
        there = [button for button in self.buttons.get(chat, ()) if button.action]
        for number, button in enumerate(there, 1):
            by_number = word == str(number) and (named or is_choice(button))
            if by_number or (named and word == button.label.casefold()):
                return button
        return None

    async def send(self, to: Address, reply: Reply, *, answers: str = "", mark: str = "") -> str:  # noqa: ARG002
        chat, message_id = to.only or to.chat, str(next(self.numbers))
        self.buttons[chat], self.shown[chat] = reply.buttons, message_id
        files = tuple((picture.name, picture.content, picture.alt) for picture in reply.pictures)
        self.show(Shown(to, message_id, render(reply.text, bold=self.bold), reply.buttons, files))
        return message_id

    async def find(self, to: Address, mark: str, since: datetime) -> str:  # noqa: ARG002
        """What is shown is shown: there is nothing to ask."""
        return ""

    async def fetch(self, file: Attachment) -> bytes:
        """Whoever sits at the terminal names a file of their own."""
        try:
            return await asyncio.to_thread(Path(file.id).read_bytes)
        except OSError:
            raise Refused("no such file") from None

    def is_group(self, chat: str) -> bool:  # noqa: ARG002
        """Its chats are names, which do not tell; a screen takes any number of messages from any of them."""
        return False

    async def edit(self, to: Address, message_id: str, reply: Reply) -> str:
        """What is printed stays printed: the new text follows below."""
        await self.send(to, reply)
        return message_id

    async def delete(self, to: Address, message_id: str) -> None:
        """Nothing can be taken back from a screen."""

    async def stop(self) -> None:
        self.receive = None


def is_choice(button: Button) -> bool:
    """Whether a bare number may press it. Where a form only offers ways out of it, a number is the answer."""
    return not button.action.startswith("form:") or ":pick:" in button.action


def render(text: str, *, bold: bool) -> str:
    return "\n".join(render_line(line, bold=bold) for line in parse(text))


def render_line(line: Line, *, bold: bool) -> str:
    mark = {"text": "", "quote": "> ", "item": "- "}[line.kind]
    start, end = BOLD if bold else ("", "")
    return mark + "".join(
        f"{start}{span.text}{end}" if span.bold else f"{span.text} ({span.url})" if span.url else span.text
        for span in line.spans
    )
