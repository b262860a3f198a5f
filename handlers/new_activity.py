"""`/ny-aktivitet`: a chair puts in something that the branch arranges."""

from datetime import date, datetime, time

from bot.context import Context
from bot.dates.hours import NIGHT
from bot.errors import Faults, UserError
from bot.markup import Markup
from bot.messages import Button, Choice, Field, Form, Incoming, Reply
from bot.router import Command, Submit
from bot.wording import clock, when
from handlers import arranged, recurring
from storage import activities, branches
from storage.models import Activity, Kind, Visibility
from storage.rights import Right, allowed, own_branches


def begin(_msg: Incoming, ctx: Context) -> Reply:
    organiser, ref = organiser_for(ctx)
    intro = ctx.say("new_activity.intro", organiser=organiser)
    form = Form(
        "new_activity",
        ctx.label("new_activity.form_title"),
        fields(ctx, of_branch=bool(ref)),
        ctx.label("form.button.save"),
        intro=intro,
        ref=ref,
    )
    return Reply(intro, form=form, private=True)


def organiser_for(ctx: Context) -> tuple[str, str]:
    """The ombudsperson arranges for the district, a chair for the branch they chair: its name, and its id as a word.

    Raises:
        UserError: they hold neither post.

    """
    assert ctx.person is not None
    if allowed(ctx.person, Right.PLAN, None):
        return ctx.label("activity.organiser_district"), ""
    for branch_id in own_branches(ctx.person, Right.PLAN):
        name = branches.name(ctx.session, branch_id)
        return ctx.label("activity.organiser_branch", branch=name), str(branch_id)
    raise UserError(ctx.say("error.not_allowed"))


def fields(ctx: Context, *, of_branch: bool, dated: bool = False) -> tuple[Field, ...]:
    """The questions; `dated`: its day is known. Only what a branch arranges can be for that branch's members alone."""
    kinds = tuple(Choice(ctx.label(f"kind.{kind}"), kind.value) for kind in Kind)
    everyone = (Visibility.PUBLIC, Visibility.MEMBERS, *([Visibility.BRANCH] if of_branch else []))
    seen_by = tuple(Choice(ctx.label(f"visibility.{who}"), who.value) for who in everyone)
    day = Field("date", ctx.label("new_activity.label.date"), kind="date", hint=ctx.label("form.hint.date"))
    return (
        field(ctx, "title"),
        Field("kind", ctx.label("new_activity.label.kind"), kind="choice", choices=kinds),
        *(() if dated else (day,)),
        Field("start", ctx.label("new_activity.label.start"), kind="time", hint=ctx.label("form.hint.time")),
        Field("end", ctx.label("new_activity.label.end"), kind="time", optional=True),
        field(ctx, "place"),
        field(ctx, "accessibility", optional=True),
        field(ctx, "how_to_join", optional=True),
        Field("visibility", ctx.label("new_activity.label.visibility"), kind="choice", choices=seen_by),
    )


def field(ctx: Context, name: str, *, optional: bool = False) -> Field:
    label, hint = ctx.label(f"new_activity.label.{name}"), ctx.label(f"new_activity.hint.{name}")
    return Field(name, label, hint=hint, optional=optional)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep the activity. The right to plan for that branch is looked at again: it may have ended since."""
    assert ctx.person is not None
    if ctx.args != organiser_for(ctx)[1]:
        raise UserError(ctx.say("error.not_allowed"))
    activity = put_in(msg, ctx, on=msg.values["date"], branch_id=int(ctx.args) if ctx.args else None)
    return confirm(activity, ctx)


def put_in(msg: Incoming, ctx: Context, *, on: str, branch_id: int | None) -> Activity:
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
        visibility=said["visibility"],
        accessibility=said["accessibility"],
        how_to_join=said["how_to_join"],
    )


def confirm(activity: Activity, ctx: Context) -> Reply:
    times = when(
        activity.starts_at,
        end=activity.ends_at if activity.ends else None,
        now=ctx.now,
        language=ctx.texts.language,
        zone=ctx.zone,
    )
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
    return add, *recurring.buttons(activity, ctx), *arranged.post_buttons(activity, ctx)


def read_times(on: str, start: str, end: str, ctx: Context) -> tuple[date, time, time | None]:
    """The form's canonical answers as times that fit together.

    Raises:
        Faults: it has been already, or ends when it begins.

    """
    day, starts = date.fromisoformat(on), time.fromisoformat(start)
    ends = time.fromisoformat(end) if end else None
    begins: datetime = activities.at(day, starts, str(ctx.zone))
    if begins <= ctx.now:
        raise Faults({"start": ctx.label("new_activity.past_time")})
    if ends and NIGHT <= ends <= starts:
        raise Faults(
            {"end": ctx.label("new_activity.end_before_start", start=clock(starts, language=ctx.texts.language))}
        )
    return day, starts, ends


ROUTES = (
    Command("ny-aktivitet", begin, needs=Right.PLAN),
    Submit("new_activity", save, needs=Right.PLAN, command="ny-aktivitet"),
)
