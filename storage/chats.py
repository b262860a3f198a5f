"""The group chats of branches and of the district: whose they are, and where they are now."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.models import Account, Group


def find(session: Session, *, platform: str, chat: str) -> Group | None:
    return session.exec(select(Group).where(Group.platform == platform, Group.chat == chat)).first()


def move(session: Session, *, platform: str, old: str, new: str) -> None:
    """The chat's id has changed: every reference follows. Twice told changes nothing."""
    if find(session, platform=platform, chat=new) is None:
        here = update(Group).where(col(Group.platform) == platform, col(Group.chat) == old)
        session.execute(here.values(chat=new))


def lose(session: Session, *, platform: str, chat: str, now: datetime) -> Group | None:
    """We are out of this group. The group, if it is news; None when it was known or is no group of ours."""
    group = find(session, platform=platform, chat=chat)
    if group is None or group.lost_at is not None:
        return None
    group.lost_at = now
    return group


def regain(session: Session, *, platform: str, chat: str) -> None:
    if group := find(session, platform=platform, chat=chat):
        group.lost_at = None


def mute(session: Session, *, platform: str, chat: str, now: datetime) -> None:
    """The person in this private chat wants nothing from us."""
    here = update(Account).where(col(Account.platform) == platform, col(Account.chat) == chat)
    session.execute(here.where(col(Account.muted_at).is_(None)).values(muted_at=now))


def unmute(session: Session, *, platform: str, chat: str) -> None:
    """They write to us again."""
    here = update(Account).where(col(Account.platform) == platform, col(Account.chat) == chat)
    session.execute(here.values(muted_at=None))


def listed(session: Session) -> list[Group]:
    """All of them, a branch's together, the district's last."""
    ordered = select(Group).order_by(col(Group.branch_id).is_(None), col(Group.branch_id), col(Group.id))
    return list(session.exec(ordered.execution_options(populate_existing=True)))


def tie(session: Session, *, platform: str, chat: str, branch_id: int | None, title: str) -> None:
    """That chat is the branch's from now on, or without one the district's."""
    session.add(Group(platform=platform, chat=chat, branch_id=branch_id, title=title))
    session.flush()


def untie(session: Session, group: Group) -> None:
    """It is no group of ours any more."""
    session.delete(group)
    session.flush()
