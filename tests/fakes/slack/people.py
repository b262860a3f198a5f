"""What people do in the workspace: they write, call commands, press buttons and fill in modals."""

import asyncio
from collections.abc import Mapping, Sequence

from . import payloads, views
from .delivery import ACK_SECONDS, Courier, Delivery
from .filling import fill
from .shown import Button
from .state import BOT_USER, Channel, File, Message, Modal, Person, Workspace

Who = Person | str

TROUBLE = {"": "We had some trouble connecting. Try again?"}
FAILED = 'failed with the error "dispatch_failed"'


class People:
    """Events go out only for what the app has subscribed to."""

    def __init__(self, space: Workspace, courier: Courier) -> None:
        self.space = space
        self.courier = courier
        self.subscribed = {"app_mention", "message.im", "app_home_opened"}

    def who(self, person: Who) -> Person:
        return person if isinstance(person, Person) else self.space.people[person]

    def place(self, person: Person, channel: Channel | str | None) -> Channel:
        """The person's own conversation with the bot where no channel is named."""
        if channel is None:
            return self.space.direct(person.id)
        return channel if isinstance(channel, Channel) else self.space.find_channel(channel)

    async def say(
        self,
        person: Who,
        text: str,
        channel: Channel | str | None = None,
        *,
        files: Sequence[tuple[str, bytes]] = (),
        thread: str = "",
    ) -> Delivery | None:
        """The event that the bot gets of it, None when it gets none."""
        author = self.who(person)
        place = self.place(author, channel)
        raw = payloads.written(self.space, text)
        message = Message(self.space.new_ts(), place.id, author.id, raw, thread_ts=thread)
        message.files = [self.keep(name, content) for name, content in files]
        self.space.messages.append(message)
        if BOT_USER not in place.members:
            return None
        mentioned = f"<@{BOT_USER}>" in raw and not place.person
        kinds = [f"message.{place.kind}s".replace("ims", "im"), *(["app_mention"] if mentioned else [])]
        gesture = self.space.new_id("client-")
        bodies = [
            payloads.message_event(self.space, message, kind.partition(".")[0], gesture)
            for kind in kinds
            if kind in self.subscribed
        ]
        sent = [await self.tell("events_api", body["event_id"], body) for body in bodies]
        return sent[-1] if sent else None

    def keep(self, name: str, content: bytes) -> File:
        file = File(self.space.new_id("F"), name, content)
        self.space.files[file.id] = file
        return file

    async def type(self, person: Who, line: str, channel: Channel | str | None = None) -> Delivery | None:
        """What a line becomes: a command that the app has registered, or a message. The client keeps other /words for
        itself, so people put a space in front.
        """
        name, _, args = line.partition(" ")
        if name in self.space.commands:
            return await self.command(person, name, args, channel)
        return await self.say(person, f" {line}" if line.startswith("/") else line, channel)

    async def command(self, person: Who, name: str, args: str = "", channel: Channel | str | None = None) -> Delivery:
        author = self.who(person)
        body = payloads.command(self.space, author, self.place(author, channel), name, args)
        delivery = await self.tell("slash_commands", body["trigger_id"], body)
        if delivery.failed:
            self.whisper(author, body["channel_id"], f"{name} {FAILED}")
        return delivery

    def whisper(self, person: Person, channel: str, text: str) -> None:
        """What Slack itself says, to this person alone."""
        self.space.messages.append(Message(self.space.new_ts(), channel, "USLACKBOT", text, only=person.id))
        self.space.bell.ring()

    async def press(self, person: Who, message: Message, wanted: str) -> Delivery:
        """Press the button with this label or value."""
        author = self.who(person)
        if message not in self.space.messages or not self.space.sees(author.id, message):
            raise LookupError(f"{author.name} does not see that message")
        button = find(message.buttons, wanted)
        body = payloads.press(self.space, author, message, button)
        return await self.tell("interactive", body["trigger_id"], body)

    def open_modal(self, person: Who) -> Modal | None:
        return self.space.modals.get(self.who(person).id)

    async def submit(self, person: Who, values: Mapping[str, str]) -> dict[str, str] | None:
        """What the modal then says is wrong, by field; None when it is gone (or shows its next page)."""
        author = self.who(person)
        modal = self.space.modals[author.id]
        state, errors = fill(modal, values)
        if errors:
            return errors
        body = payloads.interaction(self.space, author, "view_submission")
        body |= {"view": views.payload(self.space, modal, state), "response_urls": []}
        delivery = await self.tell("interactive", body["trigger_id"], body)
        try:
            await asyncio.wait_for(delivery.done.wait(), ACK_SECONDS)
        except TimeoutError:
            return TROUBLE
        return self.conclude(author, modal, delivery)

    def conclude(self, person: Person, modal: Modal, delivery: Delivery) -> dict[str, str] | None:
        answer = delivery.answer or {}
        match answer.get("response_action"):
            case "errors":
                modal.errors = dict(answer["errors"])
                known = {block["block_id"] for block in modal.inputs}
                return modal.errors if modal.errors.keys() <= known else TROUBLE
            case "update":
                views.replace(self.space, modal, answer["view"])
                return None
        self.space.modals.pop(person.id, None)
        self.space.bell.ring()
        return None

    async def close(self, person: Who) -> Delivery | None:
        """Leave the modal; the bot hears of it where the modal asked for that."""
        author = self.who(person)
        modal = self.space.modals.pop(author.id)
        if not modal.view.get("notify_on_close"):
            return None
        body = payloads.interaction(self.space, author, "view_closed")
        body |= {"view": views.payload(self.space, modal), "is_cleared": False}
        return await self.tell("interactive", body["trigger_id"], body)

    async def home(self, person: Who) -> Delivery | None:
        author = self.who(person)
        inner = {
            "type": "app_home_opened",
            "user": author.id,
            "channel": self.space.direct(author.id).id,
            "tab": "home",
        }
        return await self.happen(inner) if "app_home_opened" in self.subscribed else None

    async def happen(self, inner: payloads.Payload) -> Delivery:
        """Any event of the Events API."""
        body = payloads.event(self.space, inner | {"event_ts": self.space.new_ts()})
        return await self.tell("events_api", body["event_id"], body)

    async def tell(self, kind: str, delivery_id: str, body: payloads.Payload) -> Delivery:
        return await self.courier.send(Delivery(delivery_id, kind, body))


def find(buttons: list[Button], wanted: str) -> Button:
    for button in buttons:
        if wanted in {button.label, button.value}:
            return button
    raise LookupError(f"no button {wanted!r} among {[button.label for button in buttons]}")
