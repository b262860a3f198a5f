"""Whoever arranges something has it shown in the organiser's groups, as a post that puts itself right."""

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button, Incoming, Reply
from bot.router import Action
from handlers import arranged
from storage import cards, recipients
from storage.models import Activity, Visibility
from storage.recipients import Recipient
from storage.rights import Right


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:yes]`: put it up. What is not for everyone is asked about first: who reads a group is not known."""
    number, _, word = ctx.args.partition(":")
    activity = arranged.find(number, ctx)
    if not cards.fits(activity, activity.branch_id):
        raise UserError(ctx.say("post.not_for_groups", title=activity.title))
    groups = recipients.groups(ctx.session, branch_id=activity.branch_id, platforms=tuple(ctx.homes))
    if not groups:
        return Reply(ctx.say("post.no_group"), private=True)
    if activity.visibility != Visibility.PUBLIC and word != "yes":
        return ask(activity, ctx)
    return put_up(activity, groups, ctx)


def ask(activity: Activity, ctx: Context) -> Reply:
    seen_by = ctx.label(f"visibility.{activity.visibility}")
    yes = Button(ctx.label("post.button.yes"), f"post:{activity.id}:yes")
    return Reply(ctx.say("post.ask", title=activity.title, visibility=seen_by), buttons=(yes,), private=True)


def put_up(activity: Activity, groups: list[Recipient], ctx: Context) -> Reply:
    assert activity.id is not None
    new = [
        cards.put_up(ctx.session, activity.id, platform=group.platform, chat=group.chat, now=ctx.now)
        for group in groups
    ]
    ctx.pushed = True
    key = "post.put_up" if any(new) else "post.there"
    return Reply(ctx.say(key, title=activity.title, n=sum(new)), private=True)


ROUTES = (Action("post", press, needs=Right.USE),)
