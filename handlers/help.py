"""`/hjalp`: what the bot can do for the one who asks."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Incoming, Reply
from bot.router import Command


def show_help(msg: Incoming, ctx: Context) -> Reply:
    lines = [
        ctx.say("help.intro", district=ctx.district),
        ctx.say("help.for_everyone"),
        *(ctx.say("help.line", command=f"/{entry.name}", what=entry.description) for entry in ctx.menu(msg.private)),
        ctx.say("help.spelling"),
    ]
    if ctx.person is None and msg.private:  # a group shall not learn who is a member
        lines.append(ctx.say("help.not_tied"))
    return Reply(Markup("\n".join(lines)))


ROUTES = (Command("hjalp", show_help, aliases=("help",)),)
