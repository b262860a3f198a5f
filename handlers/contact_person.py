"""Whoever is responsible for an activity: chosen among those whose names one may see, and told."""

from collections.abc import Collection, Iterator

from bot.context import Context
from bot.errors import Faults
from bot.messages import Button, Choice, Field, Reply
from handlers.roles import called_so
from storage import branches, contacts, members, networks, posts, recipients
from storage.branches import fold
from storage.models import Activity, Member, Role
from storage.rights import Right, allowed, plans

# Whose posts make them likely: names that everyone in the branch, or everyone in the district, can see in /roller.
OF_BRANCH = (Role.CHAIR, Role.DEPUTY, Role.CONTACT)
OF_DISTRICT = (Role.OMBUDSPERSON, Role.EXECUTIVE)
MOST = 8
ME, OTHER, NOBODY = "me", "other", "none"


def may_choose(activity: Activity, ctx: Context) -> bool:
    """Whoever plans for the organiser; who is responsible hands that on to nobody."""
    return plans(ctx.person, activity.branch_id, activity.network_id)


def fields(activity: Activity, ctx: Context) -> tuple[Field, ...]:
    """Who it is, and, where they may know everybody's, the name of somebody else."""
    now = standing(activity, ctx)
    hint = ctx.label("details.hint.contact_now", name=now[0].label) if now else ""
    found = Field(
        "contact", ctx.label("details.label.contact"), kind="choice", hint=hint, choices=tuple(choices(activity, ctx)),
        value=now[0].value if now else "",
    )  # fmt: skip
    if not may_name(activity, ctx):
        return (found,)
    hint = ctx.label("details.hint.contact_name")
    return found, Field("contact_name", ctx.label("details.label.contact_name"), hint=hint, optional=True)


def standing(activity: Activity, ctx: Context) -> list[Choice]:
    """Who it is now, as one of the choices."""
    assert ctx.person is not None
    contact = contacts.contact(ctx.session, activity)
    if contact is None:
        return []
    if contact.id == ctx.person.id:
        return [Choice(ctx.label("details.choice.me"), ME)]
    return [Choice(contact.name, f"m{contact.id}")]


def choices(activity: Activity, ctx: Context) -> Iterator[Choice]:
    assert ctx.person is not None
    named = {choice.value: choice.label for choice in standing(activity, ctx) if choice.value != ME}
    named |= {f"m{number}": name for number, name in likely(activity, ctx).items() if number != ctx.person.id}
    yield Choice(ctx.label("details.choice.me"), ME)
    yield from (Choice(name, value) for value, name in list(named.items())[:MOST])
    if may_name(activity, ctx):
        yield Choice(ctx.label("details.choice.other"), OTHER)
    yield Choice(ctx.label("details.choice.nobody"), NOBODY)


def likely(activity: Activity, ctx: Context) -> dict[int, str]:
    """Those who look after the organiser, by their ids."""
    if activity.network_id is not None:
        return {one.id: one.name for one in networks.conveners(ctx.session, activity.network_id) if one.id is not None}
    held = posts.lasting(ctx.session, today=ctx.today)
    wanted = OF_DISTRICT if activity.branch_id is None else OF_BRANCH
    theirs = [one for one in held if one.branch_id == activity.branch_id and one.role in wanted]
    return {one.member_id: one.name for one in theirs if one.first_day <= ctx.today}


def may_name(activity: Activity, ctx: Context) -> bool:
    """Whether they know who the members are: the branch's or the district's by their post, their own network's."""
    if activity.network_id is not None:
        return plans(ctx.person, None, activity.network_id)
    return allowed(ctx.person, Right.MEMBERS, activity.branch_id)


def read(activity: Activity, choice: str, name: str, ctx: Context) -> int | None:
    """The member's id; None for nobody. A name that was written says more than what was chosen.

    Raises:
        Faults: nobody of that name is known to them, or several.

    """
    assert ctx.person is not None
    if choice == OTHER or name:
        return by_name(activity, name, ctx)
    if choice == ME:
        return ctx.person.id
    if choice == NOBODY:
        return None
    number = int(choice.removeprefix("m"))
    if members.known(ctx.session, number, today=ctx.today) is None:
        raise Faults({"contact": ctx.label("details.contact_gone")})
    return number


def by_name(activity: Activity, name: str, ctx: Context) -> int | None:
    found = called_so(fold(name), everyone(activity, ctx)) if fold(name) and may_name(activity, ctx) else []
    if len(found) != 1:
        raise Faults({"contact_name": ctx.label("details.contact_several" if found else "details.contact_nobody")})
    return found[0].id


def everyone(activity: Activity, ctx: Context) -> list[Member]:
    """The members of whoever arranges it."""
    if activity.network_id is not None:
        return networks.people(ctx.session, activity.network_id)
    if activity.branch_id is not None:
        return members.present(ctx.session, activity.branch_id)
    return [one for branch in branches.listed(ctx.session) for one in members.present(ctx.session, branch.id or 0)]


def tell(activity: Activity, ctx: Context, *, known: Collection[int | None]) -> None:
    """Whoever is responsible now and did not know it: that their name stands there, and what they can do."""
    contact = contacts.contact(ctx.session, activity)
    if contact is None or contact.id is None or contact.id in known:
        return
    for to in recipients.people(ctx.session, [contact.id], platforms=ctx.homes.keys()):
        voice = ctx.to(to.language)
        text = voice.say("details.contact_told", title=activity.title)
        button = Button(voice.label("details.button.look"), f"change:{activity.id}")
        ctx.push(to, Reply(text, buttons=(button,)), key=f"contact:{activity.id}:{ctx.now.isoformat()}")
