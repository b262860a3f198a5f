"""The forms about a shift: what they ask, and what their answers mean together."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.context import Context
from bot.errors import Faults
from bot.markup import Markup, plain
from bot.messages import Field, Form, Reply
from bot.rosters import called, hours_there
from bot.wording import clock, day, span
from handlers.new_activity import check_exists
from storage import activities, shifts, templates
from storage.models import Activity, SeriesShift, Shift
from storage.shift_changes import Hours

# So many people at most are needed on a shift, or have room on it.
MOST = 500
# What one does there stands on a button and in a line.
LONGEST_ROLE = 40
# What begins so long after what lasts into the night, at most, is the end of it, and not the morning before.
AFTER = timedelta(hours=3)
# So many days are named on which it is outside.
NAMED = 4


Like = Shift | SeriesShift


class Room(NamedTuple):
    """How many are needed, and how many have room (None: everyone)."""

    needed: int
    room: int | None


def ask_new(activity: Activity, ctx: Context, *, following: bool = False) -> Reply:
    """As long as the activity is, unless they say otherwise."""
    fields = (
        *time_fields(activity, ctx),
        *what_fields(ctx),
        *room_fields(ctx),
    )
    key, ref = ("intro_following", f"{activity.id}:following") if following else ("intro", str(activity.id))
    return ask("new_shift", fields, ref, ctx, ctx.say(f"new_shift.{key}", title=activity.title))


def ask_what(shift: Shift, activity: Activity, ctx: Context, *, like: Like, following: bool) -> Reply:
    """With what stands there; of this one and all after it, with what all have."""
    leads = "yes" if like.leads else "no"
    fields = what_fields(ctx, role=like.role, leads=leads, place=like.place)
    return ask_about("edit_shift", fields, shift, activity, ctx, following=following)


def ask_room(shift: Shift, activity: Activity, ctx: Context, *, like: Like, following: bool) -> Reply:
    room = "" if like.capacity is None else str(like.capacity)
    fields = room_fields(ctx, str(like.minimum), room)
    return ask_about("resize_shift", fields, shift, activity, ctx, following=following)


def ask_time(shift: Shift, activity: Activity, ctx: Context, *, following: bool, **_like: Like) -> Reply:
    return ask_about("move_shift", time_fields(shift, ctx), shift, activity, ctx, following=following)


def ask_reason(shift: Shift, activity: Activity, ctx: Context, *, following: bool, **_like: Like) -> Reply:
    reason = Field("reason", ctx.label("change.label.reason"), hint=ctx.label("shifts.hint.reason"), optional=True)
    only = shifts.count(ctx.session, shift.activity_id) == 1
    # Who calls off all that there is may well mean the activity itself, which stands all the same.
    more = (ctx.say("cancel_shift.only", title=activity.title),) if only else ()
    return ask_about("cancel_shift", (reason,), shift, activity, ctx, *more, following=following)


def ask_about(
    name: str, fields: tuple[Field, ...], shift: Shift, activity: Activity, ctx: Context, *more: Markup, following: bool
) -> Reply:
    intro = ctx.say(f"{name}.intro", what=called(activity, shift, ctx), hours=hours_there(shift, ctx))
    if following:
        more = (ctx.say("shifts.intro_following"), *more)
    intro = Markup(" ".join([intro, *more]))
    return ask(name, fields, f"{shift.id}:following" if following else str(shift.id), ctx, intro)


def ask(name: str, fields: tuple[Field, ...], ref: str, ctx: Context, intro: str) -> Reply:
    title, submit = ctx.label(f"{name}.form_title"), ctx.label(f"{name}.button.submit")
    return Reply(intro, form=Form(name, title, fields, submit, intro=intro, ref=ref), private=True)


def what_fields(ctx: Context, *, role: str = "", leads: str = "", place: str = "") -> tuple[Field, ...]:
    """What one does there, and where."""
    return (
        line(ctx, "role", role),
        Field("leads", ctx.label("shifts.label.leads"), kind="yes_no", value=leads),
        line(ctx, "place", place),
    )


def line(ctx: Context, name: str, value: str) -> Field:
    label, hint = ctx.label(f"shifts.label.{name}"), ctx.label(f"shifts.hint.{name}")
    return Field(name, label, hint=hint, optional=True, value=value)


def time_fields(known: Activity | Shift, ctx: Context) -> tuple[Field, ...]:
    hint = ctx.label("form.hint.time")
    ends = f"{known.ends:%H:%M}" if known.ends else ""
    return (
        Field("start", ctx.label("shifts.label.start"), kind="time", hint=hint, value=f"{known.starts:%H:%M}"),
        Field("end", ctx.label("shifts.label.end"), kind="time", hint=hint, value=ends),
    )


def room_fields(ctx: Context, needed: str = "", room: str = "") -> tuple[Field, ...]:
    labels = {name: (ctx.label(f"shifts.label.{name}"), ctx.label(f"shifts.hint.{name}")) for name in Room._fields}
    (need, need_hint), (have, have_hint) = labels.values()
    return (
        Field("needed", need, kind="number", hint=need_hint, value=needed, most=MOST),
        Field("room", have, kind="number", hint=have_hint, value=room, optional=True, least=1, most=MOST),
    )


def read_room(needed: str, room: str, ctx: Context) -> Room:
    """How many.

    Raises:
        Faults: fewer have room than are needed.

    """
    found = Room(int(needed), int(room) if room else None)
    if found.room is not None and found.room < found.needed:
        raise Faults({"room": plain(ctx.say("shifts.too_few", n=found.needed))})
    return found


def read_hours(start: str, end: str, activity: Activity, ctx: Context, *, was: Shift | None = None) -> Hours:
    """When, on the activity's day or in the night after it; into the night only where the activity itself lasts so
    long. `was` is the shift as it is until now.

    Raises:
        Faults: it ends before it begins, has begun already, or the clocks jump over it.

    """
    starts, ends = time.fromisoformat(start), time.fromisoformat(end)
    found = Hours(day_of(starts, activity, was), starts, ends)
    check_exists(found.day, starts, "start", ctx)
    if activities.at(found.day, starts, activity.zone) <= ctx.now:
        raise Faults({"start": ctx.label("shifts.past_time")})
    if ends == starts or (ends < starts and not lasts_into_night(found, activity)):
        said = clock(starts, language=ctx.texts.language)
        raise Faults({"end": ctx.label("shifts.end_before_start", start=said)})
    return found


def day_of(starts: time, activity: Activity, was: Shift | None) -> date:
    """The activity's day, or the one after. One that is on a later day stays there, unless it was closer to that hour
    of the activity's.
    """
    on = activity.day + night(starts, activity)
    if was is None or was.day <= on:
        return on
    before = datetime.combine(was.day, was.starts)
    return min(on, was.day, key=lambda day: abs(datetime.combine(day, starts) - before))


def night(starts: time, activity: Activity) -> timedelta:
    """The day after, for what begins after midnight of an activity that lasts till then, or soon after it is over."""
    if activity.ends is None or not starts < activity.starts >= activity.ends:
        return timedelta(0)
    return timedelta(days=templates.by(activity.ends, starts) <= AFTER)


def lasts_into_night(found: Hours, activity: Activity) -> bool:
    """Whether it ends after midnight, and so does the activity, no sooner."""
    if activity.ends is None or found.ends is None or found.day != activity.day:
        return False
    return found.ends <= activity.ends <= activity.starts


def outside(every: Sequence[tuple[Shift, Activity]], ctx: Context) -> list[Markup]:
    """That none of it is within the activity's own hours, where that is so, and on which days of those after the first.
    It may be meant: what is set up before.
    """
    (shift, activity), *later = every
    lines = []
    if is_outside(shift, activity):
        ends_at = activity.ends_at if activity.ends else None
        when = span(activity.starts_at, ends_at, language=ctx.texts.language, zone=ctx.zone)
        lines.append(ctx.say("shifts.outside", hours=when))
    if days := [one.day for shift, one in later if is_outside(shift, one)]:
        named = (day(on, today=ctx.today, language=ctx.texts.language) for on in days[:NAMED])
        more = " …" if len(days) > NAMED else ""
        lines.append(ctx.say("shifts.outside_later", n=len(days), days=", ".join(named) + more))
    return lines


def is_outside(shift: Shift, activity: Activity) -> bool:
    too_late = activity.ends is not None and shift.starts_at >= activity.ends_at
    return too_late or shift.ends_at <= activity.starts_at


def read_role(role: str, ctx: Context) -> str:
    """What one does there.

    Raises:
        Faults: it is too long for a button.

    """
    if len(role) > LONGEST_ROLE:
        raise Faults({"role": plain(ctx.say("form.too_long", limit=LONGEST_ROLE, length=len(role)))})
    return role
