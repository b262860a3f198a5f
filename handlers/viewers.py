"""Says who it was that looked at somebody's data: by post and branch, and by name where that may be told."""

from sqlmodel import col, select

from bot.context import Context
from bot.naming import shown
from storage import access, branches, members
from storage.models import Access, Member, Role


def who(ctx: Context, ref: str, *, named: bool) -> str:
    """Somebody as the log may name them, and that they were is noted; who is not here any more has no name."""
    if not ref:
        return ctx.label("audit.label.program")
    member = ctx.session.exec(select(Member).where(col(Member.ref) == ref)).first()
    if member is None or member.id is None:
        return ctx.label("audit.label.gone")
    held = sorted(members.posts(ctx.session, member.id, today=ctx.today), key=str)
    role, branch_id = next(iter(held), (Role.MEMBER.value, member.branch_id))
    place = branches.name(ctx.session, branch_id) or ctx.label("help.the_district")
    said = ctx.label("audit.label.role", role=ctx.label(f"role.{role}"), branch=place)
    if not named:
        return said
    return ctx.label("audit.label.named", name=shown(ctx, member, access.LOG, to=ctx.me), role=said)


def done(ctx: Context, row: Access) -> str:
    """What was done, in words where there are any."""
    return ctx.texts.listed("audit.what").get(row.what, row.what)
