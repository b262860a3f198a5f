"""What one activity hands on to another: its shifts, as long before and after its start as there."""

from datetime import date, time, timedelta

import pytest

from storage import activities, shifts, templates

DAY = date(2027, 3, 6)


@pytest.mark.parametrize(
    ("starts", "days", "hour"), [(time(20), 0, time(22)), (time(23), 1, time(1)), (time(21), 0, time(23))]
)
def test_a_shift_comes_as_long_after_the_start_also_past_midnight(session, starts, days, hour):
    row = {"kind": "party", "title": "Fest", "ends": None, "zone": "Europe/Stockholm", "place": "Parken"}
    like = activities.plan(session, key="a", day=DAY, starts=time(20), **row)
    shifts.add(session, like, starts=time(22), ends=time(23), role="städa")

    made = templates.make(session, like, key="b", day=DAY + timedelta(days=7), starts=starts)

    (copy,) = templates.shifts_of(session, made)
    assert (copy.day, copy.starts) == (made.day + timedelta(days=days), hour)
    assert copy.starts_at - made.starts_at == timedelta(hours=2)
    assert copy.ends_at - copy.starts_at == timedelta(hours=1)
