"""A calendar that is read at its secret address, for tests."""

import httpx
import icalendar
from sqlmodel import select

from bot.calendar_door import CalendarDoor
from bot.door import build_app
from bot.settings import Settings
from storage import feeds
from storage.database import Database
from storage.models import Member
from tests.talk import NOW

SETTINGS = Settings(_env_file=None, district="Distriktet Älvmarken", door_port=8080, door_url="https://bot.example.se")


class Reading:
    """One database behind a door; `get` is what a calendar does."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW
        self.door = CalendarDoor(database, SETTINGS, lambda: self.now)
        self.app = build_app(self.door.routes, health=dict, figures=dict)

    def make(self, name: str = "Alva N.", branch: int | None = None) -> str:
        with self.database.begin() as session:
            member = session.exec(select(Member.id).where(Member.name == name)).one()
            return feeds.make(session, member_id=member, branch_id=branch, now=NOW)[0]

    async def get(self, secret: str, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://door") as asking:
            return await asking.get(f"/kalender/{secret}.ics", headers=sent)

    async def titles(self, secret: str) -> set[str]:
        return {str(one["SUMMARY"]) for one in (await self.read(secret)).walk("VEVENT")}

    async def read(self, secret: str) -> icalendar.Calendar:
        answer = await self.get(secret)
        assert answer.status_code == 200
        return icalendar.Calendar.from_ical(answer.content)

    def change(self, do) -> None:
        with self.database.begin() as session:
            do(session)
