"""`/tvasteg`: an authenticator as a second factor, for who has only one app."""

from bot.context import Context
from bot.errors import Faults, UserError
from bot.messages import Field, Form, Incoming, Picture, Reply
from bot.naming import shown
from bot.pictures import QrCode, sketch
from bot.router import Command, Submit
from bot.texts import texts
from handlers.approve import confirm, digest, refuse_changed, warn
from storage import access, members, totp
from storage.branches import fold
from storage.rights import Right, allowed


def begin(msg: Incoming, ctx: Context) -> Reply:
    """Show the secret and ask for a first code; nothing counts before that is right."""
    assert ctx.person is not None
    if ctx.args and allowed(ctx.person, Right.APPOINT):
        return ask_to_forget(msg, ctx)
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
    others = (one for one in members.contacts(ctx.session, ctx.person.id) if one.platform != msg.address.platform)
    warn(ctx, others, "code", key=f"code:{ctx.person.id}:{ctx.now.isoformat()}", platform=msg.address.platform)
    return Reply(ctx.say("two_steps.saved"), private=True)


def ask_to_forget(msg: Incoming, ctx: Context) -> Reply:
    """Somebody has lost theirs, and the ombudsperson takes it away; nobody does that for themselves.

    Raises:
        UserError: it cannot be told whose is meant.

    """
    assert ctx.person is not None
    found = [one for one in totp.owners(ctx.session) if fold(one.name) == fold(ctx.args)]
    if len(found) != 1:
        raise UserError(ctx.say("two_steps.nobody"))
    if found[0].id == ctx.person.id:
        raise UserError(ctx.say("two_steps.not_oneself"))
    one = found[0]
    what = ctx.say("two_steps.what_forget", name=shown(ctx, one, to=ctx.me))
    return confirm(msg, ctx, f"code:{one.ref}:{digest(one.name)}", what, about=one.id)


def forget(words: str, ctx: Context) -> Reply:
    """It was confirmed. Whose it was is told."""
    ref, _, was = words.partition(":")
    member = members.by_ref(ctx.session, ref)
    if member is None or member.id is None or not allowed(ctx.person, Right.APPOINT):
        raise UserError(ctx.say("error.not_allowed"))
    refuse_changed(ctx, was, member.name)
    totp.forget(ctx.session, member.id)
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject=member.ref, what="code", branch_id=member.branch_id)
    for to in members.contacts(ctx.session, member.id):
        ctx.push(to, Reply(texts(to.language).say("two_steps.lost")), key=f"code_lost:{ctx.now.isoformat()}")
    return Reply(ctx.say("two_steps.forgotten", name=member.name), private=True)


ROUTES = (
    Command("tvasteg", begin, aliases=("two-steps",), needs=Right.CONFIRM),
    Submit("two_steps", save, needs=Right.CONFIRM),
)
