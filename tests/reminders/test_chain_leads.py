"""How long before the day who is asked."""

import pytest

from reminders.chain_leads import Leads
from tests.reminders.world import STOCKHOLM, local


def asked(*weeks: int) -> dict[str, str]:
    """For each lead who is asked beside the chair: the group, the contact person, the ombudsperson."""
    leads = Leads(weeks)
    asks = {"g": leads.asks_group, "c": leads.asks_contact, "o": leads.asks_ombudsperson}
    return {name: "".join(letter for letter, does in asks.items() if does(name)) for name in leads.names}


@pytest.mark.parametrize(
    ("weeks", "whom"),
    [
        ((8, 4, 2, 1), {"w8": "g", "w4": "g", "w2": "c", "w1": "o"}),
        ((12, 8, 6, 4, 2, 1), {"w12": "g", "w8": "g", "w6": "g", "w4": "g", "w2": "c", "w1": "o"}),
        ((6, 3, 1), {"w6": "g", "w3": "c", "w1": "o"}),
        ((6, 2), {"w6": "g", "w2": "co"}),
        ((4,), {"w4": "go"}),
    ],
)
def test_the_group_first_and_who_looks_after_it_last(weeks, whom):
    assert asked(*weeks) == whom


def test_each_at_ten_until_the_next_and_the_last_until_the_day():
    day = local("2027-05-01 00.00").date()

    # The clocks go forward in between.
    assert [(lead.name, lead.due_at, lead.until) for lead in Leads((8, 4, 1)).before(day, STOCKHOLM)] == [
        ("w8", local("2027-03-06 10.00"), local("2027-04-03 10.00")),
        ("w4", local("2027-04-03 10.00"), local("2027-04-24 10.00")),
        ("w1", local("2027-04-24 10.00"), local("2027-05-01 00.00")),
    ]


@pytest.mark.parametrize(
    ("now", "due", "until"),
    [
        ("2027-04-10 09.59", None, None),  # it is not too late for the first time
        ("2027-04-10 10.00", "2027-04-11 10.00", "2027-05-08 10.00"),
        ("2027-04-10 22.00", "2027-04-11 10.00", "2027-05-08 10.00"),
        ("2027-05-07 11.00", None, None),  # the next morning they are asked anyway
        ("2027-05-08 11.00", "2027-05-09 10.00", "2027-05-22 10.00"),
        ("2027-05-30 11.00", "2027-05-31 10.00", "2027-06-05 00.00"),
        ("2027-06-03 11.00", "2027-06-04 10.00", "2027-06-05 00.00"),
        ("2027-06-04 11.00", None, None),
        ("2027-06-05 11.00", None, None),
    ],
)
def test_who_learns_late_of_a_day_asks_the_next_morning(now, due, until):
    day = local("2027-06-05 00.00").date()

    late = Leads((8, 4, 2, 1)).overdue(day, STOCKHOLM, now=local(now))

    assert (late and (late.name, late.due_at, late.until)) == (due and ("w8", local(due), local(until)))
