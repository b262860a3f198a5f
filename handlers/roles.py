"""`/roller`: who holds which post; the ombudsperson gives and ends them, and confirms that on another app."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from bot.context import Context
from bot.errors import Faults, UserError
from bot.markup import Markup
from bot.messages import Button, Choice, Field, Form, Incoming, Reply
from bot.naming import shown
from bot.router import Action, Command, Submit
from bot.wording import day
from handlers.approve import confirm, digest, refuse_changed
from reminders.chain_words import capital
from storage import access, branches, members, needed, posts, recipients
from storage.branches import fold
from storage.models import Member, Role
from storage.needed import NEEDED
from storage.posts import GIVEN, OF_BRANCH, OF_DISTRICT, OF_OWN_BRANCH, Appointment, Held
from storage.rights import Right, allowed

PAGE = 8
DISTRICT = "district"


def show(_msg: Incoming, ctx: Context) -> Reply:
    """One's own posts and those of the branch; all of them for who gives them."""
    assert ctx.person is not None
    mine = posts.of_member(ctx.session, ctx.person.id, today=ctx.today)
    lines = [ctx.say("roles.mine" if mine else "roles.none"), *(line(one, ctx) for one in mine)]
    gives = allowed(ctx.person, Right.APPOINT)
    others = posts.lasting(ctx.session, today=ctx.today, branch_ids=None if gives else [ctx.person.branch_id])
    head = "roles.all" if gives else "roles.branch"
    lines += [Markup(), ctx.say(head, branch=ctx.person.branch), *together(others, ctx)] if others else []
    verbs = ("give", "end") if gives else ()
    buttons = tuple(Button(ctx.label(f"roles.button.{verb}"), f"roles:{verb}") for verb in verbs)
    return Reply(Markup("\n".join(lines)), buttons=buttons, private=True)


def together(held: list[Held], ctx: Context) -> Iterator[Markup]:
    """A line a branch, the district's own first."""
    for branch, some in groupby(held, key=attrgetter("branch")):
        where = branch or capital(ctx.label("help.the_district"))
        people = ", ".join(brief(one, ctx) for one in some)
        yield ctx.say("roles.line", where=where, people=people)


def brief(one: Held, ctx: Context) -> str:
    """Who holds what in a branch everybody there may know; elsewhere it is noted who was shown it."""
    assert ctx.person is not None
    is_own = one.branch_id == ctx.person.branch_id
    name = one.name if is_own else shown(ctx, one, to=ctx.me, why="/roller")
    return ctx.label("roles.brief", name=name, role=ctx.label(f"role.{one.role}"))


def line(one: Held, ctx: Context) -> Markup:
    """Ordförande i Norrby, till och med 31 mars."""
    text = ctx.say("roles.line_mine", role=called(one, ctx))
    if one.first_day > ctx.today:
        return Markup(f"{text}{ctx.say('roles.from', day=in_words(one.first_day, ctx))}")
    return Markup(f"{text}{ctx.say('roles.until', day=in_words(one.last_day, ctx))}") if one.last_day else text


def called(one: Held, ctx: Context) -> str:
    """The role, and the branch it is for."""
    return titled(one.role, one.branch_id, ctx)


def in_words(on: date | None, ctx: Context) -> str:
    return day(on, today=ctx.today, language=ctx.texts.language) if on else ""


def press(_msg: Incoming, ctx: Context) -> Reply:
    """`give`, and `end:SKIP`."""
    verb, _, skip = ctx.args.partition(":")
    match verb:
        case "give":
            return ask(ctx)
        case "end":
            return choose(ctx, skip=ctx.number(skip or "0", digits=3))
    raise UserError(ctx.say("error.old_button"))


def ask(ctx: Context) -> Reply:
    roles = tuple(Choice(ctx.label(f"role.{role}"), role.value) for role in Role if role in GIVEN)
    places = tuple(Choice(one.name, f"b{one.id}") for one in branches.listed(ctx.session))
    whole = Choice(ctx.label("help.the_district"), DISTRICT)
    hint, skipped = ctx.label("form.hint.date"), ctx.label("roles.hint.place")
    fields = (
        Field("name", ctx.label("roles.label.name"), hint=ctx.label("roles.hint.name")),
        Field("branch", ctx.label("roles.label.branch"), kind="choice", choices=places),
        Field("role", ctx.label("roles.label.role"), kind="choice", choices=roles),
        Field("place", ctx.label("roles.label.place"), "choice", hint=skipped, choices=(whole, *places), optional=True),
        Field("first", ctx.label("roles.label.first"), kind="date", hint=hint, value=f"{ctx.today}"),
        Field("last", ctx.label("roles.label.last"), kind="date", hint=hint, optional=True),
    )
    form = Form("appoint", ctx.label("roles.form_title"), fields, ctx.label("roles.button.go"), ctx.say("roles.intro"))
    return Reply(form.intro, form=form, private=True)


def give(msg: Incoming, ctx: Context) -> Reply:
    """Look at what was filled in, and have it confirmed."""
    said = msg.values
    member, role = find(said["name"], said["branch"], ctx), Role(said["role"])
    place = place_of(said["place"], role, member, ctx)
    first, last = said["first"], said["last"]
    if last and last < first:
        raise Faults({"last": ctx.label("roles.last_before_first")})
    look_ahead(Appointment(member.id or 0, role, int(place) if place else None, *days(first, last)), ctx)
    until = ctx.label("roles.to_day", day=in_words(date.fromisoformat(last), ctx)) if last else ""
    what = ctx.say(
        "roles.what_give",
        name=shown(ctx, member, to=ctx.me, why="/roller"),
        branch=branches.name(ctx.session, member.branch_id),
        role=titled(role, int(place) if place else None, ctx),
        first=in_words(date.fromisoformat(first), ctx),
        until=until or ctx.label("roles.for_now"),
    )
    deed = f"appoint:{member.ref}:{role}:{place}:{first}:{last}:{digest(member.name, member.branch_id)}"
    return confirm(msg, ctx, deed, what, about=member.id)


def days(first: str, last: str) -> tuple[date, date | None]:
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def look_ahead(new: Appointment, ctx: Context) -> None:
    """Given again with a last day, a post ends then: there is always an ombudsperson, and somebody who mends the bot.

    Raises:
        UserError: from some day on nobody would be, and as it is now somebody is.

    """
    before = needed.seats(ctx.session, today=ctx.today)
    trial = ctx.session.begin_nested()
    posts.give(ctx.session, [new], now=ctx.now)
    empty = needed.emptied(ctx.session, before, today=ctx.today)
    trial.rollback()
    for role, first in empty.items():
        said = {"role": ctx.label(f"role.{role}"), "day": in_words(first, ctx)}
        raise UserError(ctx.say("roles.last_one_then", **said))


def place_of(word: str, role: Role, member: Member, ctx: Context) -> str:
    """The branch that it is for, empty for the district. Where nothing was said, what such a post is mostly for.

    Raises:
        Faults: there is no such post there.

    """
    if not word and role in OF_OWN_BRANCH:
        return str(member.branch_id)
    place = word.removeprefix("b") if word != DISTRICT else ""
    if (role in OF_BRANCH and not place) or (role in OF_DISTRICT and place):
        raise Faults({"place": ctx.label("roles.place_branch" if role in OF_BRANCH else "roles.place_district")})
    return place


def titled(role: str, branch_id: int | None, ctx: Context) -> str:
    """The role, and the branch it is for."""
    named, branch = ctx.label(f"role.{role}"), branches.name(ctx.session, branch_id)
    return ctx.label("roles.in_branch", role=named, branch=branch) if branch else named


def find(name: str, branch_word: str, ctx: Context) -> Member:
    """The one member of that name in that branch; nobody gives anything to themselves.

    Raises:
        Faults: there is none, or there are several, or it is the one who asks.

    """
    assert ctx.person is not None
    branch_id = ctx.number(branch_word.removeprefix("b"))
    branch, here = branches.name(ctx.session, branch_id), members.present(ctx.session, branch_id)
    # "Alva Norrby" is how people tell one Alva from another.
    found = called_so(fold(name), here) or called_so(fold(name).removesuffix(f" {fold(branch)}"), here)
    if len(found) != 1:
        key = "roles.several" if found else "roles.nobody"
        raise Faults({"name": ctx.label(key, branch=branch)})
    if found[0].id == ctx.person.id:
        raise Faults({"name": ctx.label("roles.not_oneself")})
    return found[0]


def called_so(name: str, here: list[Member]) -> list[Member]:
    """Who has that name, or else a name that begins so."""
    return [one for one in here if fold(one.name) == name] or [one for one in here if fold(one.name).startswith(name)]


def appoint(words: str, ctx: Context) -> Reply:
    """It was confirmed: the right to it is looked up once more, and the person is told."""
    ref, role, place, first, last, was = words.split(":")
    needed.take_turns(ctx.session)
    if not allowed(ctx.person, Right.APPOINT):
        raise UserError(ctx.say("error.not_allowed"))
    member = members.by_ref(ctx.session, ref)
    if member is None or member.id is None:
        raise UserError(ctx.say("roles.gone"))
    refuse_changed(ctx, was, member.name, member.branch_id)
    branch_id, first_day = int(place) if place else None, date.fromisoformat(first)
    new = Appointment(member.id, role, branch_id, *days(first, last))
    look_ahead(new, ctx)
    stopped = posts.give(ctx.session, [new], now=ctx.now)
    note(member.ref, role, branch_id, ctx)
    named, begins = titled(role, branch_id, ctx), in_words(first_day, ctx)
    tell(member.id, ctx.say("roles.got", role=named, day=begins), f"appoint:{role}:{place}", ctx)
    key = "roles.given_later" if first_day > ctx.today else "roles.given"
    said = ctx.say(key, name=member.name, role=named, day=begins)
    return Reply(Markup(f"{said} {ctx.say('roles.code_void')}") if stopped else said, private=True)


def choose(ctx: Context, *, skip: int) -> Reply:
    every = posts.lasting(ctx.session, today=ctx.today)
    page = every[skip : skip + PAGE]
    buttons = [Button(label(one, ctx), f"end_post:{one.id}") for one in page]
    if every[skip + PAGE :]:
        buttons.append(Button(ctx.label("reminders.button.more"), f"roles:end:{skip + PAGE}"))
    return Reply(ctx.say("roles.which"), buttons=tuple(buttons), private=True)


def label(one: Held, ctx: Context) -> str:
    return ctx.label("roles.button.one", role=called(one, ctx), name=shown(ctx, one, to=ctx.me, why="/roller"))


def chosen(msg: Incoming, ctx: Context) -> Reply:
    one = endable(ctx.number(ctx.args), ctx)
    what = ctx.say("roles.what_end", name=shown(ctx, one, to=ctx.me, why="/roller"), role=called(one, ctx))
    return confirm(msg, ctx, f"end:{one.id}:{digest(*one)}", what, about=one.member_id)


def endable(post_id: int, ctx: Context) -> Held:
    """The post, if it may be ended: there is always an ombudsperson, and somebody who can mend the bot.

    Raises:
        UserError: it is over, or they hold it alone.

    """
    one = posts.find(ctx.session, post_id, today=ctx.today)
    if one is None:
        raise UserError(ctx.say("roles.over"))
    if members.alone_as(ctx.session, one.member_id, [role for role in NEEDED if role == one.role], today=ctx.today):
        raise UserError(ctx.say("roles.last_one", role=ctx.label(f"role.{one.role}")))
    return one


def end(words: str, ctx: Context) -> Reply:
    needed.take_turns(ctx.session)
    number, _, was = words.partition(":")
    one = endable(int(number), ctx)
    refuse_changed(ctx, was, *one)
    if not allowed(ctx.person, Right.APPOINT):
        raise UserError(ctx.say("error.not_allowed"))
    stopped = posts.end(ctx.session, one.id, today=ctx.today, now=ctx.now)
    note(one.ref, one.role, one.branch_id, ctx)
    tell(one.member_id, ctx.say("roles.lost", role=called(one, ctx)), f"end:{one.id}", ctx)
    said = ctx.say("roles.ended", name=one.name, role=called(one, ctx))
    return Reply(Markup(f"{said} {ctx.say('roles.code_void_end')}") if stopped else said, private=True)


def note(subject: str, role: str, branch_id: int | None, ctx: Context) -> None:
    who = {"actor": ctx.me, "subject": subject}
    access.note(ctx.session, now=ctx.now, **who, what="post", branch_id=branch_id, why=role)


def tell(member_id: int, text: Markup, key: str, ctx: Context) -> None:
    """The one whose post it is, in the app that they chose."""
    for to in recipients.people(ctx.session, [member_id], platforms=ctx.homes.keys()):
        ctx.push(to, Reply(text), key=f"{key}:{ctx.now.isoformat()}")


ROUTES = (
    Command("roller", show, aliases=("roles",), needs=Right.USE),
    Action("roles", press, needs=Right.APPOINT),
    Action("end_post", chosen, needs=Right.APPOINT),
    Submit("appoint", give, needs=Right.APPOINT),
)
