"""`/ny-aktivitet`: a chair puts in something that the branch arranges, or a convener something of the network's."""

from datetime import date, datetime, time, timedelta

from bot.context import Context
from bot.dates.hours import NIGHT
from bot.dates.scene import exists
from bot.errors import Faults
from bot.markup import Markup
from bot.messages import Button, Choice, Field, Form, Incoming, Reply
from bot.router import Action, Command, Submit
from bot.wording import clock, when
from handlers import arranged, organisers, recurring
from handlers.organisers import Organiser
from reminders.chain_words import capital
from storage import activities
from storage.models import Activity, Kind, Visibility
from storage.rights import Right


def begin(_msg: Incoming, ctx: Context) -> Reply:
    """The form at once, where there is only one whom they can arrange it for."""
    found = organisers.possible(ctx)
    if len(found) == 1:
        return ask(found[0], ctx)
    buttons = tuple(Button(capital(one.name), f"new-for:{one.word}") for one in found)
    return Reply(ctx.say("new_activity.for_whom"), buttons=buttons, private=True)


def choose(_msg: Incoming, ctx: Context) -> Reply:
    return ask(organisers.find(ctx.args, ctx), ctx)


def ask(organiser: Organiser, ctx: Context) -> Reply:
    intro = ctx.say("new_activity.intro", organiser=organiser.name)
    form = Form(
        "new_activity",
        ctx.label("new_activity.form_title"),
        fields(ctx, of_branch=organiser.branch_id is not None, of_network=organiser.network_id is not None),
        ctx.label("form.button.save"),
        intro=intro,
        ref=organiser.word,
    )
    return Reply(intro, form=form, private=True)


def fields(ctx: Context, *, of_branch: bool, of_network: bool = False, dated: bool = False) -> tuple[Field, ...]:
    """The questions; `dated`: its day is known."""
    seen_by = visibilities(ctx, of_branch=of_branch, of_network=of_network)
    day = Field("date", ctx.label("new_activity.label.date"), kind="date", hint=ctx.label("form.hint.date"))
    return (
        field(ctx, "title"),
        Field("kind", ctx.label("new_activity.label.kind"), kind="choice", choices=kinds(ctx)),
        *(() if dated else (day,)),
        Field("start", ctx.label("new_activity.label.start"), kind="time", hint=ctx.label("form.hint.time")),
        Field("end", ctx.label("new_activity.label.end"), kind="time", optional=True),
        field(ctx, "place"),
        field(ctx, "accessibility", optional=True),
        field(ctx, "how_to_join", optional=True),
        Field("visibility", ctx.label("new_activity.label.visibility"), kind="choice", choices=seen_by),
    )


def kinds(ctx: Context) -> tuple[Choice, ...]:
    return tuple(Choice(ctx.label(f"kind.{kind}"), kind.value) for kind in Kind)


def visibilities(ctx: Context, *, of_branch: bool, of_network: bool) -> tuple[Choice, ...]:
    """Only what a branch or a network arranges can be for its members alone."""
    own = [Visibility.BRANCH] if of_branch else [Visibility.NETWORK] if of_network else []
    everyone = (Visibility.PUBLIC, Visibility.MEMBERS, *own)
    return tuple(Choice(ctx.label(f"visibility.{who}"), who.value) for who in everyone)


def field(ctx: Context, name: str, *, optional: bool = False) -> Field:
    label, hint = ctx.label(f"new_activity.label.{name}"), ctx.label(f"new_activity.hint.{name}")
    return Field(name, label, hint=hint, optional=optional)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep the activity. The right to plan for its organiser is looked at again: it may have ended since."""
    whose = organisers.find(ctx.args, ctx)
    activity = put_in(msg, ctx, on=msg.values["date"], branch_id=whose.branch_id, network_id=whose.network_id)
    return confirm(activity, ctx)


def put_in(msg: Incoming, ctx: Context, *, on: str, branch_id: int | None, network_id: int | None = None) -> Activity:
    """Keep what the form says; the same form twice is one activity.

    Raises:
        Faults: the times do not fit together.

    """
    said = msg.values
    day, starts, ends = read_times(on, said["start"], said["end"], ctx)
    return activities.plan(
        ctx.session,
        key=f"form:{msg.address.platform}:{msg.message_id}",
        kind=said["kind"],
        title=said["title"],
        day=day,
        starts=starts,
        ends=ends,
        zone=str(ctx.zone),
        place=said["place"],
        branch_id=branch_id,
        network_id=network_id,
        visibility=said["visibility"],
        accessibility=said["accessibility"],
        how_to_join=said["how_to_join"],
    )


def times_of(activity: Activity, ctx: Context) -> str:
    end = activity.ends_at if activity.ends else None
    return when(activity.starts_at, end=end, now=ctx.now, language=ctx.texts.language, zone=ctx.zone)


def confirm(activity: Activity, ctx: Context) -> Reply:
    times = times_of(activity, ctx)
    lines = [
        ctx.say("new_activity.saved", title=activity.title, when=times),
        ctx.say("new_activity.shown", visibility=ctx.label(f"visibility.{activity.visibility}")),
    ]
    return Reply(Markup("\n".join(lines)), buttons=next_buttons(activity, ctx), private=True)


def next_buttons(activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """What is done next, by whoever arranges it."""
    if not arranged.arranges(activity, ctx):
        return ()
    add = Button(ctx.label("shifts.button.add"), f"shifts:{activity.id}:new")
    more = Button(ctx.label("details.button.more"), f"details:{activity.id}:more")
    return add, more, *recurring.buttons(activity, ctx), *arranged.post_buttons(activity, ctx)


def read_times(on: str, start: str, end: str, ctx: Context) -> tuple[date, time, time | None]:
    """The form's canonical answers as times that fit together.

    Raises:
        Faults: it has been already, ends when it begins, or the clocks jump over it.

    """
    day, starts = date.fromisoformat(on), time.fromisoformat(start)
    ends = time.fromisoformat(end) if end else None
    begins: datetime = activities.at(day, starts, str(ctx.zone))
    check_exists(day, starts, "start", ctx)
    if begins <= ctx.now:
        raise Faults({"start": ctx.label("new_activity.past_time")})
    if ends and NIGHT <= ends <= starts:
        raise Faults(
            {"end": ctx.label("new_activity.end_before_start", start=clock(starts, language=ctx.texts.language))}
        )
    if ends:
        check_exists(day if ends > starts else day + timedelta(days=1), ends, "end", ctx)
    return day, starts, ends


def check_exists(day: date, wall: time, field: str, ctx: Context) -> None:
    """Raises Faults where the clocks jump over that time: nobody can come then."""
    if not exists(datetime.combine(day, wall, ctx.zone)):
        at = clock(wall, language=ctx.texts.language)
        raise Faults({field: ctx.label("new_activity.gap", clock=at)})


ROUTES = (
    Command("ny-aktivitet", begin, needs=Right.PLAN),
    Action("new-for", choose, needs=Right.PLAN),
    Submit("new_activity", save, needs=Right.PLAN, command="ny-aktivitet"),
)
