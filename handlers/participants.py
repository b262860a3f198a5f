"""Who is on a shift, by name: for whoever arranges it, and whoever checks the others in. Each look is noted."""

from collections.abc import Iterator, Sequence

from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import called
from bot.router import Action
from storage import access, branches, checkin, networks, participants
from storage.access import Noted
from storage.models import Activity, Place, Shift
from storage.participants import Participant
from storage.rights import Right
from storage.shifts import Standing

PAGE = 20


def show(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT[:SKIP]`: those who have a place, then those who wait in their order."""
    number, _, skipped = ctx.args.partition(":")
    shift, activity = find(number, ctx)
    refuse_frozen(ctx.session, UserError, ctx.texts)
    assert shift.id is not None
    every, skip = participants.listed(ctx.session, shift.id), ctx.number(skipped, digits=4) if skipped else 0
    page = every[skip : skip + PAGE]
    seen = (Noted(ctx.now, ctx.me, one.ref, activity.branch_id, "signups", "") for one in page)
    access.note_all(ctx.session, seen)
    head = ctx.say("participants.intro" if every else "participants.none", what=called(activity, shift, ctx))
    more = Button(ctx.label("reminders.button.more"), f"who:{shift.id}:{skip + PAGE}")
    buttons = (more,) if len(every) > skip + PAGE else ()
    return Reply(Markup("\n".join([head, *lines(every, skip, ctx)])), buttons=buttons, private=True)


def find(number: str, ctx: Context) -> tuple[Shift, Activity]:
    """The shift, if its names are theirs to see, now.

    Raises:
        UserError: they are not.

    """
    shift = ctx.session.get(Shift, ctx.number(number), populate_existing=True)
    activity = ctx.session.get(Activity, shift.activity_id, populate_existing=True) if shift else None
    if shift is None or activity is None or not checkin.may(ctx.session, ctx.person, activity, ctx.now):
        raise UserError(ctx.say("error.not_allowed"))
    return shift, activity


def may_take(shift: Shift | Standing, activity: Activity, ctx: Context) -> bool:
    """Whether that shift is open to them: whoever leads sees the others' names."""
    assert ctx.person is not None
    me = ctx.person
    return not shift.leads or checkin.may_lead(ctx.session, activity, member_id=me.id, branch_id=me.branch_id)


def check_leads(shift: Shift, activity: Activity, ctx: Context) -> None:
    """Whether they may take that shift.

    Raises:
        UserError: whoever is on it sees the others' names, and they are not of the organiser's members.

    """
    if may_take(shift, activity, ctx):
        return
    organiser = networks.name(ctx.session, activity.network_id) or branches.name(ctx.session, activity.branch_id)
    raise UserError(ctx.say("signup.leads_own", branch=organiser))


def lines(every: Sequence[Participant], skip: int, ctx: Context) -> Iterator[Markup]:
    """A page of them, numbered; where those who wait begin is told."""
    placed = [one for one in every if not one.waits]
    for number, one in enumerate(every[skip : skip + PAGE], skip):
        if number in {0, len(placed)} or number == skip:
            head, heads = ("waiting", every[len(placed) :]) if one.waits else ("going", placed)
            yield ctx.say(f"participants.{head}", n=sum(1 + each.guests for each in heads))
        yield line(one, number - len(placed) if one.waits else number, ctx)


def line(one: Participant, number: int, ctx: Context) -> Markup:
    parts = [ctx.say("participants.name", number=number + 1, name=one.name)]
    parts += [ctx.say("participants.friends", n=one.guests)] if one.guests else []
    parts += [ctx.say("participants.offered")] if one.place == Place.OFFERED else []
    return Markup(" ".join(parts))


ROUTES = (Action("who", show, needs=Right.USE),)
