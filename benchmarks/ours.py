"""The whole path: message in, inbox, person, handler, rows, reply out, done."""

import asyncio
import time
from typing import Any

from benchmarks.bare import OK, SECRET, slack_command, telegram_update
from benchmarks.district import NOW
from benchmarks.measure import Command
from benchmarks.people import person
from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.webhook import Webhook
from bot.adapters.terminal import Shown, TerminalAdapter
from bot.app import Bot, Time, build
from bot.messages import Adapter
from bot.settings import Settings
from storage.database import Database


async def start(database: Database, adapter: Adapter) -> Bot:
    settings = Settings(_env_file=None, district="Distriktet", messages_per_minute=0)
    bot = build(settings, database, {adapter.platform: adapter}, times=Time(lambda: NOW, NOW.timestamp, paced=False))
    await bot.start(ticking=False)
    return bot


async def answered(bot: Bot, platform: str, event: str) -> None:
    """Wait until that message is answered and the answer's row says so."""
    name = f"{platform} {event}"
    task = next((task for task in bot.dispatcher.tasks if task.get_name() == name), None)
    if task is not None:
        await asyncio.wait({task})


async def our_telegram(database: Database, acks: list[float]) -> tuple[Command, Bot]:
    adapter = TelegramAdapter(
        token="42:" + "a" * 35,
        api_url="http://127.0.0.1:1",
        webhook=Webhook("https://bot.example.org/telegram", SECRET),
    )
    bot = await start(database, adapter)

    async def command(number: int, who: int) -> None:
        begin = time.perf_counter()
        assert await adapter.intake.take(telegram_update(number, who))
        acks.append(time.perf_counter() - begin)
        await answered(bot, "telegram", str(number))

    return command, bot


async def our_slack(database: Database, acks: list[float]) -> tuple[Command, Bot]:
    adapter = SlackAdapter(bot_token="xoxb-bench", signing_secret=SECRET)
    bot = await start(database, adapter)
    route = adapter.routes[0]

    async def command(number: int, who: int) -> None:
        body, headers = slack_command(number, who)
        begin = time.perf_counter()
        assert await post(route.app, body.encode(), headers) == OK
        acks.append(time.perf_counter() - begin)
        await answered(bot, "slack", f"{number}.{who}")

    return command, bot


async def post(app: Any, body: bytes, headers: dict[str, str]) -> int:
    """A request to an ASGI application; its status."""
    status = 0
    scope = {
        "type": "http", "method": "POST", "path": "/slack/events", "query_string": b"", "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: dict[str, Any]) -> None:
        nonlocal status
        status = event.get("status", status)

    await app(scope, receive, send)
    return status


async def our_terminal(database: Database, acks: list[float]) -> tuple[Command, Bot]:
    def show(_shown: Shown) -> None:
        """Nobody looks."""

    adapter = TerminalAdapter(show)
    bot = await start(database, adapter)

    async def command(_number: int, who: int) -> None:
        begin = time.perf_counter()
        await adapter.say(person(who), "/nasta-aktivitet")
        acks.append(time.perf_counter() - begin)
        await bot.dispatcher.idle()

    return command, bot
