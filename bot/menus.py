"""The command menus that the platforms show: one for everyone a language, one for whoever holds a post."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.context import may
from bot.messages import Menu, MenuEntry
from bot.router import Router
from bot.texts import languages, texts
from storage import members
from storage.members import Person
from storage.models import Role

# Everyone sees what a member may do: who is not tied is told how to become so when they try.
ANY_MEMBER = Person(0, "", "", 0, "", frozenset({Role.MEMBER.value}))


def entries(router: Router, person: Person | None, language: str) -> tuple[MenuEntry, ...]:
    """What this person may use; all there is for None (Slack shows everyone the same list)."""
    say = texts(language)
    usable = [c for c in router.listed if c.menu and (person is None or may(person, c.needs))]
    return tuple(MenuEntry(c.name, say.label(f"help.command.{c.name}")) for c in usable)


def menus(session: Session, router: Router, *, platform: str, now: datetime, zone: ZoneInfo) -> list[Menu]:
    """The menus to show on a platform, the general ones first."""
    found = [Menu(language, entries(router, ANY_MEMBER, language)) for language in languages()]
    today = now.astimezone(zone).date()
    for contact in members.holders(session, list(Role), today=today):
        person = members.find(session, platform=platform, user=contact.chat, today=today)
        if contact.platform == platform and person:
            found.append(Menu(contact.language, entries(router, person, contact.language), contact.chat))
    return found
