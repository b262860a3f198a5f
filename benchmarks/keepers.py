"""Who keeps reminders and sends them, each as a program of its own: the bot, and APScheduler with jobs that send."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks import due, jobs
from benchmarks.children import heard, launch
from benchmarks.platforms import Slack, Telegram
from storage import own
from tests.processes.life import Life
from tests.processes.records import Records

# The bot is done when all of this is none: not planned, not sent, not looked for.
LEFT = (
    "SELECT (SELECT count(*) FROM occurrence WHERE fate = 'pending' AND topic IN ('own', 'deadline')) + "
    "(SELECT count(*) FROM outbox WHERE state IN ('queued', 'leased', 'sending')) + "
    "(SELECT count(*) FROM outbox WHERE state = 'unknown' AND finished_at IS NULL)"
)


@dataclass
class Bot:
    """`path` is the database, `env` the settings of the platform."""

    path: Path
    env: dict[str, str]
    topic: str = own.OWN
    ready = "bot.started"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def put(self, moments: Sequence[datetime], *, first: int) -> None:
        """A reminder at each of these moments, numbered from the first."""
        with due.open_or_make(self.path) as database:
            due.put(database, moments, first=first, topic=self.topic)

    async def launch(self) -> Life:
        return await launch("bot", "run", env=self.env | {"DATABASE_URL": self.url, "DISTRICT": "Distriktet"})

    async def look(self) -> dict[str, float]:
        """How its clock does on this database, timed from inside."""
        return await figures(await launch("benchmarks.ticking", self.url, env={}))

    def settled(self) -> bool:
        """Whether it says that nothing is to come."""
        return Records(self.path).rows(LEFT) == [(0,)]

    def unknown(self) -> set[int]:
        """Those of which it says that it does not know."""
        found = Records(self.path).rows("SELECT key FROM outbox WHERE state = 'unknown'")
        return {int(key.split(":")[1]) for (key,) in found}


@dataclass
class Jobs:
    """`api` is Telegram with the token."""

    path: Path
    api: str
    ready = "started"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def put(self, moments: Sequence[datetime], *, first: int) -> None:
        jobs.fill(self.url, self.api, moments, first=first)

    async def launch(self) -> Life:
        return await launch("benchmarks.jobs", self.url, env={})

    async def look(self) -> dict[str, float]:
        return await figures(await launch("benchmarks.jobs", self.url, "measure", env={}))

    def settled(self) -> bool:
        """It cannot be asked."""
        return False

    def unknown(self) -> set[int]:
        """It keeps no account."""
        return set()


Keeper = Bot | Jobs
OURS, LIBRARY = "the bot", "APScheduler 3.11, SQLAlchemyJobStore"


async def open_keeper(called: str, path: Path, platform: Telegram | Slack, topic: str = own.OWN) -> Keeper:
    """Start the platform, and let that one find it."""
    env = await platform.start()
    if called != LIBRARY:
        return Bot(path, env, topic)
    return Jobs(path, f"{env['TELEGRAM_API_URL']}/bot{env['TELEGRAM_TOKEN']}")


async def figures(life: Life) -> dict[str, float]:
    found: dict[str, float] = json.loads(await heard(life, "figures"))
    await life.end()
    return found
