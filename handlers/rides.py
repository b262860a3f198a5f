"""Rides: whoever is responsible suggests who goes with whom; who it is they are told when both say yes."""

from collections.abc import Iterable, Iterator

from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action
from reminders.needs import called
from storage import access, branches, needs, participants, recipients, rides
from storage.models import Activity, Carpool, Member, Need
from storage.recipients import Recipient
from storage.rides import Pair
from storage.rights import Right

# So many pairs have a line and a button each.
MOST = 5


def suggestions(activities: Iterable[Activity], ctx: Context) -> tuple[list[Markup], list[Button]]:
    """A line for each pair that has agreed, and a line and a button for each that could, at what somebody is
    responsible for.
    """
    ids = [one.id for one in activities if one.id is not None]
    made = [line for one in ids for carpool in rides.of_activity(ctx.session, one) for line in together(carpool, ctx)]
    found = [pair for one in ids for pair in rides.suggested(ctx.session, one)][:MOST]
    buttons = [
        Button(
            ctx.label("rides.button.propose", rider=pair.rider.name, driver=pair.driver.name),
            f"pair:{pair.ride.id}:{pair.lift.id}",
        )
        for pair in found
    ]
    return [*made, *(line(pair, ctx) for pair in found)], buttons


def together(carpool: Carpool, ctx: Context) -> Iterator[Markup]:
    """Who goes with whom, when both have said so."""
    if rides.is_agreed(carpool):
        rider, driver = (ctx.session.get_one(Member, one) for one in (carpool.rider_id, carpool.driver_id))
        for member in (rider, driver):
            note(member, ctx, "need")
        yield ctx.say("rides.together", rider=rider.name, driver=driver.name)


def line(pair: Pair, ctx: Context) -> Markup:
    """Who could go with whom, and where each is from."""
    for member in (pair.rider, pair.driver):
        note(member, ctx, "need")
    names = {"rider": pair.rider.name, "driver": pair.driver.name}
    towns = {
        "rider_branch": branches.name(ctx.session, pair.rider.branch_id),
        "driver_branch": branches.name(ctx.session, pair.driver.branch_id),
    }
    return ctx.say("rides.pair", **names, **towns)


def note(member: Member, ctx: Context, what: str) -> None:
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject=member.ref, what=what, branch_id=member.branch_id)


def propose(_msg: Incoming, ctx: Context) -> Reply:
    """`RIDE:LIFT`: ask both. Whether it is theirs to do is looked up now."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    first, _, second = ctx.args.partition(":")
    one = needs.find(ctx.session, ctx.number(first), ctx.person.id, today=ctx.today)
    if one is None:
        return Reply(ctx.say("needs.over"), private=True)
    assert one.activity.id is not None
    carpool = rides.propose(ctx.session, one.activity.id, ctx.number(first), ctx.number(second), now=ctx.now)
    if carpool is None:
        return Reply(ctx.say("rides.over"), private=True)
    for member_id, word in ((carpool.rider_id, "rider"), (carpool.driver_id, "driver")):
        push(carpool, member_id, one.activity, word, ctx)
    return Reply(ctx.say("rides.proposed"), private=True)


def push(carpool: Carpool, member_id: int, activity: Activity, word: str, ctx: Context) -> None:
    """Ask one of them; the other is not named."""
    for to in reached(member_id, activity, ctx):
        voice = ctx.to(to.language)
        buttons = tuple(
            Button(voice.label(f"rides.button.{verb}"), f"ride:{carpool.id}:{verb}") for verb in ("yes", "no")
        )
        said = voice.say(f"rides.ask_{word}", what=called(activity, voice))
        ctx.push(to, Reply(said, buttons=buttons), key=f"ride:{carpool.id}:{word}")


def reached(member_id: int, activity: Activity, ctx: Context) -> list[Recipient]:
    """Where somebody is written to: in the app where they said that they come."""
    assert activity.id is not None
    said_on = participants.apps(ctx.session, activity.id)
    return recipients.people(ctx.session, [member_id], platforms=tuple(ctx.homes), said_on=said_on)


def answer(_msg: Incoming, ctx: Context) -> Reply:
    """`CARPOOL:yes` and `CARPOOL:no`, from one of the two."""
    assert ctx.person is not None
    refuse_frozen(ctx.session, UserError, ctx.texts)
    number, _, verb = ctx.args.partition(":")
    carpool = rides.find(ctx.session, ctx.number(number))
    if carpool is None or ctx.person.id not in {carpool.rider_id, carpool.driver_id} or not rides.is_open(carpool):
        return Reply(ctx.say("rides.over"), private=True)
    activity = ctx.session.get_one(Activity, ctx.session.get_one(Need, carpool.ride_id).activity_id)
    if verb not in {"yes", "no"}:
        raise UserError(ctx.say("error.old_button"))
    if activity.cancelled_at is not None or activity.starts_at <= ctx.now:
        return Reply(ctx.say("rides.over"), private=True)
    was_agreed = rides.is_agreed(carpool)
    rides.say(ctx.session, carpool, ctx.person.id, yes=verb == "yes", now=ctx.now)
    ctx.pushed = True
    if not rides.is_agreed(carpool):
        return Reply(ctx.say(f"rides.said_{verb}", what=called(activity, ctx)), private=True)
    if not was_agreed:
        tell(carpool, activity, ctx)
    return Reply(agreed(carpool, activity, ctx), private=True)


def tell(carpool: Carpool, activity: Activity, ctx: Context) -> None:
    """Who it is, to the one who had said yes before."""
    assert ctx.person is not None
    other = carpool.driver_id if ctx.person.id == carpool.rider_id else carpool.rider_id
    word = "driver" if other == carpool.driver_id else "rider"
    for to in reached(other, activity, ctx):
        voice = ctx.to(to.language)
        said = voice.say(f"rides.agreed_{word}", name=first_name(ctx.person.name), what=called(activity, voice))
        ctx.push(to, Reply(said), key=f"ride:{carpool.id}:agreed", about=ctx.person.id)


def agreed(carpool: Carpool, activity: Activity, ctx: Context) -> Markup:
    assert ctx.person is not None
    word, other = ("driver", carpool.rider_id) if ctx.person.id == carpool.driver_id else ("rider", carpool.driver_id)
    member = ctx.session.get_one(Member, other)
    note(member, ctx, "name")
    return ctx.say(f"rides.agreed_{word}", name=first_name(member.name), what=called(activity, ctx))


def first_name(name: str) -> str:
    return name.split(maxsplit=1)[0]


ROUTES = (
    Action("pair", propose, needs=Right.USE),
    Action("ride", answer, needs=Right.USE),
)
