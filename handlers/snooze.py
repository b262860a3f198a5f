"""The buttons under a reminder: once more in an hour, or tomorrow morning."""

from bot.context import Context
from bot.errors import UserError
from bot.messages import Incoming, Reply
from bot.router import Action
from bot.wording import moment
from reminders import snooze
from storage.rights import Right


def put_off(_msg: Incoming, ctx: Context) -> Reply:
    """`OCCURRENCE:CHOICE`. It may be forged: only who was given a reminder can have it once more."""
    assert ctx.person is not None
    number, _, choice = ctx.args.partition(":")
    if choice not in snooze.CHOICES:
        raise UserError(ctx.say("error.old_button"))
    occurrence = snooze.find(ctx, ctx.number(number), ctx.person.id)
    if occurrence is None:
        raise UserError(ctx.say("snooze.gone"))
    due_at = snooze.then(ctx, choice)
    if not snooze.is_useful(occurrence, due_at):
        raise UserError(ctx.say("snooze.too_late"))
    again = snooze.put_off(ctx, occurrence, ctx.person.id, due_at)
    said = moment(again.due_at, now=ctx.now, language=ctx.texts.language, zone=ctx.zone)
    return Reply(ctx.say(f"snooze.{again.became}", when=said), private=True)


ROUTES = (Action("snooze", put_off, needs=Right.USE),)
