"""A monthly meeting of Norrby's that comes back, and what its chair does about it, for tests."""

from datetime import date, time

from sqlmodel import select

from storage import activities, shifts, signups
from storage.database import Database
from storage.models import Account, Activity, Series
from tests.talk import IDS, Talk

TITLE = "Månadsmöte"
MONTHLY = {"rhythm": "den 15:e utom juni–augusti", "pauses": "", "until": ""}
YES = "Ja, så blir det"


def plan_first(database: Database) -> int:
    with database.begin() as session:
        return activities.plan(
            session, key="first", kind="meeting", title=TITLE, day=date(2027, 3, 15), starts=time(18), ends=time(20),
            zone="Europe/Stockholm", place="Torget", branch_id=1,
        ).id  # fmt: skip


def rows(talk: Talk, *, on: bool = True) -> list[Activity]:
    with talk.database.read() as session:
        mine = select(Activity).where(Activity.title == TITLE).order_by(Activity.starts_at)
        return [row for row in session.exec(mine) if not on or row.cancelled_at is None]


def days(talk: Talk) -> list[str]:
    return [f"{row.day:%m-%d}" for row in rows(talk)]


def count(talk: Talk) -> int:
    with talk.database.read() as session:
        return len(session.exec(select(Series)).all())


async def open_form(talk: Talk, who: str, action: str) -> str:
    ((_, reply),) = await talk.hear(talk.incoming(who, action=action))
    return reply.form.id if reply.form else ""


async def hand_in(talk: Talk, action: str, who: str = "ordforande", **values: str) -> str:
    number = await open_form(talk, who, action)
    return await talk.say(who, "", action=f"form:{number}:send", values=values)


def faults(talk: Talk) -> dict[str, str]:
    return {field.name: field.error for field in talk.adapter().sent[-1][1].form.fields if field.error}


async def begin(talk: Talk, **values: str) -> str:
    await hand_in(talk, f"again:{rows(talk)[0].id}", **MONTHLY | values)
    return await talk.press("ordforande", YES)


def join(talk: Talk, who: str, activity: Activity) -> None:
    with talk.database.begin() as session:
        member = session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()
        there = session.get_one(Activity, activity.id)
        shift = shifts.whole(session, there)
        signups.sign_up(session, shift.id, member, platform="telegram", said_at=talk.now, now=talk.now)
