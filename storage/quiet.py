"""Wall times as moments, and the hours in which somebody is left in peace. Pure.

What people mean is a day, a wall time and a zone; a moment is aware and in UTC.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo

# From when to when somebody is left in peace, by the clock where they live; the same time twice is never.
Quiet = tuple[time, time]
NEVER = (time(0), time(0))
DAY = timedelta(days=1)


def at(day: date, wall: time, zone: tzinfo) -> datetime:
    """The moment of a wall time: the first where the clock shows it twice, the end of the gap where it never does."""
    meant = datetime.combine(day, wall)
    moment = meant.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == meant:
        return moment
    return gap_end(meant.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def gap_end(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """When the clock was put forward, between these two moments."""
    offset = before.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()))
    changed = bisect_left(
        seconds, x=True, key=lambda n: (before + timedelta(seconds=n)).astimezone(zone).utcoffset() != offset
    )
    return before + timedelta(seconds=changed)


def is_quiet(wall: time, quiet: Quiet) -> bool:
    begins, ends = quiet
    return begins <= wall < ends if begins <= ends else wall >= begins or wall < ends


def later(moment: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls in."""
    local = moment.astimezone(zone)
    if not is_quiet(local.time(), quiet):
        return moment
    day = local.date() if local.time() < quiet[1] else local.date() + DAY
    # Not back in time: in the autumn's double hour the quiet may have ended already.
    return max(moment, at(day, quiet[1], zone))
