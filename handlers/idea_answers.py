"""Whoever plans for a branch makes an activity of a member's idea, or says why not; those who like it are told."""

from dataclasses import replace

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Field, Form, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action, Submit
from handlers import new_activity
from storage import branches, ideas
from storage.models import Idea
from storage.rights import Right, allowed

# So much of an idea is a title; the whole of it stands in the description.
TITLE = 60


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`IDEA:plan` and `IDEA:no`: the form for it."""
    number, _, verb = ctx.args.partition(":")
    idea = theirs(number, ctx)
    match verb:
        case "plan":
            return ask_activity(idea, ctx)
        case "no":
            return ask_why(idea, ctx)
    raise UserError(ctx.say("error.old_button"))


def theirs(number: str, ctx: Context) -> Idea:
    """An idea that they may answer, now.

    Raises:
        UserError: it is another branch's, or was answered or taken back.

    """
    idea = ideas.hold(ctx.session, ctx.number(number))
    if idea is not None and not allowed(ctx.person, Right.PLAN, idea.branch_id):
        raise UserError(ctx.say("error.not_allowed"))
    if idea is None:
        raise UserError(ctx.say("ideas.over"))
    return idea


def ask_activity(idea: Idea, ctx: Context) -> Reply:
    """The form of `/ny-aktivitet`, with what is known already."""
    name = ctx.label("activity.organiser_branch", branch=branches.name(ctx.session, idea.branch_id))
    intro = ctx.say("new_activity.intro", organiser=name)
    known = {"title": shortened(" ".join(idea.what.split()), TITLE), "place": idea.place}
    asked = (replace(one, value=known.get(one.name, "")) for one in new_activity.fields(ctx, of_branch=True))
    about = Field("description", ctx.label("ideas.label.description"), kind="paragraph", optional=True, value=idea.what)
    form = Form(
        "idea_activity", ctx.label("new_activity.form_title"), (*asked, about), ctx.label("form.button.save"),
        intro=intro, ref=str(idea.id),
    )  # fmt: skip
    return Reply(intro, form=form, private=True)


def save_activity(msg: Incoming, ctx: Context) -> Reply:
    """Keep the activity, and that it is what became of the idea."""
    assert ctx.person is not None
    idea = theirs(ctx.args, ctx)
    activity = new_activity.put_in(msg, ctx, on=msg.values["date"], branch_id=idea.branch_id)
    activity.description = msg.values["description"]
    ideas.become(ctx.session, idea, activity, by=ctx.person.id, now=ctx.now)
    ctx.pushed = True
    reply = new_activity.confirm(activity, ctx)
    return replace(reply, text=Markup(f"{reply.text}\n{who_is_told(idea, ctx)}"))


def ask_why(idea: Idea, ctx: Context) -> Reply:
    intro = ctx.say("ideas.ask_why", what=idea.what)
    why = Field("why", ctx.label("ideas.label.why"), kind="paragraph", hint=ctx.label("ideas.hint.why"))
    title, submit = ctx.label("ideas.why_title"), ctx.label("ideas.button.send")
    form = Form("idea_answer", title, (why,), submit, intro=intro, ref=str(idea.id))
    return Reply(intro, form=form, private=True)


def save_answer(msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    idea = theirs(ctx.args, ctx)
    ideas.refuse(ctx.session, idea, msg.values["why"], by=ctx.person.id, now=ctx.now)
    ctx.pushed = True
    return Reply(Markup(f"{ctx.say('ideas.answered')}\n{who_is_told(idea, ctx)}"), private=True)


def who_is_told(idea: Idea, ctx: Context) -> Markup:
    """How many; never who they are."""
    return ctx.say("ideas.told", n=len(ideas.followers(ctx.session, idea)))


ROUTES = (
    Action("answer-idea", press, needs=Right.PLAN),
    Submit("idea_activity", save_activity, needs=Right.PLAN, command="forslag"),
    Submit("idea_answer", save_answer, needs=Right.PLAN, command="forslag"),
)
