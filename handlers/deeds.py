"""What is done when it was confirmed a second time; and what happens when it was somebody else who asked."""

from collections.abc import Callable

from bot.context import Context
from bot.errors import Faults
from bot.messages import Incoming, Reply
from bot.router import Action, Submit
from handlers import incident, member_list, roles, two_steps
from handlers.approve import has_code, way
from handlers.platforms import MENDERS, tell
from storage import approvals, invitations, outbox, totp
from storage.rights import Right

# By the first word of what was asked for. Each looks up the right to it once more.
DEEDS: dict[str, Callable[[str, Context], Reply]] = {
    "appoint": roles.appoint,
    "end": roles.end,
    "export": member_list.export,
    "code": two_steps.forget,
    "affected": incident.hand_out,
    "lift": incident.lift,
}


def press(msg: Incoming, ctx: Context) -> Reply:
    """`yes:ID` or `no:ID`, on another app than where it was asked for."""
    assert ctx.person is not None
    verb, _, number = ctx.args.partition(":")
    here = msg.address.platform
    if verb == "yes" and way(msg, ctx) is None:
        return Reply(ctx.say("approve.over"), private=True)
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
    who, key = ctx.person, f"not_me:{number}"
    tell(ctx, MENDERS, "approve.alarm", key=key, about=who, batch=outbox.ALARM, name=who.name)
    return Reply(ctx.say("approve.refused"), private=True)


def by_code(msg: Incoming, ctx: Context) -> Reply:
    """The code of an authenticator. A wrong one is counted for the member, whatever app they write in.

    Raises:
        Faults: it is wrong. The form asks again, and so the guess that was counted stays.

    """
    assert ctx.person is not None
    me, number = ctx.person.id, ctx.number(ctx.args)
    counted = dict(zip(("platform", "user"), totp.counted(me), strict=True))
    if invitations.is_locked(ctx.session, **counted, now=ctx.now):
        return Reply(ctx.say("approve.locked"), private=True)
    if not has_code(ctx) or not approvals.is_open(ctx.session, number, member_id=me, now=ctx.now):
        return Reply(ctx.say("approve.over"), private=True)
    if not totp.check(ctx.session, me, msg.values["code"], keys=ctx.keys, now=ctx.now):
        if invitations.guess(ctx.session, **counted, now=ctx.now):
            who, key = ctx.person, f"codes:{me}:{ctx.now:%Y-%m-%dT%H}"
            tell(ctx, MENDERS, "approve.guesses", key=key, about=who, batch=outbox.ALARM, name=who.name)
            return Reply(ctx.say("approve.locked"), private=True)
        raise Faults({"code": ctx.label("approve.wrong")})
    deed = approvals.use(ctx.session, number, member_id=me, now=ctx.now)
    return do(deed, ctx) if deed else Reply(ctx.say("approve.over"), private=True)


ROUTES = (Action("approve", press, needs=Right.USE), Submit("approve", by_code, needs=Right.USE))
