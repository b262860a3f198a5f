"""What is grave is confirmed a second time: on another app of theirs, or with the code of an authenticator."""

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from storage import approvals, members, totp
from storage.members import Contact


def confirm(msg: Incoming, ctx: Context, deed: str, what: Markup, *, about: int | None = None) -> Reply:
    """Ask for the second look. `deed` is what is done then (`WORD:…`, see handlers/deeds.py), `what` says it in words.

    `about` is the member whom it names.

    Raises:
        UserError: they have neither another app nor an authenticator; the text says how to get one.

    """
    assert ctx.person is not None
    other = other_app(msg, ctx)
    coded = totp.has(ctx.session, ctx.person.id)
    if other is None and not coded:
        raise UserError(ctx.say("approve.impossible"))
    asked_on = msg.address.platform
    number = approvals.ask(ctx.session, member_id=ctx.person.id, asked_on=asked_on, action=deed, now=ctx.now)
    if other is None:
        return ask_code(number, what, ctx)
    buttons = tuple(Button(ctx.label(f"approve.button.{verb}"), f"approve:{verb}:{number}") for verb in ("yes", "no"))
    asked = ctx.say("approve.ask", app=ctx.label(f"platform.{asked_on}"), what=what)
    ctx.push(other, Reply(asked, buttons=buttons), key=f"approve:{number}", about=about)
    return Reply(ctx.say("approve.look", app=ctx.label(f"platform.{other.platform}"), what=what), private=True)


def other_app(msg: Incoming, ctx: Context) -> Contact | None:
    """Their private chat on another platform that runs."""
    assert ctx.person is not None
    chats = members.contacts(ctx.session, ctx.person.id)
    return next((one for one in chats if one.platform in ctx.homes and one.platform != msg.address.platform), None)


def ask_code(number: int, what: Markup, ctx: Context) -> Reply:
    code = Field("code", ctx.label("approve.label.code"), hint=ctx.label("approve.hint.code"))
    intro = ctx.say("approve.code", what=what)
    title, submit = ctx.label("approve.form_title"), ctx.label("approve.button.yes")
    form = Form("approve", title, (code,), submit, intro, ref=str(number))
    return Reply(intro, form=form, private=True)
