"""What is done when it was confirmed a second time; and what happens when it was somebody else who asked."""

from collections.abc import Callable

from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Action, Submit
from handlers import member_list, roles
from storage import approvals, invitations, members, totp
from storage.models import Role
from storage.rights import Right

# By the first word of what was asked for. Each looks up the right to it once more.
DEEDS: dict[str, Callable[[str, Context], Reply]] = {
    "appoint": roles.appoint,
    "end": roles.end,
    "export": member_list.export,
}


def press(msg: Incoming, ctx: Context) -> Reply:
    """`yes:ID` or `no:ID`, on another app than where it was asked for."""
    assert ctx.person is not None
    verb, _, number = ctx.args.partition(":")
    here = msg.address.platform
    deed = approvals.use(ctx.session, ctx.number(number), member_id=ctx.person.id, now=ctx.now, confirmed_on=here)
    if deed is None:
        return Reply(ctx.say("approve.over"), private=True)
    return do(deed, ctx) if verb == "yes" else refuse(number, ctx)


def do(deed: str, ctx: Context) -> Reply:
    word, _, rest = deed.partition(":")
    return DEEDS[word](rest, ctx)


def refuse(number: str, ctx: Context) -> Reply:
    """Nothing is done; if it was not them, whoever can mend that is told."""
    assert ctx.person is not None
    alarm = Reply(ctx.say("approve.alarm", name=ctx.person.name))
    for to in members.holders(ctx.session, (Role.TECHNICIAN, Role.OMBUDSPERSON), today=ctx.today):
        if to.member_id != ctx.person.id:
            ctx.push(to, alarm, key=f"not_me:{number}:{to.member_id}", about=ctx.person.id)
    return Reply(ctx.say("approve.refused"), private=True)


def by_code(msg: Incoming, ctx: Context) -> Reply:
    """The code of an authenticator. A wrong one is counted like a wrong invitation."""
    assert ctx.person is not None
    who = {"platform": msg.address.platform, "user": msg.sender}
    if invitations.is_locked(ctx.session, **who, now=ctx.now):
        return Reply(ctx.say("approve.locked"), private=True)
    if not totp.check(ctx.session, ctx.person.id, msg.values["code"], keys=ctx.keys, now=ctx.now):
        # A Reply and not a UserError: the counted guess must stay.
        invitations.guess(ctx.session, **who, now=ctx.now)
        return Reply(ctx.say("approve.wrong"), private=True)
    deed = approvals.use(ctx.session, ctx.number(ctx.args), member_id=ctx.person.id, now=ctx.now)
    return do(deed, ctx) if deed else Reply(ctx.say("approve.over"), private=True)


ROUTES = (Action("approve", press, needs=Right.USE), Submit("approve", by_code, needs=Right.USE))
