"""The own reminders that a conversation has left behind."""

from sqlmodel import select

from storage.models import OwnReminder
from tests.talk import Talk


def kept(talk: Talk) -> list[OwnReminder]:
    with talk.database.read() as session:
        return list(session.exec(select(OwnReminder).order_by(OwnReminder.id)))
