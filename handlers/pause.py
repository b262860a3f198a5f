"""`/pausa`: no notices for a day, a week, or until one says so oneself."""

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from bot.wording import when
from reminders.pauses import FOREVER, SPANS
from storage import preferences
from storage.rights import Right


def ask(_msg: Incoming, ctx: Context) -> Reply:
    """How it is, and what it can be."""
    now = standing(ctx)
    words = [] if not now else ["on"]
    buttons = tuple(Button(ctx.label(f"pause.button.{word}"), f"pause:{word}") for word in (*words, *SPANS, "long"))
    return Reply(now or ctx.say("pause.ask"), buttons=buttons, private=True)


def standing(ctx: Context) -> Markup:
    """Until when nothing comes; empty when there is no pause."""
    assert ctx.person is not None
    until = preferences.paused_until(ctx.session, ctx.person.id, ctx.now)
    if until is None:
        return Markup()
    if until == FOREVER:
        return ctx.say("pause.now_long")
    return ctx.say("pause.now", when=when(until, now=ctx.now, language=ctx.texts.language, zone=ctx.zone))


def press(_msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    if ctx.args == "on":
        preferences.change(ctx.session, ctx.person.id, paused_until=None)
        return Reply(ctx.say("pause.over"), private=True)
    if ctx.args not in {*SPANS, "long"}:
        raise UserError(ctx.say("error.old_button"))
    until = ctx.now + SPANS[ctx.args] if ctx.args in SPANS else FOREVER
    preferences.change(ctx.session, ctx.person.id, paused_until=until)
    button = Button(ctx.label("pause.button.on"), "pause:on")
    return Reply(Markup(f"{standing(ctx)} {ctx.say('pause.through')}"), buttons=(button,), private=True)


ROUTES = (Command("pausa", ask, aliases=("pause",), needs=Right.USE), Action("pause", press, needs=Right.USE))
