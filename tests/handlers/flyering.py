"""A flyering in Norrby, and what its chair does about its shifts, for tests."""

from datetime import time

from sqlmodel import select

from storage import shifts, signups
from storage.models import Account, Activity, Shift
from tests.talk import IDS

FLYERING = "Flygblad vid stationen"
NEW = {"start": "17", "end": "18", "role": "", "leads": "no", "place": "", "needed": "2", "room": "4"}


def activity(talk) -> Activity:
    with talk.database.read() as session:
        return session.exec(select(Activity).where(Activity.title == FLYERING)).first()


def rows(talk) -> list[Shift]:
    with talk.database.read() as session:
        return list(session.exec(select(Shift).where(Shift.activity_id == activity(talk).id).order_by(Shift.id)))


def add(talk, starts: int = 17, ends: int = 18, **more: object) -> int:
    with talk.database.begin() as session:
        there = session.get_one(Activity, activity(talk).id)
        return shifts.add(session, there, starts=time(starts), ends=time(ends), **more).id


def member(talk, who: str) -> int:
    with talk.database.read() as session:
        return session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()


def join(talk, who: str, shift: int, guests: int = 0) -> None:
    with talk.database.begin() as session:
        signups.sign_up(
            session, shift, member(talk, who), guests=guests, platform="telegram", said_at=talk.now, now=talk.now
        )


async def hand_in(talk, who: str, action: str, **values: str) -> str:
    """Press what opens a form, and hand it in."""
    ((_, reply),) = await talk.hear(talk.incoming(who, action=action))
    return await talk.say(who, "", action=f"form:{reply.form.id}:send", values=values)


async def new(talk, who: str = "ordforande", **values: str) -> str:
    return await hand_in(talk, who, f"shifts:{activity(talk).id}:new", **NEW | values)


def faults(talk) -> dict[str, str]:
    """What was wrong with the form that is asked again."""
    return {field.name: field.error for field in talk.adapter().sent[-1][1].form.fields if field.error}


def labels(talk) -> list[str]:
    return [button.label for button in talk.adapter().sent[-1][1].buttons]
