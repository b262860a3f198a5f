"""Who speaks for a branch, and who looks after it: as recipients, on the platforms that run."""

from collections.abc import Collection

from bot.voice import Voice
from reminders.topics import Push
from storage import recipients
from storage.models import Role
from storage.recipients import Recipient


def chairs(voice: Voice, branch_id: int, platforms: Collection[str]) -> list[Recipient]:
    return recipients.holders(voice.session, Role.CHAIR, today=voice.today, platforms=platforms, branch_id=branch_id)


def contacts(voice: Voice, branch_id: int, platforms: Collection[str]) -> list[Recipient]:
    return recipients.holders(voice.session, Role.CONTACT, today=voice.today, platforms=platforms, branch_id=branch_id)


def ombudspersons(voice: Voice, platforms: Collection[str]) -> list[Recipient]:
    return recipients.holders(voice.session, Role.OMBUDSPERSON, today=voice.today, platforms=platforms)


def includes(audience: Collection[Recipient], push: Push) -> bool:
    """Whether whom the push is for is still to be told."""
    if push.member_id is not None:
        return any(to.member_id == push.member_id for to in audience)
    return any(to.place == push.place for to in audience)
