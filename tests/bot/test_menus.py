"""The command menus: what everyone sees, and what whoever holds a post sees in their own chat."""

from zoneinfo import ZoneInfo

import pytest

import handlers
from bot.menus import ANY_MEMBER, menus
from bot.router import entries, usable
from bot.sample import load
from bot.texts import texts
from tests.talk import IDS, NOW

ROUTER = handlers.build()
ZONE = ZoneInfo("Europe/Stockholm")


def names(found) -> list[str]:
    return [entry.name for entry in found]


def test_a_member_sees_what_a_member_may():
    seen = names(entries(usable(ROUTER, ANY_MEMBER), texts("sv")))

    assert seen[0] == "nasta-aktivitet"
    assert "installningar" in seen
    assert "ny-aktivitet" not in seen


def test_for_nobody_in_particular_what_is_open_to_all():
    assert [command.name for command in usable(ROUTER, None)] == [
        command.name for command in ROUTER.listed if command.menu and not command.needs
    ]


@pytest.mark.parametrize(("language", "said"), [("sv", "visar vad jag kan"), ("en", "shows what I can do")])
def test_in_the_language_that_is_asked_for(language, said):
    assert {e.name: e.description for e in entries(usable(ROUTER, ANY_MEMBER), texts(language))}["hjalp"] == said


def made(district, platform: str):
    return menus(district, ROUTER, platform=platform, now=NOW, zone=ZONE)


def test_one_for_everyone_in_each_language_then_one_for_each_post(district):
    found = made(district, "telegram")

    assert [(menu.language, menu.chat) for menu in found[:2]] == [("sv", ""), ("en", "")]
    data = load.read()
    convene = {key for network in data["network"] for key in network["conveners"]}
    assert {menu.chat for menu in found[2:]} == {
        str(person["telegram"])
        for person in data["person"]
        if set(person["roles"]) - {"member"} or person["key"] in convene
    }
    assert len({menu.chat for menu in found[2:]}) == len(found[2:])


def test_a_convener_sees_what_they_may(district):
    by_chat = {menu.chat: names(menu.entries) for menu in made(district, "telegram")}

    assert "ny-aktivitet" in by_chat[IDS["medlem8"]]


def test_a_chair_sees_what_a_chair_may(district):
    by_chat = {menu.chat: names(menu.entries) for menu in made(district, "telegram")}

    assert "ny-aktivitet" in by_chat[IDS["ordforande"]]
    assert "ny-aktivitet" not in by_chat[IDS["tekniker"]]
    assert "ny-aktivitet" not in by_chat[""]


def test_only_that_platforms_chats(district):
    assert {menu.chat[:1] for menu in made(district, "slack")[2:]} == {"U"}
