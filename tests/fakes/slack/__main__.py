"""Starts the pretend Slack alone, with one person who types here: python -m tests.fakes.slack --port 8082"""

import argparse
import asyncio
import sys

from .peer import SlackFake
from .state import Message, Modal, Person

HELP = """The bot's settings: SLACK_API_URL={url}/api/ SLACK_BOT_TOKEN={bot} SLACK_APP_TOKEN={app}
Type as in Slack; /word goes as a command. [label] or [number] presses a button of the last message,
{{field=value; field=value}} hands in the modal, {{}} leaves it."""


async def main(port: int, commands: list[str]) -> None:
    fake = SlackFake(limits=False, commands=commands)
    await fake.start(port)
    person = fake.person("U1", "medlem")
    put(HELP.format(url=fake.url, bot=fake.bot_token, app=fake.app_token))
    printer = asyncio.create_task(show(fake, person))
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                await act(fake, person, line.rstrip("\n"))
            except LookupError as error:
                put(f"! {error}")
    finally:
        printer.cancel()
        await fake.stop()


def put(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def act(fake: SlackFake, person: Person, line: str) -> None:
    if line == "{}":
        await fake.close(person)
    elif line.startswith("{"):
        pairs = [pair.partition("=") for pair in line.strip("{}").split(";")]
        errors = await fake.submit(person, {name.strip(): value.strip() for name, _, value in pairs})
        put("\n".join(f"! {name}: {error}" for name, error in (errors or {}).items()))
    elif line.startswith("["):
        message = next(m for m in reversed(fake.sees(person)) if m.buttons)
        wanted = line.strip("[]")
        labels = [button.label for button in message.buttons]
        await fake.press(person, message, labels[int(wanted) - 1] if wanted.isdecimal() else wanted)
    elif line:
        await fake.type(person, line)


async def show(fake: SlackFake, person: Person) -> None:
    """Print what the bot sends, as it comes."""
    printed: set[tuple[str, str]] = set()
    modal: Modal | None = None
    while True:
        for message in fake.sees(person):
            if message.user != person.id and (message.ts, message.seen) not in printed:
                printed.add((message.ts, message.seen))
                put(draw(message))
        if fake.open_modal(person) is not modal:
            modal = fake.open_modal(person)
            put(draw_modal(modal) if modal else "(the modal is gone)")
        await fake.space.bell.event.wait()


def draw(message: Message) -> str:
    buttons = " ".join(f"[{n}: {button.label}]" for n, button in enumerate(message.buttons, 1))
    files = " ".join(f"({file.name}: {file.alt})" for file in message.files)
    return "\n".join(filter(None, (f"> {message.seen}", files, buttons)))


def draw_modal(modal: Modal) -> str:
    asked = [f"  {block['block_id']} ({block['element']['type']}): {block['label']['text']}" for block in modal.inputs]
    return "\n".join([f"== {modal.title} ==", modal.seen, *asked])


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--command", action="append", default=[], help="a registered slash command, e.g. /hjalp")
    return parser.parse_args()


if __name__ == "__main__":
    given = read_arguments()
    asyncio.run(main(given.port, given.command))
