"""Plain words in a private chat: a question about what happens next, or about the plan."""

import re

from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Question
from handlers import activities, plans, start

# Words by which people ask for the next activity and not for the plan.
NEXT = re.compile(
    r"\b(?:nästa|nasta|härnäst|harnast|vad h[äa]nder|p[åa] g[åa]ng|next activity|what.s on|coming up|upcoming)\b",
    re.IGNORECASE,
)


GREETING = re.compile(
    r"(?:hej|hejsan|hallå|halla|tja|tjena|god ?(?:morgon|dag|kväll)|hi|hello)\b[\s!.]*$", re.IGNORECASE
)


def answer(msg: Incoming, ctx: Context) -> Reply:
    if GREETING.match(ctx.args):
        ctx.args = ""
        return start.start(msg, ctx)
    if NEXT.search(ctx.args):
        ctx.args = ""
        return activities.show_next(msg, ctx)
    return plans.ask(msg, ctx)


ROUTES = (Question(answer),)
