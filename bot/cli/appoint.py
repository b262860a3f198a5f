"""`bot members post` and `bot members network`: what one member is trusted with, and which networks they are in."""

from datetime import date
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from bot.app import utc_now
from bot.clean import clean
from bot.cli.exporting import find_branch
from bot.cli.importing import FORCE, STOPPED, left_empty, opened
from bot.cli.options import Db, settings_for
from bot.errors import SetupError
from bot.register import duties
from bot.register.names import Names
from storage import access, branches, needed, posts
from storage.models import Member, NetworkMember
from storage.posts import Appointment
from storage.register.people import Duty, posts_of

Who = Annotated[str, typer.Argument(metavar="NAME", help="The member's name, or their number in the register.")]
Of = Annotated[str, typer.Option("--of", help="The partiförening they are in, where several have the name.")]


def post(
    name: Who,
    *,
    role: Annotated[str, typer.Option(help="The post: ordförande, kassör, chair, auditor …")],
    of: Of = "",
    branch: Annotated[str, typer.Option(help="What it is for; else their own partiförening, or the district.")] = "",
    first: Annotated[str, typer.Option("--from", help="The first day, as 2027-02-08; else today.")] = "",
    last: Annotated[str, typer.Option("--to", help="The last day; a post that is held already ends then.")] = "",
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    db: Db = "",
) -> None:
    """Give a member a post, or say when one that they hold ends; it ends by itself."""
    settings = settings_for(db, quiet=True)
    with opened(settings, make=False) as database, database.begin() as session:
        today = utc_now().astimezone(settings.zone).date()
        member = find_member(session, name, of)
        duty = read(session, member, role, branch, (first, last))
        needed.take_turns(session)
        before = needed.seats(session, today=today)
        stopped = give(session, member, duty, today)
        if not force and (vacated := needed.vacated(session, before, today=today)):
            raise SetupError(f"{left_empty(vacated)}; --force does it all the same. Nothing was stored.")
        note(session, member, f"post:{duty.role}", "bot members post")
        where = branches.name(session, duty.branch_id) or duties.DISTRICT
    until = f" to {duty.last_day}" if duty.last_day else ""
    typer.echo(f"{duty.role} ({where}) from {duty.first_day or today}{until}")
    if stopped:
        typer.echo(STOPPED.format(stopped))


def read(session: Session, member: Member, role: str, branch: str, days: tuple[str, str]) -> Duty:
    """The post that was written; SetupError when it is none."""
    try:
        meant, behind = duties.read_role(role)
        where = " ".join(filter(None, (behind, branch)))
        branch_id = duties.branch_of(meant, where, member.branch_id, lambda name: find_branch(session, name))
        return Duty(meant, branch_id, *map(duties.read_day, days))
    except ValueError as error:
        raise SetupError(str(error)) from None


def give(session: Session, member: Member, duty: Duty, today: date) -> int:
    """A post from its first day; one that is held already gets its last day. How many invitations that stops."""
    assert member.id is not None
    same = [p for p in posts_of(session, today).get(member.id, ()) if p[1:3] == (duty.role, duty.branch_id)]
    first = duty.first_day or min((p.first_day for p in same), default=today)
    if duty.last_day and duty.last_day < min([first, *(p.first_day for p in same)]):
        raise SetupError(f"the post would end ({duty.last_day}) before it begins")
    if same and duty.first_day is None:
        return posts.until(session, dict.fromkeys((p.id for p in same), duty.last_day), now=utc_now())
    new = Appointment(member.id, duty.role, duty.branch_id, first, duty.last_day)
    return posts.give(session, [new], now=utc_now())


def network(
    name: Who,
    to: Annotated[str, typer.Option("--network", help="The network.")],
    of: Of = "",
    db: Db = "",
    *,
    convener: Annotated[bool, typer.Option("--convener", help="They call it together.")] = False,
    leave: Annotated[bool, typer.Option("--leave", help="They are not in it any more.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Add the network if there is none of that name.")] = False,
) -> None:
    """Put a member into a network, or take them out of it."""
    settings = settings_for(db, quiet=True)
    with opened(settings, make=False) as database, database.begin() as session:
        member = find_member(session, name, of)
        wanted = " ".join(clean(to).text.split())
        found = Names(session, add=new and not leave).network(wanted)
        if found.id is None:
            near = f"; did you mean {', '.join(found.near)}?" if found.near else ""
            raise SetupError(f"there is no network {wanted!r}{near} (add it with --new)")
        set_network(session, member, found.id, convener=None if leave else convener)
        note(session, member, "networks", "bot members network")
    typer.echo(f"{wanted}: {'left' if leave else 'convener' if convener else 'member'}")


def set_network(session: Session, member: Member, network_id: int, *, convener: bool | None) -> None:
    """None takes them out."""
    assert member.id is not None
    there = session.get(NetworkMember, (network_id, member.id))
    if convener is None:
        if there:
            session.delete(there)
        return
    row = there or NetworkMember(network_id=network_id, member_id=member.id)
    row.convenes = convener
    session.add(row)


def find_member(session: Session, name: str, of: str) -> Member:
    """The one with that name or number; SetupError where there is none, or more than one."""
    wanted = " ".join(clean(name).text.split())
    here = col(Member.left_on).is_(None)
    if numbered := session.exec(select(Member).where(here, col(Member.number) == wanted, wanted != "")).first():
        return numbered
    found = session.exec(select(Member).where(here, col(Member.name) == wanted)).all()
    if of:
        branch_id = find_branch(session, of)
        found = [member for member in found if member.branch_id == branch_id]
    if len(found) > 1:
        where = sorted({branches.name(session, member.branch_id) for member in found})
        raise SetupError(f"there are {len(found)} members {name!r} ({', '.join(where)}): use --of, or a number")
    if not found:
        raise SetupError(f"there is no member {name!r}")
    return found[0]


def note(session: Session, member: Member, what: str, why: str) -> None:
    now = utc_now()
    access.note(session, now=now, actor="", subject=member.ref, what=what, branch_id=member.branch_id, why=why)
