"""`/plan`, and plain questions: what the plan says of something, word for word, or that it says nothing."""

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup, quote
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Command
from storage import plans
from storage.library.front import short_name
from storage.library.outline import mended
from storage.plans import Hit

LONGEST = 500  # characters in a question
LABEL = 40
NEAR = 0.35  # a score from here on is worth a look though it is no answer
CLOSE = 0.5  # of the best score: worth a button beside it


def ask(_msg: Incoming, ctx: Context) -> Reply:
    """Answer the question in `ctx.args`."""
    if not ctx.args:
        return Reply(ctx.say("plan.how"))
    if len(ctx.args) > LONGEST:
        raise UserError(ctx.say("plan.too_long", limit=LONGEST))
    answer = plans.search(ctx.session, ctx.args)
    if not answer.answered:
        return silent([hit for hit in answer.hits if hit.score >= NEAR], ctx)
    best, *others = answer.hits
    return Reply(shown(best, ctx), buttons=buttons([hit for hit in others if hit.score >= CLOSE * best.score], ctx))


def silent(near: list[Hit], ctx: Context) -> Reply:
    """The plan says nothing of it; what lies near stays behind buttons, so that nobody takes it for an answer."""
    if near:
        return Reply(ctx.say("plan.silent_near"), buttons=buttons(near[:2], ctx))
    return Reply(ctx.say("plan.silent" if plans.listed(ctx.session) else "plan.none"))


def more(_msg: Incoming, ctx: Context) -> Reply:
    """The passage behind a button. The action may be forged: any passage may be read by anyone."""
    found = plans.passage(ctx.session, ctx.number(ctx.args))
    if found is None:
        raise UserError(ctx.say("error.old_button"))
    return Reply(shown(found, ctx))


def shown(hit: Hit, ctx: Context) -> Markup:
    """The quotation, then where it stands and whether it is decided."""
    lines = [quote(mended(hit.text)), source(hit, ctx), ctx.say(f"plan.status.{hit.status}"), place(hit, ctx)]
    return Markup("\n".join(line for line in lines if line))


def place(hit: Hit, ctx: Context) -> Markup:
    """The numbered paragraph and the heading, as far as the plan has them."""
    names = [name for name, there in (("para", hit.para is not None), ("heading", hit.heading)) if there]
    return ctx.say(f"plan.{'_'.join(names)}", para=hit.para, heading=hit.heading) if names else Markup()


def source(hit: Hit, ctx: Context) -> Markup:
    """The plan's title, and its organisation and years where the title leaves them out."""
    years = hit.years.replace("-", "–")
    missing = [part for part in (hit.organisation, years) if part and part.casefold() not in hit.title.casefold()]
    return ctx.say("plan.source", plan=", ".join([hit.title, *missing]))


def buttons(hits: list[Hit], ctx: Context) -> tuple[Button, ...]:
    return tuple(Button(label(hit, ctx), f"plan:{hit.passage_id}") for hit in hits)


def label(hit: Hit, ctx: Context) -> str:
    """«Östergötland 2017 – Barnpassning», cut to what a button holds."""
    plan = " ".join(part for part in (short_name(hit.organisation), hit.years.replace("-", "–")) if part) or hit.title
    place = hit.heading.rpartition(" › ")[2] or (ctx.label("plan.label.para", para=hit.para) if hit.para else "")
    full = " – ".join(part for part in (plan, place) if part)
    return full if len(full) <= LABEL else full[: LABEL - 1].rstrip(" –-,") + "…"


ROUTES: tuple[Command | Action, ...] = (Command("plan", ask), Action("plan", more))
