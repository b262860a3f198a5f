"""The bot as a process of its own, told by lines of JSON what time it is; company.py starts it and kills it."""

import asyncio
import json
import os
import sys
from datetime import datetime
from typing import Any

from bot import opening
from bot.adapters import build_adapters
from bot.adapters.terminal import Shown, TerminalAdapter
from bot.app import Bot, Time, build, connect
from bot.errors import SetupError
from bot.logs import set_up_logs
from bot.messages import Attachment
from bot.opening import read_settings
from bot.settings import Settings


class Stage:
    """One bot on one platform, with a clock that is set from outside."""

    def __init__(self, platform: str, now: datetime) -> None:
        self.platform = platform
        self.at = now
        self.settings: Settings = read_settings(env_file=None)
        self.bot = self.build()

    def now(self) -> datetime:
        return self.at

    def steady(self) -> float:
        return self.at.timestamp()

    def build(self) -> Bot:
        database = opening.open_checked(self.settings)
        opening.fill_sample(database, self.settings, self.now)
        self.settings = opening.named(self.settings, database)
        times = Time(self.now, self.steady, paced=False)
        if self.platform == "terminal":
            # Beside it the other app, if one is played.
            beside = build_adapters(self.settings, lambda _platform: [])
            return build(self.settings, database, {"terminal": TerminalAdapter(tell_shown), **beside}, times=times)
        return connect(self.settings, database, times=times)

    async def obey(self, order: dict[str, Any]) -> None:
        match order["do"]:
            case "pass":
                await self.pass_time(datetime.fromisoformat(order["until"]))
            case "say":
                await self.say(order)
            case "freeze":
                self.bot.dispatcher.closed = True
            case "idle":
                await self.bot.settle()

    async def say(self, order: dict[str, Any]) -> None:
        terminal = self.bot.adapters["terminal"]
        assert isinstance(terminal, TerminalAdapter)
        file = Attachment(**order["file"]) if order.get("file") else None
        await terminal.say(order["who"], order["text"], group=order["group"], file=file, action=order["action"])

    async def pass_time(self, until: datetime) -> None:
        """Go to the next due moment, as a clock would, and no farther than until then."""
        due = await self.bot.clock.next_due()
        self.at = due if due is not None and self.at < due < until else until
        await self.bot.settle()


def tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def tell_shown(shown: Shown) -> None:
    """What the terminal shows, as data."""
    files = [{"name": name, "alt": alt, "size": len(content)} for name, content, alt in shown.files]
    buttons = [{"label": b.label, "action": b.action, "url": b.url} for b in shown.buttons]
    to = {"chat": shown.to.chat, "only": shown.to.only}
    tell({"shown": {**to, "id": shown.message_id, "text": shown.text, "buttons": buttons, "files": files}})


async def read_line(reader: asyncio.StreamReader) -> dict[str, Any] | None:
    raw = await reader.readline()
    order: dict[str, Any] | None = json.loads(raw) if raw else None
    return order


async def main(platform: str, now: datetime) -> None:
    reader = asyncio.StreamReader(limit=16_000_000)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        stage = Stage(platform, now)
        await stage.bot.start(ticking=False)
    except SetupError as error:
        tell({"failed": str(error)})
        return
    tell({"ready": True})
    while (order := await read_line(reader)) is not None and order["do"] != "stop":
        await stage.obey(order)
        tell({"done": order["id"], "at": stage.at.isoformat()})
    await stage.bot.stop()


if __name__ == "__main__":
    set_up_logs(level=os.environ.get("LOG_LEVEL", "ERROR"))
    asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
