"""The list of who comes to an activity: as a table for a spreadsheet, and on paper to tick off."""

from collections.abc import Iterator, Sequence

from bot.pictures import Line, Sheet, Table
from bot.register import sheet
from bot.rosters import has, hours
from bot.voice import Voice
from bot.wording import day, span
from storage.attendance import Attendee
from storage.models import Activity, Place
from storage.shifts import Standing

COLUMNS = ("shift", "role", "place", "name", "friends", "stands", "came", "friends_came")
CAME = {None: "", True: "yes", False: "no"}


def table(activity: Activity, here: Sequence[Standing], listed: Sequence[Attendee], voice: Voice) -> bytes:
    """CSV with the mark that Excel wants, in which no name is a formula."""
    rows = [[voice.label(f"attendance.label.{name}") for name in COLUMNS]]
    rows += [cells for shift in here for cells in part_rows(activity, shift, listed, voice)]
    return (sheet.MARK + "".join(sheet.write_line(cells) for cells in rows)).encode()


def part_rows(activity: Activity, shift: Standing, listed: Sequence[Attendee], voice: Voice) -> Iterator[list[str]]:
    """Those of a shift, and below them how many came without a sign-up."""
    yield from (row(activity, shift, one, voice) for one in of(shift, listed))
    if shift.walk_ins:
        yield [
            *where(activity, shift, voice),
            voice.label("attendance.label.walk_ins"),
            "",
            "",
            str(shift.walk_ins),
            "",
        ]


def where(activity: Activity, shift: Standing, voice: Voice) -> list[str]:
    """When it is, what one does there, and where."""
    on = shift.starts_at.astimezone(voice.zone).date().isoformat()
    return [f"{on} {hours(shift, voice)}", shift.role, shift.place or activity.place]


def of(shift: Standing, listed: Sequence[Attendee]) -> Iterator[Attendee]:
    return (one for one in listed if one.shift_id == shift.id)


def row(activity: Activity, shift: Standing, one: Attendee, voice: Voice) -> list[str]:
    came = CAME[one.came]
    return [
        *where(activity, shift, voice),
        one.name,
        str(one.guests),
        voice.label(f"attendance.label.{one.place}"),
        voice.label(f"form.button.{came}") if came else "",
        str(one.guests if one.along is None else one.along) if one.came else "",
    ]


def paper(activity: Activity, here: Sequence[Standing], listed: Sequence[Attendee], voice: Voice) -> Sheet:
    """When, where and what to bring, then a table a shift of those who have a place, and how many came beside them."""
    ends, language = activity.ends_at if activity.ends else None, voice.texts.language
    times = voice.label(
        "dates.with_hours",
        day=day(activity.starts_at.astimezone(voice.zone).date(), today=voice.today, language=language),
        hours=span(activity.starts_at, ends, language=language, zone=voice.zone),
    )
    facts = [
        voice.label("activity.when", when=times),
        voice.label("activity.where", place=activity.place),
        *([voice.label("signup.material", material=activity.material)] if activity.material else []),
    ]
    came, name, friends, brings = (
        voice.label(f"attendance.label.{word}") for word in ("came", "name", "friends", "brings")
    )
    return Sheet(
        title=activity.title,
        facts=tuple(facts),
        tables=tuple(part(shift, listed, voice) for shift in here),
        columns=(came, name, friends, brings),
        page=voice.label("attendance.label.page", page="{page}", pages="{pages}"),
        again=voice.label("attendance.label.again"),
        language=voice.texts.language,
        made_at=voice.now.isoformat(),
    )


def part(shift: Standing, listed: Sequence[Attendee], voice: Voice) -> Table:
    going = [one for one in of(shift, listed) if one.place == Place.GOING]
    said = {"hours": hours(shift, voice), "role": shift.role, "place": shift.place}
    head = voice.label(f"attendance.label.head{has(shift)}", **said)
    lines = tuple(Line(one.name, f"+{one.guests}" if one.guests else "", one.came is True) for one in going)
    foot = voice.label("attendance.label.came_too", n=shift.walk_ins) if shift.walk_ins else ""
    return Table(f"{head} {heads(going, voice)}", lines, empty=voice.label("attendance.label.nobody"), foot=foot)


def heads(going: Sequence[Attendee], voice: Voice) -> str:
    return voice.label("attendance.label.heads", n=sum(one.guests + 1 for one in going))
