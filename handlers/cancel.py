"""`/avbryt`: leave what one is filling in."""

from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Command
from storage import forms


def cancel(msg: Incoming, ctx: Context) -> Reply:
    where = {"platform": msg.address.platform, "chat": msg.address.chat, "sender": msg.sender}
    closed = forms.close_all(ctx.session, **where, now=ctx.now)
    return Reply(ctx.say("form.cancelled" if closed else "form.nothing_to_cancel"), private=True)


ROUTES = (Command("avbryt", cancel, aliases=("cancel",)),)
