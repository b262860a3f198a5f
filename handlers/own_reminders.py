"""What somebody has asked to be reminded of: what was kept, all of it in a list, and taking one away."""

from datetime import datetime
from itertools import islice

from babel.lists import format_list

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action
from bot.wording import clock, day, when
from handlers.drafts import Draft
from reminders.coming import lead_word, moment
from reminders.own_times import leads, times
from storage import branches, occurrences, own
from storage.models import OwnReminder, Repeat
from storage.own import Waiting
from storage.rights import Right, allowed

PAGE = 8
# So much of the words stands on a button.
LABEL = 30
SHORTEST_MONTH = 28


def confirm(draft: Draft, reminder: OwnReminder, ctx: Context) -> Reply:
    """What was kept: exactly when it comes, how often, and to whom."""
    first, *more = islice(times(reminder, after=ctx.now), 2)
    lines = [
        kept(draft, reminder, first, ctx),
        ctx.say("own.start" if draft.wall else "own.first_day") if draft.lasts else "",
        ctx.say("own.month_end") if is_monthly(reminder) and reminder.day.day > SHORTEST_MONTH else "",
        "" if draft.wall else ctx.say("own.no_hour", clock=clock(draft.at, language=ctx.texts.language)),
        again(reminder, more[0], ctx) if more else "",
        before(reminder, first, ctx),
    ]
    button = Button(ctx.label("own.button.forget"), f"forget:{reminder.id}")
    return Reply(Markup("\n".join(filter(None, lines))), buttons=(button,), private=True)


def is_monthly(reminder: OwnReminder) -> bool:
    return reminder.repeat in {Repeat.MONTHLY, Repeat.MONTHLY_BUT_SUMMER}


def kept(draft: Draft, reminder: OwnReminder, first: datetime, ctx: Context) -> Markup:
    key = "saved_group" if reminder.branch_id is not None else "saved_deadline" if reminder.deadline else "saved"
    return ctx.say(f"own.{key}", what=reminder.what, when=said(draft, first, ctx), branch=group_of(reminder, ctx))


def said(draft: Draft, first: datetime, ctx: Context) -> str:
    """The first time; in the words that it was understood in, with what they tell besides, if it is that one."""
    local = first.astimezone(ctx.zone)
    if draft.told and (local.date(), local.time()) == (draft.day, draft.wall):
        return Markup(draft.told.removesuffix("."))
    return when(first, now=ctx.now, language=ctx.texts.language, zone=ctx.zone)


def again(reminder: OwnReminder, following: datetime, ctx: Context) -> Markup:
    """How often, and when the second time is."""
    on = day(following.astimezone(ctx.zone).date(), today=ctx.today, language=ctx.texts.language)
    return ctx.say("own.again", often=ctx.label(f"repeat.{reminder.repeat}"), day=on)


def before(reminder: OwnReminder, first: datetime, ctx: Context) -> Markup:
    """What is told before a deadline, of what is still to come."""
    found = [
        lead_word(lead, due_at, first, ctx)
        for due_at, lead in sorted(leads(ctx, reminder, first).items())
        if lead and due_at > ctx.now
    ]
    named = format_list([ctx.label(f"lead.{lead}") for lead in found], locale=ctx.texts.locale) if found else ""
    return ctx.say("own.before", leads=named) if found else Markup()


def group_of(reminder: OwnReminder, ctx: Context) -> str:
    return branches.name(ctx.session, reminder.branch_id)


def show_mine(_msg: Incoming, ctx: Context) -> Reply:
    """Some of them, with a button to take each away."""
    assert ctx.person is not None
    skip = ctx.number(ctx.args)
    found = own.waiting(ctx.session, ctx.person.id)[skip : skip + PAGE + 1]
    if not found:
        return Reply(ctx.say("own.none"), private=True)
    shown = found[:PAGE]
    buttons = [
        Button(ctx.label("own.button.forget_this", what=shortened(one.reminder.what)), f"forget:{one.reminder.id}")
        for one in shown
    ]
    if len(found) > PAGE:
        buttons.append(Button(ctx.label("reminders.button.more"), f"mine:{skip + PAGE}"))
    lines = [ctx.say("own.headline"), *(line(one, ctx) for one in shown)]
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), private=True)


def line(one: Waiting, ctx: Context) -> Markup:
    """What it is, when it comes next, and how often."""
    reminder = one.reminder
    parts = [ctx.say("own.item", what=reminder.what, when=moment(ctx, one.next_at))]
    if reminder.repeat != Repeat.NEVER:
        parts.append(Markup(ctx.label(f"repeat.{reminder.repeat}")))
    if reminder.branch_id is not None:
        parts.append(ctx.say("own.item_group", branch=group_of(reminder, ctx)))
    return Markup(", ".join(parts))


def shortened(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}…"


def forget(_msg: Incoming, ctx: Context) -> Reply:
    """Take one away: one's own, or one that is for the groups of a branch that one chairs."""
    assert ctx.person is not None
    reminder = own.find(ctx.session, ctx.number(ctx.args))
    if reminder is None or not (
        reminder.member_id == ctx.person.id or allowed(ctx.person, Right.SPEAK, reminder.branch_id)
    ):
        raise UserError(ctx.say("own.gone"))
    own.end(ctx.session, reminder, now=ctx.now)
    occurrences.cancel_subject(ctx.session, topic=own.topic_of(reminder), subject=str(reminder.id), now=ctx.now)
    return Reply(ctx.say("own.forgotten", what=reminder.what), private=True)


ROUTES = (Action("mine", show_mine, needs=Right.USE), Action("forget", forget, needs=Right.USE))
