"""What calendars read at a secret address: what its owner may see now, the same bytes while nothing changes."""

import re
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import recurring_ical_events
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from bot.app import connect
from bot.calendar_door import ALL, ONE
from storage import activities, erasure, incidents, series
from storage.models import Activity, Member, Post, Visibility
from tests.bot.reading import SETTINGS, Reading
from tests.talk import NOW


@pytest.fixture
def reading(sample) -> Reading:
    return Reading(sample)


def named(session, name: str) -> Member:
    return session.exec(select(Member).where(Member.name == name)).one()


def of_norrby(session) -> Activity:
    found = select(Activity).where(Activity.branch_id == 1, col(Activity.starts_at) > NOW).order_by(Activity.starts_at)
    return session.exec(found).first()


async def test_a_member_s_calendar(reading):
    secret = reading.make()
    answer = await reading.get(secret)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["X-WR-CALNAME"] == "Distriktet Älvmarken: min kalender"
    assert {"Flygblad vid stationen", "Digital frågestund om planen"} <= await reading.titles(secret)


async def test_every_event_is_at_its_moment_also_beyond_the_change_of_the_clocks(reading):
    secret = reading.make()
    found = recurring_ical_events.of(await reading.read(secret)).between(NOW - timedelta(days=60), NOW + timedelta(720))
    read = {(str(one["UID"]).partition("@")[0], one.start.astimezone(UTC)) for one in found}

    with reading.database.read() as session:
        known = {f"activity-{one.id}": one.starts_at for one in session.exec(select(Activity))}
    assert len(read) > 20
    assert all(known[name] == at for name, at in read)
    assert {at.month for _, at in read} >= {2, 6}


async def test_one_that_moved_and_one_that_is_called_off(reading):
    secret = reading.make()
    before = await reading.get(secret)

    def move_and_cancel(session):
        moved, off, *_ = session.exec(
            select(Activity).where(Activity.branch_id == 1, col(Activity.starts_at) > NOW).order_by(Activity.id)
        )
        activities.move(session, moved, day=moved.day, starts=moved.starts, ends=None, now=NOW)
        activities.cancel(session, off, reason="Snö", now=NOW)

    reading.change(move_and_cancel)
    events = (await reading.read(secret)).walk("VEVENT")
    changed = [one for one in events if one["SEQUENCE"]]

    assert [(one["SEQUENCE"], one["STATUS"], one["LAST-MODIFIED"].dt) for one in changed] == [
        (1, "CONFIRMED", NOW), (1, "CANCELLED", NOW),
    ]  # fmt: skip
    assert changed[1]["SUMMARY"].startswith("Inställt: ")
    assert str(changed[1]["DESCRIPTION"]).startswith("Skälet: Snö\n")
    assert (await reading.get(secret)).headers["etag"] != before.headers["etag"]


@pytest.mark.parametrize("asked", ["{tag}", "W/{tag}", '"x", {tag}', "*"])
async def test_what_is_known_already_is_not_sent_again(reading, asked):
    secret = reading.make()
    tag = (await reading.get(secret)).headers["etag"]
    reading.now += timedelta(hours=3)

    again = await reading.get(secret, if_none_match=asked.replace("{tag}", tag))

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await reading.get(secret, if_none_match='"other"')).status_code == 200


@pytest.mark.parametrize("secret", ["x", "x" * 32, "å", "%00", "..", "a b", "x" * 4000, "'; DROP TABLE feed;--"])
async def test_a_wrong_address_is_not_there(reading, secret):
    reading.make()
    answer = await reading.get(secret)
    assert (answer.status_code, answer.content) in {(404, b""), (404, b"Not Found")}


async def test_one_that_is_closed_or_whose_member_is_gone_is_not_there(reading):
    old, other = reading.make(), reading.make("Gunnel T.")
    new = reading.make()
    wrong = await reading.get("x" * 32)
    answers = [await reading.get(old)]

    reading.change(
        lambda session: setattr(
            session.exec(select(Member).where(Member.name == "Alva N.")).one(), "left_on", NOW.date()
        )
    )
    answers.append(await reading.get(new))
    reading.change(
        lambda session: erasure.erase(
            session, session.exec(select(Member.id).where(Member.name == "Gunnel T.")).one(), NOW
        )
    )
    answers.append(await reading.get(other))

    assert [(a.status_code, a.content, a.headers) for a in answers] == [(404, b"", wrong.headers)] * 3


async def test_who_moves_to_another_branch_reads_that_one_s(reading):
    secret = reading.make()
    assert "Flygblad vid stationen" in await reading.titles(secret)

    def move(session):
        named(session, "Alva N.").branch_id = 2

    reading.change(move)
    found = await reading.titles(secret)
    assert "Flygblad vid stationen" not in found
    assert "Flygblad på lördagstorget" in found


async def test_a_branch_s_calendar_is_its_chair_s_to_show(reading):
    secret = reading.make("Majken N.", 1)

    def hide(session):
        of_norrby(session).visibility = Visibility.BRANCH

    assert "Flygblad vid stationen" in await reading.titles(secret)
    reading.change(hide)
    found = await reading.titles(secret)
    assert found
    assert "Flygblad vid stationen" not in found
    assert "Digital frågestund om planen" not in found
    assert (await reading.read(secret))["X-WR-CALNAME"] == "Norrby: aktiviteter"


async def test_without_the_post_the_branch_s_calendar_ends(reading):
    secret, own = reading.make("Majken N.", 1), reading.make("Majken N.")

    def end(session):
        session.exec(select(Post).where(Post.role == "chair", Post.branch_id == 1)).one().last_day = (
            NOW.date() - timedelta(1)
        )

    reading.change(end)
    assert (await reading.get(secret)).status_code == 404
    assert (await reading.get(own)).status_code == 200


async def test_nobody_who_is_no_chair_there_reads_a_branch_s(reading):
    """The row may be there: rights are looked up at each read."""
    assert (await reading.get(reading.make("Alva N.", 1))).status_code == 404
    assert (await reading.get(reading.make("Nanna S.", 1))).status_code == 404


async def test_too_many_reads_wait(reading):
    secret, other = reading.make(), reading.make("Gunnel T.")
    for _ in range(ONE):
        assert (await reading.get(secret)).status_code == 200

    refused = await reading.get(secret)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert (await reading.get(other)).status_code == 200
    reading.now += timedelta(minutes=1)
    assert (await reading.get(secret)).status_code == 200


async def test_a_flood_of_guesses_is_stopped(reading):
    assert [(await reading.get(f"guess{n}")).status_code for n in range(ALL)] == [404] * ALL
    assert (await reading.get("one-more")).status_code == 429
    assert len(reading.door.each.begun) == ALL


async def test_a_database_that_does_not_answer_is_told_as_that(reading, logged):
    def fail(*_):
        raise OperationalError("select", {}, Exception("locked"))

    secret = reading.make()
    reading.door.read = fail
    answer = await reading.get(secret)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "calendar.not_read" in logged.getvalue()


async def test_no_secret_is_in_the_log(reading, logged):
    secret = reading.make()
    await reading.get(secret)
    reading.door.read = lambda _secret: 1 / 0
    with pytest.raises(ZeroDivisionError):
        await reading.get(secret)

    assert secret not in logged.getvalue()


@pytest.mark.parametrize(("url", "routes"), [("https://bot.example.se", 1), ("", 0)])
def test_the_bot_has_it_behind_its_door(sample, url, routes):
    bot = connect(SETTINGS.model_copy(update={"door_url": url}), sample)
    found = [route.path for route in bot.door.app.routes if re.match("/kalender", route.path)]
    assert len(found) == routes


async def test_it_tells_hours_in_the_member_s_own_language(reading):
    secret = reading.make("Kit S.")
    assert (await reading.read(secret))["X-WR-CALNAME"] == "Distriktet Älvmarken: my calendar"


async def test_while_a_breach_is_open_it_is_told_to_come_back(reading):
    secret = reading.make()
    reading.change(lambda session: incidents.freeze(session, by="r", what="w", now=NOW))

    answer = await reading.get(secret)
    assert (answer.status_code, answer.headers["Retry-After"], answer.content) == (503, "3600", b"")
    reading.change(lambda session: incidents.lift(session, by="r", now=NOW))
    assert (await reading.get(secret)).status_code == 200


def begin_series(session) -> None:
    """Every Monday at six from 15 February on, without the summer."""
    activity = activities.plan(
        session, key="k", kind="meeting", title="Måndagsmöte", day=date(2027, 2, 15), starts=time(18), ends=time(20),
        zone="Europe/Stockholm", place="Torget", branch_id=1,
    )  # fmt: skip
    rule = "FREQ=WEEKLY;BYDAY=MO;BYMONTH=1,2,3,4,5,9,10,11,12"
    found = series.draft(session, activity, key="k", rule=rule, exceptions="", first=activity.day)
    series.begin(session, found, activity, today=NOW.date())


def change_two(session) -> None:
    """The second is called off alone, and the third moved."""
    mine = select(Activity).where(Activity.title == "Måndagsmöte").order_by(Activity.starts_at)
    one, other = session.exec(mine).all()[1:3]
    activities.cancel(session, one, reason="Sjuk", now=NOW)
    activities.move(session, other, day=date(2027, 3, 2), starts=time(19), ends=None, now=NOW)


async def test_what_comes_back_is_read_at_its_hour_across_both_changes_of_the_clocks(reading):
    secret = reading.make("Alva N.")
    reading.change(begin_series)
    before = {str(one["UID"]) for one in (await reading.read(secret)).walk("VEVENT")}
    reading.change(change_two)
    found = await reading.read(secret)

    assert {str(one["UID"]) for one in found.walk("VEVENT")} == before
    told = recurring_ical_events.of(found).between(datetime(2027, 2, 8), datetime(2028, 2, 8))  # noqa: DTZ001
    mine = [one for one in told if "Måndagsmöte" in str(one["SUMMARY"])]
    changed = [one for one in mine if int(one["SEQUENCE"]) > 0]
    kept = [one for one in mine if int(one["SEQUENCE"]) == 0]
    marks = sorted((one.start.strftime("%m-%d %H:%M"), str(one["STATUS"])) for one in changed)
    assert marks == [("02-22 18:00", "CANCELLED"), ("03-02 19:00", "CONFIRMED")]
    assert {(one.start.weekday(), one.start.hour, one.end.hour) for one in kept} == {(0, 18, 20)}
    assert {one.start.astimezone(UTC).hour for one in kept} == {16, 17}
    mondays = [date(2027, 2, 15) + timedelta(weeks=n) for n in (0, *range(3, 52))]
    assert sorted(one.start.date() for one in kept) == [day for day in mondays if day.month not in {6, 7, 8}]
