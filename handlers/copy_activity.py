"""`/kopiera-aktivitet`: what was arranged before is arranged again, with its shifts, a year on."""

import re
from datetime import date

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action, Command, Submit
from bot.wording import day
from handlers.new_activity import confirm, field, read_times
from storage import earlier, templates
from storage.branches import fold
from storage.earlier import Organisers
from storage.models import Activity
from storage.rights import Right, allowed, own_branches, own_networks, plans

PAGE = 6
# So much of a title stands on a button, after its day.
LABEL = 40
# Among so many somebody looks for what they name.
MOST = 300
NOTHING = Markup()


def choose(_msg: Incoming, ctx: Context) -> Reply:
    """What was a year ago and since, a button for each; of what they named, that one or those."""
    if not ctx.args:
        return page(ctx, skip=0)
    everything = earlier.titled(ctx.session, organisers(ctx), limit=MOST)
    found = [one for one in everything if fold(ctx.args) in fold(one.title)]
    if len(found) == 1:
        return ask(found[0], ctx)
    return listed(found[:PAGE], ctx) if found else page(ctx, skip=0, intro=ctx.say("copy.not_found", words=ctx.args))


def organisers(ctx: Context) -> Organisers:
    """All that they may plan for."""
    assert ctx.person is not None
    person = ctx.person
    return Organisers(own_branches(person, Right.PLAN), own_networks(person), allowed(person, Right.PLAN, None))


def choose_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args, digits=4))


def page(ctx: Context, *, skip: int, intro: Markup = NOTHING) -> Reply:
    found = earlier.arranged(ctx.session, organisers(ctx), now=ctx.now, skip=skip, limit=PAGE + 1)
    if not found:
        return Reply(ctx.say("copy.none" if skip == 0 else "copy.no_more"), private=True)
    more = (Button(ctx.label("reminders.button.more"), f"copies:{skip + PAGE}"),) if len(found) > PAGE else ()
    return listed(found[:PAGE], ctx, intro=intro, more=more)


def listed(found: list[Activity], ctx: Context, *, intro: Markup = NOTHING, more: tuple[Button, ...] = ()) -> Reply:
    buttons = [Button(label(one, ctx), f"copy:{one.id}") for one in found]
    text = Markup("\n".join(filter(None, [intro, ctx.say("copy.which")])))
    return Reply(text, buttons=(*buttons, *more), private=True)


def label(one: Activity, ctx: Context) -> str:
    """When it was and what: lördag 14 mars 2026: Årsmöte."""
    on = day(one.day, today=ctx.today, language=ctx.texts.language)
    return ctx.label("copy.button.activity", day=on, title=shortened(one.title, LABEL))


def press(_msg: Incoming, ctx: Context) -> Reply:
    return ask(theirs(ctx.args, ctx), ctx)


def theirs(number: str, ctx: Context) -> Activity:
    """An activity, whenever it was, if they may plan for whoever arranged it.

    Raises:
        UserError: it is another's.

    """
    activity = ctx.session.get(Activity, ctx.number(number), populate_existing=True)
    if activity is None or not plans(ctx.person, activity.branch_id, activity.network_id):
        raise UserError(ctx.say("error.not_allowed"))
    return activity


def ask(like: Activity, ctx: Context) -> Reply:
    """What usually differs the next time, with what it would be; the rest is as it was."""
    on = earlier.again(ctx.session, like, today=ctx.today)
    ends = f"{like.ends:%H:%M}" if like.ends else ""
    date_hint, time_hint = ctx.label("form.hint.date"), ctx.label("form.hint.time")
    begin, end = (ctx.label(f"new_activity.label.{name}") for name in ("start", "end"))
    fields = (
        valued(field(ctx, "title"), renamed(like.title, like.day, on)),
        Field("date", ctx.label("new_activity.label.date"), kind="date", hint=date_hint, value=f"{on}"),
        Field("start", begin, kind="time", hint=time_hint, value=f"{like.starts:%H:%M}"),
        Field("end", end, kind="time", optional=True, value=ends),
        valued(field(ctx, "place"), like.place),
    )
    intro = ctx.say("copy.intro", title=like.title, day=day(like.day, today=ctx.today, language=ctx.texts.language))
    form = Form("copy_activity", ctx.label("copy.form_title"), fields, ctx.label("form.button.save"), intro=intro,
                ref=str(like.id))  # fmt: skip
    return Reply(intro, form=form, private=True)


def valued(asked: Field, value: str) -> Field:
    return Field(asked.name, asked.label, hint=asked.hint, value=value)


def renamed(title: str, before: date, after: date) -> str:
    """With the year that it is now, where its year was named."""
    return re.sub(rf"(?<!\d){before.year}(?!\d)", str(after.year), title)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it, with the shifts. The right to plan there is looked at again; the same form twice is one activity."""
    like, said = theirs(ctx.args, ctx), msg.values
    on, starts, ends = read_times(said["date"], said["start"], said["end"], ctx)
    made = templates.make(
        ctx.session, like, key=f"form:{msg.address.platform}:{msg.message_id}", day=on, starts=starts, ends=ends,
        title=said["title"], place=said["place"], zone=str(ctx.zone),
    )  # fmt: skip
    return confirm(made, ctx)


ROUTES = (
    Command("kopiera-aktivitet", choose, aliases=("copy-activity",), needs=Right.PLAN),
    Action("copy", press, needs=Right.PLAN),
    Action("copies", choose_more, needs=Right.PLAN),
    Submit("copy_activity", save, needs=Right.PLAN, command="kopiera-aktivitet"),
)
