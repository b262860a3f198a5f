"""What branches have answered, on both engines."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from storage import activities, branches, chain
from storage.chain import Matter
from storage.models import Activity, Branch, ChainAnswer, Occasion, Stand
from tests.talk import NOW

MARCH, MAY, PRIDE = Occasion.WOMENS_DAY, Occasion.MAY_DAY, Occasion.PRIDE
YEAR = 2027
NORRBY, SODERSJO, ALMVIK, BRUKSANG = 1, 2, 3, 4


def about(branch_id: int, occasion: Occasion = MARCH, year: int = YEAR) -> Matter:
    return Matter(occasion, year, branch_id)


def say(session, branch_id: int, stand: Stand, *, occasion: Occasion = MARCH, by: int | None = 1, **more) -> None:
    chain.answer(session, about(branch_id, occasion), stand, by=by, now=NOW, **more)


def titled(session, title: str) -> Activity:
    return session.exec(select(Activity).where(Activity.title == title)).one()


def given(session) -> dict[int, str]:
    return {row.branch_id: row.stand for row in session.exec(select(ChainAnswer).order_by(col(ChainAnswer.branch_id)))}


def test_an_answer_is_one_row_however_often_it_changes(district):
    assert chain.find(district, about(NORRBY)) is None

    say(district, NORRBY, Stand.ORGANISES)
    first = chain.find(district, about(NORRBY))
    assert (first.stand, first.joins_id, first.activity_id, first.answered_by, first.answered_at) == (
        "organises", None, None, 1, NOW,
    )  # fmt: skip

    later = NOW + timedelta(days=3)
    chain.answer(district, about(NORRBY), Stand.JOINS, by=2, now=later, joins_id=SODERSJO)
    row = chain.find(district, about(NORRBY))
    assert (row.id, row.stand, row.joins_id, row.answered_by, row.answered_at) == (
        first.id, "joins", SODERSJO, 2, later,
    )  # fmt: skip


def test_occasions_years_and_branches_are_each_their_own(district):
    say(district, NORRBY, Stand.ORGANISES)

    for other in (about(SODERSJO), about(NORRBY, MAY), about(NORRBY, year=2028)):
        assert chain.find(district, other) is None
    assert list(chain.answers(district, occasion=MARCH, year=YEAR)) == [NORRBY]
    assert chain.answers(district, occasion=MAY, year=YEAR) == {}


def test_who_went_with_a_branch_has_not_answered_any_more(district):
    say(district, NORRBY, Stand.ORGANISES)
    say(district, SODERSJO, Stand.JOINS, joins_id=NORRBY)
    say(district, ALMVIK, Stand.JOINS, joins_id=SODERSJO)
    say(district, BRUKSANG, Stand.JOINS, joins_id=NORRBY, occasion=MAY)

    assert chain.let_go(district, about(NORRBY)) == [about(SODERSJO)]
    assert given(district) == {NORRBY: "organises", ALMVIK: "joins", BRUKSANG: "joins"}


def test_what_rests_on_an_activity_falls_with_it(district):
    activity = titled(district, "Pride i Södersjö")
    say(district, SODERSJO, Stand.ORGANISES, occasion=PRIDE, activity_id=activity.id)
    say(district, NORRBY, Stand.JOINS, occasion=PRIDE, joins_id=SODERSJO)
    say(district, ALMVIK, Stand.NOT_THIS_YEAR, occasion=PRIDE)

    assert chain.call_off(district, activity.id) == [about(SODERSJO, PRIDE), about(NORRBY, PRIDE)]
    assert given(district) == {ALMVIK: "not_this_year"}
    assert chain.call_off(district, activity.id) == []


def test_who_goes_with_the_district_falls_with_what_it_arranges(district):
    activity = titled(district, "Åttonde mars i Norrby")
    say(district, SODERSJO, Stand.JOINS, activity_id=activity.id)
    say(district, ALMVIK, Stand.JOINS, activity_id=activity.id)

    assert chain.call_off(district, activity.id) == [about(SODERSJO), about(ALMVIK)]


def line(session, branch_id: int, occasion: Occasion, year: int = YEAR) -> chain.Line:
    lines = chain.board(session, year=year)
    return next(one for one in lines if one.branch.id == branch_id and one.occasion == occasion)


def test_the_board_has_a_line_for_every_branch_and_occasion(district):
    lines = chain.board(district, year=YEAR)

    names = [branch.name for branch in branches.listed(district)]
    assert [(one.branch.name, one.occasion) for one in lines] == [(name, one) for name in names for one in Occasion]
    assert {one.day for one in lines} == {date(2027, 3, 8), date(2027, 5, 1), None}
    assert all(one.held and one.answer is None for one in lines)


def test_the_board_tells_what_each_does(district):
    activity = titled(district, "Pride i Södersjö")
    shared = titled(district, "Åttonde mars i Norrby")
    say(district, SODERSJO, Stand.ORGANISES, occasion=PRIDE, activity_id=activity.id)
    say(district, NORRBY, Stand.JOINS, occasion=PRIDE, joins_id=SODERSJO)
    say(district, ALMVIK, Stand.JOINS, activity_id=shared.id)
    say(district, BRUKSANG, Stand.JOINS, joins_id=ALMVIK)

    assert line(district, SODERSJO, PRIDE).activity == activity
    joins = line(district, NORRBY, PRIDE)
    assert (joins.answer.stand, joins.joins.name, joins.activity) == ("joins", "Södersjö", activity)
    with_district = line(district, ALMVIK, MARCH)
    assert (with_district.answer.stand, with_district.joins, with_district.activity) == ("joins", None, shared)
    assert line(district, BRUKSANG, MARCH).joins.name == "Älmvik"
    assert line(district, SODERSJO, PRIDE, year=2028).answer is None


def test_what_is_cancelled_is_not_on_the_board(district):
    activity = titled(district, "Pride i Södersjö")
    say(district, SODERSJO, Stand.ORGANISES, occasion=PRIDE, activity_id=activity.id)
    activity.cancelled_at = NOW

    assert line(district, SODERSJO, PRIDE).activity is None


def test_what_moves_stays_on_the_board(district):
    activity = titled(district, "Pride i Södersjö")
    say(district, SODERSJO, Stand.ORGANISES, occasion=PRIDE, activity_id=activity.id)
    activity.day = date(2027, 8, 22)
    activity.starts_at = activities.at(activity.day, activity.starts, activity.zone)

    assert line(district, SODERSJO, PRIDE).activity.day == date(2027, 8, 22)


def set_pride(session, town: str, day: date | None) -> None:
    chain.set_pride(session, town=town, year=YEAR, day=day, by=1, now=NOW)


def test_a_town_s_pride_is_set_changed_and_taken_away(district):
    assert not chain.is_pride_told(district, town="Norrby", year=YEAR)

    set_pride(district, "Norrby", date(2027, 6, 5))
    assert chain.is_pride_told(district, town="Norrby", year=YEAR)
    assert not chain.is_pride_told(district, town="Södersjö", year=YEAR)
    assert not chain.is_pride_told(district, town="Norrby", year=2028)
    assert (line(district, NORRBY, PRIDE).day, line(district, SODERSJO, PRIDE).day) == (date(2027, 6, 5), None)

    set_pride(district, "Norrby", date(2027, 6, 12))
    assert line(district, NORRBY, PRIDE).day == date(2027, 6, 12)

    set_pride(district, "Norrby", None)
    assert chain.is_pride_told(district, town="Norrby", year=YEAR)
    assert (line(district, NORRBY, PRIDE).held, line(district, SODERSJO, PRIDE).held) == (False, True)


@pytest.mark.parametrize(("first", "second"), [("Norrby", "Norrby"), ("Norrby", "Södersjö")])
def test_a_day_is_for_every_branch_of_the_town(district, first, second):
    district.get(Branch, SODERSJO).town = second
    set_pride(district, first, date(2027, 6, 5))

    shared = line(district, SODERSJO, PRIDE).day == date(2027, 6, 5)
    assert shared is (first == second)
