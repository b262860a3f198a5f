"""`/behov`: what people need at what one is responsible for, and an answer to each of them."""

from collections.abc import Iterator

from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from handlers.rides import suggestions
from reminders.needs import called
from storage import access, needs, participants, recipients
from storage.models import Want
from storage.needs import Asked
from storage.own_data import opened
from storage.rights import Right

PAGE = 5
# These have a sentence of their own.
TOLD_APART = frozenset({Want.CHILDCARE, Want.RIDE, Want.LIFT})


def show(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=0)


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args, digits=4))


def page(ctx: Context, *, skip: int) -> Reply:
    """What waits first, then what was answered; beside that who could go with whom. Each look is noted."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    every = needs.for_responsible(ctx.session, ctx.person.id, today=ctx.today, now=ctx.now)
    found = every[skip : skip + PAGE]
    if not found:
        return Reply(ctx.say("needs.no_more" if skip else "needs.nobody"), private=True)
    for one in found:
        look(one, ctx)
    lines = [ctx.say("needs.here"), *listed(found, ctx)]
    buttons = [button for one in found if one.need.met is None for button in answer_buttons(one, ctx)]
    if skip + PAGE < len(every):
        buttons.append(Button(ctx.label("needs.button.older"), f"needs:{skip + PAGE}"))
    pairs, pair_buttons = suggestions({one.activity.id: one.activity for one in found}.values(), ctx)
    return Reply(Markup("\n".join([*lines, *pairs])), buttons=(*buttons, *pair_buttons), private=True)


def listed(found: list[Asked], ctx: Context) -> Iterator[Markup]:
    """A line each, below what it is for."""
    for number, one in enumerate(found):
        if number == 0 or found[number - 1].activity.id != one.activity.id:
            yield ctx.say("needs.for_what", what=called(one.activity, ctx))
        yield line(one, ctx)


def look(one: Asked, ctx: Context) -> None:
    access.note(
        ctx.session, now=ctx.now, actor=ctx.me, subject=one.member.ref, what="need", branch_id=one.member.branch_id
    )


def line(one: Asked, ctx: Context) -> Markup:
    """Who needs what, for how many, and in which words."""
    need, name = one.need, one.member.name
    words = " ".join(opened(need.words, ctx.keys).split())
    key = f"needs.line_{need.want}" if need.want in TOLD_APART else "needs.line"
    text = ctx.say(key, name=name, want=ctx.label(f"needs.want.{need.want}"), words=words, n=need.count)
    if need.met is None:
        return text
    return ctx.say("needs.line_state", line=text, state=ctx.label(f"needs.state.{'met' if need.met else 'not_met'}"))


def answer_buttons(one: Asked, ctx: Context, *, but: bool | None = None) -> Iterator[Button]:
    """Yes and no, for who offers something in other words; `but` leaves out what was answered."""
    word = "lift" if one.need.want == Want.LIFT else "need"
    said = {"name": one.member.name, "want": ctx.label(f"needs.want.{one.need.want}")}
    for met, verb in ((True, "yes"), (False, "no")):
        if met is not but:
            yield Button(ctx.label(f"needs.button.{word}_{verb}", **said), f"need-met:{one.need.id}:{verb}")


def answer(_msg: Incoming, ctx: Context) -> Reply:
    """`NEED:yes` and `NEED:no`. Whether it is theirs to answer is looked up now; the person is told at once."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    number, _, verb = ctx.args.partition(":")
    one = needs.find(ctx.session, ctx.number(number), ctx.person.id, today=ctx.today)
    if one is None:
        return Reply(ctx.say("needs.over"), private=True)
    if verb not in {"yes", "no"}:
        raise UserError(ctx.say("error.old_button"))
    met = verb == "yes"
    look(one, ctx)
    waits_again = one.need.met is not met and settle(one, ctx, met=met)
    word = f"lift_{verb}" if one.need.want == Want.LIFT else verb
    lines = [ctx.say(f"needs.answered_{word}", name=one.member.name, want=ctx.label(f"needs.want.{one.need.want}"))]
    lines += [ctx.say("rides.undone")] if waits_again else []
    buttons = tuple(answer_buttons(one, ctx, but=met))
    return Reply(Markup("\n".join(lines)), buttons=buttons, private=True)


def settle(one: Asked, ctx: Context, *, met: bool) -> bool:
    """Keep the answer and tell it; whether somebody had agreed to go with them, and hears that it is off."""
    assert ctx.person is not None
    undone = False
    if met:
        needs.answer(ctx.session, one.need, met=True, by=ctx.person.id, now=ctx.now)
    else:
        undone = needs.turn_down(ctx.session, one.need, by=ctx.person.id, now=ctx.now)
    tell(one, ctx, met=met)
    ctx.pushed = True
    return undone


def tell(one: Asked, ctx: Context, *, met: bool) -> None:
    """The answer, and whom to ask."""
    assert ctx.person is not None
    assert one.member.id is not None
    key = f"needs.told_{'lift_' if one.need.want == Want.LIFT else ''}{'yes' if met else 'no'}"
    said_on = participants.apps(ctx.session, one.need.activity_id)
    for to in recipients.people(ctx.session, [one.member.id], platforms=tuple(ctx.homes), said_on=said_on):
        voice = ctx.to(to.language)
        want = voice.label(f"needs.want.{one.need.want}")
        said = voice.say(key, want=want, what=called(one.activity, voice), name=ctx.person.name)
        ctx.push(to, Reply(said), key=f"need:{one.need.id}:{met}:{ctx.now.isoformat()}", about=ctx.person.id)


ROUTES = (
    Command("behov", show, aliases=("needs",), needs=Right.USE),
    Action("needs", show_more, needs=Right.USE),
    Action("need-met", answer, needs=Right.USE),
)
