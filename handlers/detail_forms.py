"""The form for more of an activity: what it asks whom, with what stands there now."""

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button, Field, FieldKind, Form, Reply
from handlers import contact_person, new_activity
from storage import following
from storage.models import Activity, Series

# Only whoever plans for the organiser says these.
OF_ORGANISER = {"contact", "visibility"}
NEEDED = {"title", "place"}
KINDS: dict[str, FieldKind] = {"description": "paragraph"}


def next_buttons(activity: Activity, ctx: Context) -> tuple[Button, ...]:
    """On to the rest of it."""
    change = Button(ctx.label("details.button.change"), f"details:{activity.id}")
    return change, Button(ctx.label("shifts.button.open"), f"shifts:{activity.id}")


def asked(activity: Activity, names: tuple[str, ...], ctx: Context) -> tuple[str, ...]:
    """Those of the questions that are theirs to answer."""
    if contact_person.may_choose(activity, ctx):
        return names
    return tuple(name for name in names if name not in OF_ORGANISER)


def ask(activity: Activity, names: tuple[str, ...], ctx: Context, found: Series | None = None) -> Reply:
    """The form for these, with what stands there now, of it alone or (with its series) of all from it on. It remembers
    the state that it was made from.
    """
    theirs = asked(activity, names, ctx)
    if not theirs:
        raise UserError(ctx.say("error.not_allowed"))
    intro = ctx.say("details.intro_following" if found else "details.intro", title=activity.title)
    now = following.as_all(activity, found) if found else activity
    fields = tuple(field for name in theirs for field in fields_of(name, now, ctx))
    title, submit = ctx.label("details.form_title"), ctx.label("form.button.save")
    ref = f"{activity.id}:{activity.sequence}" + (f":{following.version(found)}" if found else "")
    return Reply(intro, form=Form("activity_details", title, fields, submit, intro=intro, ref=ref), private=True)


def fields_of(name: str, activity: Activity, ctx: Context) -> tuple[Field, ...]:
    match name:
        case "contact":
            return contact_person.fields(activity, ctx)
        case "kind":
            return (kind_field(activity, ctx),)
        case "visibility":
            return (visibility_field(activity, ctx),)
        case "serves":
            hint = ctx.label("details.hint.serves")
            return (Field("serves", ctx.label("details.label.serves"), hint=hint, optional=True),)
    group = "details" if name in {"description", "material"} else "new_activity"
    label, hint = ctx.label(f"{group}.label.{name}"), ctx.label(f"{group}.hint.{name}")
    value: str = getattr(activity, name)
    return (Field(name, label, KINDS.get(name, "line"), hint=hint, optional=name not in NEEDED, value=value),)


def kind_field(activity: Activity, ctx: Context) -> Field:
    hint = ctx.label("details.hint.kind_now", kind=ctx.label(f"kind.{activity.kind}"))
    label = ctx.label("new_activity.label.kind")
    return Field("kind", label, kind="choice", hint=hint, choices=new_activity.kinds(ctx), value=activity.kind)


def visibility_field(activity: Activity, ctx: Context) -> Field:
    of_branch, of_network = activity.branch_id is not None, activity.network_id is not None
    choices = new_activity.visibilities(ctx, of_branch=of_branch, of_network=of_network)
    hint = ctx.label("details.hint.visibility_now", visibility=ctx.label(f"visibility.{activity.visibility}"))
    label = ctx.label("new_activity.label.visibility")
    return Field("visibility", label, kind="choice", hint=hint, choices=choices, value=activity.visibility)
