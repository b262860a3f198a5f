"""`/tvasteg`: an authenticator as a second factor, for who has only one app."""

from bot.context import Context
from bot.errors import Faults, UserError
from bot.messages import Field, Form, Incoming, Picture, Reply
from bot.pictures import QrCode, sketch
from bot.router import Command, Submit
from storage import totp
from storage.rights import Right


def begin(_msg: Incoming, ctx: Context) -> Reply:
    """Show the secret and ask for a first code; nothing counts before that is right."""
    assert ctx.person is not None
    if not ctx.keys:
        raise UserError(ctx.say("two_steps.no_key"))
    if totp.has(ctx.session, ctx.person.id):
        raise UserError(ctx.say("two_steps.has"))
    secret = totp.begin(ctx.session, ctx.person.id, ctx.keys)
    link = totp.address(secret, name=ctx.person.name, issuer=ctx.district or ctx.label("help.bot_name"))
    code = Field("code", ctx.label("approve.label.code"), hint=ctx.label("approve.hint.code"))
    intro = ctx.say("two_steps.intro", secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)))
    form = Form("two_steps", ctx.label("two_steps.form_title"), (code,), ctx.label("form.button.save"), intro)
    alt = ctx.label("two_steps.picture")
    picture = Picture("tvasteg.png", "image/png", alt=alt, sketch=sketch(QrCode(link)))
    return Reply(intro, form=form, pictures=(picture,), private=True)


def save(msg: Incoming, ctx: Context) -> Reply:
    assert ctx.person is not None
    if not totp.confirm(ctx.session, ctx.person.id, msg.values["code"], keys=ctx.keys, now=ctx.now):
        raise Faults({"code": ctx.label("two_steps.wrong")})
    return Reply(ctx.say("two_steps.saved"), private=True)


ROUTES = (
    Command("tvasteg", begin, aliases=("two-steps",), needs=Right.INVITE),
    Submit("two_steps", save, needs=Right.INVITE),
)
