"""How a shift went: a form for whoever checked the others in, and thanks to those who came."""

from bot.checklist import called
from bot.context import Context
from bot.errors import Faults
from bot.figures import outcome
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.router import Action, Submit
from bot.wording import day
from handlers.checkin import find
from reminders import results as calls
from reminders import thanks
from storage import results
from storage.models import Activity, Result, Shift
from storage.rights import Right

MOST_FLYERS = 100_000
LONGEST_NOTE = 300


def ask(_msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT`: the form, with what stands there already."""
    shift, activity = find(ctx.args, ctx)
    assert shift.id is not None
    what, known = called(activity, shift, ctx), results.find(ctx.session, shift.id)
    if shift.starts_at > ctx.now:
        return Reply(ctx.say("result.not_yet", what=what), private=True)
    intro, title, submit = ctx.say("result.intro", what=what), ctx.label("result.form_title"), "result.button.submit"
    form = Form("result", title, fields(known, ctx), ctx.label(submit), intro, ref=str(shift.id))
    return Reply(intro, form=form, private=True)


def fields(known: Result | None, ctx: Context) -> tuple[Field, ...]:
    flyers, note = (str(known.flyers), known.note) if known else ("", "")
    return (
        Field(
            "flyers", ctx.label("result.label.flyers"), kind="number", hint=ctx.label("result.hint.flyers"),
            value=flyers, most=MOST_FLYERS,
        ),
        Field(
            "note", ctx.label("result.label.note"), kind="paragraph", hint=ctx.label("result.hint.note"),
            optional=True, value=note,
        ),
    )  # fmt: skip


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it; sent again it is corrected. The right to it is looked at again: it may have ended since.

    Raises:
        Faults: the line on how it went is no line. The form asks again.

    """
    assert ctx.person is not None
    shift, activity = find(ctx.args, ctx)
    note = msg.values["note"]
    if len(note) > LONGEST_NOTE:
        raise Faults({"note": ctx.label("result.too_long", limit=LONGEST_NOTE, length=len(note))})
    flyers = int(msg.values["flyers"])
    results.hand_in(ctx.session, shift, flyers=flyers, note=note, by=ctx.person.id, now=ctx.now)
    return saved(shift, activity, ctx)


def saved(shift: Shift, activity: Activity, ctx: Context) -> Reply:
    """What was kept, and when those who came are thanked."""
    assert shift.id is not None
    kept = results.find(ctx.session, shift.id)
    assert kept is not None
    counts = outcome(results.Count(kept.came, kept.missed), kept.flyers, ctx)
    lines = [ctx.say("result.saved", what=called(activity, shift, ctx), counts=counts)]
    due_at = thanks.plan(ctx, shift)
    ctx.pushed = True
    if not kept.came:
        lines.append(ctx.say("result.nobody_marked"))
    elif due_at <= ctx.now:
        lines.append(ctx.say("result.thanked_now"))
    else:
        on = day(due_at.astimezone(ctx.zone).date(), today=ctx.today, language=ctx.texts.language)
        lines.append(ctx.say("result.thanked", day=on))
    _, see = calls.buttons(ctx, shift)
    change = Button(ctx.label("result.button.change"), f"result:{shift.id}")
    return Reply(Markup("\n".join(lines)), buttons=(change, see), private=True)


ROUTES = (
    Action("result", ask, needs=Right.USE),
    Submit("result", save, needs=Right.USE, command="incheckning"),
)
