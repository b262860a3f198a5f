"""What is grave is confirmed a second time: with the code of an authenticator, or on another app of theirs."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Field, Form, Incoming, Reply
from bot.texts import texts
from handlers.platforms import MENDERS, tell
from storage import approvals, members, outbox, totp
from storage.members import Contact
from storage.recipients import Recipient
from storage.rights import Right, allowed

# Whoever has got hold of one app could tie another to it: what is newer than this confirms nothing.
AGE = timedelta(hours=48)
# Who may do any of this is worth robbing: when their apps change, the others who look after the bot hear of it.
GRAVE = (Right.EXPORT, Right.APPOINT, Right.FREEZE)


def confirm(msg: Incoming, ctx: Context, deed: str, what: Markup, *, about: int | None = None) -> Reply:
    """Ask for the second look. `deed` is what is done then (`WORD:…`, see handlers/deeds.py), `what` says it in words.

    Between the two things change: a deed about a member names their ref, and has the `digest` of what was shown.

    `about` is the member whom it names.

    Raises:
        UserError: there is nothing that may confirm it; the text says what they can do.

    """
    assert ctx.person is not None
    other = way(msg, ctx)
    asked_on = msg.address.platform
    number = approvals.ask(ctx.session, member_id=ctx.person.id, asked_on=asked_on, action=deed, now=ctx.now)
    if other is None:
        return ask_code(number, what, ctx)
    buttons = tuple(Button(ctx.label(f"approve.button.{verb}"), f"approve:{verb}:{number}") for verb in ("yes", "no"))
    asked = ctx.say("approve.ask", app=ctx.label(f"platform.{asked_on}"), what=what)
    # Also while all else stands still: what mends a leak is confirmed as well.
    ctx.push(other, Reply(asked, buttons=buttons), key=f"approve:{number}", batch=outbox.ALARM, about=about)
    return Reply(ctx.say("approve.look", app=ctx.label(f"platform.{other.platform}"), what=what), private=True)


def digest(*facts: object) -> str:
    """Of what was shown when it was asked for, to stand in the deed."""
    return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()[:16]


def refuse_changed(ctx: Context, was: str, *facts: object) -> None:
    """Raises UserError: what was shown is not so any more, and so it is not what was agreed to."""
    if digest(*facts) != was:
        raise UserError(ctx.say("approve.not_so_any_more"))


def way(msg: Incoming, ctx: Context) -> Contact | None:
    """Where the second look is taken: in another app, or (None) with the code of who has an authenticator.

    Raises:
        UserError: nowhere, or not yet.

    """
    assert ctx.person is not None
    if has_code(ctx):
        return None
    me, here = ctx.person.id, msg.address.platform
    old = members.contacts(ctx.session, me, before=ctx.now - AGE)
    others = [one for one in members.contacts(ctx.session, me) if one.platform in ctx.homes and one.platform != here]
    trusted = [one for one in others if one in old]
    # The app that asks must be theirs for as long: else a new one would ask, and the stolen one confirm.
    if trusted and here in {one.platform for one in old}:
        return trusted[0]
    is_new = others or totp.has(ctx.session, me)
    raise UserError(ctx.say("approve.too_new" if is_new else "approve.impossible"))


def has_code(ctx: Context) -> bool:
    """Whether they have an authenticator that may confirm."""
    assert ctx.person is not None
    return totp.has(ctx.session, ctx.person.id, before=ctx.now - AGE)


def ask_code(number: int, what: Markup, ctx: Context) -> Reply:
    code = Field("code", ctx.label("approve.label.code"), hint=ctx.label("approve.hint.code"))
    intro = ctx.say("approve.code", what=what)
    title, submit = ctx.label("approve.form_title"), ctx.label("approve.button.yes")
    form = Form("approve", title, (code,), submit, intro, ref=str(number))
    return Reply(intro, form=form, private=True)


def warn(ctx: Context, apps: Iterable[Contact | Recipient], change: str, *, key: str, platform: str) -> None:
    """What can confirm something for them has changed (`tied`, `untied`, `code`): these apps of theirs hear it.

    So do those who look after the bot, if it is somebody who may do what is grave.
    """
    assert ctx.person is not None
    for to in apps:
        said = texts(to.language)
        text = said.say(f"approve.changed.{change}", platform=said.label(f"platform.{platform}"))
        ctx.push(to, Reply(text), key=key, batch=outbox.ALARM)
    if any(allowed(ctx.person, right) for right in GRAVE):
        text_key, who = f"approve.watch.{change}", ctx.person
        tell(ctx, MENDERS, text_key, key=key, about=who, batch=outbox.ALARM, name=who.name, platform=platform)
