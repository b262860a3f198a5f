"""The command menus that the platforms show: one for everyone a language, one for whoever may do more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.messages import Menu
from bot.router import Router, entries, usable
from bot.texts import languages, texts
from storage import members
from storage.members import Person
from storage.models import Role

# Everyone sees what a member may do: who is not tied is told how to become so when they try.
ANY_MEMBER = Person(0, "", "", 0, "", frozenset({(Role.MEMBER.value, 0)}))


def menus(session: Session, router: Router, *, platform: str, now: datetime, zone: ZoneInfo) -> list[Menu]:
    """The menus to show on a platform, the general ones first."""
    found = [Menu(name, entries(usable(router, ANY_MEMBER), texts(name))) for name in languages()]
    today = now.astimezone(zone).date()
    holders = dict.fromkeys([*members.holders(session, list(Role), today=today), *members.conveners(session)])
    for to in (one for one in holders if one.platform == platform):
        person = members.find(session, platform=platform, user=to.user, today=today)
        found += [Menu(to.language, entries(usable(router, person), texts(to.language)), to.chat)]
    return found
