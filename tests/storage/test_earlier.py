"""What was arranged before: which of it is offered, and when it would be again."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage import activities, chain, earlier, series
from storage.chain import Matter
from storage.earlier import Organisers
from storage.models import Activity, Branch, Occasion, PrideDay, Stand

ZONE = "Europe/Stockholm"
NOW = datetime(2027, 2, 8, 8, tzinfo=UTC)
TODAY = date(2027, 2, 8)


@pytest.fixture
def branch(session) -> int:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    return branch.id


def plan(session, title: str, day: date, branch_id: int | None, **more: object) -> Activity:
    return activities.plan(
        session, key=f"{title}{day}", kind="meeting", title=title, day=day, starts=time(18), ends=time(20), zone=ZONE,
        place="P", branch_id=branch_id, **more,
    )  # fmt: skip


def titles(session, *scopes: int | None, **more: int) -> list[str]:
    whose = Organisers([one for one in scopes if one is not None], district=None in scopes)
    return [one.title for one in earlier.arranged(session, whose, now=NOW, **more)]


@pytest.mark.parametrize(
    ("day", "again"),
    [
        (date(2026, 3, 17), date(2027, 3, 23)),  # Tuesday of week 12
        (date(2026, 1, 27), date(2028, 2, 1)),  # this year's was last week
        (date(2026, 2, 2), date(2028, 2, 7)),  # today is no day to plan for
        (date(2026, 2, 3), date(2027, 2, 9)),
        (date(2022, 5, 4), date(2027, 5, 5)),
        (date(2026, 12, 29), date(2027, 12, 28)),  # week 53; the next year has none
        (date(2027, 1, 1), date(2027, 12, 31)),  # a Friday of week 53 of the year before
        (date(2027, 3, 16), date(2028, 3, 14)),  # still to come
        (date(2026, 1, 1), date(2028, 1, 6)),
    ],
)
def test_the_same_weekday_of_the_same_week(session, branch, day, again):
    found = earlier.again(session, plan(session, "Möte", day, branch), today=TODAY)

    assert found == again
    assert found.weekday() == day.weekday()


def test_what_was_for_an_occasion_is_on_its_day(session, branch):
    march = plan(session, "Frukost", date(2026, 3, 8), branch)
    pride = plan(session, "Pride", date(2026, 8, 15), branch)
    for row, occasion in ((march, Occasion.WOMENS_DAY), (pride, Occasion.PRIDE)):
        matter = Matter(occasion, 2026, branch)
        chain.answer(session, matter, Stand.ORGANISES, by=None, now=NOW, activity_id=row.id)
    session.flush()

    assert earlier.again(session, march, today=TODAY) == date(2027, 3, 8)
    assert earlier.again(session, pride, today=TODAY) == date(2027, 8, 21)
    session.add(PrideDay(town="Norrby", year=2027, day=date(2027, 6, 5), set_at=NOW))
    session.flush()
    assert earlier.again(session, pride, today=TODAY) == date(2027, 6, 5)


def test_a_year_ago_and_since_and_then_what_was_before(session, branch):
    for title, day in (
        ("kommande", date(2027, 3, 1)), ("nyss", date(2027, 2, 1)), ("i fjol", date(2026, 2, 10)),
        ("förrförra", date(2025, 3, 1)), ("förra", date(2025, 9, 1)),
    ):  # fmt: skip
        plan(session, title, day, branch)
    plan(session, "distriktets", date(2026, 5, 1), None)
    plan(session, "inställt", date(2026, 6, 1), branch, cancelled_at=NOW)

    assert titles(session, branch) == ["i fjol", "nyss", "förra", "förrförra"]
    assert titles(session, None) == ["distriktets"]
    assert titles(session, None, branch)[:3] == ["i fjol", "distriktets", "nyss"]
    assert titles(session) == []
    assert [titles(session, branch, skip=n, limit=1) for n in range(5)] == [
        ["i fjol"], ["nyss"], ["förra"], ["förrförra"], [],
    ]  # fmt: skip


def test_of_what_came_back_only_the_last(session, branch):
    first = plan(session, "Möte", date(2026, 3, 2), branch)
    found = series.draft(session, first, key="k", rule="FREQ=WEEKLY;BYDAY=MO", exceptions="", first=first.day)
    series.begin(session, found, first, today=first.day)

    (one,) = earlier.arranged(session, Organisers([branch]), now=NOW)
    assert one.day == date(2027, 2, 1)
    assert len(earlier.titled(session, Organisers([branch]), limit=999)) > 50
    assert earlier.titled(session, Organisers([], district=True), limit=999) == []
    assert one.ends_at < NOW < one.ends_at + timedelta(days=7)
