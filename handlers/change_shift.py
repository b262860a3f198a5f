"""What is changed about a shift: what one does there, its room and its hours, and calling it off; of what comes back,
of this one alone or of all after it too.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.context import Context
from bot.errors import Faults
from bot.markup import Markup, plain
from bot.messages import Incoming, Reply
from bot.rosters import hours_there
from bot.router import Submit
from bot.wording import day
from handlers import arranged, recurring, shift_forms, shifts
from storage import alike, details, participants, shift_changes
from storage.alike import Alike
from storage.details import Task
from storage.models import Activity, Series, Shift
from storage.rights import Right
from storage.seats import RefusedError
from storage.shifts import HOLDING


class Reach(NamedTuple):
    """The shift that is changed, and what is like it where all after it are meant, of that series."""

    shift: Shift
    activity: Activity
    series: Series | None
    alike: Alike

    @property
    def every(self) -> list[tuple[Shift, Activity]]:
        return [(self.shift, self.activity), *self.alike.later]


def read(args: str, ctx: Context) -> Reach:
    """`SHIFT` or `SHIFT:following`."""
    number, _, far = args.partition(":")
    shift, activity = arranged.find_shift(number, ctx)
    if not far:
        return Reach(shift, activity, None, alike.ALONE)
    series = recurring.following(activity, ctx)
    return Reach(shift, activity, series, alike.find(ctx.session, shift, activity, series, now=ctx.now))


def edit(msg: Incoming, ctx: Context) -> Reply:
    """Keep what one does there, whether it leads, and where it is; whoever is on it is told of another place.

    Raises:
        Faults: somebody on it may not see the names of the others. The form asks again.

    """
    reach, said = read(ctx.args, ctx), msg.values
    shift, activity = reach.shift, reach.activity
    task = Task(shift_forms.read_role(said["role"], ctx), said["leads"] == "yes", said["place"])
    found = alike.changes(reach.alike, shift, task._asdict())
    if task == (shift.role, shift.leads, shift.place) and not found.new:
        return shifts.look(shift, activity, ctx, intro=ctx.say("details.same", title=activity.title))
    new_leads = [shift, *(one for one, mine in found.later if mine.get("leads"))] if task.leads else []
    if n := sum(participants.not_to_lead(ctx.session, one, activity) for one in new_leads if not one.leads):
        raise Faults({"leads": plain(ctx.say("shifts.cannot_lead", n=n))})
    moved = [one for one, mine in found.later if "place" in mine] + [shift] * (task.place != shift.place)
    alike.describe(ctx.session, reach.alike, found, now=ctx.now)
    details.describe_shift(ctx.session, shift, task, now=ctx.now)
    return done(ctx.say("shifts.saved"), reach, ctx, later=len(found.later), tells=moved)


def resize(msg: Incoming, ctx: Context) -> Reply:
    """Keep how many are needed and have room; who waits is offered what frees.

    Raises:
        Faults: more than that have a place already. The form asks again.

    """
    reach, room = read(ctx.args, ctx), shift_forms.read_room(msg.values["needed"], msg.values["room"], ctx)
    found = alike.changes(reach.alike, reach.shift, {"minimum": room.needed, "capacity": room.room})
    try:
        alike.check_room(ctx.session, found)
        gone = shift_changes.resize(ctx.session, reach.shift, minimum=room.needed, capacity=room.room, now=ctx.now)
    except RefusedError as refused:
        raise Faults({"room": full(refused, reach.shift, ctx)}) from None
    gone += alike.resize(ctx.session, reach.alike, found, now=ctx.now)
    outgrown = [ctx.say("shifts.outgrown", n=len(gone))] if gone else []
    return done(ctx.say("shifts.saved"), reach, ctx, *outgrown, later=len(found.later))


def full(refused: RefusedError, shift: Shift, ctx: Context) -> str:
    """More have a place already; of another day, which."""
    other = refused.shift if refused.shift and refused.shift.id != shift.id else None
    if other is None:
        return plain(ctx.say("shifts.full", n=refused.free))
    on = day(other.day, today=ctx.today, language=ctx.texts.language)
    return plain(ctx.say("shifts.full_on", n=refused.free, day=on))


def move(msg: Incoming, ctx: Context) -> Reply:
    """Keep the new hours; how many are told, and how many are elsewhere then."""
    reach = read(ctx.args, ctx)
    shift, activity, series = reach.shift, reach.activity, reach.series
    when = shift_forms.read_hours(msg.values["start"], msg.values["end"], activity, ctx, was=shift)
    if when == (shift.day, shift.starts, shift.ends):
        return shifts.look(shift, activity, ctx, intro=ctx.say("shifts.same"))
    shift_changes.hold_all(ctx.session, [one for one, _ in reach.every])
    torn = shift_changes.move(ctx.session, shift, activity, **when._asdict(), now=ctx.now)
    if series is not None:
        torn += alike.move(ctx.session, reach.alike, activity, when, series, now=ctx.now)
    moved = [one for one, _ in reach.every]
    here = sum(gone.shift_id in {one.id for one in moved} for gone in torn)  # a place in line beside it is none here
    lost = [ctx.say("shifts.torn", n=here)] if here else []
    lost += shift_forms.outside(reach.every, ctx)
    said = ctx.say("shifts.moved", hours=hours_there(shift, ctx))
    return done(said, reach, ctx, *lost, later=len(reach.alike.later), tells=moved)


def cancel(msg: Incoming, ctx: Context) -> Reply:
    reach, reason = read(ctx.args, ctx), msg.values["reason"]
    shift_changes.cancel(ctx.session, reach.shift, reason=reason, now=ctx.now)
    alike.cancel(ctx.session, reach.alike, reason=reason, now=ctx.now)
    ctx.pushed = True
    said = ctx.say("shifts.cancelled", hours=hours_there(reach.shift, ctx))
    told = who_is_told([one for one, _ in reach.every], ctx)
    lines = [said, *following(len(reach.alike.later), ctx), told]
    return shifts.page(reach.activity, ctx, intro=Markup("\n".join(lines)))


def done(said: Markup, reach: Reach, ctx: Context, *more: Markup, later: int, tells: Sequence[Shift] = ()) -> Reply:
    """The shift as it is now, under what became of it and of so many `later` ones; who is on which is told."""
    ctx.pushed = True
    lines = [said, *following(later, ctx), *([who_is_told(tells, ctx)] if tells else []), *more]
    return shifts.look(reach.shift, reach.activity, ctx, intro=Markup("\n".join(lines)))


def following(later: int, ctx: Context) -> list[Markup]:
    return [ctx.say("details.following", n=later)] if later else []


def who_is_told(changed: Iterable[Shift], ctx: Context) -> Markup:
    """How many have a place, and beside them how many only wait for one."""
    every = [one for shift in changed for one in shift_changes.active(ctx.session, shift)]
    there = {one.member_id for one in every if one.place in HOLDING}
    waiting = {one.member_id for one in every} - there
    said = [ctx.say("shifts.told", n=len(there))] if there else []
    said += [ctx.say("shifts.told_line", n=len(waiting))] if waiting else []
    return Markup(" ".join(said)) or ctx.say("shifts.told_nobody")


ROUTES = (
    Submit("edit_shift", edit, needs=Right.USE, command="andra-aktivitet"),
    Submit("resize_shift", resize, needs=Right.USE, command="andra-aktivitet"),
    Submit("move_shift", move, needs=Right.USE, command="andra-aktivitet"),
    Submit("cancel_shift", cancel, needs=Right.USE, command="andra-aktivitet"),
)
