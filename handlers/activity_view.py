"""One activity with all that is known of it, as far as it is for whoever looks."""

from collections.abc import Iterator

from bot.cards import card
from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Picture
from bot.rosters import shortened
from handlers import plans as plan_pages
from storage import activities, contacts, plans, posters
from storage.library.outline import mended
from storage.models import Activity, Poster

# So much of a passage stands with an activity; a button shows the rest.
PASSAGE = 160


def whole(activity: Activity, ctx: Context) -> Markup:
    """The card with what it is about, whom to ask (for members) and what of the plan it carries out."""
    shown = card(activities.shown(ctx.session, activity), ctx, whole=True)
    return Markup("\n".join([shown, *contact_line(activity, ctx), *plan_line(activity, ctx)]))


def contact_line(activity: Activity, ctx: Context) -> Iterator[Markup]:
    """That somebody is in the party is told to nobody outside it."""
    contact = contacts.contact(ctx.session, activity) if ctx.person else None
    if contact is not None:
        yield ctx.say("activity.contact", name=contact.name)


def plan_line(activity: Activity, ctx: Context) -> Iterator[Markup]:
    hit = plans.passage(ctx.session, activity.serves) if activity.serves is not None else None
    if hit is not None:
        text = shortened(" ".join(mended(hit.text).split()), PASSAGE)
        yield ctx.say("activity.serves", text=text, where=plan_pages.label(hit, ctx))


def pictures(activity: Activity, ctx: Context) -> tuple[Picture, ...]:
    """Its poster, where it has one; what it shows stands in words with it."""
    poster = posters.of(ctx.session, activity)
    return (picture(activity, poster, ctx),) if poster else ()


def picture(activity: Activity, poster: Poster, ctx: Context) -> Picture:
    name = f"{ctx.label('poster.label.file')}-{activity.id}.jpg"
    return Picture(name, "image/jpeg", poster.content, alt=poster.alt)


def plan_buttons(activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """To read the passage as it stands in the plan."""
    if activity.serves is None:
        return ()
    return (Button(ctx.label("activity.button.plan"), f"plan:{activity.serves}"),)
