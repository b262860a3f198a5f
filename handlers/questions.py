"""Plain words in a private chat: a question about what happens next, or about the plan."""

import re

from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Question
from handlers import activities, help, plans, start  # noqa: A004
from handlers.meaning import spot

# Words by which people ask for the next activity and not for the plan.
NEXT = re.compile(
    r"\b(?:nästa|nasta|härnäst|harnast|vad h[äa]nder|p[åa] g[åa]ng|next|what.s on|coming up|upcoming)\b", re.IGNORECASE
)
# "When is the …?" asks for an activity if it is about a kind of activity.
WHEN = re.compile(r"\b(?:n[äa]r (?:[äa]r|blir|har)|when is|when are)\b", re.IGNORECASE)
HELP = re.compile(
    r"(?:hj[äa]lp(?: mig)?|help(?: me)?|vem [äa]r du|vad (?:kan|g[öo]r) du(?: g[öo]ra)?|who are you|what can you do)"
    r"\b[\s?!.]*$",
    re.IGNORECASE,
)
THANKS = re.compile(r"(?:tack|tackar|thanks|thank you|ok|okej|okay|bra|toppen|👍\S*)\b[\s!.]*$|👍\S*$", re.IGNORECASE)
GREETING = re.compile(
    r"(?:hej|hejsan|hallå|halla|tja|tjena|god ?(?:morgon|dag|kväll)|hi|hello)\b[\s!.]*$", re.IGNORECASE
)


def answer(msg: Incoming, ctx: Context) -> Reply:
    """A greeting, a cry for help, thanks, what happens next, or what the plan says: the first that it looks like."""
    said, ctx.args = ctx.args, ""
    if GREETING.match(said):
        return start.start(msg, ctx)
    if HELP.match(said):
        return help.show_help(msg, ctx)
    if THANKS.match(said):
        return Reply(ctx.say("help.thanks"), private=True)
    if (about_next := NEXT.search(said)) or WHEN.search(said):
        wanted = spot(said, ctx)
        if about_next or wanted.kind:
            return activities.show(wanted, msg, ctx)
    ctx.args = said
    return plans.ask(msg, ctx)


ROUTES = (Question(answer),)
