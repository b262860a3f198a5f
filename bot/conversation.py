"""What a message means and what is answered: pure logic on a session, the same for every platform."""

import re
from dataclasses import replace
from functools import partial

from bot.clean import LONGEST, clean
from bot.context import Context, may
from bot.errors import UserError
from bot.filling import Desk
from bot.markup import Markup
from bot.masking import mask
from bot.messages import Incoming, MenuEntry, Reply
from bot.router import Action, Command, Router, Spoken, entries, fold, read_command, usable

# "visa årshjulet", "mina påminnelser", "next activity": a command's name as people say it.
IN_WORDS = re.compile(
    r"(?:(?:visa|se|[öo]ppna|show|open) )?(?:(?:mina|mitt|min|my|the) )?(?P<name>[\w-]+(?: [\w-]+)?)[?!. ]*",
    re.IGNORECASE,
)


# "Påminn mig i morgon om att ringa": a command that is told to do something for somebody.
FOR_ME = re.compile(
    r"(?:(?:kan du|snälla|please|can you) )?(?P<name>[\w-]+) (?P<args>(?:mig|oss|me|us)\b.*?)[?!. ]*", re.IGNORECASE
)


def respond(msg: Incoming, ctx: Context, router: Router, *, whole_forms: bool) -> Reply | None:
    """The answer to a message, or None when it is not for us to answer."""
    cleaned = clean(msg.text)
    values = {name: clean(value).text for name, value in msg.values.items()}
    msg = replace(msg, text=cleaned.text, values=values)
    ctx.menu = partial(menu_for, router, ctx)
    desk = Desk(msg, ctx, router, whole_forms)
    try:
        reply = choose(msg, ctx, router, desk)
    except UserError as refused:
        ctx.refused = True
        reply = Reply(Markup(str(refused)), private=True)
    if reply and reply.form and not reply.form.id:
        reply = desk.open(reply)
    notes = [ctx.say(key) for key, is_so in (("error.bidi", cleaned.turned), ("form.masked", ctx.masked)) if is_so]
    if reply and notes:
        reply = replace(reply, text=Markup("\n\n".join([*notes, reply.text])))
    return reply


def choose(msg: Incoming, ctx: Context, router: Router, desk: Desk) -> Reply | None:
    if msg.event:
        event = router.events.get(msg.event)
        return event.handler(msg, ctx) if event else None
    if msg.action:
        return press(msg, ctx, router, desk)
    if len(msg.text) > LONGEST:
        raise UserError(ctx.say("error.too_long", limit=LONGEST))
    if spoken := read_command(msg.text):
        # An adapter cuts off our own name: one that still stands there is another bot's.
        return None if spoken.bot else command(msg, ctx, router, spoken)
    if msg.private and (reply := desk.fill()):
        return reply
    if not (msg.text or msg.files):
        return Reply(ctx.say("error.empty"), private=True) if msg.private else None
    return question(msg, ctx, router)


def press(msg: Incoming, ctx: Context, router: Router, desk: Desk) -> Reply | None:
    """A button. What it carries may be forged or old, so the right to it is looked up now."""
    word, _, rest = msg.action.partition(":")
    if word == "form":
        return desk.press()
    route = router.actions.get(word)
    if route is None:
        raise UserError(ctx.say("error.old_button"))
    ctx.args = rest
    return call(route, msg, ctx)


def command(msg: Incoming, ctx: Context, router: Router, spoken: Spoken) -> Reply | None:
    route = router.commands.get(spoken.key)
    if route is None:
        return miss(msg, ctx, router, spoken)
    ctx.args = spoken.args if route.takes_code else covered(spoken.args, ctx)
    return call(route, msg, ctx)


def covered(words: str, ctx: Context) -> str:
    """Without personal and telephone numbers: what is said in one line is kept as well as what a form asks for."""
    text, found = mask(words)
    ctx.masked |= found
    return text


def miss(msg: Incoming, ctx: Context, router: Router, spoken: Spoken) -> Reply | None:
    """An unknown command: the one that was probably meant. In a group it may be for another bot."""
    near = router.nearest(spoken.key, usable(router, ctx.person if msg.private else None), sure=not msg.private)
    if near:
        return Reply(ctx.say("error.unknown_command_near", command=f"/{spoken.key}", guess=f"/{near.name}"))
    return Reply(ctx.say("error.unknown_command", command=f"/{spoken.key}")) if msg.private else None


def question(msg: Incoming, ctx: Context, router: Router) -> Reply | None:
    if route := in_words(msg.text, ctx, router) or for_me(msg.text, ctx, router):
        return call(route, msg, ctx)
    ctx.args = covered(msg.text, ctx)
    return router.question.handler(msg, ctx) if router.question else None


def in_words(text: str, ctx: Context, router: Router) -> Command | None:
    """The command that is asked for by its name alone, without a slash, if the asker may use it."""
    match = IN_WORDS.fullmatch(text.strip())
    route = router.commands.get(fold(match["name"].replace(" ", "-"))) if match else None
    return route if route and route.menu and may(ctx.person, route.needs) else None


def for_me(text: str, ctx: Context, router: Router) -> Command | None:
    """The command that is told as a verb, with what it is to do."""
    match = FOR_ME.fullmatch(" ".join(text.split()))
    route = router.commands.get(fold(match["name"])) if match else None
    if match is None or route is None or not route.is_verb:
        return None
    ctx.args = covered(match["args"], ctx)
    return route


def call(route: Command | Action, msg: Incoming, ctx: Context) -> Reply:
    if may(ctx.person, route.needs):
        return route.handler(msg, ctx)
    ctx.refused = True
    return Reply(ctx.say("error.not_allowed" if ctx.person else "error.members_only"), private=True)


def menu_for(router: Router, ctx: Context, private: bool) -> tuple[MenuEntry, ...]:  # noqa: FBT001
    """The commands that this person may use, with what each does; in a group only those open to everyone."""
    return entries(usable(router, ctx.person if private else None), ctx.texts)
