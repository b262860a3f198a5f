"""Plays a transcript on one platform, step by step."""

import asyncio
import contextlib
import re
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.play import transcript
from bot.play.company import Company, Launch, launch
from bot.play.scene import Cast, Heard, NoButtonError, Scene
from bot.play.terminal import TerminalScene
from bot.play.transcript import Difference, Step, TranscriptError

ZONE = ZoneInfo("Europe/Stockholm")
PLATFORMS = {"terminal", "telegram", "slack"}
# The app that is played beside, for who writes `@other`.
BESIDE = {"terminal": "telegram", "telegram": "slack", "slack": "telegram"}
# A one-time code as the bot shows it, on a line of its own.
CODE = re.compile(r"^/(?:start|koppla) ([\w-]{22,64})$", re.MULTILINE)
# When a transcript does not say what time it is.
OPENING = datetime(2027, 2, 8, 9, 0, tzinfo=ZONE)


@dataclass(slots=True)
class Played:
    """A step and what was heard after it; a step for other platforms was not `done`."""

    step: Step
    heard: list[Heard]
    done: bool = True

    @property
    def lines(self) -> list[str]:
        close = self.step.listeners
        return [line for h in self.heard for line in h.lines(h.to if h.to in close else close[0])]

    def difference(self) -> Difference | None:
        if not self.done:
            return None
        return transcript.differs(self.step, self.lines)


@dataclass(slots=True)
class Player:
    """One transcript, one platform, one bot; `other` is the app that is played beside it."""

    scene: Scene
    company: Company
    now: datetime
    other: Scene | None = None
    code: str = ""  # the newest that the bot gave out
    platforms: frozenset[str] = frozenset()
    file: str = ""
    steps: list[Played] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)  # since the last step

    async def play(self, steps: list[Step]) -> list[Played]:
        await self.company.start(self.now)
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            if self.skips(step):
                self.steps.append(Played(step, [], done=False))
                continue
            unheard = bool(after and after.kind == "kill" and not step.expected)
            try:
                await self.perform(step, settle=not unheard)
            except NoButtonError as error:
                raise TranscriptError(f"line {step.number}: {error}") from None
            self.steps.append(Played(step, await self.take(step)))
        return self.steps

    def skips(self, step: Step) -> bool:
        """Lines after `@on slack` are for Slack alone, until `@on` says otherwise."""
        if step.kind == "on":
            self.platforms = frozenset(step.rest.split())
        return bool(self.platforms) and self.scene.platform not in self.platforms

    async def take(self, step: Step) -> list[Heard]:
        await self.listen()
        heard, self.heard = self.heard, []
        return [h if h.to in step.listeners else replace(h, kind="push") for h in heard]

    async def listen(self) -> None:
        """Take in what was said since, also in the other app."""
        found = await self.scene.take(self.now)
        if self.other:
            found += [replace(h, to=h.to + transcript.OTHER) for h in await self.other.take(self.now)]
        for heard in found:
            if given := CODE.search(heard.text):
                self.code = given[1]
        self.heard += found

    async def perform(self, step: Step, *, settle: bool) -> None:
        match step.kind:
            case "now":
                await self.set_time(transcript.read_now(step, ZONE))
            case "wait":
                await self.set_time(self.now + transcript.read_wait(step))
            case "restart":
                await self.company.stop()
                await self.company.start(self.now)
            case "kill":
                await self.company.kill()
                await self.company.start(self.now)
            case "stop":
                await self.company.stop()
            case "begin":
                await self.company.start(self.now)
            case "file":
                self.file = step.rest.partition(" ")[2]
            case "say":
                await self.speak(step, settle=settle)
        if settle and self.company.is_there:
            await self.company.order(do="idle")

    async def set_time(self, until: datetime) -> None:
        """Let time pass from one due moment to the next; each message is heard when it comes. A stopped bot sleeps."""
        while self.company.is_there and self.now < until:
            before = self.now
            self.now = (await self.company.order(do="pass", until=until.isoformat())).astimezone(ZONE)
            for scene in filter(None, (self.scene, self.other)):
                scene.pass_time((self.now - before).total_seconds())
            await self.listen()
        if self.company.is_there and until < self.now:
            await self.company.order(do="pass", until=until.isoformat())
        self.now = until

    async def speak(self, step: Step, *, settle: bool) -> None:
        if not settle:  # the kill behind it comes before the answer
            await self.company.order(do="freeze")
        scene = self.other if step.other and self.other else self.scene
        if step.pressed:
            await scene.press(step.who, step.pressed, group=step.group)
        else:
            text = step.rest.replace("{code}", self.code)
            await scene.say(step.who, text, group=step.group, file=self.file)
        self.file = ""


def build_scene(platform: str) -> Scene:
    """The scene for a platform. Telegram's and Slack's stand-ins come with the source, in tests/fakes."""
    if platform == "terminal":
        return TerminalScene()
    try:
        if platform == "telegram":
            from bot.play.telegram import TelegramScene  # noqa: PLC0415 - brings in a web server

            return TelegramScene()
        from bot.play.slack import SlackScene  # noqa: PLC0415

        return SlackScene()
    except ModuleNotFoundError as error:
        raise TranscriptError(
            f"{platform} is played against tests/fakes: run from the source checkout ({error})"
        ) from None


@contextlib.asynccontextmanager
async def opened(
    platform: str, db: str, launch: Launch, *, two: bool
) -> AsyncIterator[tuple[Scene, Scene | None, Company]]:
    """A scene, with `two` the other app's as well, and the bot's process on a database of its own unless one is named.

    A transcript has no pace, so people may write as many messages a minute as they like.
    """
    scene, other = build_scene(platform), build_scene(BESIDE[platform]) if two else None
    scenes = [found for found in (scene, other) if found]
    for each in scenes:
        await each.open()
    with tempfile.TemporaryDirectory(prefix="bot-play-") as folder:
        env = {"DATABASE_URL": db or f"sqlite:///{Path(folder) / 'play.db'}", "MESSAGES_PER_MINUTE": "0"}
        for each in scenes:
            env |= each.env
        company = Company(platform, env, scene.shown, launch)
        if isinstance(scene, TerminalScene):
            scene.company = company
        try:
            yield scene, other, company
        finally:
            await company.stop()
            for each in scenes:
                await each.close()


def first_time(steps: list[Step]) -> datetime:
    """What time it is when the curtain rises: the first `@now`, if anything stands before the first word."""
    first = next((step for step in steps if step.kind in {"now", "say"}), None)
    return transcript.read_now(first, ZONE) if first and first.kind == "now" else OPENING


def check(steps: list[Step], cast: Cast) -> None:
    """Everybody and every place in it is known, before anything is started."""
    for step in steps:
        if step.kind == "say" and step.who not in cast.people().values():
            raise TranscriptError(
                f"line {step.number}: there is no {step.who}; there are {' '.join(cast.people().values())}"
            )
        if step.group and step.group not in cast.groups().values():
            raise TranscriptError(
                f"line {step.number}: there is no group {step.group}; there are {' '.join(cast.groups().values())}"
            )
        if step.kind == "on" and not set(step.rest.split()) <= PLATFORMS:
            raise TranscriptError(f"line {step.number}: @on takes {' '.join(sorted(PLATFORMS))}, or nothing")
        if step.kind == "file" and not Path(step.rest.partition(" ")[2]).is_file():
            raise TranscriptError(
                f"line {step.number}: write @file WHO PATH; there is no file {step.rest.partition(' ')[2]!r}"
            )


async def play(text: str, *, platform: str, db: str = "", launch: Launch = launch) -> list[Played]:
    """Play a transcript; every step with what was heard after it. `launch` starts the bot's process.

    Raises:
        TranscriptError: a line cannot be read, or presses a button that is not there.

    """
    steps = transcript.read(text)
    check(steps, Cast(platform))
    two = any(step.other for step in steps)
    async with opened(platform, db, launch, two=two) as (scene, other, company):
        return await Player(scene, company, first_time(steps), other).play(steps)


def run(text: str, *, platform: str, db: str = "") -> list[Played]:
    return asyncio.run(play(text, platform=platform, db=db))
