"""More of an activity than what, when and where: what it is about, what to bring, whom to ask, who sees it."""

from collections.abc import Iterator, Mapping

from bot.context import Context
from bot.errors import Faults, UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Submit
from handlers import activity_view, arranged, contact_person, detail_forms, plan_link
from handlers.detail_forms import OF_ORGANISER
from storage import details
from storage.models import Activity
from storage.rights import Right

# What is asked together: each part by itself, what a new one has not been asked yet, and all of it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("title", "place"),
    "about": ("description", "material", "accessibility", "how_to_join"),
    "contact": ("contact",),
    "plan": ("serves",),
    "seen": ("visibility",),
    "more": ("description", "material", "contact", "serves"),
    "all": (
        "title", "place", "description", "material", "accessibility", "how_to_join", "contact", "serves", "visibility",
    ),
}  # fmt: skip
OFFERED = ("name", "about", "contact", "plan", "seen", "all")
TEXTS = ("title", "place", "description", "material", "accessibility", "how_to_join")
NAMED = (*TEXTS, "contact_id", "visibility")
# It stands in posts in groups, which have their limit.
LONGEST = 600


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:PART]`: what stands and what can be changed, or the form for that part."""
    number, _, part = ctx.args.partition(":")
    activity = arranged.find(number, ctx)
    if not part:
        return look(activity, ctx)
    if part == "plan":
        return plan_link.look(activity, ctx)
    if part not in PARTS:
        raise UserError(ctx.say("error.old_button"))
    return detail_forms.ask(activity, PARTS[part], ctx)


def look(activity: Activity, ctx: Context, *, intro: Markup | None = None) -> Reply:
    lines = [intro or ctx.say("details.which"), Markup(), activity_view.whole(activity, ctx)]
    return Reply(Markup("\n".join(lines)), buttons=tuple(part_buttons(activity, ctx)), private=True)


def part_buttons(activity: Activity, ctx: Context) -> Iterator[Button]:
    for part in OFFERED:
        if detail_forms.asked(activity, PARTS[part], ctx):
            yield Button(ctx.label(f"details.button.{part}"), f"details:{activity.id}:{part}")
    yield Button(ctx.label("details.button.picture"), f"poster:{activity.id}")


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep what is new. The right to it is looked at again, and whether somebody else has changed it meanwhile."""
    number, _, sequence = ctx.args.partition(":")
    activity = arranged.find(number, ctx)
    if str(activity.sequence) != sequence:
        return look(activity, ctx, intro=ctx.say("details.changed_meanwhile"))
    known = {activity.contact_id, ctx.person.id if ctx.person else None}
    changed = details.describe(ctx.session, activity, now=ctx.now, **read(msg.values, activity, ctx))
    told = details.relocate(ctx.session, activity, now=ctx.now) if "place" in changed else set()
    ctx.pushed |= bool(changed)
    if "contact_id" in changed:
        contact_person.tell(activity, ctx, known=known)
    return confirm(activity, changed, len(told), msg.values.get("serves", ""), ctx)


def read(said: Mapping[str, str], activity: Activity, ctx: Context) -> dict[str, str | int | None]:
    """The columns that the answers mean.

    Raises:
        Faults: one is too long, nobody is called so, or somebody who has signed up would not see it any more.

    """
    if len(said.get("description", "")) > LONGEST:
        raise Faults({"description": ctx.label("form.too_long", limit=LONGEST, length=len(said["description"]))})
    found: dict[str, str | int | None] = {name: said[name] for name in TEXTS if name in said}
    if said.keys() & OF_ORGANISER and not contact_person.may_choose(activity, ctx):
        raise UserError(ctx.say("error.not_allowed"))
    if "contact" in said:
        found["contact_id"] = contact_person.read(activity, said["contact"], said.get("contact_name", ""), ctx)
    if "visibility" in said:
        found["visibility"] = said["visibility"]
        if n := details.shut_out(ctx.session, activity, said["visibility"]):
            raise Faults({"visibility": str(ctx.say("details.shut_out", n=n))})
    return found


def confirm(activity: Activity, changed: set[str], told: int, words: str, ctx: Context) -> Reply:
    """What is new, how many are told, and, where the plan was asked for, which passage it is."""
    names = ", ".join(ctx.label(f"details.named.{name}") for name in NAMED if name in changed)
    lines = [ctx.say("details.saved" if changed else "details.same", title=activity.title, what=names)]
    lines += [ctx.say("details.told", n=told)] if told else []
    if not words:
        lines += [Markup(), activity_view.whole(activity, ctx)]
        return Reply(Markup("\n".join(lines)), buttons=detail_forms.next_buttons(activity, ctx), private=True)
    offered = plan_link.offer(activity, words, ctx)
    text = Markup("\n".join([*(lines if changed else []), offered.text]))
    return Reply(text, buttons=offered.buttons, private=True)


ROUTES = (
    Action("details", press, needs=Right.USE),
    Submit("activity_details", save, needs=Right.USE, command="andra-aktivitet"),
)
