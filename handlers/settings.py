"""`/installningar`: what a member decides about how the bot talks to them."""

from babel import Locale

from bot.context import Context
from bot.messages import Choice, Field, Form, Incoming, Reply
from bot.router import Command, Submit
from bot.texts import languages, texts
from storage import members
from storage.rights import Right


def show_settings(_msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    choices = tuple(Choice(Locale.parse(name).get_display_name(name) or name, name) for name in languages())
    language = Field(
        "language", ctx.label("settings.label.language"), kind="choice", choices=choices, value=ctx.person.language
    )
    form = Form("settings", ctx.label("settings.form_title"), (language,), ctx.label("form.button.save"))
    return Reply(ctx.say("settings.now"), form=form, private=True)


def save_settings(msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    language = msg.values["language"]
    members.set_language(ctx.session, ctx.person.id, language)
    return Reply(texts(language).say("settings.saved_language"), private=True)


ROUTES = (
    Command("installningar", show_settings, aliases=("settings",), needs=Right.USE),
    Submit("settings", save_settings, needs=Right.USE, command="installningar"),
)
