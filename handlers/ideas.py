"""`/forslag`: what members would like their branch to do; others like it with a button, and the chair answers."""

from collections.abc import Iterator

from bot.context import Context
from bot.errors import UserError
from bot.fields import LONGEST
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action, Command, Submit
from storage import access, branches, ideas
from storage.ideas import MOST_OPEN, Shown, TooManyError
from storage.models import Idea, Member
from storage.rights import Right, allowed, own_branches

PAGE = 6
# So much of an idea stands in a list, and on a button.
LINE, LABEL = 120, 30


def show(_msg: Incoming, ctx: Context) -> Reply:
    """All that wait in the own branch; with words behind the command, a new one."""
    return ask(ctx, ctx.args) if ctx.args else page(ctx, skip=0)


def show_more(_msg: Incoming, ctx: Context) -> Reply:
    return page(ctx, skip=ctx.number(ctx.args, digits=4))


def page(ctx: Context, *, skip: int) -> Reply:
    assert ctx.person is not None
    new = Button(ctx.label("ideas.button.new"), "new-idea")
    found = ideas.waiting(ctx.session, seen_by(ctx), member_id=ctx.person.id, skip=skip, limit=PAGE + 1)
    if not found:
        return Reply(ctx.say("ideas.no_more" if skip else "ideas.none"), buttons=(new,), private=True)
    several = len({one.branch_id for one in found} | {ctx.person.branch_id}) > 1
    head = ctx.say("ideas.intro_several" if several else "ideas.intro", branch=ctx.person.branch)
    text = Markup("\n".join([head, *(line(one, ctx, with_branch=several) for one in found[:PAGE])]))
    buttons = [Button(shortened(" ".join(one.what.split()), LABEL), f"idea:{one.id}") for one in found[:PAGE]]
    if len(found) > PAGE:
        buttons.append(Button(ctx.label("ideas.button.more"), f"ideas:{skip + PAGE}"))
    return Reply(text, buttons=(*buttons, new), private=True)


def seen_by(ctx: Context) -> set[int]:
    """The branches whose ideas somebody sees: their own, and those that they plan for."""
    assert ctx.person is not None
    return {ctx.person.branch_id, *own_branches(ctx.person, Right.PLAN)}


def line(one: Shown, ctx: Context, *, with_branch: bool = False) -> Markup:
    """What, where, and how many like it."""
    said = {"what": shortened(" ".join(one.what.split()), LINE), "place": one.place}
    parts = [ctx.say("ideas.line_place" if one.place else "ideas.line", **said)]
    if with_branch:
        parts.append(ctx.say("ideas.in_branch", branch=branches.name(ctx.session, one.branch_id)))
    counts = counted(one, ctx)
    return Markup(f"- {' '.join(parts)}{f': {counts}' if counts else ''}")


def counted(one: Shown, ctx: Context) -> Markup:
    """How many like it, and how many would take part; empty for nobody."""
    counts = [ctx.say("ideas.likes", n=one.likes)] if one.likes else []
    counts += [ctx.say("ideas.helpers", n=one.helpers)] if one.helpers else []
    return Markup(", ".join(counts))


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`IDEA[:VERB]`: show it; like it, and perhaps take part; take that back; take one's own idea back."""
    assert ctx.person is not None
    number, _, verb = ctx.args.partition(":")
    idea = theirs(number, ctx)
    mine = idea.member_id == ctx.person.id
    match verb:
        case "":
            return view(idea, ctx)
        case "like" | "help" if not mine:
            ideas.support(ctx.session, idea, ctx.person.id, helps=verb == "help", now=ctx.now)
        case "drop":
            ideas.take_back(ctx.session, idea, ctx.person.id)
        case "withdraw" if mine:
            ideas.withdraw(ctx.session, idea)
            return Reply(ctx.say("ideas.withdrawn"), private=True)
        case _:
            raise UserError(ctx.say("error.old_button"))
    return view(idea, ctx, head=ctx.say(f"ideas.did_{verb}"))


def theirs(number: str, ctx: Context) -> Idea:
    """An idea that waits for an answer and that the asker may see.

    Raises:
        UserError: it does not wait any more, is not there, or not for them: all are told alike.

    """
    assert ctx.person is not None
    idea = ideas.hold(ctx.session, ctx.number(number))
    if idea is None or not (idea.branch_id in seen_by(ctx) or idea.member_id == ctx.person.id):
        raise UserError(ctx.say("ideas.over"))
    return idea


def view(idea: Idea, ctx: Context, *, head: Markup | None = None) -> Reply:
    """The whole of it. Who made it is told to whoever answers it alone, and that is noted."""
    assert ctx.person is not None
    assert idea.id is not None
    one = ideas.look(ctx.session, idea.id, member_id=ctx.person.id)
    assert one is not None
    lines = [head, ctx.say("ideas.what", what=one.what)]
    if one.place:
        lines.append(ctx.say("activity.where", place=one.place))
    if counts := counted(one, ctx):
        lines.append(ctx.say("ideas.so_far", counts=counts))
    answers = allowed(ctx.person, Right.PLAN, one.branch_id)
    if one.mine:
        lines.append(ctx.say("ideas.mine"))
    elif answers:
        lines.append(maker_of(idea, ctx))
    text = Markup("\n".join(filter(None, lines)))
    return Reply(text, buttons=tuple(buttons(one, ctx, answers=answers)), private=True)


def maker_of(idea: Idea, ctx: Context) -> Markup:
    member = ctx.session.get(Member, idea.member_id) if idea.member_id else None
    if member is None:
        return ctx.say("ideas.from_nobody")
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject=member.ref, what="idea", branch_id=idea.branch_id)
    return ctx.say("ideas.from", name=member.name)


def buttons(one: Shown, ctx: Context, *, answers: bool) -> Iterator[Button]:
    """To like it or not; to take one's own back; for whoever plans for the branch, to do something about it."""
    verbs = ["withdraw"] if one.mine else []
    if not one.mine:
        verbs += [] if one.liked and not one.helps else ["like"]
        verbs += [] if one.helps else ["help"]
        verbs += ["drop"] if one.liked else []
    for verb in verbs:
        yield Button(ctx.label(f"ideas.button.{verb}"), f"idea:{one.id}:{verb}")
    if answers:
        yield Button(ctx.label("ideas.button.plan"), f"answer-idea:{one.id}:plan")
        yield Button(ctx.label("ideas.button.answer"), f"answer-idea:{one.id}:no")


def begin(_msg: Incoming, ctx: Context) -> Reply:
    return ask(ctx)


def ask(ctx: Context, what: str = "") -> Reply:
    assert ctx.person is not None
    intro = ctx.say("ideas.ask", branch=ctx.person.branch)
    fields = (
        Field("what", ctx.label("ideas.label.what"), kind="paragraph", hint=ctx.label("ideas.hint.what"),
              value=what[: LONGEST["paragraph"]]),
        Field("place", ctx.label("ideas.label.place"), hint=ctx.label("ideas.hint.place"), optional=True),
        Field("helps", ctx.label("ideas.label.helps"), kind="yes_no"),
    )  # fmt: skip
    form = Form("idea", ctx.label("ideas.form_title"), fields, ctx.label("ideas.button.submit"), intro=intro)
    return Reply(intro, form=form, private=True)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it for the branch that they are in; the same form twice is one idea."""
    assert ctx.person is not None
    try:
        idea, _ = ideas.put(
            ctx.session, key=f"form:{msg.address.platform}:{msg.message_id}", branch_id=ctx.person.branch_id,
            member_id=ctx.person.id, what=msg.values["what"], place=msg.values["place"],
            helps=msg.values["helps"] == "yes", now=ctx.now,
        )  # fmt: skip
    except TooManyError:
        return Reply(ctx.say("ideas.too_many", n=MOST_OPEN), private=True)
    seen = Button(ctx.label("ideas.button.see"), f"idea:{idea.id}")
    return Reply(ctx.say("ideas.saved", branch=ctx.person.branch), buttons=(seen,), private=True)


ROUTES = (
    Command("forslag", show, aliases=("ideas", "ide"), needs=Right.USE),
    Action("ideas", show_more, needs=Right.USE),
    Action("idea", press, needs=Right.USE),
    Action("new-idea", begin, needs=Right.USE),
    Submit("idea", save, needs=Right.USE, command="forslag"),
)
