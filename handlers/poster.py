"""The picture of an activity: sent by whoever arranges it, with what it says in words, and shown to who may see it."""

from collections.abc import Iterator

from bot.context import Context
from bot.errors import Faults, UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.router import Action, Submit
from handlers import activity_view, arranged, detail_forms, recurring
from storage import following, posters
from storage.models import Activity, Poster
from storage.rights import Right

# The picture's words must be worth something to who cannot see it.
SHORTEST = 10
FOLLOWING = "following"


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY`: the form, or what to do with the one that is there. `ACTIVITY:new[:REACH]`, `ACTIVITY:drop[:REACH]`:
    of what comes back after asking how far it reaches.
    """
    number, verb, far = [*ctx.args.split(":"), "", ""][:3]
    activity = arranged.find(number, ctx)
    there = posters.of(ctx.session, activity)
    if verb not in {"", "new", "drop"}:
        raise UserError(ctx.say("error.old_button"))
    if there is not None and not verb:
        return look(activity, there, ctx)
    actions = f"poster:{number}:{verb or 'new'}:this", f"poster:{number}:{verb or 'new'}:following"
    if not far and (asked := recurring.reach(activity, "details", actions, ctx)):
        return asked
    return drop(activity, far, ctx) if verb == "drop" else ask(activity, far, ctx)


def drop(activity: Activity, far: str, ctx: Context) -> Reply:
    posters.hang(ctx.session, activity, None)
    lines = [ctx.say("poster.dropped", title=activity.title), *spread(activity, far, ctx)]
    buttons = detail_forms.next_buttons(activity, ctx)
    return Reply(Markup("\n".join(lines)), buttons=buttons, private=True)


def spread(activity: Activity, far: str, ctx: Context) -> Iterator[Markup]:
    """All after it have the same picture as it now, or none, where that was meant; how many those are is told."""
    if far != FOLLOWING:
        return
    found = recurring.following(activity, ctx)
    done = following.describe(ctx.session, activity, found, now=ctx.now, poster_id=activity.poster_id)
    posters.forget_unused(ctx.session)
    if done.later:
        yield ctx.say("details.following", n=done.later)


def look(activity: Activity, poster: Poster, ctx: Context) -> Reply:
    buttons = tuple(
        Button(ctx.label(f"poster.button.{verb}"), f"poster:{activity.id}:{verb}") for verb in ("new", "drop")
    )
    text = ctx.say("poster.shows", title=activity.title, alt=poster.alt)
    return Reply(text, buttons=buttons, pictures=(activity_view.picture(activity, poster, ctx),), private=True)


def ask(activity: Activity, far: str, ctx: Context) -> Reply:
    """The words first: the file comes last, so that it is kept no longer than it must be."""
    fields = (
        Field("alt", ctx.label("poster.label.alt"), hint=ctx.label("poster.hint.alt")),
        # Its answer is the file's id, in which a run of digits is nobody's number.
        Field(
            "picture", ctx.label("poster.label.picture"), "file", hint=ctx.label("poster.hint.picture"), numbers=True
        ),
    )
    intro = ctx.say("poster.intro", title=activity.title)
    title, submit = ctx.label("poster.form_title"), ctx.label("form.button.save")
    form = Form("poster", title, fields, submit, intro=intro, ref=f"{activity.id}:{far}")
    return Reply(intro, form=form, private=True)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it. Once a form is handed in its id stands where a message's did.

    Raises:
        Faults: it is no picture that can be taken, or is not described.

    """
    number, _, far = ctx.args.partition(":")
    activity = arranged.find(number, ctx)
    if len(msg.values["alt"]) < SHORTEST:
        raise Faults({"alt": ctx.label("poster.too_short")})
    upload = posters.sent(ctx.session, int(msg.message_id), msg.values["picture"])
    if upload is None or upload.refused:
        why = upload.refused if upload else "lost"
        raise Faults({"picture": ctx.label(f"poster.refused_{why}")})
    posters.put(ctx.session, activity, upload, alt=msg.values["alt"], now=ctx.now)
    poster = posters.of(ctx.session, activity)
    assert poster is not None
    said = Markup("\n".join([ctx.say("poster.saved", title=activity.title), *spread(activity, far, ctx)]))
    buttons = detail_forms.next_buttons(activity, ctx)
    return Reply(said, buttons=buttons, pictures=(activity_view.picture(activity, poster, ctx),), private=True)


ROUTES = (
    Action("poster", press, needs=Right.USE),
    Submit("poster", save, needs=Right.USE, command="andra-aktivitet"),
)
