"""Activities in people's own calendars: one as a file."""

from bot.agenda import file_of
from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Action
from handlers.signups import theirs
from storage import calendars


def give_file(_msg: Incoming, ctx: Context) -> Reply:
    """One activity as a file that the telephone puts into its calendar."""
    activity = theirs(ctx.args, ctx)
    turns = calendars.turns(ctx.session, ctx.person.id, now=ctx.now) if ctx.person else ()
    file = file_of(activity, ctx, turns=turns)
    return Reply(ctx.say("calendar.given", title=activity.title), pictures=(file,), private=True)


ROUTES = (Action("ics", give_file),)
