"""The shifts of what somebody arranges: which there are, each with what can be done about it, and new ones."""

from collections.abc import Callable

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import brief, called, details, line
from bot.router import Action, Submit
from bot.wording import day
from handlers import arranged, recurring, shift_forms
from storage import alike, following, series, shifts
from storage.alike import Alike
from storage.models import Activity, Shift
from storage.rights import Right

# So many have a button at a time, and so many can an activity have.
PAGE = 8
MOST = 50
NOTHING = Markup()
FORMS: dict[str, Callable[..., Reply]] = {
    "edit": shift_forms.ask_what,
    "room": shift_forms.ask_room,
    "move": shift_forms.ask_time,
    "cancel": shift_forms.ask_reason,
}


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
    buttons = [Button(brief(shift, ctx), f"roster:{shift.id}") for shift in found]
    if len(here) > skip + PAGE:
        buttons.append(Button(ctx.label("shifts.button.more"), f"shifts:{activity.id}:{skip + PAGE}"))
    buttons += [new_button(activity, ctx), *arranged.post_buttons(activity, ctx)]
    return Reply(Markup("\n".join(filter(None, lines))), buttons=tuple(buttons), private=True)


def new_button(activity: Activity, ctx: Context) -> Button:
    return Button(ctx.label("shifts.button.new"), f"shifts:{activity.id}:new")


def check_room(activity: Activity, ctx: Context) -> None:
    assert activity.id is not None
    if len(shifts.of(ctx.session, activity.id)) >= MOST:
        raise UserError(ctx.say("shifts.most", n=MOST))


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT[:VERB[:REACH]]`: show it with what can be done, or the form for that; of what comes back after asking how
    far it reaches.
    """
    number, verb, far = [*ctx.args.split(":"), "", ""][:3]
    shift, activity = arranged.find_shift(number, ctx)
    if not verb:
        return look(shift, activity, ctx)
    if verb not in FORMS:
        raise UserError(ctx.say("error.old_button"))
    if not far and (asked := ask_reach(shift, activity, verb, ctx)):
        return asked
    like = alike.begins_as(shared(shift, activity, ctx), shift) if far == "following" else shift
    return FORMS[verb](shift, activity, ctx, like=like, following=far == "following")


def ask_reach(shift: Shift, activity: Activity, verb: str, ctx: Context) -> Reply | None:
    """Whether those after it are changed with it, where they have the same shift."""
    if not shared(shift, activity, ctx).later:
        return None
    this, following = (f"roster:{shift.id}:{verb}:{far}" for far in ("this", "following"))
    return recurring.reach(activity, "cancel" if verb == "cancel" else "details", (this, following), ctx)


def shared(shift: Shift, activity: Activity, ctx: Context) -> Alike:
    """The same shift of what comes later, for whoever may change that."""
    found = recurring.goes_on(activity, ctx)
    return alike.find(ctx.session, shift, activity, found, now=ctx.now) if found else alike.ALONE


def look(shift: Shift, activity: Activity, ctx: Context, *, intro: Markup = NOTHING) -> Reply:
    """One of them as it stands, and what can be done about it."""
    assert shift.id is not None
    standing = shifts.standing(ctx.session, shift.id)
    assert standing is not None
    lines = [intro, called(activity, shift, ctx), line(standing, ctx), *details(activity, shift, ctx)]
    if alone_in_series(shift, activity, ctx):
        lines.append(ctx.say("shifts.only_this", day=day(activity.day, today=ctx.today, language=ctx.texts.language)))
    buttons = [Button(ctx.label(f"shifts.button.{verb}"), f"roster:{shift.id}:{verb}") for verb in FORMS]
    buttons.append(who_button(shift, ctx))
    buttons.append(Button(ctx.label("shifts.button.all"), f"shifts:{activity.id}"))
    return Reply(Markup("\n".join(filter(None, lines))), buttons=tuple(buttons), private=True)


def alone_in_series(shift: Shift, activity: Activity, ctx: Context) -> bool:
    """Whether others come after it that have no such shift, or that they may not change."""
    comes_back = activity.series_day is not None and series.count_later(ctx.session, activity, now=ctx.now) > 0
    return comes_back and not shared(shift, activity, ctx).later


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
        ctx.session, activity, **when._asdict(), role=role, leads=said["leads"] == "yes", place=said["place"],
        minimum=room.needed, capacity=room.room,
    )  # fmt: skip
    ctx.pushed = True
    said_of_it, every = ctx.say("shifts.saved"), [(shift, activity)]
    if found is not None:
        later = following.add_shift(ctx.session, shift, activity, found, most=MOST, now=ctx.now)
        said_of_it, every = ctx.say("shifts.saved_following", n=len(later)), [*every, *later]
    return page(activity, ctx, intro=Markup("\n".join([said_of_it, *shift_forms.outside(every, ctx)])))


ROUTES = (
    Action("shifts", show, needs=Right.USE),
    Action("roster", press, needs=Right.USE),
    Submit("new_shift", add, needs=Right.USE, command="andra-aktivitet"),
)
