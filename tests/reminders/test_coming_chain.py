"""What the yearly chain will ask, as who speaks for a branch or looks after it sees it coming."""

from datetime import date

import pytest

from bot.markup import plain
from reminders import coming_chain, registry
from storage import chain
from storage.chain import Matter
from storage.members import Person
from storage.models import Occasion, Role, Stand
from tests.reminders.world import SETTINGS, World

MARCH_8 = [
    f"- {when}: jag frågar Norrby om internationella kvinnodagen, {weeks} före"
    for when, weeks in {
        "måndag 22 februari kl. 10.00": "2 veckor", "måndag 1 mars kl. 10.00": "en vecka",
    }.items()
]  # fmt: skip


@pytest.fixture
def world(session) -> World:
    return World(session, chain=True)


@pytest.fixture
def towns(world) -> tuple[int, int]:
    """Two branches, of which nobody has answered when the first time of asking about 8 March has passed."""
    found = world.branch("Norrby"), world.branch("Södersjö")
    world.tick("2027-02-09 09.00")
    return found


def person(roles: tuple[Role, ...] = (), chairs: tuple[int, ...] = (), contact_of: tuple[int, ...] = ()) -> Person:
    held = [(role, None) for role in roles] + [(Role.CHAIR, number) for number in chairs]
    return Person(1, "Alva", "sv", 1, "Norrby", frozenset([*held, *((Role.CONTACT, number) for number in contact_of)]))


def seen(world, who: Person) -> list[str]:
    voice = registry.speaker(SETTINGS)(world.session, world.now, "sv")
    return [plain(one.line) for one in coming_chain.to_member(voice, who)]


def test_a_chair_sees_what_the_branch_is_asked(world, towns):
    said = seen(world, person(chairs=towns[:1]))

    assert said[:2] == MARCH_8
    assert said[2] == "- måndag 1 mars kl. 10.00: jag frågar Norrby vilken dag det är Pride i Norrby"
    assert said[3] == ("- lördag 6 mars kl. 10.00: jag frågar Norrby om arbetarrörelsens dag, 8 veckor före")


def test_who_looks_after_several_sees_a_line_for_all_of_them(world, towns):
    said = seen(world, person(contact_of=towns))

    assert said[0] == (
        "- måndag 22 februari kl. 10.00: jag frågar 2 partiföreningar om internationella kvinnodagen, 2 veckor före"
    )
    assert said[2] == "- måndag 1 mars kl. 10.00: jag frågar 2 partiföreningar vilken dag det är Pride"
    assert seen(world, person(roles=(Role.OMBUDSPERSON,))) == said


@pytest.mark.parametrize("roles", [(), (Role.MEMBER, Role.BOARD, Role.TECHNICIAN)])
def test_others_see_nothing_of_it(world, towns, roles):
    assert seen(world, person(roles)) == []


def test_who_has_answered_is_not_asked(world, towns):
    norrby, south = towns
    for occasion, branch_id in (
        (Occasion.WOMENS_DAY, south),
        (Occasion.WOMENS_DAY, norrby),
        (Occasion.MAY_DAY, norrby),
    ):
        chain.answer(
            world.session, Matter(occasion, 2027, branch_id), Stand.NOT_THIS_YEAR, by=None, now=world.now,
            joins_id=None, activity_id=None,
        )  # fmt: skip
        if branch_id == south:
            assert seen(world, person(contact_of=towns))[:2] == MARCH_8

    assert seen(world, person(chairs=towns[:1]))[0] == (
        "- måndag 1 mars kl. 10.00: jag frågar Norrby vilken dag det är Pride i Norrby"
    )


def test_a_town_that_has_told_its_day_is_not_asked_for_it(world, towns):
    chain.set_pride(world.session, town="Norrby", year=2027, day=date(2027, 6, 5), by=None, now=world.now)

    assert "vilken dag det är Pride" not in " ".join(seen(world, person(chairs=towns[:1]))[:5])
