"""[Lägg i kalendern]: one activity as a file."""

from datetime import UTC, datetime, time, timedelta

import icalendar
import pytest
from sqlmodel import select

from bot.messages import Picture
from storage import activities, shifts, signups
from storage.models import Activity, Member, Visibility
from tests.talk import NOW, Talk

DAY = datetime(2027, 3, 27, tzinfo=UTC).date()


def put_in(talk: Talk, title: str = "Frukost, torget; och\\sånt", **more: object) -> int:
    row = {
        "kind": "party", "day": DAY, "starts": time(9), "ends": time(12), "zone": "Europe/Stockholm", "branch_id": 1,
        "place": "Stortorget", "visibility": Visibility.MEMBERS, "material": "Termos", "description": "Vi bjuder.",
    } | more  # fmt: skip
    with talk.database.begin() as session:
        return activities.plan(session, key=title, title=title, **row).id


async def files(talk: Talk, who: str, action: str, **more: object) -> tuple[Picture, ...]:
    ((_, reply),) = await talk.hear(talk.incoming(who, action=action, **more))
    return reply.pictures


async def event(talk: Talk, who: str, number: int) -> icalendar.Event:
    (file,) = await files(talk, who, f"ics:{number}")
    (found,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    return found


async def test_an_activity_has_a_button_for_it(talk_on_each):
    number = put_in(talk_on_each)
    await talk_on_each.hear(talk_on_each.incoming("medlem", action=f"see:{number}"))

    ((_, reply),) = await talk_on_each.hear(
        talk_on_each.incoming("medlem", action=talk_on_each.button("Lägg i kalendern").action)
    )
    (file,) = reply.pictures

    assert (file.name, file.media_type) == (f"aktivitet-{number}.ics", "text/calendar")
    assert file.alt == "Kalenderfil: Frukost, torget; och\\sånt"
    assert "som kalenderfil" in reply.text
    assert reply.private


async def test_all_that_is_known_of_it_is_in_the_file(talk):
    found = await event(talk, "medlem", put_in(talk, accessibility="Ramp", how_to_join="Kom som du är"))

    assert found["SUMMARY"] == "Frukost, torget; och\\sånt"
    assert found["LOCATION"] == "Stortorget"
    assert found.start.astimezone(UTC) == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert found.end.astimezone(UTC) == datetime(2027, 3, 27, 11, tzinfo=UTC)
    assert str(found["DESCRIPTION"]).splitlines() == [
        "Vi bjuder.", "Så är du med: Kom som du är", "Ta med: Termos", "Tillgänglighet: Ramp",
        "Ordnas av partiföreningen Norrby",
    ]  # fmt: skip


async def test_it_is_the_same_event_each_time_and_known_in_the_whole_world(talk):
    number = put_in(talk)
    first, second = await event(talk, "medlem", number), await event(talk, "medlem2", number)

    assert first["UID"] == second["UID"]
    name, _, where = str(first["UID"]).partition("@")
    assert (name, len(where)) == (f"activity-{number}", 16)


async def test_whoever_is_on_a_shift_gets_their_own_hours(talk):
    number = put_in(talk)
    with talk.database.begin() as session:
        activity = session.get_one(Activity, number)
        shifts.add(session, activity, starts=time(9), ends=time(10))
        shift = shifts.add(session, activity, starts=time(10), ends=time(11), role="kaffe", place="Kiosken")
        member = session.exec(select(Member.id).where(Member.name == "Alva N.")).one()
        signups.sign_up(session, shift.id, member, platform="telegram", said_at=NOW, now=NOW)

    mine, theirs = await event(talk, "medlem", number), await event(talk, "medlem2", number)

    assert mine.end - mine.start == timedelta(hours=1)
    assert mine.start.astimezone(UTC) == datetime(2027, 3, 27, 9, tzinfo=UTC)
    assert mine["LOCATION"] == "Kiosken"
    assert "Du är med kl. 10.00–11.00, som kaffe (Kiosken)." in mine["DESCRIPTION"]
    assert theirs.end - theirs.start == timedelta(hours=3)


@pytest.mark.parametrize("who", ["gast", "medlem2"])
async def test_what_somebody_may_not_see_they_get_no_file_of(talk, who):
    number = put_in(talk, visibility=Visibility.BRANCH)

    assert await files(talk, who, f"ics:{number}") == ()
    assert (await talk.say(who, "", action=f"ics:{number}")).startswith("Det där finns inte längre")


async def test_what_is_public_anybody_may_put_into_their_calendar(talk):
    assert await files(talk, "gast", f"ics:{put_in(talk, visibility=Visibility.PUBLIC)}")


@pytest.mark.parametrize("forged", ["ics:999999", "ics:", "ics:x", "ics:-1", "ics:1:2", "ics:99999999999999"])
async def test_a_forged_button_gives_nothing(talk, forged):
    assert await files(talk, "medlem", forged) == ()
