"""`/bjud-in`: a name is a name, and two who are called the same can be told apart."""

import pytest
from sqlmodel import select

from storage import access
from storage.models import Member


def names(talk) -> list[str]:
    with talk.database.read() as session:
        return sorted(session.exec(select(Member.name)))


@pytest.mark.parametrize("name", ["Vera 19121212-1212", "Vera 070-123 45 67", "Vera 2", "Vera ٣"])
async def test_a_name_has_no_digits(talk, name):
    before = names(talk)

    assert "Ett namn har inga siffror." in await talk.say("ordforande", f"/bjud-in {name}")
    assert names(talk) == before


@pytest.mark.parametrize("name", ["Alva N.", "alva  n."])
async def test_who_is_with_us_already_is_not_let_in_a_second_time(talk, name):
    before = names(talk)

    said = await talk.say("ordforande", f"/bjud-in {name}")

    assert said.startswith("Alva N. i Norrby är redan med hos mig.")
    assert names(talk) == before
    with talk.database.read() as session:
        alva = session.exec(select(Member).where(Member.name == "Alva N.")).one()
        assert [row.what for row in access.about(session, alva.ref)] == ["name"]


async def test_another_of_that_name_comes_in_by_a_name_that_tells_them_apart(talk):
    assert (await talk.say("ordforande", "/bjud-in Alva Maria N.")).startswith("Här är koden för Alva Maria N.")


async def test_nor_by_way_of_the_list_of_those_who_are_like_it(talk):
    with talk.database.begin() as session:
        session.add(Member(name="Alva Ny", branch_id=1))
    await talk.say("ordforande", "/bjud-in Alva N")
    before = names(talk)

    with talk.database.begin() as session:
        session.exec(select(Member).where(Member.name == "Alva N.")).one().name = "Alva N"
    await talk.press("ordforande", "Någon ny: Alva N")
    assert (await talk.press("ordforande", "Bjud in")).startswith("Alva N i Norrby är redan med hos mig.")
    assert len(names(talk)) == len(before)
