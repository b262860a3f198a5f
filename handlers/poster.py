"""The picture of an activity: sent by whoever arranges it, with what it says in words, and shown to who may see it."""

from bot.context import Context
from bot.errors import Faults, UserError
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.router import Action, Submit
from handlers import activity_view, arranged, detail_forms
from storage import posters
from storage.models import Activity, Poster
from storage.rights import Right

# The picture's words must be worth something to who cannot see it.
SHORTEST = 10


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`ACTIVITY`: the form, or what to do with the one that is there. `ACTIVITY:new`, `ACTIVITY:drop`."""
    number, _, verb = ctx.args.partition(":")
    activity = arranged.find(number, ctx)
    there = posters.of(ctx.session, activity)
    if verb == "drop":
        posters.hang(ctx.session, activity, None)
        gone = ctx.say("poster.dropped", title=activity.title)
        return Reply(gone, buttons=detail_forms.next_buttons(activity, ctx), private=True)
    if verb not in {"", "new"}:
        raise UserError(ctx.say("error.old_button"))
    return ask(activity, ctx) if there is None or verb == "new" else look(activity, there, ctx)


def look(activity: Activity, poster: Poster, ctx: Context) -> Reply:
    buttons = tuple(
        Button(ctx.label(f"poster.button.{verb}"), f"poster:{activity.id}:{verb}") for verb in ("new", "drop")
    )
    text = ctx.say("poster.shows", title=activity.title, alt=poster.alt)
    return Reply(text, buttons=buttons, pictures=(activity_view.picture(poster, ctx),), private=True)


def ask(activity: Activity, ctx: Context) -> Reply:
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
    form = Form("poster", title, fields, submit, intro=intro, ref=str(activity.id))
    return Reply(intro, form=form, private=True)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it. Once a form is handed in its id stands where a message's did.

    Raises:
        Faults: it is no picture that can be taken, or is not described.

    """
    activity = arranged.find(ctx.args, ctx)
    if len(msg.values["alt"]) < SHORTEST:
        raise Faults({"alt": ctx.label("poster.too_short")})
    upload = posters.sent(ctx.session, int(msg.message_id), msg.values["picture"])
    if upload is None or upload.refused:
        why = upload.refused if upload else "lost"
        raise Faults({"picture": ctx.label(f"poster.refused_{why}")})
    posters.put(ctx.session, activity, upload, alt=msg.values["alt"], now=ctx.now)
    poster = posters.of(ctx.session, activity)
    assert poster is not None
    said = ctx.say("poster.saved", title=activity.title)
    buttons = detail_forms.next_buttons(activity, ctx)
    return Reply(said, buttons=buttons, pictures=(activity_view.picture(poster, ctx),), private=True)


ROUTES = (
    Action("poster", press, needs=Right.USE),
    Submit("poster", save, needs=Right.USE, command="andra-aktivitet"),
)
