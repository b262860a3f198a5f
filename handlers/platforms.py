"""What a platform itself tells: a group moved or is lost, somebody wants no messages, a token is revoked."""

from collections.abc import Iterable
from datetime import datetime

from bot.context import Context
from bot.messages import Incoming, Reply
from bot.router import Event
from bot.texts import Texts, texts
from bot.wording import day, span
from storage import branches, cards, chats, elsewhere, outbox
from storage.members import Contact, Person
from storage.models import Role
from storage.recipients import QUIET, Recipient

MENDERS = (Role.TECHNICIAN, Role.OMBUDSPERSON)


def follow(msg: Incoming, ctx: Context) -> None:
    """A group has a new id: everything that pointed to the old one follows."""
    where = {"platform": msg.address.platform, "old": msg.address.chat, "new": msg.text}
    chats.move(ctx.session, **where)
    outbox.move(ctx.session, **where)
    cards.move(ctx.session, **where)


def lose(msg: Incoming, ctx: Context) -> None:
    """A chat cannot be reached: a group's is told to the ombudsperson, a person's is left in peace."""
    platform, chat = msg.address.platform, msg.address.chat
    leave_in_peace(ctx, platform, chat, "lost")
    group = chats.lose(ctx.session, platform=platform, chat=chat, now=ctx.now)
    if group:
        name = branches.name(ctx.session, group.branch_id) or group.title
        tell(ctx, (Role.OMBUDSPERSON,), "trouble.group_lost", key=f"lost:{platform}:{chat}:{ctx.now}", branch=name,
             platform=platform)  # fmt: skip


def leave_in_peace(ctx: Context, platform: str, chat: str, why: str) -> None:
    """Nothing more goes there. What waited for a person goes to their other app, if they have one."""
    if elsewhere.lose(ctx.session, platform=platform, chat=chat, now=ctx.now, why=why, platforms=list(ctx.homes)):
        ctx.pushed = True


def regain(msg: Incoming, ctx: Context) -> None:
    """We are in the group again, or the person lets us write again."""
    chats.regain(ctx.session, platform=msg.address.platform, chat=msg.address.chat)
    chats.unmute(ctx.session, platform=msg.address.platform, chat=msg.address.chat)


def mute(msg: Incoming, ctx: Context) -> None:
    leave_in_peace(ctx, msg.address.platform, msg.address.chat, "blocked")


def farewell(ctx: Context, apps: Iterable[Contact], *, here: str) -> list[Recipient]:
    """Where a last word is read: not in the app that they write in. It names no member, since they are nobody to us."""
    there = [one for one in apps if one.platform in ctx.homes and one.platform != here]
    return [Recipient("", one.platform, one.chat, one.language, QUIET) for one in there]


def refuse(_msg: Incoming, ctx: Context) -> Reply:
    """A guest of the workspace, or somebody from another one, is told nothing about members."""
    return Reply(ctx.say("outsider.refusal"), private=True)


def slow_down(_msg: Incoming, ctx: Context) -> Reply:
    return Reply(ctx.say("error.hurry"), private=True)


def raise_alarm(msg: Incoming, ctx: Context) -> None:
    """A platform does not work: whoever can mend it is told, on the platforms that do."""
    platform = msg.address.platform
    # Slack tells twice that the app is removed; a day later it is worth saying again.
    key = f"trouble:{platform}:{msg.text}:{ctx.today}"
    tell(ctx, MENDERS, f"trouble.{msg.text}", key=key, avoid=platform, platform=platform)


def report_absence(ctx: Context, *, since: datetime, lost: datetime | None, platform: str = "telegram") -> None:
    """The bot was away; `lost` is before when what was written on the platform did not come through."""
    key = f"away:{since}"
    if lost:
        tell(ctx, MENDERS, "trouble.away_lost", key=key, since=since, until=ctx.now, lost=lost, platform=platform)
    else:
        tell(ctx, MENDERS, "trouble.away", key=key, since=since, until=ctx.now)


def report_restored(ctx: Context) -> None:
    """An older copy of the database was restored: nothing goes out by itself until somebody has looked."""
    tell(ctx, MENDERS, "trouble.restored", key=f"restored:{ctx.now}")


def tell(
    ctx: Context,
    roles: tuple[Role, ...],
    text: str,
    *,
    key: str,
    avoid: str = "",
    about: Person | None = None,
    batch: str = "",
    **values: str | datetime,
) -> None:
    """Write to everyone who holds one of the roles, each in their own language: moments, and a platform's name, too.

    Not to whom it is `about`.
    """
    number = about.id if about else None
    for to in ctx.holders(*roles):
        if to.platform == avoid or to.member_id == number:
            continue
        said = texts(to.language)
        named = {name: shown(ctx, value, said) for name, value in values.items()}
        if "platform" in named:
            named["platform"] = said.label(f"platform.{named['platform']}")
        ctx.push(to, Reply(said.say(text, **named)), key=key, batch=batch, about=number)


def shown(ctx: Context, value: str | datetime, said: Texts) -> str:
    """A moment by its day and hour; words as they are."""
    if isinstance(value, str):
        return value
    on = day(value.astimezone(ctx.zone).date(), today=ctx.today, language=said.language)
    return said.label("dates.with_hours", day=on, hours=span(value, None, language=said.language, zone=ctx.zone))


ROUTES = (
    Event("moved", follow),
    Event("lost", lose),
    Event("back", regain),
    Event("blocked", mute),
    Event("outsider", refuse),
    Event("hurry", slow_down),
    Event("trouble", raise_alarm),
)
