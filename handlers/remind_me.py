"""`/paminn`: what somebody wants to be reminded of, in one line or question by question."""

import json
from typing import Any

from bot.context import Context
from bot.dates.grammar import Option
from bot.errors import Faults, UserError
from bot.fields import LONGEST
from bot.markup import Markup, plain
from bot.messages import Choice, Field, Form, Incoming, Reply
from bot.router import Command, Submit
from handlers import drafts
from handlers.drafts import Draft, Unclear
from handlers.own_reminders import confirm
from handlers.sentence import Sentence, is_otherwise, take_apart, whole
from reminders.own_times import plan
from storage import branches, own, recipients
from storage.models import Repeat
from storage.rights import Right, own_branches

# The questions that can be wrong, the one that is asked again first.
BLAMED = ("when", "time", "what")


def begin(msg: Incoming, ctx: Context) -> Reply:
    """Keep it at once, or ask for what is wanting; what was written is kept meanwhile."""
    assert ctx.person is not None
    if not msg.private:
        return Reply(ctx.say("own.private"), private=True)
    check_room(ctx)
    if not whole(ctx.args):
        return ask(ctx, {}, ctx.say("own.intro"), questions(ctx))
    if is_otherwise(ctx.args):
        return ask(ctx, {}, ctx.say("own.otherwise"), questions(ctx, what=shortened(ctx.args)))
    found = take_apart(ctx.args)
    if len(found.what) > LONGEST["line"]:
        raise UserError(ctx.say("form.too_long", limit=LONGEST["line"], length=len(found.what)))
    return read_line(found, msg, ctx)


def read_line(found: Sentence, msg: Incoming, ctx: Context) -> Reply:
    known = {"what": found.what, "repeat": found.repeat.value}
    if not found.when:
        intro = ctx.say("own.intro_when", what=found.what) if found.what else ctx.say("own.intro")
        return ask(ctx, known, intro, wanting(found, ctx))
    try:
        draft = drafts.read({**known, "when": found.when}, ctx)
        if not found.what:
            # As it is understood now: "in two hours" shall not become later while they write.
            then = drafts.settled({**known, "when": found.when}, ctx)
            return ask(ctx, {**known, "when": then}, ctx.say("own.intro_what", when=then), (what_field(ctx),))
    except Unclear as unclear:
        if unclear.unread and found.what:
            known["what"] = shortened(whole(ctx.args))  # what is no time may be of the thing
        return ask(ctx, {**known, "on": unclear.on}, Markup(unclear), wanting(found, ctx, unclear.options))
    return keep(draft, f"said:{msg.address.platform}:{msg.event_id}", ctx)


def wanting(found: Sentence, ctx: Context, options: tuple[Option, ...] = ()) -> tuple[Field, ...]:
    """When first: that is what is explained above it."""
    return (when_field(ctx, options), *([] if found.what else [what_field(ctx)]))


def check_room(ctx: Context) -> None:
    """That they have not too many.

    Raises:
        UserError: they have.

    """
    assert ctx.person is not None
    if len(own.waiting(ctx.session, ctx.person.id)) >= own.MOST:
        raise UserError(ctx.say("own.too_many", most=own.MOST))


def ask(ctx: Context, known: dict[str, str], intro: Markup, fields: tuple[Field, ...]) -> Reply:
    """The form for what is wanting; its `ref` keeps what is known."""
    ref = json.dumps(known) if known else ""
    form = Form("remind_me", ctx.label("own.form_title"), fields, ctx.label("form.button.save"), intro=intro, ref=ref)
    return Reply(intro, form=form, private=True)


def questions(ctx: Context, *, what: str = "") -> tuple[Field, ...]:
    """All of them."""
    often = tuple(Choice(ctx.label(f"repeat.{repeat}"), repeat.value) for repeat in Repeat)
    return (
        Field("what", ctx.label("own.label.what"), hint=ctx.label("own.hint.what"), value=what),
        Field("date", ctx.label("own.label.date"), kind="date", hint=ctx.label("form.hint.date")),
        Field("time", ctx.label("own.label.time"), kind="time", hint=ctx.label("own.hint.time"), optional=True),
        Field("repeat", ctx.label("own.label.repeat"), kind="choice", choices=often),
        Field("deadline", ctx.label("own.label.deadline"), kind="yes_no", hint=ctx.label("own.hint.deadline")),
        *whom_field(ctx),
    )


def what_field(ctx: Context) -> Field:
    return Field("what", ctx.label("own.label.what"), hint=ctx.label("own.hint.what"))


def when_field(ctx: Context, options: tuple[Option, ...] = ()) -> Field:
    """The day and the hour in free words, with what they probably were."""
    choices = tuple(Choice(option.label, option.label) for option in options)
    value = options[0].label if options else ""
    return Field("when", ctx.label("own.label.when"), hint=ctx.label("own.hint.when"), choices=choices, value=value)


def read_when(said: str, ctx: Context) -> str:
    """The day and the hour as they are meant now."""
    known: dict[str, str] = json.loads(ctx.args) if ctx.args else {}
    return drafts.settled({"what": "", **known, "when": said}, ctx)


def whom_field(ctx: Context) -> list[Field]:
    """For a chair: oneself, or the groups of the branch, where there are any."""
    assert ctx.person is not None
    grouped = [
        branch_id
        for branch_id in own_branches(ctx.person, Right.SPEAK)
        if recipients.groups(ctx.session, branch_id=branch_id, platforms=recipients.ORDER)
    ]
    if not grouped:
        return []
    choices = [Choice(ctx.label("own.label.me"), "me")]
    for branch_id in grouped:
        label = ctx.label("own.label.branch", branch=branches.name(ctx.session, branch_id))
        choices.append(Choice(label, f"branch{branch_id}"))
    return [Field("whom", ctx.label("own.label.whom"), kind="choice", choices=tuple(choices))]


def shortened(text: str) -> str:
    """No longer than a question takes."""
    return text[: LONGEST["line"]].strip()


def save(msg: Incoming, ctx: Context) -> Reply:
    """What was asked for together with what was known."""
    check_room(ctx)
    known: dict[str, Any] = json.loads(ctx.args) if ctx.args else {}
    try:
        draft = drafts.read({**known, **msg.values}, ctx)
    except Unclear as unclear:
        blamed = next(name for name in BLAMED if name in msg.values)
        raise Faults({blamed: plain(str(unclear))}) from None
    return keep(draft, f"form:{msg.address.platform}:{msg.message_id}", ctx)


def keep(draft: Draft, key: str, ctx: Context) -> Reply:
    """The same twice is one reminder."""
    assert ctx.person is not None
    columns = drafts.columns(draft, ctx)
    reminder = own.add(ctx.session, key=key, member_id=ctx.person.id, now=ctx.now, **columns)
    plan(ctx, reminder)
    return confirm(draft, reminder, ctx)


ROUTES = (
    Command("paminn", begin, aliases=("paminna", "remind", "remind-me"), needs=Right.USE, is_verb=True),
    Submit("remind_me", save, needs=Right.USE, command="paminn", reads={"when": read_when}),
)
