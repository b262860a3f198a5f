"""`/loggen`: who looked at whose data, with names of those who are still here."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import access
from storage.models import Access, Member
from tests.talk import NOW


def note(talk, n: int = 1, subject: int = 2, **more: object) -> None:
    with talk.database.begin() as session:
        refs = [session.get_one(Member, number).ref for number in (13, subject)]
        for hour in range(n):
            access.note(session, now=NOW + timedelta(hours=hour), actor=refs[0], subject=refs[1],
                        **({"what": "list"} | more))  # fmt: skip


@pytest.mark.parametrize("who", ["gast", "medlem", "ordforande", "tekniker", "styrelse"])
async def test_it_is_for_the_ombudsperson(talk, who):
    assert "såg en lista" not in await talk.say(who, "/loggen")
    assert "såg en lista" not in await talk.say(who, "", action="audit:0")


async def test_who_did_what_with_whose_the_latest_first_a_page_at_a_time(talk):
    note(talk, 12)

    first = await talk.say("ombudsperson", "/loggen")
    second = await talk.press("ombudsperson", "Visa äldre")

    assert first.splitlines()[1].startswith("- 2027-02-08 20.00: ")
    assert "(ordförande, Norrby): såg en lista. Om: " in first
    lines = [line for page in (first, second) for line in page.splitlines() if "såg en lista" in line]
    assert (len(lines), len(set(lines))) == (12, 12)


async def test_that_somebody_looked_is_written_down(talk):
    await talk.say("ombudsperson", "/loggen")

    assert "läste den här loggen" in await talk.say("ombudsperson", "/loggen")
    with talk.database.read() as session:
        assert [row.what for row in session.exec(select(Access))] == ["log", "log"]
        assert access.broken(session) is None


async def test_whose_names_it_shows_is_noted_once_each_and_does_not_crowd_it(talk):
    note(talk, 3)

    for _ in range(3):
        said = await talk.say("ombudsperson", "/loggen")

    assert said.count("såg en lista") == 3
    assert said.count("läste den här loggen") == 2
    with talk.database.read() as session:
        for number in (13, 2):
            seen = access.about(session, session.get_one(Member, number).ref)
            assert [row.what for row in seen].count("log") == 3


async def test_who_was_forgotten_has_no_name_here(talk):
    note(talk, subject=1)
    await talk.say("medlem", "/glom-mig")
    await talk.press("medlem", "Glöm mig")

    said = await talk.say("ombudsperson", "/loggen")

    assert "Om: någon som inte finns kvar." in said
    assert "Alva" not in said
