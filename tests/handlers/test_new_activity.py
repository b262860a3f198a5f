"""`/ny-aktivitet`: a chair puts in something, and the others see it."""

from datetime import date, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, delete, select

from bot.errors import Faults
from bot.texts import texts
from handlers.new_activity import read_times
from storage.models import Account, Activity, Post, Role
from tests.talk import IDS, NOW

GOOD = {
    "title": "Vårfest", "kind": "party", "date": "20 mars", "start": "18", "end": "21", "place": "Parken",
    "accessibility": "Ramp", "how_to_join": "", "visibility": "public",
}  # fmt: skip


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True)


async def plan(talk, who: str = "ordforande", **values: str) -> str:
    ((_, reply),) = await talk.hear(talk.incoming(who, "/ny-aktivitet"))
    return await talk.say(who, "", action=f"form:{reply.form.id}:send", values=GOOD | values)


def planned(talk) -> list[Activity]:
    with talk.database.read() as session:
        return list(session.exec(select(Activity).where(col(Activity.key).startswith("form:")).order_by(Activity.id)))


async def test_a_chair_plans_for_the_own_branch(talk):
    said = await plan(talk)

    assert said == (
        "Sparat: Vårfest, lördag 20 mars kl. 18.00–21.00, om 6 veckor.\nDen syns nu i /nasta-aktivitet, öppen för alla."
    )
    (row,) = planned(talk)
    assert (row.kind, row.day, row.starts, row.ends, row.zone, row.branch_id) == (
        "party", date(2027, 3, 20), time(18), time(21), "Europe/Stockholm", 1,
    )  # fmt: skip
    talk.now += timedelta(weeks=5)
    assert "Vårfest" in await talk.say("gast", "/nasta-aktivitet fest norrby")


async def test_the_ombudsperson_plans_for_the_district(talk):
    await plan(talk, "ombudsperson")

    assert [row.branch_id for row in planned(talk)] == [None]


def become(talk, who: str, role: str, branch_id: int | None = None) -> None:
    """They hold this post, and no other any more."""
    with talk.database.begin() as session:
        account = session.exec(select(Account).where(Account.user == IDS[who], Account.platform == "telegram")).one()
        session.exec(delete(Post).where(col(Post.member_id) == account.member_id))
        session.add(Post(member_id=account.member_id, role=role, branch_id=branch_id, first_day=NOW.date()))


async def test_who_chairs_another_branch_plans_for_that_one(talk):
    become(talk, "ordforande", Role.CHAIR, branch_id=2)

    await plan(talk)

    assert [row.branch_id for row in planned(talk)] == [2]


async def test_a_form_begun_in_another_post_is_not_taken(talk):
    ((_, reply),) = await talk.hear(talk.incoming("ordforande", "/ny-aktivitet"))
    become(talk, "ordforande", Role.OMBUDSPERSON)

    said = await talk.say("ordforande", "", action=f"form:{reply.form.id}:send", values=GOOD)

    assert said.startswith("Det där får du inte göra")
    assert planned(talk) == []


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [("public", {"gast", "medlem2", "medlem"}), ("members", {"medlem2", "medlem"}), ("branch", {"medlem"})],
)
async def test_who_sees_it(talk, visibility, seen_by):
    await plan(talk, title="Hemlig", kind="other", date="9 februari", visibility=visibility)

    saw = {
        who for who in ("gast", "medlem2", "medlem") if "Hemlig" in await talk.say(who, "/nasta-aktivitet annat norrby")
    }
    assert saw == seen_by


@pytest.mark.parametrize("who", ["gast", "medlem", "styrelse", "medlem3", "tekniker"])
async def test_nobody_else_may(talk, who):
    said = await talk.say(who, "/ny-aktivitet")

    assert said.startswith(("Det där är för medlemmar.", "Det där får du inte göra"))


async def test_the_same_form_twice_is_one_activity_and_two_forms_are_two(talk):
    await plan(talk)
    await talk.say("ordforande", "", action="form:1:send", values=GOOD)
    await plan(talk)

    assert len(planned(talk)) == 2


async def test_without_an_end(talk):
    assert (await plan(talk, end="")).startswith("Sparat: Vårfest, lördag 20 mars kl. 18.00, om 6 veckor.")


async def test_what_people_typed_is_shown_as_they_typed_it(talk):
    await plan(talk, title="*Fest* [här](https://evil.example)", place="<!channel>", date="9 februari")

    said = await talk.say("gast", "/nasta-aktivitet fest norrby")
    assert "*Fest* [här](https://evil.example) (fest)\n" in said
    assert "Var: <!channel>\n" in said


CTX = SimpleNamespace(zone=ZoneInfo("Europe/Stockholm"), now=NOW, texts=texts("sv"), label=texts("sv").label)


@pytest.mark.parametrize(
    ("on", "start", "end", "ends"),
    [
        ("2027-02-08", "09:01", "", None),
        ("2027-02-08", "10:00", "10:01", time(10, 1)),
        ("2027-02-08", "22:00", "05:59", time(5, 59)),
        ("2027-02-08", "22:00", "00:00", time(0)),
        ("2027-02-09", "05:00", "04:00", time(4)),
    ],
)
def test_times_that_fit_together(on, start, end, ends):
    assert read_times(on, start, end, CTX) == (date.fromisoformat(on), time.fromisoformat(start), ends)


@pytest.mark.parametrize(
    ("on", "start", "end", "field"),
    [
        ("2027-02-08", "09:00", "", "start"),
        ("2027-02-08", "08:59", "10:00", "start"),
        ("2027-02-09", "18:00", "18:00", "end"),
        ("2027-02-09", "18:00", "17:59", "end"),
        ("2027-02-09", "18:00", "06:00", "end"),
    ],
)
def test_times_that_do_not(on, start, end, field):
    with pytest.raises(Faults) as wrong:
        read_times(on, start, end, CTX)

    assert list(wrong.value.by_field) == [field]
