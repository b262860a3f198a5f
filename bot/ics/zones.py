"""How a calendar tells when the clocks of a time zone change (RFC 5545, section 3.6.5)."""

from datetime import date
from functools import cache

from icalendar import Timezone

# The rule that the European Union has kept since 1996. Written out, it holds for every year that somebody plans for.
STOCKHOLM = """\
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@cache
def describe(key: str, first_year: int, last_year: int) -> str:
    """The zone's own lines; of another than ours the changes of these years, one by one."""
    if key == "Europe/Stockholm":
        return STOCKHOLM.replace("\n", "\r\n")
    found = Timezone.from_tzid(key, first_date=date(first_year, 1, 1), last_date=date(last_year + 1, 1, 1))
    written: bytes = found.to_ical()
    return written.decode()
