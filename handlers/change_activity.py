"""`/andra-aktivitet`: whoever arranges something moves it or calls it off, and those who were reminded are told."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.cards import off
from bot.context import Context, may
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action, Command, Submit
from bot.wording import day, span
from handlers import activity_view, along, arranged, recurring
from handlers.new_activity import read_times, times_of
from handlers.turns import may_answer
from reminders import change, subject
from reminders.chain_again import ask_again, take_back
from reminders.chain_words import ask_buttons, headline
from storage import activities, chain, shift_changes, signups
from storage.activities import Upcoming
from storage.branches import fold
from storage.chain import Matter
from storage.models import Activity
from storage.quiet import later
from storage.rights import Right, allowed, own_branches, own_networks
from storage.shift_changes import Hours

PAGE = 6
# So much of a title stands on a button, after its day and hour.
LABEL = 40
# So far ahead somebody looks for what they name.
MOST = 100
NOTHING = Markup()


def choose(_msg: Incoming, ctx: Context) -> Reply:
    """What they arrange, a button for each; of what they named, that one or those."""
    if not coming(ctx, upto=1) and not may(ctx.person, Right.PLAN):
        raise UserError(ctx.say("error.not_allowed"))
    if not ctx.args:
        return page(ctx, skip=0)
    found = [one for one in coming(ctx, upto=MOST) if fold(ctx.args) in fold(one.title)]
    if len(found) == 1:
        return show(theirs(str(found[0].id), ctx), ctx)
    return listed(found, ctx) if found else page(ctx, skip=0, intro=ctx.say("change.not_found", words=ctx.args))


def choose_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args))


def page(ctx: Context, *, skip: int, intro: Markup = NOTHING) -> Reply:
    found = coming(ctx, upto=skip + PAGE + 1)[skip:]
    if not found:
        return Reply(ctx.say("change.none" if skip == 0 else "activity.no_more"), private=True)
    more = [Button(ctx.label("reminders.button.more"), f"changes:{skip + PAGE}")] if len(found) > PAGE else []
    if allowed(ctx.person, Right.PLAN):  # who is only responsible for something makes no new one
        more.append(Button(ctx.label("copy.button.open"), "copies:0"))
    return listed(found[:PAGE], ctx, intro=intro, more=tuple(more))


def listed(found: list[Upcoming], ctx: Context, *, intro: Markup = NOTHING, more: tuple[Button, ...] = ()) -> Reply:
    buttons = [Button(label(one, ctx), f"change:{one.id}") for one in found[:PAGE]]
    text = Markup("\n".join(filter(None, [intro, ctx.say("change.which")])))
    return Reply(text, buttons=(*buttons, *more), private=True)


def coming(ctx: Context, *, upto: int) -> list[Upcoming]:
    """The next activities of all that they may plan for or are responsible for, soonest first."""
    assert ctx.person is not None
    return activities.arranged_by(
        ctx.session, now=ctx.now, member_id=ctx.person.id, branch_ids=own_branches(ctx.person, Right.PLAN),
        network_ids=own_networks(ctx.person), limit=upto, district=allowed(ctx.person, Right.PLAN, None),
    )  # fmt: skip


def label(one: Upcoming, ctx: Context) -> str:
    """When it is and what: lördag 13 februari kl. 11.00: Flygblad på torget."""
    starts = one.starts_at.astimezone(ctx.zone)
    on = day(starts.date(), today=ctx.today, language=ctx.texts.language)
    hours = span(one.starts_at, None, language=ctx.texts.language, zone=ctx.zone)
    return ctx.label("change.button.activity", day=on, hours=hours, title=shortened(one.title, LABEL))


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:VERB]`: show it with what can be done, or the form for that."""
    number, _, verb = ctx.args.partition(":")
    activity = theirs(number, ctx)
    if asked := recurring.ask_reach(activity, verb, ctx):
        return asked
    match verb.removesuffix("-this"):
        case "":
            return show(activity, ctx)
        case "move":
            return ask_time(activity, ctx)
        case "cancel":
            return ask_reason(activity, ctx)
    raise UserError(ctx.say("error.old_button"))


def theirs(number: str, ctx: Context) -> Activity:
    """The activity, if they arrange it, now, and it can still be changed: a chair what the branch arranges, a convener
    what the network does, the ombudsperson what the district does, and anybody what they are responsible for.

    Raises:
        UserError: it is another's, over, or called off already.

    """
    return arranged.find(number, ctx)


def show(activity: Activity, ctx: Context) -> Reply:
    buttons = [
        Button(ctx.label(f"change.button.{verb}"), f"change:{activity.id}:{verb}") for verb in ("move", "cancel")
    ]
    buttons += [
        Button(ctx.label("shifts.button.open"), f"shifts:{activity.id}"),
        Button(ctx.label("details.button.change"), f"details:{activity.id}"),
        *recurring.buttons(activity, ctx),
        *arranged.post_buttons(activity, ctx),
    ]
    return Reply(activity_view.whole(activity, ctx), buttons=tuple(buttons), private=True)


def ask_time(activity: Activity, ctx: Context, name: str = "move_activity") -> Reply:
    """The day and the hours, as they stand now."""
    date_hint, time_hint = ctx.label("form.hint.date"), ctx.label("form.hint.time")
    ends = f"{activity.ends:%H:%M}" if activity.ends else ""
    fields = (
        Field("date", ctx.label("new_activity.label.date"), kind="date", hint=date_hint, value=f"{activity.day}"),
        Field(
            "start",
            ctx.label("new_activity.label.start"),
            kind="time",
            hint=time_hint,
            value=f"{activity.starts:%H:%M}",
        ),
        Field("end", ctx.label("new_activity.label.end"), kind="time", optional=True, value=ends),
    )
    return ask(name, fields, activity, ctx)


def ask_reason(activity: Activity, ctx: Context, name: str = "cancel_activity") -> Reply:
    hint = ctx.label("change.hint.reason")
    return ask(name, (Field("reason", ctx.label("change.label.reason"), hint=hint, optional=True),), activity, ctx)


def ask(name: str, fields: tuple[Field, ...], activity: Activity, ctx: Context) -> Reply:
    intro = ctx.say(f"{name}.intro", title=activity.title)
    title, submit = ctx.label(f"{name}.form_title"), ctx.label(f"{name}.button.submit")
    form = Form(name, title, fields, submit, intro=intro, ref=str(activity.id))
    return Reply(intro, form=form, private=True)


def move(msg: Incoming, ctx: Context) -> Reply:
    """Keep the new time. The right to it is looked at again: it may have ended since."""
    activity = theirs(ctx.args, ctx)
    on, starts, ends = read_times(msg.values["date"], msg.values["start"], msg.values["end"], ctx)
    if (on, starts, ends) == (activity.day, activity.starts, activity.ends):
        return Reply(ctx.say("change.same", title=activity.title), private=True)
    was = Hours(activity.day, activity.starts, activity.ends)
    activities.move(ctx.session, activity, day=on, starts=starts, ends=ends, now=ctx.now)
    ctx.session.refresh(activity)
    followed = shift_changes.follow(ctx.session, activity, was, now=ctx.now)
    ctx.pushed = True
    lines = who_is_told(activity, ctx, signed_up=along.people([followed], ctx))
    lines += along.lines([followed], ctx)
    said = ctx.say("change.moved", title=activity.title, when=times_of(activity, ctx))
    reply = saved(said, lines or [ctx.say("change.moved_nobody")])
    return replace(reply, buttons=along.buttons(followed, activity, ctx))


def cancel(msg: Incoming, ctx: Context) -> Reply:
    return call_off(theirs(ctx.args, ctx), msg.values["reason"], ctx)


def call_off(activity: Activity, reason: str, ctx: Context) -> Reply:
    """It does not happen; what that means for its shifts, and for those who were told of it."""
    activities.cancel(ctx.session, activity, reason=reason, now=ctx.now)
    shift_changes.cancel_all(ctx.session, activity, reason=reason, now=ctx.now)
    ctx.session.refresh(activity)
    told = who_is_told(activity, ctx, signed_up=signups.on_activity(ctx.session, activity))
    reply = saved(off("change", activity, ctx), told or [ctx.say("change.cancelled_nobody")])
    ctx.pushed = True
    matter = next(iter(take_back(ctx, activity)), None)
    if matter is None:
        return reply
    if may_answer(ctx.person, matter.branch_id):
        return ask_instead(reply, matter, ctx)
    ask_again(ctx, [matter], because=f"a{activity.id}")
    return reply


def ask_instead(reply: Reply, matter: Matter, ctx: Context) -> Reply:
    """It was what the branch did that day: what does it do now?"""
    line = chain.line(ctx.session, matter)
    if line is None or line.day is None or line.day < ctx.today:
        return reply
    about = headline(ctx, matter.occasion, line.day, line.branch.town)
    text = Markup(f"{reply.text}\n\n{about}\n{ctx.say('chain.instead', branch=line.branch.name)}")
    return replace(reply, text=text, buttons=ask_buttons(ctx, matter))


def saved(said: Markup, lines: Sequence[Markup]) -> Reply:
    return Reply(Markup("\n".join([said, *lines])), private=True)


def who_is_told(activity: Activity, ctx: Context, *, signed_up: Collection[int]) -> list[Markup]:
    """Those who said yes, those in a line, and those who were reminded of it otherwise."""
    there, reminded = signups.with_place(ctx.session, activity), len(change.misled(ctx, activity))
    on, waiting = len(there.intersection(signed_up)), len(set(signed_up) - there)
    said = [ctx.say("change.told_signed_up", n=on)] if on else []
    said += [ctx.say("shifts.told_line", n=waiting)] if waiting else []
    return [*said, told(reminded, activity, ctx)] if reminded else said


def told(reminded: int, activity: Activity, ctx: Context) -> Markup:
    until = activity.ends_at if activity.cancelled_at else activity.starts_at
    at = later(ctx.now, subject.quiet_of(ctx.session, activity), ctx.zone)
    if ctx.now < at < until:
        hour = span(at, None, language=ctx.texts.language, zone=ctx.zone)
        return ctx.say("change.told_later", n=reminded, at=hour)
    return ctx.say("change.told", n=reminded)


ROUTES = (
    Command(
        "andra-aktivitet",
        choose,
        aliases=("flytta", "stall-in", "change-activity"),
        needs=Right.USE,
        shown_to=Right.PLAN,
    ),
    Action("change", press, needs=Right.USE),
    Action("changes", choose_more, needs=Right.USE),
    Submit("move_activity", move, needs=Right.USE, command="andra-aktivitet"),
    Submit("cancel_activity", cancel, needs=Right.USE, command="andra-aktivitet"),
)
