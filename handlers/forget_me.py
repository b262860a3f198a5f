"""`/glom-mig`: what goes and what stays, and then it is gone."""

from babel.lists import format_list

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from storage import erasure, members
from storage.needed import NEEDED
from storage.rights import Right


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
            return forget(ctx)
    raise UserError(ctx.say("error.old_button"))


def forget(ctx: Context) -> Reply:
    assert ctx.person is not None
    refuse_last(ctx)
    erasure.erase(ctx.session, ctx.person.id, ctx.now)
    ctx.person, ctx.pushed = None, True
    return Reply(ctx.say("forget_me.done"), private=True)


ROUTES = (
    Command("glom-mig", ask, aliases=("forget-me",), needs=Right.USE),
    Action("forget-me", press, needs=Right.USE),
)
