"""Plain words in a private chat: a question about what happens next, or about the plan."""

import re

from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Question
from handlers import activities, plans, start
from handlers.meaning import spot

# Words by which people ask for the next activity and not for the plan.
NEXT = re.compile(
    r"\b(?:nästa|nasta|härnäst|harnast|vad h[äa]nder|p[åa] g[åa]ng|next|what.s on|coming up|upcoming)\b", re.IGNORECASE
)
# "When is the …?" asks for an activity if it is about a kind of activity.
WHEN = re.compile(r"\b(?:n[äa]r (?:[äa]r|blir|har)|when is|when are)\b", re.IGNORECASE)
GREETING = re.compile(
    r"(?:hej|hejsan|hallå|halla|tja|tjena|god ?(?:morgon|dag|kväll)|hi|hello)\b[\s!.]*$", re.IGNORECASE
)


def answer(msg: Incoming, ctx: Context) -> Reply:
    """A greeting, what happens next, or what the plan says: the first that it looks like."""
    said, ctx.args = ctx.args, ""
    if GREETING.match(said):
        return start.start(msg, ctx)
    if (about_next := NEXT.search(said)) or WHEN.search(said):
        wanted = spot(said, ctx)
        if about_next or wanted.kind:
            return activities.show(wanted, msg, ctx)
    ctx.args = said
    return plans.ask(msg, ctx)


ROUTES = (Question(answer),)
