"""What comes back: how often and with which pauses, this one or all that follow, and no more of it."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import takewhile

from bot.context import Context
from bot.dates.rhythms import how
from bot.errors import Faults, UserError
from bot.markup import Markup, plain
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Submit
from bot.wording import span
from handlers import along, arranged, recurring, series_forms
from handlers.change_activity import ask_reason, ask_time
from handlers.new_activity import read_times
from handlers.series_forms import anchor, on
from storage import rhythm, series, series_changes, signups
from storage.models import Activity, Series
from storage.rights import Right, plans
from storage.shift_changes import Followed

# So many have a button at a time.
PAGE = 8
NOTHING = Markup()


def planned(number: str, ctx: Context) -> Activity:
    """The activity, if they may plan for its organiser, now: who is responsible for one of them sees to that one alone.

    Raises:
        UserError: they may not, or it is over, or called off already.

    """
    activity = arranged.find(number, ctx)
    if not plans(ctx.person, activity.branch_id, activity.network_id):
        raise UserError(ctx.say("error.not_allowed"))
    return activity


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:VERB[:NUMBER]]`: how it comes back, with what can be done about that."""
    number, verb, rest = [*ctx.args.split(":", 2), "", ""][:3]
    activity = planned(number, ctx)
    found = series.of(ctx.session, activity, now=ctx.now)
    if verb == "yes":
        return agree(activity, rest, ctx)
    if found is None:
        return series_forms.ask(activity, ctx, None)
    if verb not in VERBS:
        raise UserError(ctx.say("error.old_button"))
    return VERBS[verb](activity, found, ctx, ctx.number(rest, digits=3) if rest else 0)


def said(found: Series, ctx: Context) -> str:
    return how(found.rule, found.exceptions, ctx.texts)


def menu(activity: Activity, found: Series, ctx: Context, *, intro: Markup = NOTHING) -> Reply:
    text = ctx.say("series.stands", title=activity.title, how=said(found, ctx))
    buttons = tuple(
        Button(ctx.label(f"series.button.{verb}"), f"again:{activity.id}:{verb}")
        for verb in ("each", "form", "pause", "stop")
    )
    return Reply(Markup("\n".join(filter(None, [intro, text]))), buttons=buttons, private=True)


def each(activity: Activity, found: Series, ctx: Context, *, skip: int) -> Reply:
    """All that are to come, a button each."""
    there = series.coming(ctx.session, found, since=date.min, now=ctx.now)[skip : skip + PAGE + 1]
    lines = [ctx.say("series.each", title=activity.title, how=said(found, ctx))]
    lines += [ctx.say("series.one", day=on(one.day, ctx), hours=hours(one, ctx)) for one in there[:PAGE]]
    buttons = [Button(on(one.day, ctx), f"change:{one.id}") for one in there[:PAGE]]
    if len(there) > PAGE:
        buttons.append(Button(ctx.label("reminders.button.more"), f"again:{activity.id}:each:{skip + PAGE}"))
    return Reply(Markup("\n".join(lines)), buttons=tuple(buttons), private=True)


def hours(activity: Activity, ctx: Context) -> str:
    ends = activity.ends_at if activity.ends else None
    return span(activity.starts_at, ends, language=ctx.texts.language, zone=ctx.zone)


def fill(msg: Incoming, ctx: Context) -> Reply:
    activity = planned(ctx.args, ctx)
    return propose(series_forms.read_whole(dict(msg.values), activity, ctx), activity, msg, ctx)


def pause(msg: Incoming, ctx: Context) -> Reply:
    activity = planned(ctx.args, ctx)
    found = series.of(ctx.session, activity, now=ctx.now)
    known = rhythm.read(found.rule, found.exceptions) if found else None
    if known is None:
        raise UserError(ctx.say("series.gone", title=activity.title))
    return propose(series_forms.with_off(known, msg.values["pauses"], activity, ctx), activity, msg, ctx)


def propose(found: rhythm.Rhythm, activity: Activity, msg: Incoming, ctx: Context) -> Reply:
    """Show the days before anything is kept. The same form twice is one proposal."""
    key = f"form:{msg.address.platform}:{msg.message_id}"
    old, first = series.of(ctx.session, activity, now=ctx.now), anchor(activity, ctx)
    new = series.draft(
        ctx.session, activity, key=key, rule=found.rule, exceptions=found.exceptions, first=first, old=old
    )
    return proposed(new, activity, ctx)


def proposed(new: Series, activity: Activity, ctx: Context, *, intro: Markup = NOTHING) -> Reply:
    lines = [
        intro,
        ctx.say("series.proposed", title=activity.title, how=said(new, ctx)),
        ctx.say("series.days", days=series_forms.named_days(new, ctx), hours=series_forms.named_hours(new, ctx)),
        series_forms.warning(new, ctx),
        what_it_does(new, activity, ctx),
    ]
    buttons = (
        Button(ctx.label("series.button.yes"), f"again:{activity.id}:yes:{new.id}"),
        Button(ctx.label("series.button.otherwise"), f"again:{activity.id}:form"),
    )
    return Reply(Markup("\n".join(filter(None, lines))), buttons=buttons, private=True)


def what_it_does(new: Series, activity: Activity, ctx: Context) -> Markup:
    """How many are put in, or what becomes of those that are."""
    old = series.of(ctx.session, activity, now=ctx.now)
    if old is None:
        last = ctx.today + series.AHEAD
        n = sum(1 for _ in takewhile(lambda day: day <= last, series.days(new))) - 1
        return ctx.say("series.will_make", n=n)
    off = series_changes.dropped(ctx.session, old, new, activity, now=ctx.now, today=ctx.today)
    return ctx.say("series.will_drop", n=len(off)) if off else ctx.say("series.will_keep")


def agree(activity: Activity, number: str, ctx: Context) -> Reply:
    """Yes to what was proposed, as long as what it was proposed against stands; else it is proposed again. Said twice,
    it is so once.
    """
    new, old = series.find(ctx.session, ctx.number(number)), series.of(ctx.session, activity, now=ctx.now)
    if new is None or not series.is_about(new, activity):
        raise UserError(ctx.say("error.old_button"))
    if new.made_until is None:
        if new.first_day != anchor(activity, ctx):
            raise UserError(ctx.say("error.old_button"))
        if new.against != series.version(activity, old):
            series.renew(ctx.session, new, activity, old)
            return proposed(new, activity, ctx, intro=ctx.say("series.changed_meanwhile"))
        series.renew(ctx.session, new, activity, old)  # its title may be another by now
        put_in(new, activity, ctx)
        ctx.pushed = True
    elif new.ended_at is not None or old is None or old.id != new.id:
        return overtaken(activity, old, ctx)
    there = series.coming(ctx.session, new, since=date.min, now=ctx.now)
    saved = ctx.say("series.saved", title=activity.title, n=len(there), day=on(there[-1].day, ctx) if there else "")
    return menu(activity, new, ctx, intro=saved)


def overtaken(activity: Activity, old: Series | None, ctx: Context) -> Reply:
    """It was agreed to and has been changed since: nothing is done, and how it is now is told."""
    intro = ctx.say("series.overtaken")
    if old is not None:
        return menu(activity, old, ctx, intro=intro)
    text = Markup(f"{intro}\n{ctx.say('series.gone', title=activity.title)}")
    return Reply(text, buttons=recurring.buttons(activity, ctx), private=True)


def put_in(new: Series, activity: Activity, ctx: Context) -> None:
    old = series.of(ctx.session, activity, now=ctx.now)
    if old is None:
        series.begin(ctx.session, new, activity, today=ctx.today)
        return
    changed = series_changes.replace(ctx.session, old, new, activity, moves=False, now=ctx.now, today=ctx.today)
    call_off(changed.dropped, ctx.label("series.changed"), ctx)


def move(msg: Incoming, ctx: Context) -> Reply:
    """All from this one on. The right to it is looked at again."""
    activity = planned(ctx.args, ctx)
    old = series.of(ctx.session, activity, now=ctx.now)
    day, starts, ends = read_times(msg.values["date"], msg.values["start"], msg.values["end"], ctx)
    known = rhythm.read(old.rule, old.exceptions) if old else None
    if old is None or known is None:
        raise UserError(ctx.say("series.gone", title=activity.title))
    found = rhythm.moved(known, day)
    if next(rhythm.days(found.rule, found.exceptions, day), None) != day:
        raise Faults({"date": plain(ctx.say("series.in_pause", day=on(day, ctx)))})
    key = f"form:{msg.address.platform}:{msg.message_id}"
    new = series.draft(ctx.session, activity, key=key, rule=found.rule, exceptions=found.exceptions, first=day, old=old)
    followed: tuple[Followed, ...] = ()
    if new.made_until is None:
        new.starts, new.ends = starts, ends
        changed = series_changes.replace(ctx.session, old, new, activity, moves=True, now=ctx.now, today=ctx.today)
        followed = changed.followed
        call_off(changed.dropped, ctx.label("series.changed"), ctx)
        ctx.pushed = True
    ctx.session.refresh(activity)
    text = ctx.say("series.moved", title=activity.title, how=said(new, ctx), hours=hours(activity, ctx))
    lines = [text, who_hears(new, followed, ctx), *along.lines(followed, ctx)]
    return menu(activity, new, ctx, intro=Markup("\n".join(lines)))


def who_hears(new: Series, followed: Sequence[Followed], ctx: Context) -> Markup:
    """How many are told of another time; those whose shifts are when they were are not."""
    there = series.coming(ctx.session, new, since=date.min, now=ctx.now)
    if people := along.people(followed, ctx):
        return told(people, there, ctx)
    signed_up = any(signups.on_activity(ctx.session, one) for one in there)
    return ctx.say("series.told_no_other" if signed_up else "series.told_nobody")


def cancel(msg: Incoming, ctx: Context) -> Reply:
    """All from this one on are called off."""
    activity = planned(ctx.args, ctx)
    off = series_changes.stop(ctx.session, activity, whole=True, now=ctx.now)
    return ended("series.cancelled", activity, off, msg.values["reason"], ctx)


def ask_stop(activity: Activity, ctx: Context) -> Reply:
    n = series.count_later(ctx.session, activity, now=ctx.now)
    text = ctx.say("series.ask_stop", title=activity.title, day=on(activity.day, ctx), n=n)
    return Reply(text, buttons=(Button(ctx.label("series.button.end"), f"again:{activity.id}:end"),), private=True)


def stop(activity: Activity, ctx: Context) -> Reply:
    off = series_changes.stop(ctx.session, activity, whole=False, now=ctx.now)
    return ended("series.stopped", activity, off, "", ctx)


def ended(key: str, activity: Activity, off: Sequence[Activity], reason: str, ctx: Context) -> Reply:
    told = who_is_told(off, ctx)
    call_off(off, reason, ctx)
    text = ctx.say(key, title=activity.title, day=on(activity.day, ctx), n=len(off))
    return Reply(Markup(f"{text}\n{told}"), private=True)


def call_off(off: Sequence[Activity], reason: str, ctx: Context) -> None:
    series_changes.call_off(ctx.session, off, reason=reason, now=ctx.now)
    ctx.pushed = True


def who_is_told(there: Sequence[Activity], ctx: Context) -> Markup:
    people = {who for one in there for who in signups.on_activity(ctx.session, one)}
    return told(people, there, ctx) if people else ctx.say("series.told_nobody")


def told(people: set[int], there: Sequence[Activity], ctx: Context) -> Markup:
    """How many have said yes to one of them, and beside them how many only wait for a place."""
    on = people & {who for one in there for who in signups.with_place(ctx.session, one)}
    said = [ctx.say("series.told", n=len(on))] if on else []
    said += [ctx.say("shifts.told_line", n=len(people - on))] if people - on else []
    return Markup(" ".join(said))


def read_rhythm(text: str, ctx: Context) -> str:
    return series_forms.settle(text, planned(ctx.args, ctx), ctx)


def read_pauses(text: str, ctx: Context) -> str:
    return series_forms.settle_pauses(text, planned(ctx.args, ctx), ctx)


# What a button of a series does: it gets the activity, its series, and how many to skip.
VERBS: dict[str, Callable[[Activity, Series, Context, int], Reply]] = {
    "": lambda activity, found, ctx, _: menu(activity, found, ctx),
    "each": lambda activity, found, ctx, skip: each(activity, found, ctx, skip=skip),
    "form": lambda activity, found, ctx, _: series_forms.ask(activity, ctx, found),
    "pause": lambda activity, _found, ctx, _: series_forms.ask_pause(activity, ctx),
    "move": lambda activity, _found, ctx, _: ask_time(activity, ctx, "move_series"),
    "cancel": lambda activity, _found, ctx, _: ask_reason(activity, ctx, "cancel_series"),
    "stop": lambda activity, _found, ctx, _: ask_stop(activity, ctx),
    "end": lambda activity, _found, ctx, _: stop(activity, ctx),
}
READS = {"rhythm": read_rhythm, "pauses": read_pauses}
ROUTES = (
    Action("again", press, needs=Right.PLAN),
    Submit("series", fill, needs=Right.PLAN, command="andra-aktivitet", reads=READS),
    Submit("pause_series", pause, needs=Right.PLAN, command="andra-aktivitet", reads=READS),
    Submit("move_series", move, needs=Right.PLAN, command="andra-aktivitet"),
    Submit("cancel_series", cancel, needs=Right.PLAN, command="andra-aktivitet"),
)
