"""What calendars read over HTTP: a member's or a branch's, at a secret address, as its owner may see it now."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

import structlog
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import agenda
from bot.bucket import Bucket, Room
from bot.ics.writing import MEDIA_TYPE
from bot.settings import Settings
from bot.texts import texts
from bot.voice import Voice
from storage import calendars, feeds, incidents
from storage.database import Database
from storage.feeds import Reader
from storage.invitations import digest
from storage.rights import Right, allowed

log = structlog.get_logger(__name__)

PATH = "/kalender/{secret}.ics"
# A calendar asks a few times an hour. So many a minute are answered at one address, and in all; the next ones wait.
ONE, ALL = 12, 600
# Read at the same time: people who write are not to be kept waiting by calendars.
SIDE_BY_SIDE = 2


class FrozenError(Exception):
    """Everything stands still, for now."""


class CalendarDoor:
    """Reads on threads of its own and never writes, so that on SQLite nobody waits for it."""

    def __init__(self, database: Database, settings: Settings, now: Callable[[], datetime]) -> None:
        self.database, self.settings, self.now = database, settings, now
        self.each, self.everyone = Bucket(ONE), Bucket(ALL)
        self.turns = asyncio.Semaphore(SIDE_BY_SIDE)
        self.routes = [Route(PATH, self.show)]

    async def show(self, request: Request) -> Response:
        secret = request.path_params["secret"]
        if not self.has_room(secret):
            return Response(status_code=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"})
        try:
            async with self.turns:
                content = await asyncio.to_thread(self.read, secret)
        except DBAPIError as error:
            log.warning("calendar.not_read", why=type(error.orig).__name__)
            return later(60)
        except FrozenError:
            return later(3600)
        if content is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        return answer(content, request.headers.get("if-none-match", ""))

    def has_room(self, secret: str) -> bool:
        now, whose = self.now(), digest(secret)
        return self.everyone.count(("", ""), now) is Room.YES and self.each.count(("", whose), now) is Room.YES

    def read(self, secret: str) -> bytes | None:
        """The calendar; None where there is none at that address, or none any more.

        Raises:
            FrozenError: a data breach is open, and nothing about members leaves the bot.

        """
        now = self.now()
        with self.database.read() as session:
            if incidents.is_frozen(session):
                raise FrozenError
            reader = feeds.find(session, secret, today=now.astimezone(self.settings.zone).date())
            if reader is None:
                return None
            words = texts(reader.person.language)
            return fill(reader, Voice(session, now, self.settings.zone, words, self.settings.district))


def later(seconds: int) -> Response:
    """Not now; the calendar keeps what it has, and asks again."""
    return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": f"{seconds}"})


def fill(reader: Reader, voice: Voice) -> bytes | None:
    """What its owner may see, as of now."""
    person, session, now, made_at = reader.person, voice.session, voice.now, reader.made_at
    if reader.branch_id is None:
        found = calendars.of_member(session, person.id, person.branch_id, now=now)
        turns = calendars.turns(session, person.id, now=now)
        return agenda.whole(found, turns, voice, name=agenda.name_of(voice, None), since=made_at)
    if not allowed(person, Right.PLAN, reader.branch_id):
        return None
    found = calendars.of_branch(session, reader.branch_id, now=now)
    return agenda.whole(found, (), voice, name=agenda.name_of(voice, reader.branch_id), since=made_at)


def answer(content: bytes, known: str) -> Response:
    """The calendar, or that it is still the one that the reader has."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private", "X-Content-Type-Options": "nosniff"}
    if known.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in known.split(",")}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, headers=headers, media_type=MEDIA_TYPE)
