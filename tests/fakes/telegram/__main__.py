"""A Telegram to try the bot with by hand: `python -m tests.fakes.telegram --port 8081`.

anna> /start            somebody writes to the bot
anna> [Jag kommer]      somebody presses a button of the last message to them (its label)
anna#styrelsen> hej     somebody writes in a group
"""

import argparse
import asyncio
import re
import sys

from .fake import TOKEN, TelegramFake
from .state import Group, Person, Sent

LINE = re.compile(r"(?P<who>[^>#\s]+)(?:#(?P<group>[^>]+))?>\s?(?P<text>.*)", re.DOTALL)
BUTTON = re.compile(r"\[(?P<label>.+)\]")


class Prompt:
    """Reads what people do, a line at a time, and prints what they see."""

    def __init__(self, fake: TelegramFake) -> None:
        self.fake = fake
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}

    def take(self, line: str) -> str:
        """Do what the line says; return what was wrong with it, if anything."""
        match = LINE.fullmatch(line.strip())
        if not match:
            return "who> text · who> [button] · who#group> text"
        person = self.known(match["who"])
        group = self.known_group(match["group"], person) if match["group"] else None
        button = BUTTON.fullmatch(match["text"])
        try:
            if button:
                self.fake.press(person, self.fake.last(group or person), button["label"])
            else:
                self.fake.say(person, match["text"], group)
        except LookupError as error:
            return str(error)
        return ""

    def known(self, who: str) -> Person:
        if who not in self.people:
            self.people[who] = self.fake.person(1001 + len(self.people), who, who)
        return self.people[who]

    def known_group(self, title: str, person: Person) -> Group:
        if title not in self.groups:
            self.groups[title] = self.fake.group(-1001 - len(self.groups), title, [])
        if person not in self.groups[title].members:
            self.groups[title].members.append(person)
        return self.groups[title]

    async def show(self) -> None:
        """Print all that the bot does, as it does it."""
        shown = 0
        while True:
            while shown < len(self.fake.sent):
                print(self.shown(self.fake.sent[shown]), flush=True)  # noqa: T201 - this is a terminal
                shown += 1
            await self.fake.server.bell.event.wait()

    def shown(self, sent: Sent) -> str:
        chat = self.fake.world.chats[sent.chat]
        name = chat.title if isinstance(chat, Group) else chat.first_name
        lines = [f"  → {name}{'' if sent.kind == 'send' else f' ({sent.kind} {sent.message_id})'}: {sent.plain}"]
        lines += [f"      file {file.name or 'photo'} ({len(file.content)} bytes)" for file in sent.files]
        lines += ["      " + " ".join(f"[{button.label}]" for button in row) for row in sent.buttons]
        return "\n".join(lines)


async def run(port: int, token: str) -> None:
    fake = TelegramFake(token=token)
    await fake.start(port)
    print(f"TELEGRAM_API_URL={fake.url} TELEGRAM_TOKEN={token}", flush=True)  # noqa: T201
    prompt = Prompt(fake)
    printing = asyncio.create_task(prompt.show())
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line.strip() and (wrong := prompt.take(line)):
            print(f"  ? {wrong}", flush=True)  # noqa: T201
    printing.cancel()
    await fake.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description="A Telegram on this machine, to try the bot with by hand")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.port, arguments.token))


if __name__ == "__main__":
    main()
