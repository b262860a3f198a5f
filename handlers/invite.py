"""`/bjud-in`: a chair lets somebody into the own branch, the ombudsperson into any, with a code that works once."""

from rapidfuzz import fuzz

from bot.context import Context
from bot.errors import Faults, UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.masking import HIDDEN
from bot.messages import Choice, Field, Form, Incoming, Picture, Reply
from bot.naming import shown
from bot.pictures import QrCode, sketch
from bot.router import Command, Submit
from handlers.link import deep_link
from storage import access, branches, invitations, members, posts, welcomes
from storage.branches import fold
from storage.invitations import INVITE, MOST, Waiting
from storage.models import Branch, Member
from storage.rights import Right, allowed

LONGEST_NAME = 100
# "Vera" finds "Vera N.", and "Vea N." does as well; so many are offered.
NEAR, OFFERED = 85, 8
NEW = "new"


def begin(_msg: Incoming, ctx: Context) -> Reply:
    """Ask who; a name behind the command is taken at once by who has one branch."""
    look_at_limit(ctx)
    open_to = invites_to(ctx)
    if ctx.args and len(open_to) == 1:
        return ask_who(checked_name(ctx.args, ctx), open_to[0], ctx)
    name = Field("name", ctx.label("invite.label.name"), hint=ctx.label("invite.hint.name"), value=ctx.args)
    choices = tuple(Choice(branch.name, word_for(branch)) for branch in open_to)
    where = Field("branch", ctx.label("invite.label.branch"), kind="choice", choices=choices)
    asked = (name, where) if len(open_to) > 1 else (name,)
    form = Form(
        "invite", ctx.label("invite.form_title"), asked, ctx.label("invite.button.next"), intro=ctx.say("invite.form")
    )
    return Reply(form.intro, form=form, private=True)


def word_for(one: Branch | Waiting) -> str:
    """What stands for it in a form; a number alone would mean the choice with that number."""
    return f"id{one.id}"


def look_at_limit(ctx: Context) -> None:
    """So many a day: a stolen account shall not let in a crowd."""
    if invitations.given_lately(ctx.session, ctx.me, now=ctx.now) >= MOST:
        raise UserError(ctx.say("invite.too_many", n=MOST))


def invites_to(ctx: Context) -> list[Branch]:
    """The branches that they may let people into, now."""
    refuse_frozen(ctx.session, UserError, ctx.texts)
    found = [branch for branch in branches.listed(ctx.session) if allowed(ctx.person, Right.INVITE, branch.id)]
    if not found:
        raise UserError(ctx.say("error.not_allowed"))
    return found


def checked_name(written: str, ctx: Context) -> str:
    name = " ".join(written.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Faults({"name": ctx.label("invite.name_length", n=LONGEST_NAME)})
    if HIDDEN in name or any(map(str.isdigit, name)):
        raise Faults({"name": ctx.label("invite.name_digits")})
    return name


def named(msg: Incoming, ctx: Context) -> Reply:
    """The name, and where there are several the branch, are given."""
    open_to = invites_to(ctx)
    chosen = msg.values.get("branch", word_for(open_to[0]) if len(open_to) == 1 else "")
    branch = next((branch for branch in open_to if word_for(branch) == chosen), None)
    if branch is None:
        raise UserError(ctx.say("error.not_allowed"))
    return ask_who(checked_name(msg.values["name"], ctx), branch, ctx)


def ask_who(name: str, branch: Branch, ctx: Context) -> Reply:
    """Whether it is one of those who are in the branch's register already; nobody is like that: somebody new."""
    assert branch.id is not None
    waiting = invitations.without_account(ctx.session, branch_id=branch.id, today=ctx.today)
    near = [one for one in waiting if is_near(name, one)][:OFFERED]
    if not near:
        return let_in(None, name, branch, ctx)
    for one in near:
        access.note(ctx.session, now=ctx.now, actor=ctx.me, subject=one.ref, what="name", branch_id=branch.id)
    choices = [Choice(one.name, word_for(one)) for one in near]
    choices.append(Choice(ctx.label("invite.somebody_new", name=name), NEW))
    who = Field("who", ctx.label("invite.label.who"), kind="choice", choices=tuple(choices))
    known = ctx.say("invite.known", branch=branch.name)
    title, ref = ctx.label("invite.form_title"), f"{word_for(branch)}:{name}"
    form = Form("invite_who", title, (who,), ctx.label("invite.button.invite"), known, ref)
    return Reply(known, form=form, private=True)


def is_near(name: str, one: Waiting) -> bool:
    there = one.name.casefold()
    return there.startswith(name.casefold()) or fuzz.ratio(name.casefold(), there) >= NEAR


def chosen(msg: Incoming, ctx: Context) -> Reply:
    """One from the register, or somebody new. Rights and register are looked at again: time has passed."""
    word, _, name = ctx.args.partition(":")
    branch = next((branch for branch in invites_to(ctx) if word_for(branch) == word), None)
    if branch is None:
        raise UserError(ctx.say("error.not_allowed"))
    if msg.values["who"] == NEW:
        return let_in(None, name, branch, ctx)
    waiting = invitations.without_account(ctx.session, branch_id=branch.id, today=ctx.today)
    found = next((one for one in waiting if word_for(one) == msg.values["who"]), None)
    if found is None:
        raise UserError(ctx.say("invite.gone"))
    look_at_posts(found, ctx)
    return let_in(found.id, name, branch, ctx)


def look_at_posts(one: Waiting, ctx: Context) -> None:
    """A code gives whatever posts its member holds: those beyond the branch are for the ombudsperson to hand over.

    Raises:
        UserError: they hold one, and the asker cannot give posts.

    """
    beyond = posts.reaches_beyond(ctx.session, one.id, one.branch_id, today=ctx.today)
    if beyond and not allowed(ctx.person, Right.APPOINT, None):
        raise UserError(ctx.say("invite.holds_post"))


def look_for_namesake(name: str, branch: Branch, ctx: Context) -> None:
    """Raises UserError: somebody of that name is here already, and two of them nobody can tell apart."""
    assert branch.id is not None
    for one in members.present(ctx.session, branch.id):
        if fold(one.name) == fold(name) and members.platforms(ctx.session, one.id or 0):
            raise UserError(ctx.say("invite.here_already", name=shown(ctx, one, to=ctx.me), branch=branch.name))


def let_in(member_id: int | None, name: str, branch: Branch, ctx: Context) -> Reply:
    """Make the code; somebody new is in the register from now on, and is to be welcomed."""
    assert ctx.person is not None
    assert branch.id is not None
    look_at_limit(ctx)
    if member_id is None:
        look_for_namesake(name, branch, ctx)
        member = members.add(ctx.session, name=name, branch_id=branch.id, language=ctx.texts.language)
        assert member.id is not None
        welcomes.add(ctx.session, member.id, branch.id, ctx.now)
    else:
        member = ctx.session.get_one(Member, member_id)
    code = invitations.make(ctx.session, member_id=member.id or 0, now=ctx.now, made_by=ctx.person.id)
    access.note(ctx.session, now=ctx.now, actor=ctx.me, subject=member.ref, what=INVITE, branch_id=branch.id)
    return answer(member.name, branch, code, ctx)


def answer(name: str, branch: Branch, code: str, ctx: Context) -> Reply:
    lines = [ctx.say("invite.done", name=name, branch=branch.name), Markup(f"*/start {code}*")]
    pictures: tuple[Picture, ...] = ()
    if address := deep_link(ctx, code):
        lines.append(ctx.say("invite.link", link=address))
        alt = ctx.label("invite.picture", link=address)
        pictures = (Picture(f"{ctx.label('invite.file')}.png", "image/png", alt=alt, sketch=sketch(QrCode(address))),)
    lines.append(ctx.say("invite.tell"))
    return Reply(Markup("\n".join(lines)), pictures=pictures, private=True)


ROUTES = (
    Command("bjud-in", begin, aliases=("invite",), needs=Right.INVITE),
    Submit("invite", named, needs=Right.INVITE),
    Submit("invite_who", chosen, needs=Right.INVITE),
)
