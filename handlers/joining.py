"""A one-time code that somebody wrote: what it leads to, their consent to this app, and the tie to a member."""

import re

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action
from bot.texts import texts
from handlers.approve import warn
from handlers.platforms import MENDERS, tell
from storage import invitations, members, posts, recipients
from storage.invitations import Offer
from storage.models import Member, Purpose, Role
from storage.rights import Right, allowed

# What a Telegram deep link can carry, and 128 bits of it at least; anything else is not worth a look-up.
CODE = re.compile(r"[A-Za-z0-9_-]{22,64}")


def offer(msg: Incoming, ctx: Context) -> Reply:
    """Say what is kept and who sees it, and ask for consent. The code is not used yet."""
    if not msg.private:
        return leaked(ctx, ctx.args)
    found = find(msg, ctx, ctx.args)
    if isinstance(found, Reply):
        return found
    platform = ctx.label(f"platform.{msg.address.platform}")
    keys = ("start.notice_kept", "start.notice_app", "start.notice_leave")
    lines = [ctx.say(key, district=ctx.district, platform=platform) for key in keys]
    buttons = (
        Button(ctx.label("start.button.yes"), f"join:yes:{ctx.args}"),
        Button(ctx.label("start.button.no"), "join:no"),
    )
    return Reply(Markup("\n".join(lines)), buttons=buttons, private=True)


def leaked(ctx: Context, code: str) -> Reply:
    """Others have seen it: it does not work any more, and who made it is told. The answer is the same for any code."""
    known = look(ctx, code)
    if known is not None:
        invitations.void(ctx.session, [known.member_id], now=ctx.now, purpose=known.purpose)
        makers = [known.made_by] if known.made_by else [to.member_id for to in ctx.holders(Role.OMBUDSPERSON)]
        whose = ctx.session.get_one(Member, known.member_id)
        for to in recipients.people(ctx.session, makers, platforms=ctx.homes.keys()):
            text = texts(to.language).say(f"start.leaked_{known.purpose}", name=whose.name)
            ctx.push(to, Reply(text), key=f"leaked:{known.id}", about=known.member_id)
    return Reply(ctx.say("start.code_in_group"), private=True)


def look(ctx: Context, code: str) -> Offer | None:
    """What the code is for, if who made it could make it still: they may invite there, and hand over what comes along.

    The program's own codes stand, and so do those for an app of one's own.
    """
    known = invitations.look(ctx.session, code if CODE.fullmatch(code) else "", now=ctx.now, today=ctx.today)
    if known is None or known.made_by is None or known.purpose is Purpose.LINK:
        return known
    maker = members.known(ctx.session, known.made_by, today=ctx.today)
    beyond = posts.reaches_beyond(ctx.session, known.member_id, known.branch_id, today=ctx.today)
    may = allowed(maker, Right.INVITE, known.branch_id) and (not beyond or allowed(maker, Right.APPOINT))
    return known if may else None


def find(msg: Incoming, ctx: Context, code: str) -> Offer | Reply:
    """What the code is for, or what is to be said instead. A wrong, used, altered and outlived code get the same words.

    Raises:
        UserError: too many wrong ones came from this account.

    """
    if ctx.person:
        return Reply(greet(ctx, "start.already_tied"), private=True)
    who = {"platform": msg.address.platform, "user": msg.sender}
    if invitations.is_locked(ctx.session, **who, now=ctx.now):
        raise UserError(ctx.say("start.locked"))
    known = look(ctx, code)
    if known is None:
        if invitations.guess(ctx.session, **who, now=ctx.now):
            tell(ctx, MENDERS, "trouble.guesses", key=f"guesses:{ctx.now:%Y-%m-%dT%H}", platform=who["platform"])
        # A Reply and not a UserError: the counted guess must stay.
        return Reply(ctx.say("start.code_wrong"), private=True)
    if msg.address.platform in members.platforms(ctx.session, known.member_id):
        platform = ctx.label(f"platform.{msg.address.platform}")
        return Reply(ctx.say("start.taken", platform=platform), private=True)
    return known


def decide(msg: Incoming, ctx: Context) -> Reply:
    """`yes:CODE` or `no`. It may be forged or old: the code is looked at as if it had been written."""
    verb, _, code = ctx.args.partition(":")
    if verb == "no":
        return Reply(ctx.say("start.declined"), private=True, replaces=True)
    if verb != "yes" or not msg.private:
        raise UserError(ctx.say("error.old_button"))
    found = find(msg, ctx, code)
    return found if isinstance(found, Reply) else tie(msg, ctx, found)


def tie(msg: Incoming, ctx: Context, known: Offer) -> Reply:
    """They have said yes: from now on this account is that member."""
    platform, user = msg.address.platform, msg.sender
    others = members.contacts(ctx.session, known.member_id)
    if not invitations.use(ctx.session, known, platform=platform, user=user, chat=msg.address.chat, now=ctx.now):
        return Reply(ctx.say("start.code_wrong"), private=True)
    ctx.person = members.find(ctx.session, platform=platform, user=user, today=ctx.today)
    if others or known.purpose is Purpose.LINK:
        warn(ctx, others, "tied", key=f"linked:{known.id}", platform=platform)
    key = "link.done" if known.purpose is Purpose.LINK else "start.welcome"
    return Reply(greet(ctx, key), private=True, replaces=True)


def greet(ctx: Context, key: str) -> Markup:
    assert ctx.person is not None
    return ctx.say(key, name=ctx.person.name, branch=ctx.person.branch)


ROUTES = (Action("join", decide),)
