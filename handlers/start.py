"""`/start`: a first hello; with a one-time code, the way in (handlers/joining.py)."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Incoming, Reply
from bot.router import Command
from handlers import joining
from storage import chats


def start(msg: Incoming, ctx: Context) -> Reply:
    """Say hello, or look at the code that came along."""
    if ctx.args:
        return joining.offer(msg, ctx)
    if ctx.person:
        chats.unmute(ctx.session, platform=msg.address.platform, chat=msg.address.chat)
        return Reply(joining.greet(ctx, "start.welcome_back"), private=True)
    return Reply(hello(ctx), private=True)


def hello(ctx: Context) -> Markup:
    lines = [ctx.say("start.hello", district=ctx.district), ctx.say("start.privacy"), ctx.say("start.code")]
    return Markup("\n".join(lines))


ROUTES = (Command("start", start, takes_code=True),)
