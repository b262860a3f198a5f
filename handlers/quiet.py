"""When nobody is reminded: a member's own quiet hours, and those that a chair sets for the branch."""

from datetime import time

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.router import Action, Submit
from handlers.reminders import hours
from storage import preferences
from storage.models import Branch
from storage.quiet import NEVER, Quiet
from storage.rights import Right, own_branches


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`VERB[:BRANCH]`; without a branch it is about whoever presses."""
    verb, _, word = ctx.args.partition(":")
    branch = chaired(word, ctx)
    match verb:
        case "show":
            return show(ctx, branch)
        case "edit":
            return edit(ctx, branch)
        case "none":
            return keep(ctx, branch, NEVER)
        case "branch" if branch is None:
            return keep(ctx, None, None)
    raise UserError(ctx.say("error.old_button"))


def chaired(word: str, ctx: Context) -> Branch | None:
    """The branch that is named, if they chair it now.

    Raises:
        UserError: they do not.

    """
    assert ctx.person is not None
    if not word:
        return None
    found = next((number for number in own_branches(ctx.person, Right.SPEAK) if str(number) == word), None)
    if found is None:
        raise UserError(ctx.say("error.not_allowed"))
    return ctx.session.get_one(Branch, found)


def now(ctx: Context, branch: Branch | None) -> Quiet:
    assert ctx.person is not None
    if branch:
        return branch.quiet_from, branch.quiet_to
    return preferences.of(ctx.session, ctx.person.id).quiet


def show(ctx: Context, branch: Branch | None) -> Reply:
    """How it is, and what it can be."""
    assert ctx.person is not None
    about = f":{branch.id}" if branch else ""
    buttons = [Button(ctx.label(f"quiet.button.{verb}"), f"quiet:{verb}{about}") for verb in ("edit", "none")]
    if branch is None and preferences.of(ctx.session, ctx.person.id).own_quiet:
        buttons.append(Button(ctx.label("quiet.button.branch", branch=ctx.person.branch), "quiet:branch"))
    said = {"hours": hours(ctx, now(ctx, branch))}
    text = ctx.say("quiet.now_branch", branch=branch.name, **said) if branch else ctx.say("quiet.now", **said)
    return Reply(text, buttons=tuple(buttons), private=True)


def edit(ctx: Context, branch: Branch | None) -> Reply:
    begins, ends = now(ctx, branch)
    fields = tuple(
        Field(
            name, ctx.label(f"quiet.label.{name}"), kind="time", hint=ctx.label("form.hint.time"), value=f"{wall:%H:%M}"
        )
        for name, wall in (("begins", begins), ("ends", ends))
    )
    form = Form(
        "quiet",
        ctx.label("quiet.form_title"),
        fields,
        ctx.label("form.button.save"),
        ref=str(branch.id) if branch else "",
    )
    return Reply(ctx.say("quiet.form"), form=form, private=True)


def save(msg: Incoming, ctx: Context) -> Reply:
    begins, ends = (time.fromisoformat(msg.values[name]) for name in ("begins", "ends"))
    return keep(ctx, chaired(ctx.args, ctx), (begins, ends))


def keep(ctx: Context, branch: Branch | None, quiet: Quiet | None) -> Reply:
    """From now on they are these; None: for oneself the same as in the branch."""
    assert ctx.person is not None
    if branch:
        branch.quiet_from, branch.quiet_to = quiet or NEVER
        return Reply(
            ctx.say("quiet.saved_branch", branch=branch.name, hours=hours(ctx, now(ctx, branch))), private=True
        )
    begins, ends = quiet or (None, None)
    preferences.change(ctx.session, ctx.person.id, quiet_from=begins, quiet_to=ends)
    said = {"hours": hours(ctx, now(ctx, None))}
    if quiet is None:
        return Reply(ctx.say("quiet.saved_as", branch=ctx.person.branch, **said), private=True)
    return Reply(ctx.say("quiet.saved", **said), private=True)


ROUTES = (Action("quiet", press, needs=Right.USE), Submit("quiet", save, needs=Right.USE, command="paminnelser"))
