"""`/start`: a first hello, and tying an account to a member by a one-time code."""

import re

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Incoming, Reply
from bot.router import Command
from storage import chats, members

# What a Telegram deep link can carry, and 128 bits of it at least; anything else is not worth a look-up.
CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")


def start(msg: Incoming, ctx: Context) -> Reply:
    """Say hello, or use the code that came along."""
    if ctx.args and not msg.private:
        return Reply(ctx.say("start.code_in_group"), private=True)
    if ctx.args:
        return join(msg, ctx)
    if ctx.person:
        chats.unmute(ctx.session, platform=msg.address.platform, chat=msg.address.chat)
        return Reply(welcome(ctx, "start.welcome_back"), private=True)
    return Reply(hello(ctx), private=True)


def join(msg: Incoming, ctx: Context) -> Reply:
    """Tie the account. A wrong, used and outlived code get the same words."""
    if ctx.person:
        return Reply(welcome(ctx, "start.already_tied"), private=True)
    who = {"platform": msg.address.platform, "user": msg.sender}
    if members.is_locked(ctx.session, **who, now=ctx.now):
        raise UserError(ctx.say("start.locked"))
    code = ctx.args if CODE.fullmatch(ctx.args) else ""
    if not members.redeem(ctx.session, code=code, **who, chat=msg.address.chat, now=ctx.now):
        # A Reply and not a UserError: the counted guess must stay.
        return Reply(ctx.say("start.code_wrong"), private=True)
    ctx.person = members.find(ctx.session, **who, today=ctx.today)
    return Reply(welcome(ctx, "start.welcome"), private=True)


def welcome(ctx: Context, key: str) -> Markup:
    assert ctx.person is not None
    return ctx.say(key, name=ctx.person.name, branch=ctx.person.branch)


def hello(ctx: Context) -> Markup:
    lines = [ctx.say("start.hello", district=ctx.district), ctx.say("start.privacy"), ctx.say("start.code")]
    return Markup("\n".join(lines))


ROUTES = (Command("start", start),)
