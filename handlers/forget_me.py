"""`/glom-mig`: what goes and what stays, and then it is gone."""

from datetime import timedelta

from babel.lists import format_list

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from bot.texts import texts
from handlers.platforms import farewell
from storage import erasure, members, needed, outbox
from storage.needed import NEEDED
from storage.rights import Right

# The last word to an app is tried so long, and then what it takes to reach it is forgotten as well.
WHILE = timedelta(days=1)


def ask(_msg: Incoming, ctx: Context) -> Reply:
    refuse_last(ctx)
    buttons = (
        Button(ctx.label("forget_me.button.yes"), "forget-me:yes"),
        Button(ctx.label("forget_me.button.no"), "forget-me:no"),
    )
    return Reply(ctx.say("forget_me.ask"), buttons=buttons, private=True)


def refuse_last(ctx: Context) -> None:
    """Raises UserError: without them nobody could look after the rest."""
    assert ctx.person is not None
    if roles := members.alone_as(ctx.session, ctx.person.id, NEEDED, today=ctx.today):
        named = format_list([ctx.label(f"role.{role}") for role in roles], locale=ctx.texts.locale)
        raise UserError(ctx.say("forget_me.last", role=named))


def press(msg: Incoming, ctx: Context) -> Reply:
    match ctx.args:
        case "ask":
            return ask(msg, ctx)
        case "no":
            return Reply(ctx.say("forget_me.kept"), private=True)
        case "yes":
            return forget(msg, ctx)
    raise UserError(ctx.say("error.old_button"))


def forget(msg: Incoming, ctx: Context) -> Reply:
    """Their other apps get a last word: whoever has got hold of this one does not erase them unseen."""
    assert ctx.person is not None
    needed.take_turns(ctx.session)
    refuse_last(ctx)
    here = msg.address.platform
    others = farewell(ctx, members.contacts(ctx.session, ctx.person.id), here=here)
    erasure.erase(ctx.session, ctx.person.id, ctx.now)
    for to in others:
        said = texts(to.language)
        last_word = Reply(said.say("forget_me.last_word", platform=said.label(f"platform.{here}")))
        ctx.push(to, last_word, key=f"goodbye:{ctx.now.isoformat()}", batch=outbox.ALARM, until=ctx.now + WHILE)
    ctx.person, ctx.pushed = None, True
    return Reply(ctx.say("forget_me.done"), private=True)


ROUTES = (
    Command("glom-mig", ask, aliases=("forget-me",), needs=Right.USE),
    Action("forget-me", press, needs=Right.USE),
)
