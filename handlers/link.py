"""`/koppla`: the same person in another app, by a code that is written there."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Incoming, Reply
from bot.router import Action, Command
from handlers import joining
from storage import invitations, members
from storage.models import Purpose
from storage.recipients import ORDER
from storage.rights import Right


def link(msg: Incoming, ctx: Context) -> Reply:
    """Give a code for another app; with a code, use it in this one."""
    if ctx.args:
        return joining.offer(msg, ctx)
    if ctx.person is None:
        return Reply(ctx.say("error.members_only"), private=True)
    return give(msg, ctx)


def give(_msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    left = elsewhere(ctx)
    if not left:
        return Reply(ctx.say("link.everywhere"), private=True)
    code = invitations.make(
        ctx.session, member_id=ctx.person.id, now=ctx.now, purpose=Purpose.LINK, made_by=ctx.person.id
    )
    names = [ctx.label(f"platform.{platform}") for platform in left]
    lines = [ctx.say("link.code", apps=" / ".join(names)), Markup(f"*/koppla {code}*"), ctx.say("link.after")]
    if "telegram" in left and (address := deep_link(ctx, code)):
        lines.append(ctx.say("link.telegram", link=address))
    return Reply(Markup("\n".join(lines)), private=True)


def elsewhere(ctx: Context) -> list[str]:
    """The apps that the bot runs in and where they have no account yet."""
    assert ctx.person is not None
    tied = members.platforms(ctx.session, ctx.person.id)
    return [platform for platform in ORDER if platform in ctx.homes and platform not in tied]


def deep_link(ctx: Context, code: str) -> str:
    """The address that opens Telegram with the code written; empty where the bot is not there."""
    home = ctx.homes.get("telegram", "")
    return f"{home}?start={code}" if home else ""


ROUTES = (Command("koppla", link, aliases=("link",)), Action("link", give, needs=Right.USE))
