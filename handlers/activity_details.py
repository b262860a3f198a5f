"""More of an activity than what, when and where: what it is about, what to bring, whom to ask, who sees it."""

from collections.abc import Iterator, Mapping

from bot.context import Context
from bot.errors import Faults, UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from bot.router import Action, Submit
from handlers import activity_view, arranged, contact_person, detail_forms, plan_link, recurring
from handlers.detail_forms import OF_ORGANISER
from storage import following
from storage.following import Done
from storage.models import Activity, Series
from storage.rights import Right

# What is asked together: each part by itself, what a new one has not been asked yet, and all of it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("title", "kind", "place"),
    "about": ("description", "material", "accessibility", "how_to_join"),
    "contact": ("contact",),
    "plan": ("serves",),
    "seen": ("visibility",),
    "more": ("description", "material", "contact", "serves"),
    "all": (
        "title", "kind", "place", "description", "material", "accessibility", "how_to_join", "contact", "serves",
        "visibility",
    ),
}  # fmt: skip
OFFERED = ("name", "about", "contact", "plan", "seen", "all")
TEXTS = ("title", "place", "description", "material", "accessibility", "how_to_join")
# Columns that are what the answer is.
SAID = (*TEXTS, "kind", "visibility")
NAMED = (*TEXTS, "kind", "contact_id", "visibility")
# It stands in posts in groups, which have their limit.
LONGEST = 600


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY[:PART[:REACH]]`: what stands and what can be changed, or the form for that part; of what comes back
    after asking how far it reaches.
    """
    number, part, far = [*ctx.args.split(":"), "", ""][:3]
    activity = arranged.find(number, ctx)
    if not part:
        return look(activity, ctx)
    if part not in PARTS:
        raise UserError(ctx.say("error.old_button"))
    actions = f"details:{number}:{part}:this", f"details:{number}:{part}:following"
    if not far and (asked := recurring.reach(activity, "details", actions, ctx)):
        return asked
    found = recurring.following(activity, ctx) if far == "following" else None
    if part == "plan":
        return plan_link.look(activity, found, ctx)
    return detail_forms.ask(activity, PARTS[part], ctx, found)


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
    number, sequence, version = [*ctx.args.split(":"), "", ""][:3]
    activity = arranged.find(number, ctx)
    found = recurring.following(activity, ctx) if version else None
    if str(activity.sequence) != sequence or (found and following.version(found) != version):
        return look(activity, ctx, intro=ctx.say("details.changed_meanwhile"))
    known = {activity.contact_id, ctx.person.id if ctx.person else None}
    new = read(msg.values, activity, found, ctx)
    done = following.describe(ctx.session, activity, found, now=ctx.now, **new)
    ctx.pushed |= bool(done.changed)
    if "contact_id" in done.changed:
        contact_person.tell(activity, ctx, known=known)
    return confirm(activity, found, done, msg.values.get("serves", ""), ctx)


def read(
    said: Mapping[str, str], activity: Activity, found: Series | None, ctx: Context
) -> dict[str, str | int | None]:
    """The columns that the answers mean.

    Raises:
        Faults: one is too long, nobody is called so, or somebody who has signed up would not see it any more.

    """
    if len(said.get("description", "")) > LONGEST:
        raise Faults({"description": ctx.label("form.too_long", limit=LONGEST, length=len(said["description"]))})
    new: dict[str, str | int | None] = {name: said[name] for name in SAID if name in said}
    if said.keys() & OF_ORGANISER and not contact_person.may_choose(activity, ctx):
        raise UserError(ctx.say("error.not_allowed"))
    if "contact" in said:
        new["contact_id"] = contact_person.read(activity, said["contact"], said.get("contact_name", ""), ctx)
    if "visibility" in said:
        n = following.shut_out(ctx.session, activity, found, said["visibility"], now=ctx.now)
        if n:
            raise Faults({"visibility": str(ctx.say("details.shut_out", n=n))})
    return new


def confirm(activity: Activity, found: Series | None, done: Done, words: str, ctx: Context) -> Reply:
    """What is new, how many are told, and, where the plan was asked for, which passage it is."""
    names = ", ".join(ctx.label(f"details.named.{name}") for name in NAMED if name in done.changed)
    lines = [ctx.say("details.saved" if done.changed else "details.same", title=activity.title, what=names)]
    lines += [ctx.say("details.following", n=done.later)] if done.later else []
    lines += [ctx.say("details.told", n=len(done.placed))] if done.placed else []
    lines += [ctx.say("details.told_line", n=n)] if (n := len(done.told - done.placed)) else []
    if not words:
        lines += [Markup(), activity_view.whole(activity, ctx)]
        return Reply(Markup("\n".join(lines)), buttons=detail_forms.next_buttons(activity, ctx), private=True)
    offered = plan_link.offer(activity, found, words, ctx)
    text = Markup("\n".join([*(lines if done.changed else []), offered.text]))
    return Reply(text, buttons=offered.buttons, private=True)


ROUTES = (
    Action("details", press, needs=Right.USE),
    Submit("activity_details", save, needs=Right.USE, command="andra-aktivitet"),
)
