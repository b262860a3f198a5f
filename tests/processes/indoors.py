"""The same bot in the test's own process, with a clock that goes when it is told to: for waits that are minutes."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.app import Bot, Time, build
from bot.settings import Settings
from storage.database import open_database
from tests.fakes.telegram.bell import Bell
from tests.processes.stage import Stage


@dataclass
class Indoors:
    """The real adapters, core and rows, on a stage whose clock is frozen."""

    stage: Stage
    bell: Bell = field(default_factory=Bell)
    bot: Bot = field(init=False)

    async def start(self) -> None:
        stage, slack, telegram = self.stage, self.stage.slack, self.stage.telegram
        adapters = {
            "telegram": TelegramAdapter(token=telegram.token, api_url=telegram.url, sleep=self.sleep, now=self.now),
            "slack": SlackAdapter(
                bot_token=slack.bot_token, app_token=slack.app_token, api_url=f"{slack.url}/api/", clock=stage.clock
            ),
        }
        database = open_database(stage.env["DATABASE_URL"])
        times = Time(self.now, self.stage.clock, paced=False)
        self.bot = build(Settings(_env_file=None, messages_per_minute=0), database, adapters, times=times)
        await self.bot.start(ticking=False)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.stage.clock(), UTC)

    async def sleep(self, seconds: float) -> None:
        until = self.stage.clock() + seconds
        await self.bell.until(lambda: self.stage.clock() >= until)

    async def wait(self, seconds: float) -> None:
        """Let time pass; whatever falls due is sent."""
        self.stage.ahead += seconds
        self.bell.ring()
        await self.bot.settle()
