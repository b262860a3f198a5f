"""`bot invite`: a one-time code for somebody who shall join, until chairs can give them out in the chat."""

import secrets
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlmodel import Session, col, select

from bot.app import utc_now
from bot.clean import clean
from bot.cli.options import Db, settings_for
from bot.errors import SetupError
from bot.opening import open_checked
from storage import branches, members
from storage.models import Branch, Member, Post, Role

# 24 bytes are 192 bits and 32 characters of what a Telegram deep link can carry.
CODE_BYTES = 24
LONGEST_NAME = 100


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
    db: Db = "",
) -> None:
    """Make a one-time code: who writes `/start CODE` to the bot within seven days is that member."""
    name, branch = clean(name).text, clean(branch).text
    if not 0 < len(name) <= LONGEST_NAME or not 0 < len(branch) <= LONGEST_NAME:
        raise SetupError(f"a name has 1 to {LONGEST_NAME} characters")
    settings, code = settings_for(db, quiet=True), secrets.token_urlsafe(CODE_BYTES)
    with open_checked(settings) as database, database.begin() as session:
        member = find_or_add(session, name, find_branch(session, branch, add=new_branch))
        if role is not Role.MEMBER:
            add_post(session, member, role, settings.zone)
        for other in contact or ():
            add_post(
                session, member, Role.CONTACT, settings.zone, find_branch(session, clean(other).text, add=False).id
            )
        assert member.id is not None
        members.invite(session, member_id=member.id, code=code, now=utc_now())
    typer.echo(f"/start {code}")
    typer.echo("Write this line to the bot in private, or open https://t.me/BOTNAME?start=CODE. Once, within 7 days.")


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
    here = select(Member).where(col(Member.name) == name, col(Member.branch_id) == branch.id)
    assert branch.id is not None
    member = session.exec(here).first() or Member(name=name, branch_id=branch.id)
    session.add(member)
    session.flush()
    return member


def add_post(session: Session, member: Member, role: Role, zone: ZoneInfo, branch_id: int | None = None) -> None:
    """The post from today on; a chair's is for the own branch."""
    if role is Role.CONTACT and branch_id is None:
        raise SetupError("a contact person is one of a branch: name it with --contact")
    assert member.id is not None
    today = utc_now().astimezone(zone).date()
    branch_id = member.branch_id if role is Role.CHAIR else branch_id
    session.add(Post(member_id=member.id, role=role, branch_id=branch_id, first_day=today))
