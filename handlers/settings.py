"""`/installningar`: what a member decides about how the bot talks to them, and in which apps."""

from babel import Locale

from bot.context import Context
from bot.errors import UserError
from bot.messages import Button, Choice, Field, Form, Incoming, Reply
from bot.router import Action, Command, Submit
from bot.texts import languages, texts
from handlers import link
from handlers.approve import warn
from handlers.platforms import farewell, leave_in_peace
from storage import members, needed
from storage.needed import NEEDED
from storage.recipients import ORDER
from storage.rights import Right


def show_settings(msg: Incoming, ctx: Context) -> Reply:
    """What is chosen now, and buttons that change it; the app they write in comes first."""
    assert ctx.person is not None
    here = msg.address.platform
    tied = sorted(members.platforms(ctx.session, ctx.person.id), key=lambda name: (name != here, ORDER.index(name)))
    apps = ", ".join(ctx.label(f"platform.{platform}") for platform in tied)
    buttons = [Button(ctx.label("settings.button.language"), "settings:language")]
    buttons += [
        Button(ctx.label("settings.button.leave", platform=ctx.label(f"platform.{name}")), f"settings:leave:{name}")
        for name in tied
    ]
    if link.elsewhere(ctx):
        buttons.append(Button(ctx.label("settings.button.link"), "link"))
    said = ctx.say("settings.now", language=language_name(ctx.person.language), apps=apps)
    return Reply(said, buttons=tuple(buttons), private=True)


def language_name(code: str) -> str:
    return Locale.parse(code).get_display_name(code) or code


def press(msg: Incoming, ctx: Context) -> Reply:
    """`language`, `leave:PLATFORM`, `left:PLATFORM` or `stay`."""
    verb, _, platform = ctx.args.partition(":")
    match verb:
        case "language":
            return ask_language(ctx)
        case "leave":
            return ask_to_leave(ctx, platform)
        case "left":
            return leave(msg, ctx, platform)
        case "stay":
            return Reply(ctx.say("settings.stayed"), private=True, replaces=True)
    raise UserError(ctx.say("error.old_button"))


def ask_language(ctx: Context) -> Reply:
    assert ctx.person is not None
    choices = tuple(Choice(language_name(name), name) for name in languages())
    language = Field(
        "language", ctx.label("settings.label.language"), kind="choice", choices=choices, value=ctx.person.language
    )
    form = Form("settings", ctx.label("settings.form_title"), (language,), ctx.label("form.button.save"))
    return Reply(ctx.say("settings.language"), form=form, private=True)


def save_settings(msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    language = msg.values["language"]
    members.set_language(ctx.session, ctx.person.id, language)
    return Reply(texts(language).say("settings.saved_language"), private=True)


def ask_to_leave(ctx: Context, platform: str) -> Reply:
    """Say what it means, and ask once more."""
    is_last = look_before_leaving(ctx, platform)
    name = ctx.label(f"platform.{platform}")
    buttons = (
        Button(ctx.label("settings.button.left"), f"settings:left:{platform}"),
        Button(ctx.label("settings.button.stay"), "settings:stay"),
    )
    key = "settings.leave_last" if is_last else "settings.leave"
    return Reply(ctx.say(key, platform=name), buttons=buttons, private=True)


def leave(msg: Incoming, ctx: Context, platform: str) -> Reply:
    assert ctx.person is not None
    needed.take_turns(ctx.session)
    look_before_leaving(ctx, platform)
    left = [one for one in members.contacts(ctx.session, ctx.person.id) if one.platform == platform]
    for mine in left:
        leave_in_peace(ctx, platform, mine.chat, "withdrawn")
    members.withdraw(ctx.session, ctx.person.id, platform=platform, now=ctx.now)
    # Whoever sits there need not be who asked.
    told = farewell(ctx, left, here=msg.address.platform)
    warn(ctx, told, "untied", key=f"untied:{ctx.person.id}:{platform}:{ctx.now.isoformat()}", platform=platform)
    said = ctx.say("settings.left", platform=ctx.label(f"platform.{platform}"))
    return Reply(said, private=True, replaces=True)


def look_before_leaving(ctx: Context, platform: str) -> bool:
    """Whether it is their last app.

    Raises:
        UserError: they have no account there, or the district could not do without them.

    """
    assert ctx.person is not None
    tied = members.platforms(ctx.session, ctx.person.id)
    if platform not in tied:
        raise UserError(ctx.say("error.old_button"))
    if len(tied) > 1:
        return False
    if alone := members.alone_as(ctx.session, ctx.person.id, NEEDED, today=ctx.today):
        role = ctx.label(f"role.{alone[0]}")
        raise UserError(ctx.say("settings.needed", role=role))
    return True


ROUTES = (
    Command("installningar", show_settings, aliases=("settings",), needs=Right.USE),
    Action("settings", press, needs=Right.USE),
    Submit("settings", save_settings, needs=Right.USE, command="installningar"),
)
