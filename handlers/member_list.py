"""`/medlemmar`: how many there are; their names where they are needed, and the list as a file."""

from bot.context import Context
from bot.errors import UserError
from bot.freezing import refuse_frozen
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.register.writing import Writer
from bot.router import Action, Command
from handlers.approve import confirm
from storage import access, branches, members
from storage.access import Noted
from storage.members import Size
from storage.models import Branch
from storage.register import people
from storage.rights import Right, allowed, own_branches

PAGE = 30


def show(_msg: Incoming, ctx: Context) -> Reply:
    """A chair's own branch; all of them, or the one that is named, for who may see all."""
    assert ctx.person is not None
    own = own_branches(ctx.person, Right.MEMBERS)
    everywhere = allowed(ctx.person, Right.MEMBERS, None)
    shown = [one for one in branches.listed(ctx.session) if everywhere or one.id in own]
    if ctx.args:
        found = branches.find(ctx.session, ctx.args)
        if found.branch is None:
            guess = " / ".join(found.near) or ctx.person.branch
            raise UserError(ctx.say("members.unknown", word=ctx.args, guess=guess))
        if found.branch not in shown:
            mine = ", ".join(one.name for one in shown)
            raise UserError(ctx.say("members.others", branch=found.branch.name, own=mine))
        return overview([found.branch], ctx)
    return overview(shown, ctx)


def overview(shown: list[Branch], ctx: Context) -> Reply:
    """In numbers; with buttons for one branch alone."""
    sizes = members.sizes(ctx.session)
    lines = [ctx.say("members.line", branch=one.name, **numbers(sizes.get(one.id or 0, Size(0, 0)))) for one in shown]
    if len(shown) != 1:
        lines.append(ctx.say("members.which", branch=shown[0].name if shown else ""))
        return Reply(Markup("\n".join(lines)), buttons=(export_button("all", ctx),), private=True)
    look = Button(ctx.label("members.button.names"), f"members:{shown[0].id}:0")
    lines.append(ctx.say("members.noted"))
    return Reply(Markup("\n".join(lines)), buttons=(look, export_button(str(shown[0].id), ctx)), private=True)


def numbers(size: Size) -> dict[str, int]:
    return {"n": size.members, "reached": size.reached}


def export_button(which: str, ctx: Context) -> Button:
    return Button(ctx.label("members.button.export"), f"export:{which}")


def names(_msg: Incoming, ctx: Context) -> Reply:
    """`BRANCH:SKIP`. Whose name is shown is noted, and by whom."""
    assert ctx.person is not None
    number, _, skipped = ctx.args.partition(":")
    branch_id, skip = ctx.number(number), ctx.number(skipped, digits=5)
    if not allowed(ctx.person, Right.MEMBERS, branch_id):
        raise UserError(ctx.say("error.not_allowed"))
    refuse_frozen(ctx.session, UserError, ctx.texts)
    every = members.present(ctx.session, branch_id)
    page = every[skip : skip + PAGE]
    seen = (Noted(ctx.now, ctx.me, one.ref, branch_id, "name", "/medlemmar") for one in page)
    access.note_all(ctx.session, seen)
    lines = [ctx.say("members.names", branch=branches.name(ctx.session, branch_id), n=len(every))]
    lines += [ctx.say("members.name", name=one.name) for one in page]
    more = every[skip + PAGE :]
    button = Button(ctx.label("reminders.button.more"), f"members:{branch_id}:{skip + PAGE}")
    return Reply(Markup("\n".join(lines)), buttons=(button,) if more else (), private=True)


def ask_export(msg: Incoming, ctx: Context) -> Reply:
    """`all` or a branch. It is done when it was confirmed."""
    branch_id = read(ctx.args, ctx)
    what = branches.name(ctx.session, branch_id) if branch_id is not None else ctx.label("help.the_district")
    return confirm(msg, ctx, f"export:{ctx.args}", ctx.say("members.what_export", what=what))


def read(word: str, ctx: Context) -> int | None:
    """The branch whose list it is, None for all; the right to it is looked up now.

    Raises:
        UserError: they may not.

    """
    branch_id = None if word == "all" else ctx.number(word)
    if not allowed(ctx.person, Right.EXPORT, branch_id):
        raise UserError(ctx.say("error.not_allowed"))
    refuse_frozen(ctx.session, UserError, ctx.texts)
    return branch_id


def export(word: str, ctx: Context) -> Reply:
    """The list as a file that opens in a spreadsheet; each who is on it is noted."""
    assert ctx.person is not None
    branch_id = read(word, ctx)
    everyone = people.present(people.load(ctx.session, ctx.today))
    chosen = [known for known in everyone if branch_id in {None, known.branch_id}]
    names_of = {one.id: one.name for one in branches.listed(ctx.session)}
    networks = {number: name for name, number in people.networks(ctx.session).items()}
    content = "".join(Writer(names_of, networks, ctx.keys).lines(chosen)).encode()
    taken = (Noted(ctx.now, ctx.me, one.ref, one.branch_id, "export", "/medlemmar") for one in chosen)
    access.note_all(ctx.session, taken)
    n, alt = len(chosen), ctx.label("members.alt", n=len(chosen))
    file = Picture(f"{ctx.label('members.file')}.csv", "text/csv", content=content, alt=alt)
    what = names_of[branch_id] if branch_id is not None else ctx.label("help.the_district")
    return Reply(ctx.say("members.exported", what=what, n=n), pictures=(file,), private=True)


ROUTES = (
    Command("medlemmar", show, aliases=("members",), needs=Right.MEMBERS),
    Action("members", names, needs=Right.MEMBERS),
    Action("export", ask_export, needs=Right.EXPORT),
)
