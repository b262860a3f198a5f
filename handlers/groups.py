"""`/grupp`: whoever speaks for a branch says, in a group chat, that it is theirs; privately they see which are."""

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from handlers.platforms import leave_in_peace
from storage import branches, chats
from storage.models import Branch, Group
from storage.rights import Right, allowed, own_branches

# On a button the district stands where a branch's id would.
DISTRICT = "0"


def begin(msg: Incoming, ctx: Context) -> Reply:
    return listed(ctx) if msg.private else ask(msg, whose(ctx), ctx)


def whose(ctx: Context) -> Branch | None:
    """The branch that is named, or the only one they chair; None is the district.

    Raises:
        UserError: there is no such branch, or they do not speak for it.

    """
    assert ctx.person is not None
    if ctx.args:
        found = branches.find(ctx.session, ctx.args).branch
        if found is None:
            raise UserError(ctx.say("group.no_such", words=ctx.args))
    else:
        own = own_branches(ctx.person, Right.SPEAK)
        found = ctx.session.get_one(Branch, own[0]) if own else None
    check(found.id if found else None, ctx)
    return found


def check(branch_id: int | None, ctx: Context) -> None:
    """Whether they speak for that branch, or for the district, now.

    Raises:
        UserError: they do not.

    """
    if not allowed(ctx.person, Right.SPEAK, branch_id):
        raise UserError(ctx.say("error.not_allowed"))


def name(branch_id: int | None, ctx: Context) -> str:
    return branches.name(ctx.session, branch_id) or ctx.district


def ask(msg: Incoming, branch: Branch | None, ctx: Context) -> Reply:
    """Shall this group be theirs? The answer stands in the group, so that everybody in it knows."""
    branch_id = branch.id if branch else None
    known = chats.find(ctx.session, platform=msg.address.platform, chat=msg.address.chat)
    if known is None:
        return question("group.ask", branch_id, ctx)
    if not allowed(ctx.person, Right.SPEAK, known.branch_id):
        raise UserError(ctx.say("group.anothers", branch=name(known.branch_id, ctx)))
    if known.branch_id != branch_id:
        return question("group.ask_instead", branch_id, ctx, before=name(known.branch_id, ctx))
    return Reply(ctx.say("group.already", branch=name(branch_id, ctx)), buttons=(untie_button(known, ctx),))


def question(key: str, branch_id: int | None, ctx: Context, **said: str) -> Reply:
    yes = Button(ctx.label("group.button.yes"), f"group:tie:{branch_id or DISTRICT}")
    no = Button(ctx.label("group.button.no"), "group:no")
    return Reply(ctx.say(key, branch=name(branch_id, ctx), **said), buttons=(yes, no))


def untie_button(group: Group, ctx: Context, key: str = "untie", **said: str) -> Button:
    return Button(ctx.label(f"group.button.{key}", **said), f"group:untie:{group.id}")


def press(msg: Incoming, ctx: Context) -> Reply:
    """`tie:BRANCH` and `no` in the group itself, `untie:GROUP` anywhere."""
    verb, _, number = ctx.args.partition(":")
    match verb:
        case "tie" if not msg.private:
            return tie(msg, None if number == DISTRICT else ctx.number(number), ctx)
        case "no":
            return Reply(ctx.say("group.left_alone"), replaces=True)
        case "untie":
            return untie(msg, number, ctx)
    raise UserError(ctx.say("error.old_button"))


def tie(msg: Incoming, branch_id: int | None, ctx: Context) -> Reply:
    """Theirs from now on. The right to it is looked at again, also to the group that it was."""
    platform, chat = msg.address.platform, msg.address.chat
    check(branch_id, ctx)
    if branch_id is not None and ctx.session.get(Branch, branch_id) is None:
        raise UserError(ctx.say("error.old_button"))
    if known := chats.find(ctx.session, platform=platform, chat=chat):
        check(known.branch_id, ctx)
        forget(known, ctx)
    chats.tie(ctx.session, platform=platform, chat=chat, branch_id=branch_id, title=name(branch_id, ctx))
    return Reply(ctx.say("group.tied", branch=name(branch_id, ctx)), replaces=True)


def untie(msg: Incoming, number: str, ctx: Context) -> Reply:
    """Nobody's any more; what waited to be said in it is not."""
    group = ctx.session.get(Group, ctx.number(number), populate_existing=True)
    if group is None:
        raise UserError(ctx.say("group.gone"))
    check(group.branch_id, ctx)
    said = ctx.say("group.untied", branch=name(group.branch_id, ctx), platform=ctx.label(f"platform.{group.platform}"))
    forget(group, ctx)
    return listed(ctx, said) if msg.private else Reply(said, replaces=True)


def forget(group: Group, ctx: Context) -> None:
    leave_in_peace(ctx, group.platform, group.chat, "untied")
    chats.untie(ctx.session, group)


def listed(ctx: Context, done: Markup | None = None) -> Reply:
    """The groups of all they speak for, and how one more comes to it; `done` is what was just changed."""
    there = [one for one in chats.listed(ctx.session) if one.platform in ctx.homes]
    found = [one for one in there if allowed(ctx.person, Right.SPEAK, one.branch_id)]
    lines = [ctx.say("group.lost" if one.lost_at else "group.line", **facts(one, ctx)) for one in found]
    head = ctx.say("group.yours" if found else "group.none")
    text = Markup("\n".join([*([done, ""] if done else []), head, *lines, "", ctx.say("group.how")]))
    buttons = tuple(untie_button(one, ctx, "untie_one", **facts(one, ctx)) for one in found)
    return Reply(text, buttons=buttons, private=True, replaces=done is not None)


def facts(group: Group, ctx: Context) -> dict[str, str]:
    return {"branch": name(group.branch_id, ctx), "platform": ctx.label(f"platform.{group.platform}")}


ROUTES = (
    Command("grupp", begin, aliases=("gruppen", "group"), needs=Right.SPEAK),
    Action("group", press, needs=Right.SPEAK),
)
