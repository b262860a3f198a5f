"""`/ratta`: one's own name, contact data and language put right; another branch is the ombudsperson's to decide."""

import re

from babel import Locale

from bot.context import Context
from bot.errors import Faults
from bot.markup import Markup
from bot.messages import Choice, Field, Form, Incoming, Reply
from bot.router import Action, Command, Submit
from bot.texts import languages, texts
from storage import access, branches, erasure, members, recipients
from storage.branches import fold
from storage.models import Member, Role
from storage.rights import Right

LONGEST_NAME = 100
EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}\.[^@\s,;<>.]{2,63}")
PHONE = re.compile(r"\+?[\d ()/–-]{6,24}", re.ASCII)
FORMS = {"email": EMAIL, "phone": PHONE}


def ask(_msg: Incoming, ctx: Context) -> Reply:
    """The form, with what is there already. Contact data is asked for only where it can be sealed."""
    member = own(ctx)
    language = tuple(Choice(Locale.parse(name).get_display_name(name) or name, name) for name in languages())
    fields = [Field("name", ctx.label("correct.label.name"), value=member.name)]
    if ctx.keys:
        fields += [
            Field(name, ctx.label(f"correct.label.{name}"), optional=True, hint=ctx.label(f"correct.hint.{name}"),
                  value=ctx.keys.open(getattr(member, name)), numbers=True)
            for name in FORMS
        ]  # fmt: skip
    fields += [
        Field("language", ctx.label("correct.label.language"), kind="choice", choices=language, value=member.language),
        Field("branch", ctx.label("correct.label.branch"), optional=True, hint=ctx.label("correct.hint.branch")),
    ]
    form = Form("correct", ctx.label("correct.form_title"), tuple(fields), ctx.label("form.button.save"))
    return Reply(ctx.say("correct.intro"), form=form, private=True)


def own(ctx: Context) -> Member:
    assert ctx.person is not None
    return ctx.session.get_one(Member, ctx.person.id)


def save(msg: Incoming, ctx: Context) -> Reply:
    """Keep it, and pass on what somebody else decides."""
    member, values = own(ctx), dict(msg.values)
    check(values, member, ctx)
    if values["name"] != member.name:
        rename(msg, values["name"], member, ctx)
    member.language = values["language"]
    for name in FORMS:
        if name in values and ctx.keys:
            setattr(member, name, ctx.keys.seal(values[name]))
    ctx.session.add(member)
    ctx.texts = texts(member.language)
    said = ctx.say("correct.saved", name=member.name)
    if values.get("branch"):
        said = Markup(f"{said}\n{ask_for_branch(msg, values['branch'], member, ctx)}")
    return Reply(said, private=True)


def rename(msg: Incoming, name: str, member: Member, ctx: Context) -> None:
    """Noted, told to the branch's chair, and what was said with the former name is forgotten."""
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject=member.ref, what="renamed", branch_id=member.branch_id)
    before, member.name = member.name, name
    ctx.session.flush()
    erasure.blank_name(ctx.session, before)
    chairs = recipients.holders(
        ctx.session, Role.CHAIR, today=ctx.today, platforms=ctx.homes.keys(), branch_id=member.branch_id
    )
    for to in chairs:
        if to.member_id != member.id:
            branch = branches.name(ctx.session, member.branch_id)
            said = texts(to.language).say("correct.renamed", before=before, name=name, branch=branch)
            ctx.push(to, Reply(said), key=f"renamed:{msg.message_id}:{member.id}", about=member.id)


def check(values: dict[str, str], member: Member, ctx: Context) -> None:
    """Raises Faults with what is wrong, by field."""
    faults = {}
    if len(values["name"]) > LONGEST_NAME:
        faults["name"] = ctx.label("correct.label.long_name", limit=LONGEST_NAME)
    elif fold(values["name"]) != fold(member.name) and is_taken(values["name"], member, ctx):
        faults["name"] = ctx.label("correct.label.taken_name", branch=branches.name(ctx.session, member.branch_id))
    for name, form in FORMS.items():
        if values.get(name) and not form.fullmatch(values[name]):
            faults[name] = ctx.label(f"correct.label.wrong_{name}")
    if faults:
        raise Faults(faults)


def is_taken(name: str, member: Member, ctx: Context) -> bool:
    """Whether somebody else in the branch is called that: posts and invitations are given by name and branch."""
    others = members.present(ctx.session, member.branch_id)
    return any(fold(one.name) == fold(name) for one in others if one.id != member.id)


def ask_for_branch(msg: Incoming, written: str, member: Member, ctx: Context) -> str:
    """Tell the ombudspersons that somebody wants to move."""
    found = branches.find(ctx.session, written).branch
    if found is None:
        return ctx.say("correct.unknown_branch", branch=written)
    if found.id == member.branch_id:
        return ctx.say("correct.same_branch", branch=found.name)
    for to in ctx.holders(Role.OMBUDSPERSON):
        said = texts(to.language).say(
            "correct.wants_branch", name=member.name, branch=found.name,
            before=branches.name(ctx.session, member.branch_id),
        )  # fmt: skip
        ctx.push(to, Reply(said), key=f"correct:{msg.message_id}:{member.id}:{found.id}", about=member.id)
    return ctx.say("correct.asked_branch", branch=found.name)


ROUTES = (
    Command("ratta", ask, aliases=("correct",), needs=Right.USE),
    Action("correct", ask, needs=Right.USE),
    Submit("correct", save, needs=Right.USE),
)
