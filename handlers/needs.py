"""What somebody needs to be able to come, or offers: said in private, for whoever is responsible alone."""

from collections.abc import Iterator
from dataclasses import replace

from bot.context import Context
from bot.errors import Faults, UserError
from bot.markup import Markup
from bot.messages import Button, Field, FieldKind, Form, Incoming, Reply
from bot.router import Action, Submit
from handlers.signups import join_shift, theirs
from reminders.needs import called
from storage import needs, signups
from storage.models import Activity, Need, Place, Shift, Want
from storage.rights import Right

# How many children, or seats in a car, at most.
MOST = {Want.CHILDCARE: 20, Want.LIFT: 8}
KINDS: dict[Want, FieldKind] = {Want.ACCESS: "paragraph", Want.FOOD: "paragraph"}


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY`: what is it about? `ACTIVITY:WANT`: the form for that."""
    number, _, want = ctx.args.partition(":")
    activity = coming_to(number, ctx)
    if not want:
        return which(activity, ctx)
    if want not in set(Want):
        raise UserError(ctx.say("error.old_button"))
    return ask(activity, Want(want), ctx)


def coming_to(number: str, ctx: Context) -> Activity:
    """The activity, if they have signed up for it and it is still to come.

    Raises:
        UserError: they have not, or it has begun.

    """
    assert ctx.person is not None
    activity = theirs(number, ctx)
    if activity.starts_at <= ctx.now:
        raise UserError(ctx.say("needs.begun", what=called(activity, ctx)))
    if ctx.person.id not in signups.on_activity(ctx.session, activity):
        raise UserError(ctx.say("needs.not_coming", what=called(activity, ctx)))
    return activity


def which(activity: Activity, ctx: Context) -> Reply:
    """What can be said, and what they have said already."""
    assert ctx.person is not None
    assert activity.id is not None
    mine = needs.of_member(ctx.session, activity.id, ctx.person.id)
    lines = [ctx.say("needs.which", what=called(activity, ctx)), *(stand(one, ctx) for one in mine)]
    wants = [Button(ctx.label(f"needs.button.{want}"), f"need:{activity.id}:{want}") for want in Want]
    return Reply(Markup("\n".join(lines)), buttons=(*wants, *drop_buttons(mine, ctx)), private=True)


def stand(need: Need, ctx: Context) -> Markup:
    """Where it stands: "- barnpassning: väntar på svar". Never the words."""
    state = {None: "waits", True: "met", False: "not_met"}[need.met]
    return ctx.say("needs.stand", want=ctx.label(f"needs.want.{need.want}"), state=ctx.label(f"needs.state.{state}"))


def drop_buttons(mine: list[Need], ctx: Context) -> Iterator[Button]:
    for need in mine:
        want = ctx.label(f"needs.want.{need.want}")
        yield Button(ctx.label("needs.button.drop", want=want), f"need-drop:{need.id}")


def ask(activity: Activity, want: Want, ctx: Context) -> Reply:
    intro = ctx.say("needs.intro", what=called(activity, ctx))
    count = Field("count", ctx.label(f"needs.label.{want}_count"), kind="number") if want in MOST else None
    words = Field(
        "words", ctx.label(f"needs.label.{want}"), kind=KINDS.get(want, "line"), hint=ctx.label(f"needs.hint.{want}")
    )
    fields = tuple(field for field in (count, words) if field)
    title, submit = ctx.label(f"needs.button.{want}"), ctx.label("needs.button.submit")
    form = Form("need", title, fields, submit, intro=intro, ref=f"{activity.id}:{want.value}")
    return Reply(intro, form=form, private=True)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it, sealed where there is a key. Whether they (still) come is looked at again."""
    assert ctx.person is not None
    number, _, word = ctx.args.partition(":")
    activity, want = coming_to(number, ctx), Want(word)
    count = int(msg.values.get("count") or 0)
    if want in MOST and not 1 <= count <= MOST[want]:
        raise Faults({"count": ctx.label("needs.label.wrong_count", most=MOST[want])})
    need = needs.put(
        ctx.session, activity, ctx.person.id, want, count=count, words=ctx.keys.keep(msg.values["words"]), now=ctx.now
    )
    ctx.pushed = True
    key = "needs.saved_lift" if want == Want.LIFT else "needs.saved"
    said = ctx.say(key, want=ctx.label(f"needs.want.{want}"), what=called(activity, ctx))
    more = Button(ctx.label("needs.button.more"), f"need:{activity.id}")
    return Reply(said, buttons=(more, *drop_buttons([need], ctx)), private=True)


def drop(_msg: Incoming, ctx: Context) -> Reply:
    """It is not needed any more. Only whoever said it may say that."""
    assert ctx.person is not None
    need = ctx.session.get(Need, ctx.number(ctx.args), populate_existing=True)
    if need is None or need.member_id != ctx.person.id:
        return Reply(ctx.say("needs.gone"), private=True)
    want = ctx.label(f"needs.want.{need.want}")
    needs.drop(ctx.session, [need], ctx.now)
    ctx.pushed = True
    return Reply(ctx.say("needs.dropped", want=want), private=True)


def come_back(msg: Incoming, ctx: Context) -> Reply:
    """`SHIFT[:N]`: they come after all, and what they had needed was forgotten when they did not."""
    assert ctx.person is not None
    reply, number = join_shift(msg, ctx), ctx.number(ctx.args.partition(":")[0])
    mine = signups.active_of(ctx.session, ctx.person.id, [number]).get(number)
    if mine is None or needs.of_member(ctx.session, ctx.session.get_one(Shift, number).activity_id, ctx.person.id):
        return reply
    word = "back" if mine.place == Place.GOING else "back_in_line"
    return replace(reply, text=Markup(f"{reply.text}\n{ctx.say(f'needs.{word}')}"))


ROUTES = (
    Action("come-back", come_back, needs=Right.USE),
    Action("need", press, needs=Right.USE),
    Action("need-drop", drop, needs=Right.USE),
    Submit("need", save, needs=Right.USE, command="mina-pass"),
)
