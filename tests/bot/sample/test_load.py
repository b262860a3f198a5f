"""The sample district: whole on whatever day it is filled in, and fresh seen from there."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.sample import load
from bot.sample.load import day_of
from storage import activities
from storage.models import Account, Activity, Group, Invitation, Kind, Member, Network, NetworkMember, Role, Visibility
from storage.sealing import Keyring, new_key
from tests.talk import NOW

DATA = load.read()
MONDAY = date(2027, 2, 8)


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ({"days": 0}, date(2027, 2, 8)),
        ({"days": -10}, date(2027, 1, 29)),
        ({"weekday": "tue", "weeks": 1}, date(2027, 2, 9)),
        ({"weekday": "mon", "weeks": 1}, date(2027, 2, 15)),
        ({"weekday": "sun", "weeks": 2}, date(2027, 2, 21)),
        ({"date": "02-08"}, date(2027, 2, 8)),
        ({"date": "03-08"}, date(2027, 3, 8)),
        ({"date": "02-07"}, date(2028, 2, 7)),
        ({"date": "8"}, date(2027, 2, 8)),
        ({"date": "15"}, date(2027, 2, 15)),
        ({"date": "7"}, date(2027, 3, 7)),
    ],
)
def test_the_day_that_a_row_means(row, day):
    assert day_of(row, MONDAY) == day


def test_in_december_the_next_month_is_next_year():
    assert day_of({"date": "15"}, date(2027, 12, 16)) == date(2028, 1, 15)


@given(st.dates(date(2024, 1, 1), date(2034, 12, 31)))
def test_on_whatever_day_every_row_has_one_within_the_year(today):
    for row in DATA["activity"]:
        day = day_of(row, today)
        assert today - timedelta(days=31) <= day <= today + timedelta(days=366)
        assert day >= today or row["days"] < 0


def test_every_row_says_its_day_in_one_way_and_knows_its_words():
    branches = {row["key"] for row in DATA["branch"]}

    for row in DATA["activity"]:
        assert len({"days", "weekday", "date"} & row.keys()) == 1
        assert row["kind"] in set(Kind)
        assert row["visibility"] in set(Visibility)
        assert row.get("branch", "") in {"", *branches}


def test_nobody_and_no_group_is_there_twice():
    for kind in ("person", "group"):
        for word in ("key", "telegram", "slack"):
            ids = [row[word] for row in DATA[kind]]
            assert len(set(ids)) == len(ids)
    held = {role for row in DATA["person"] for role in row["roles"]}
    assert held == {role.value for role in Role if role not in {Role.CONTACT, Role.CONVENER}}
    looked_after = [branch for row in DATA["person"] for branch in row.get("contact", ())]
    assert sorted(looked_after) == sorted(row["key"] for row in DATA["branch"])


def test_what_is_in_it(district):
    def count(model: type) -> int:
        return len(district.exec(select(model)).all())

    assert (count(Activity), count(Group)) == (len(DATA["activity"]), 3 * len(DATA["group"]))
    assert count(Account) == 3 * sum("branch" in row for row in DATA["person"])
    assert load.CODE not in district.exec(select(Invitation.code_hash)).one()
    assert load.is_sample(district)
    assert not load.is_empty(district)


def test_every_network_is_called_together_by_somebody_in_it(district):
    people = {row["key"] for row in DATA["person"] if "branch" in row}
    for row in DATA["network"]:
        assert set(row["conveners"]) <= set(row["members"]) <= people
        assert row["conveners"]
    convening = district.exec(select(NetworkMember.network_id).where(NetworkMember.convenes)).all()
    assert set(convening) == set(district.exec(select(Network.id)).all())


def test_contact_data_only_where_it_can_be_sealed(session, district):
    keys = Keyring([new_key()])
    load.fill(session, now=NOW, zone="Europe/Stockholm", today=MONDAY, keys=keys)

    sealed = session.exec(select(Member).where(Member.email != "")).all()
    assert [keys.open(member.phone) for member in sealed] == ["+46701740605", "+46701740606", "+46701740607"]
    assert district.exec(select(Member.name).where((Member.email != "") | (Member.phone != ""))).all() == []


def test_every_branch_has_something_to_come(district):
    for branch in {row["branch"] for row in DATA["activity"] if "branch" in row}:
        number = [row["key"] for row in DATA["branch"]].index(branch) + 1
        assert activities.upcoming(district, now=NOW, scope=number, member_of=number)


def test_an_empty_district_is_no_sample(session):
    assert load.is_empty(session)
    assert not load.is_sample(session)
