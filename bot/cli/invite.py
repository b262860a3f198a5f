"""`bot invite` and `bot invites`: a one-time code for one person, or for everybody who has no account yet."""

import csv
import io
import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlmodel import Session, col, select

from bot.app import utc_now
from bot.clean import clean
from bot.cli.importing import opened_to_take_out
from bot.cli.options import Db, settings_for
from bot.errors import SetupError
from bot.freezing import refuse_frozen
from bot.opening import open_checked
from bot.register.sheet import guarded
from storage import access, branches, invitations, members, posts
from storage.invitations import INVITE, Waiting
from storage.models import Branch, Member, Role
from storage.posts import Appointment

LONGEST_NAME = 100

Bot = Annotated[str, typer.Option("--bot", help="The bot's name on Telegram, for a link that opens it there.")]


def invite(
    name: Annotated[str, typer.Argument(help="The member's name.")],
    branch: Annotated[str, typer.Option(help="Their partiförening.")],
    *,
    new_branch: Annotated[
        bool, typer.Option("--new-branch", help="Add the partiförening if there is none of that name.")
    ] = False,
    role: Annotated[Role, typer.Option(help="A post to give them as well.")] = Role.MEMBER,
    contact: Annotated[
        list[str] | None, typer.Option(help="A partiförening they are the contact person of; may be given again.")
    ] = None,
    bot: Bot = "BOTNAME",
    db: Db = "",
) -> None:
    """Make a one-time code: who writes `/start CODE` to the bot within seven days is that member."""
    name, branch = clean(name).text, clean(branch).text
    if not 0 < len(name) <= LONGEST_NAME or not 0 < len(branch) <= LONGEST_NAME:
        raise SetupError(f"a name has 1 to {LONGEST_NAME} characters")
    settings = settings_for(db, quiet=True)
    with open_checked(settings) as database, database.begin() as session:
        member = find_or_add(session, name, find_branch(session, branch, add=new_branch))
        if role is not Role.MEMBER:
            add_post(session, member, role, settings.zone)
        for other in contact or ():
            where = find_branch(session, clean(other).text, add=False).id
            add_post(session, member, Role.CONTACT, settings.zone, where)
        assert member.id is not None
        code = invitations.make(session, member_id=member.id, now=utc_now())
        access.note(session, now=utc_now(), actor="", subject=member.ref, what=INVITE, branch_id=member.branch_id)
    typer.echo(f"/start {code}\nWrite this to the bot in private, or open {link(bot, code)}. Once, within 7 days.")


def invites(
    file: Annotated[str, typer.Argument(help="Where the list goes; `-` is standard output. It must not be there yet.")],
    branch: Annotated[str, typer.Option(help="Only this partiförening.")] = "",
    bot: Bot = "",
    db: Db = "",
) -> None:
    """Make a code for everybody in the register without an account: `name;branch;link`, one a line.

    Without `--bot` the line to write to the bot stands in place of the link.
    """
    settings = settings_for(db, quiet=True)
    with opened_to_take_out(settings) as database, database.begin() as session:
        refuse_frozen(session)
        chosen = find_branch(session, clean(branch).text, add=False).id if branch else None
        today = utc_now().astimezone(settings.zone).date()
        waiting = invitations.without_account(session, branch_id=chosen, today=today)
        codes = invitations.make_many(session, [(one.id, one.branch_id) for one in waiting], now=utc_now())
        access.note(
            session, now=utc_now(), actor="", subject="", what="invitations", branch_id=chosen, why=str(len(codes))
        )
        # Inside the transaction: codes that nobody got are not kept.
        write(file, table(waiting, codes, bot))
    typer.echo(f"{len(codes)} codes, each for one person and for 7 days. Delete the list when they are sent.", err=True)


def table(waiting: list[Waiting], codes: list[str], bot: str) -> str:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerow(("name", "branch", "link"))
    for one, code in zip(waiting, codes, strict=True):
        rows.writerow((guarded(one.name), guarded(one.branch), link(bot, code) if bot else f"/start {code}"))
    return out.getvalue()


def write(file: str, text: str) -> None:
    """For the owner's eyes alone."""
    if file == "-":
        sys.stdout.write(text)
        return
    path = Path(file)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text, "utf-8-sig")
    except OSError as error:
        raise SetupError(f"{file} cannot be written: {error.strerror}") from None


def link(bot: str, code: str) -> str:
    return f"https://t.me/{bot.removeprefix('@')}?start={code}"


def find_branch(session: Session, name: str, *, add: bool) -> Branch:
    found = branches.find(session, name)
    if found.branch is None and add:
        session.add(made := Branch(name=name, town=name))
        session.flush()
        return made
    if found.branch is None:
        known = ", ".join(found.near or (each.name for each in branches.listed(session)))
        raise SetupError(
            f"there is no partiförening {name!r}; there are: {known or 'none yet'} (add it with --new-branch)"
        )
    return found.branch


def find_or_add(session: Session, name: str, branch: Branch) -> Member:
    """Whoever has left and comes back is somebody new: the code of who has left works no more."""
    there = select(Member).where(col(Member.name) == name, col(Member.branch_id) == branch.id)
    here = there.where(col(Member.left_on).is_(None))
    assert branch.id is not None
    return session.exec(here).first() or members.add(session, name=name, branch_id=branch.id, language="sv")


def add_post(session: Session, member: Member, role: Role, zone: ZoneInfo, branch_id: int | None = None) -> None:
    """The post from today on, if they do not hold it; what is for a branch is for their own where none is named."""
    if role is Role.CONTACT and branch_id is None:
        raise SetupError("a contact person is one of a branch: name it with --contact")
    assert member.id is not None
    now = utc_now()
    today = now.astimezone(zone).date()
    branch_id = member.branch_id if role in posts.OF_OWN_BRANCH else branch_id
    if (role, branch_id) not in members.posts(session, member.id, today=today):
        posts.give(session, [Appointment(member.id, role, branch_id, today)], now=now)
