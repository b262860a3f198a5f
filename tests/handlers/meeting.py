"""A meeting of the climate network, and what is asked about it, for tests."""

from datetime import date, time

from sqlmodel import select

from storage import activities
from storage.models import Activity, Member, Network, NetworkMember
from tests.talk import NOW

TITLE = "Träff om bussarna"
CLIMATE = "Klimatnätverket"


def network(talk, name: str = CLIMATE) -> int:
    with talk.database.read() as session:
        return session.exec(select(Network.id).where(Network.name == name)).one()


def plan(talk, **more: object) -> int:
    """Put the meeting in, on 24 February."""
    row = {"kind": "network", "title": TITLE, "day": date(2027, 2, 24), "starts": time(18), "ends": time(20)}
    row |= {"zone": "Europe/Stockholm", "place": "Biblioteket", "network_id": network(talk), "visibility": "network"}
    with talk.database.begin() as session:
        return activities.plan(session, key="meeting", **row | more).id


def find(talk, number: int) -> Activity:
    with talk.database.read() as session:
        return session.get_one(Activity, number)


def member(talk, name: str) -> int:
    with talk.database.read() as session:
        return session.exec(select(Member.id).where(Member.name == name)).one()


def leave(talk, name: str) -> None:
    """They are not in the climate network any more."""
    with talk.database.begin() as session:
        session.delete(session.get_one(NetworkMember, (network(talk), member(talk, name))))


def change(talk, number: int, **values: object) -> None:
    with talk.database.begin() as session:
        activities.change(session, session.get_one(Activity, number), now=NOW, **values)


async def open_form(talk, who: str, action: str):
    """Press what opens a form; the form."""
    ((_, reply),) = await talk.hear(talk.incoming(who, action=action))
    return reply.form


async def hand_in(talk, who: str, form, **values: str) -> str:
    standing = {field.name: field.value for field in form.fields}
    return await talk.say(who, "", action=f"form:{form.id}:send", values=standing | values)


async def fill(talk, who: str, action: str, **values: str) -> str:
    return await hand_in(talk, who, await open_form(talk, who, action), **values)


def faults(talk) -> dict[str, str]:
    return {field.name: field.error for field in talk.adapter().sent[-1][1].form.fields if field.error}
