"""The forms about how something comes back: what they ask, and what their answers mean together."""

from datetime import date
from itertools import islice

from bot.context import Context
from bot.dates import pauses, repeating
from bot.dates.pauses import Fault, Pauses
from bot.dates.rhythms import say, shape
from bot.errors import Faults, UserError
from bot.markup import Markup, plain
from bot.messages import Choice, Field, Form, Reply
from bot.wording import day, span
from storage import activities, rhythm, series
from storage.models import Activity, Series
from storage.rhythm import Rhythm

# What people write when there is no pause.
NONE = {"nej", "inga", "inget", "ingen", "no", "none", "-"}
# A preview names so many days.
NAMED = 4


def anchor(activity: Activity, ctx: Context) -> date:
    """The day that the rule counts from: where it was before somebody moved this one by itself."""
    return (series.of(ctx.session, activity, now=ctx.now) and activity.series_day) or activity.day


def ask(activity: Activity, ctx: Context, now: Series | None) -> Reply:
    """All of it, with what stands."""
    known = rhythm.read(now.rule, now.exceptions) if now else None
    ways = [*rhythm.ways(anchor(activity, ctx))]
    choices = tuple(Choice(said, said) for said in (shape(one, ctx.texts) for one in ways))
    fields = (
        Field(
            "rhythm",
            ctx.label("series.label.rhythm"),
            hint=ctx.label("series.hint.rhythm"),
            choices=choices,
            value=shape(known, ctx.texts) if known else choices[0].value,
        ),
        pauses_field(ctx, left_out(known, anchor(activity, ctx), ctx) if known else ""),
        Field(
            "until",
            ctx.label("series.label.until"),
            kind="date",
            hint=ctx.label("series.hint.until"),
            optional=True,
            value=f"{known.until}" if known and known.until and known.until >= ctx.today else "",
        ),
    )
    return form("series", fields, activity, ctx)


def ask_pause(activity: Activity, ctx: Context) -> Reply:
    """Only when it is not, besides what is left out already."""
    asked = pauses_field(ctx, "")
    return form("pause_series", (Field("pauses", asked.label, hint=asked.hint),), activity, ctx)


def pauses_field(ctx: Context, value: str) -> Field:
    label, hint = ctx.label("series.label.pauses"), ctx.label("series.hint.pauses")
    return Field("pauses", label, hint=hint, optional=True, value=value)


def form(name: str, fields: tuple[Field, ...], activity: Activity, ctx: Context) -> Reply:
    intro = ctx.say(f"{name}.intro", title=activity.title)
    title, submit = ctx.label(f"{name}.form_title"), ctx.label(f"{name}.button.submit")
    return Reply(intro, form=Form(name, title, fields, submit, intro=intro, ref=str(activity.id)), private=True)


def left_out(known: Rhythm, first: date, ctx: Context) -> str:
    """The pauses alone, as they could be written again: without those that have been when it begins."""
    known = known._replace(off=tuple(off for off in known.off if off.last.startswith("--") or off.last >= f"{first}"))
    whole, bare = (say(one._replace(until=None), ctx.texts) for one in (known, known._replace(paused=(), off=())))
    return whole.removeprefix(bare).removeprefix(", ")


def settle(said: str, activity: Activity, ctx: Context) -> str:
    """What somebody wrote, in the words in which it will be told.

    Raises:
        UserError: it cannot be read, or does not fit the activity.

    """
    found = repeating.read(said, anchor(activity, ctx))
    if isinstance(found, Fault):
        raise UserError(explain(found, activity, ctx))
    return say(found, ctx.texts)


def settle_pauses(said: str, activity: Activity, ctx: Context) -> str:
    """The same of pauses; they stay as they were written where nothing is wrong with them."""
    if isinstance(found := read_off(said, activity, ctx), Fault):
        raise UserError(explain(found, activity, ctx))
    return said


def read_off(said: str, activity: Activity, ctx: Context) -> Pauses | Fault:
    words = repeating.WITHOUT.sub(",", said.casefold())
    return Pauses() if said.strip().casefold() in NONE else pauses.read(words, anchor(activity, ctx))


def read_whole(values: dict[str, str], activity: Activity, ctx: Context) -> Rhythm:
    """The rhythm that the form tells.

    Raises:
        Faults: one of the answers cannot be read, or they do not fit together.

    """
    first = anchor(activity, ctx)
    found = blame("rhythm", repeating.read(values["rhythm"], first), activity, ctx)
    found = with_off(found, values["pauses"], activity, ctx)
    last = date.fromisoformat(values["until"]) if values["until"] else None
    return blame("until", repeating.with_pauses(found, Pauses(until=last), first), activity, ctx)


def with_off(known: Rhythm, said: str, activity: Activity, ctx: Context) -> Rhythm:
    """With more that is left out."""
    off = read_off(said, activity, ctx)
    whole = off if isinstance(off, Fault) else repeating.with_pauses(known, off, anchor(activity, ctx))
    return blame("pauses", whole, activity, ctx)


def blame(field: str, found: Rhythm | Fault, activity: Activity, ctx: Context) -> Rhythm:
    if isinstance(found, Fault):
        raise Faults({field: plain(explain(found, activity, ctx))})
    return found


def explain(fault: Fault, activity: Activity, ctx: Context) -> Markup:
    """Why it cannot be so, and what to write instead."""
    first = anchor(activity, ctx)
    nearest = [shape(one, ctx.texts) for one in rhythm.ways(first)]
    return ctx.say(f"repeating.{fault.why}", what=fault.what, day=on(first, ctx), weekly=nearest[0], monthly=nearest[2])


def on(named: date, ctx: Context) -> str:
    return day(named, today=ctx.today, language=ctx.texts.language)


def named_days(found: Series, ctx: Context) -> str:
    """The first of its days."""
    return ", ".join(on(one, ctx) for one in islice(series.days(found), NAMED))


def named_hours(found: Series, ctx: Context) -> str:
    """When each of them is."""
    starts = activities.at(found.first_day, found.starts, found.zone)
    ends = activities.ending(found.first_day, found.starts, found.ends, found.zone)
    return span(starts, ends, language=ctx.texts.language, zone=ctx.zone)


def warning(found: Series, ctx: Context) -> Markup:
    """That some months have no such day, or some years."""
    known = rhythm.read(found.rule, found.exceptions)
    if known is None or not rhythm.lacking(known):
        return Markup()
    return ctx.say(f"series.lacking_{known.every}")
