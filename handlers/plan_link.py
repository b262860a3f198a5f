"""What of the plan an activity carries out: found by words, and chosen among a few passages."""

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.rosters import shortened
from bot.router import Action
from handlers import activity_view, arranged, detail_forms, recurring
from handlers import plans as plan_pages
from storage import following, plans
from storage.library.outline import mended
from storage.models import Activity, Series
from storage.plans import Hit
from storage.rights import Right

# So many passages are offered, and so much of each is shown.
OFFERED, SHOWN = 5, 200


def offer(activity: Activity, found: Series | None, words: str, ctx: Context) -> Reply:
    """The passages that speak of it, a button for each; of one that comes back (`found`) for all from it on."""
    near = plans.search(ctx.session, words, limit=OFFERED).hits
    least = max([plan_pages.NEAR, *(plan_pages.CLOSE * hit.score for hit in near[:1])])
    hits = [hit for hit in near if hit.score >= least]
    again = Button(ctx.label("details.button.other_words"), action(activity, "ask", found))
    if not hits:
        return Reply(ctx.say("details.plan_silent", words=words), buttons=(again,), private=True)
    lines = [ctx.say("details.plan_which"), *(line(number, hit, ctx) for number, hit in enumerate(hits, 1))]
    buttons = [choice(number, hit, action(activity, hit.passage_id, found), ctx) for number, hit in enumerate(hits, 1)]
    return Reply(Markup("\n".join(lines)), buttons=(*buttons, again), private=True)


def action(activity: Activity, what: str | int, found: Series | None) -> str:
    return f"serves:{activity.id}:{what}" + (":following" if found else "")


def choice(number: int, hit: Hit, chosen: str, ctx: Context) -> Button:
    where = plan_pages.label(hit, ctx)
    return Button(ctx.label("details.button.passage", n=number, where=where), chosen)


def line(number: int, hit: Hit, ctx: Context) -> Markup:
    text = shortened(" ".join(mended(hit.text).split()), SHOWN)
    return ctx.say("details.plan_line", n=number, text=text, where=plan_pages.label(hit, ctx))


def look(activity: Activity, of_all: Series | None, ctx: Context) -> Reply:
    """What it carries out now, and the ways to change that."""
    found = [*activity_view.plan_line(activity, ctx)]
    if not found:
        return detail_forms.ask(activity, ("serves",), ctx, of_all)
    buttons = (
        *activity_view.plan_buttons(activity, ctx),
        Button(ctx.label("details.button.other_passage"), action(activity, "ask", of_all)),
        Button(ctx.label("details.button.no_passage"), action(activity, "none", of_all)),
    )
    return Reply(found[0], buttons=buttons, private=True)


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY:PASSAGE[:following]`, or `ask` or `none` for the passage. It may be forged: any passage may be read by
    anyone.
    """
    number, word, far = [*ctx.args.split(":"), "", ""][:3]
    activity = arranged.find(number, ctx)
    found = recurring.following(activity, ctx) if far else None
    if word == "ask":
        return detail_forms.ask(activity, ("serves",), ctx, found)
    hit = None if word == "none" else plans.passage(ctx.session, ctx.number(word))
    if hit is None and word != "none":
        return Reply(ctx.say("error.old_button"), private=True)
    later = following.link(ctx.session, activity, found, hit.passage_id if hit else None, now=ctx.now)
    said = [ctx.say("details.plan_set" if hit else "details.plan_unset", title=activity.title)]
    said += [ctx.say("details.following", n=later)] if later else []
    text = Markup("\n".join([*said, Markup(), activity_view.whole(activity, ctx)]))
    buttons = (*activity_view.plan_buttons(activity, ctx), *detail_forms.next_buttons(activity, ctx))
    return Reply(text, buttons=buttons, private=True)


ROUTES = (Action("serves", press, needs=Right.USE),)
