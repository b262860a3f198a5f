"""The shifts of what somebody arranges: new ones, more room, another time, and calling one off."""

from bot.context import Context
from bot.errors import Faults, UserError
from bot.markup import Markup, plain
from bot.messages import Button, Incoming, Reply
from bot.rosters import called, details, hours, line
from bot.router import Action, Submit
from bot.wording import day
from handlers import arranged, recurring, shift_forms
from storage import following, participants, series, shift_changes, shifts
from storage.details import announce
from storage.models import Activity, Shift
from storage.rights import Right
from storage.seats import RefusedError
from storage.shifts import Standing

# So many have a button at a time, and so many can an activity have.
PAGE = 8
MOST = 50
NOTHING = Markup()


def show(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:new[:REACH]]` or `ACTIVITY:SKIP`: its shifts, or the form for one more; of what comes back after
    asking how far it reaches.
    """
    number, word, far = [*ctx.args.split(":"), "", ""][:3]
    activity = arranged.find(number, ctx)
    if word == "new":
        check_room(activity, ctx)
        actions = f"shifts:{number}:new:this", f"shifts:{number}:new:following"
        asked = None if far else recurring.reach(activity, "shift", actions, ctx)
        return asked or shift_forms.ask_new(activity, ctx, following=far == "following")
    return page(activity, ctx, skip=ctx.number(word, digits=2) if word else 0)


def page(activity: Activity, ctx: Context, *, skip: int = 0, intro: Markup = NOTHING) -> Reply:
    """A button for each, and those for all of it."""
    assert activity.id is not None
    here = shifts.of(ctx.session, activity.id)
    found = here[skip : skip + PAGE]
    on = day(activity.day, today=ctx.today, language=ctx.texts.language)
    head = ctx.say("shifts.intro" if here else "shifts.none", title=activity.title, day=on)
    lines = [intro, head, *(Markup(f"- {line(shift, ctx)}") for shift in found)]
    buttons = [Button(name(shift, ctx), f"roster:{shift.id}") for shift in found]
    if len(here) > skip + PAGE:
        buttons.append(Button(ctx.label("shifts.button.more"), f"shifts:{activity.id}:{skip + PAGE}"))
    buttons += [new_button(activity, ctx), *arranged.post_buttons(activity, ctx)]
    return Reply(Markup("\n".join(filter(None, lines))), buttons=tuple(buttons), private=True)


def name(shift: Standing, ctx: Context) -> str:
    """What a shift is called on a button."""
    return ctx.label("shifts.button.one_role" if shift.role else "shifts.button.one", hours=hours(shift, ctx),
                     role=shift.role)  # fmt: skip


def new_button(activity: Activity, ctx: Context) -> Button:
    return Button(ctx.label("shifts.button.new"), f"shifts:{activity.id}:new")


def check_room(activity: Activity, ctx: Context) -> None:
    assert activity.id is not None
    if len(shifts.of(ctx.session, activity.id)) >= MOST:
        raise UserError(ctx.say("shifts.most", n=MOST))


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT[:VERB]`: show it with what can be done, or the form for that."""
    number, _, verb = ctx.args.partition(":")
    shift, activity = arranged.find_shift(number, ctx)
    match verb:
        case "":
            return look(shift, activity, ctx)
        case "edit":
            return shift_forms.ask_what(shift, activity, ctx)
        case "room":
            return shift_forms.ask_room(shift, activity, ctx)
        case "move":
            return shift_forms.ask_time(shift, activity, ctx)
        case "cancel":
            return shift_forms.ask_reason(shift, activity, ctx)
    raise UserError(ctx.say("error.old_button"))


def look(shift: Shift, activity: Activity, ctx: Context, *, intro: Markup = NOTHING) -> Reply:
    """One of them as it stands, and what can be done about it."""
    assert shift.id is not None
    standing = shifts.standing(ctx.session, shift.id)
    assert standing is not None
    lines = [intro, called(activity, shift, ctx), line(standing, ctx), *details(activity, shift, ctx)]
    if activity.series_day is not None and series.count_later(ctx.session, activity, now=ctx.now):
        lines.append(ctx.say("shifts.only_this", day=day(activity.day, today=ctx.today, language=ctx.texts.language)))
    verbs = ("edit", "room", "move", "cancel")
    buttons = [Button(ctx.label(f"shifts.button.{verb}"), f"roster:{shift.id}:{verb}") for verb in verbs]
    buttons.append(who_button(shift, ctx))
    buttons.append(Button(ctx.label("shifts.button.all"), f"shifts:{activity.id}"))
    return Reply(Markup("\n".join(filter(None, lines))), buttons=tuple(buttons), private=True)


def who_button(shift: Shift, ctx: Context) -> Button:
    return Button(ctx.label("shifts.button.who"), f"who:{shift.id}")


def add(msg: Incoming, ctx: Context) -> Reply:
    number, _, far = ctx.args.partition(":")
    activity = arranged.find(number, ctx)
    found = recurring.following(activity, ctx) if far else None
    check_room(activity, ctx)
    said = msg.values
    when = shift_forms.read_hours(said["start"], said["end"], activity, ctx)
    role, room = shift_forms.read_role(said["role"], ctx), shift_forms.read_room(said["needed"], said["room"], ctx)
    shift = shifts.add(
        ctx.session, activity, starts=when.starts, ends=when.ends, role=role, leads=said["leads"] == "yes",
        place=said["place"], minimum=room.needed, capacity=room.room,
    )  # fmt: skip
    ctx.pushed = True
    if found is None:
        return page(activity, ctx, intro=ctx.say("shifts.saved"))
    later = following.add_shift(ctx.session, shift, activity, found, most=MOST, now=ctx.now)
    return page(activity, ctx, intro=ctx.say("shifts.saved_following", n=len(later)))


def edit(msg: Incoming, ctx: Context) -> Reply:
    """Keep what one does there, whether it leads, and where it is; whoever is on it is told of another place.

    Raises:
        Faults: somebody on it may not see the names of the others. The form asks again.

    """
    shift, activity = arranged.find_shift(ctx.args, ctx)
    role, leads, place = (
        shift_forms.read_role(msg.values["role"], ctx),
        msg.values["leads"] == "yes",
        msg.values["place"],
    )
    if (role, leads, place) == (shift.role, shift.leads, shift.place):
        return look(shift, activity, ctx, intro=ctx.say("details.same", title=activity.title))
    if leads and not shift.leads and (n := participants.not_to_lead(ctx.session, shift, activity)):
        raise Faults({"leads": plain(ctx.say("shifts.cannot_lead", n=n))})
    moved = place != shift.place
    shift.role, shift.leads, shift.place = role, leads, place
    ctx.session.add(shift)
    ctx.session.flush()
    if moved:
        announce(ctx.session, shift, ctx.now)
    ctx.pushed = True
    lines = [ctx.say("shifts.saved"), *([who_is_told(shift, ctx)] if moved else [])]
    return look(shift, activity, ctx, intro=Markup("\n".join(lines)))


def resize(msg: Incoming, ctx: Context) -> Reply:
    """Keep how many are needed and have room; who waits is offered what frees.

    Raises:
        Faults: more than that have a place already. The form asks again.

    """
    shift, activity = arranged.find_shift(ctx.args, ctx)
    room = shift_forms.read_room(msg.values["needed"], msg.values["room"], ctx)
    try:
        gone = shift_changes.resize(ctx.session, shift, minimum=room.needed, capacity=room.room, now=ctx.now)
    except RefusedError as refused:
        raise Faults({"room": plain(ctx.say("shifts.full", n=refused.free))}) from None
    ctx.pushed = True
    lines = [ctx.say("shifts.saved"), *([ctx.say("shifts.outgrown", n=len(gone))] if gone else [])]
    return look(shift, activity, ctx, intro=Markup("\n".join(lines)))


def move(msg: Incoming, ctx: Context) -> Reply:
    """Keep the new hours; how many are told, and how many are elsewhere then."""
    shift, activity = arranged.find_shift(ctx.args, ctx)
    when = shift_forms.read_hours(msg.values["start"], msg.values["end"], activity, ctx)
    if when == (shift.starts, shift.ends):
        return look(shift, activity, ctx, intro=ctx.say("shifts.same"))
    torn = shift_changes.move(
        ctx.session, shift, activity, day=activity.day, starts=when.starts, ends=when.ends, now=ctx.now
    )
    ctx.pushed = True
    lines = [ctx.say("shifts.moved", hours=hours(shift, ctx)), who_is_told(shift, ctx)]
    here = sum(one.shift_id == shift.id for one in torn)  # a place in the line beside it is no place here
    lines += [ctx.say("shifts.torn", n=here)] if here else []
    return look(shift, activity, ctx, intro=Markup("\n".join(lines)))


def who_is_told(shift: Shift, ctx: Context) -> Markup:
    told = len(shift_changes.active(ctx.session, shift))
    return ctx.say("shifts.told", n=told) if told else ctx.say("shifts.told_nobody")


def cancel(msg: Incoming, ctx: Context) -> Reply:
    shift, activity = arranged.find_shift(ctx.args, ctx)
    shift_changes.cancel(ctx.session, shift, reason=msg.values["reason"], now=ctx.now)
    ctx.pushed = True
    lines = [ctx.say("shifts.cancelled", hours=hours(shift, ctx)), who_is_told(shift, ctx)]
    return page(activity, ctx, intro=Markup("\n".join(lines)))


ROUTES = (
    Action("shifts", show, needs=Right.USE),
    Action("roster", press, needs=Right.USE),
    Submit("new_shift", add, needs=Right.USE, command="andra-aktivitet"),
    Submit("edit_shift", edit, needs=Right.USE, command="andra-aktivitet"),
    Submit("resize_shift", resize, needs=Right.USE, command="andra-aktivitet"),
    Submit("move_shift", move, needs=Right.USE, command="andra-aktivitet"),
    Submit("cancel_shift", cancel, needs=Right.USE, command="andra-aktivitet"),
)
