"""Posts in groups that show an activity: where they are, what they show, and that it is true.

Nobody needs to tell of a change: what a post shows is compared with what is, at each tick of the clock. So whatever
changes who is on a shift is seen, and none that comes between two edits is lost.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, bindparam, select, update
from sqlmodel import Session, col

from storage import outbox, shifts
from storage.models import Activity, Card, Group, State, Visibility
from storage.outbox import TABLE

# The topic of what is sent for them; the `ref` is the post's id here.
CARD = "card"
# A rush becomes one edit.
SOON: Final = timedelta(seconds=4)
# One that somebody takes away again and again comes back no oftener.
PATIENCE: Final = timedelta(hours=1)
# So long after it is over a post may still be put right.
AFTER: Final = timedelta(days=1)
ON_THE_WAY: Final = (*outbox.WAITING, State.SENDING)
NEWEST = (
    select(TABLE.c.state, TABLE.c.edits, TABLE.c.message_id, TABLE.c.finished_at)
    .where(TABLE.c.topic == CARD, TABLE.c.ref == bindparam("card"))
    .where(TABLE.c.platform == bindparam("platform"), TABLE.c.chat == bindparam("chat"))
    .order_by(TABLE.c.id.desc())
    .limit(1)
)
FACTS = (
    "title", "kind", "day", "starts", "ends", "place", "accessibility", "how_to_join", "branch_id", "cancel_reason",
    "description", "material",
)  # fmt: skip


def fits(activity: Activity, branch_id: int | None) -> bool:
    """Whether it may be shown in the groups of that branch (None: the district's).

    Who reads a group is not known here. What is for members goes to the organiser's own group alone, where whoever
    arranges it answers for that; the district's is read by too many. A network has no group.
    """
    if activity.branch_id != branch_id or activity.network_id is not None:
        return False
    if activity.visibility == Visibility.PUBLIC:
        return True
    return branch_id is not None and activity.visibility in {Visibility.MEMBERS, Visibility.BRANCH}


def put_up(session: Session, activity_id: int, *, platform: str, chat: str, now: datetime) -> bool:
    """Show it in that group; False when a post is there already: then that one is put right."""
    here = select(Card).where(col(Card.activity_id) == activity_id, col(Card.platform) == platform)
    found: Card | None = session.execute(here.where(col(Card.chat) == chat)).scalar_one_or_none()
    if found is not None:
        found.shows = ""
        session.flush()
        return False
    card = Card(activity_id=activity_id, platform=platform, chat=chat)
    session.add(card)
    session.flush()
    put(session, card, due_at=now, now=now)
    return True


def put(session: Session, card: Card, *, due_at: datetime, now: datetime) -> None:
    """Have it worded anew: an edit of the message that is there, or the first one."""
    outbox.put(
        session, key=f"{CARD}:{card.id}:{card.edits}", to=(card.platform, card.chat, "", ""), payload="", now=now,
        topic=CARD, ref=str(card.id), due_at=due_at, edits=card.message_id,
    )  # fmt: skip
    card.edits += 1
    session.flush()


def catch_up(session: Session, *, platforms: Collection[str], now: datetime) -> None:
    """Have every post edited that shows something else than is, once at a time."""
    found = live(session, platforms, now)
    current = states(session, [activity for _, activity in found], now)
    for card, activity in found:
        is_true = card.shows == current[card.activity_id]
        if is_true and card.message_id:
            continue
        due_at = next_edit(session, card, now)
        if due_at is not None and not is_true and fits_anywhere(activity):
            put(session, card, due_at=due_at, now=now)


def fits_anywhere(activity: Activity) -> bool:
    return fits(activity, activity.branch_id)


def live(session: Session, platforms: Collection[str], now: datetime) -> list[tuple[Card, Activity]]:
    """The posts in groups that we are in, of what is not long over."""
    there = and_(col(Group.platform) == col(Card.platform), col(Group.chat) == col(Card.chat))
    found = (
        select(Card, Activity)
        .join(Activity, col(Activity.id) == col(Card.activity_id))
        .join(Group, there)
        .where(col(Group.lost_at).is_(None), col(Card.platform).in_(platforms), col(Activity.ends_at) > now - AFTER)
        .order_by(col(Card.id))
    )
    return [(row[0], row[1]) for row in session.execute(found.execution_options(populate_existing=True))]


def next_edit(session: Session, card: Card, now: datetime) -> datetime | None:
    """When it can be edited next; None while something of it is on its way. Its message is known from then on."""
    newest = session.execute(NEWEST, {"card": str(card.id), "platform": card.platform, "chat": card.chat}).one_or_none()
    if newest is None:
        return now + SOON
    is_looked_for = newest.state == State.UNKNOWN and newest.finished_at is None
    if newest.state in ON_THE_WAY or is_looked_for:
        return None
    if newest.state != State.SENT or not newest.message_id:
        return now + SOON
    card.message_id = newest.message_id
    was_taken_away = newest.edits not in {"", newest.message_id}
    return max(now + SOON, newest.finished_at + PATIENCE) if was_taken_away else now + SOON


def states(session: Session, activities: Collection[Activity], now: datetime) -> Mapping[int, str]:
    """A digest of all that a post of each shows, by activity."""
    facts: dict[int, list[Any]] = {one.id: facts_of(one, now) for one in activities if one.id is not None}
    if not facts:
        return {}
    standing = shifts.STANDING.where(shifts.TABLE.c.activity_id.in_(facts))
    for row in session.execute(standing.order_by(shifts.TABLE.c.id)):
        facts[row.activity_id].append((*row, row.starts_at <= now))
    return {number: hashlib.sha256(repr(found).encode()).hexdigest()[:16] for number, found in facts.items()}


def facts_of(activity: Activity, now: datetime) -> list[Any]:
    return [*(getattr(activity, name) for name in FACTS), activity.cancelled_at is not None, activity.ends_at <= now]


def show(session: Session, card: Card, activity: Activity, now: datetime) -> None:
    """It is being worded from what is now."""
    card.shows = states(session, [activity], now)[card.activity_id]
    session.add(card)
    session.flush()


def move(session: Session, *, platform: str, old: str, new: str) -> None:
    """The group has another id: what was posted stays behind with the old one, and cannot be edited from the new."""
    mine = update(Card).where(col(Card.platform) == platform, col(Card.chat) == old)
    session.execute(mine.values(chat=new, message_id="", shows=""))
    waiting = update(TABLE).where(TABLE.c.topic == CARD, TABLE.c.platform == platform, TABLE.c.chat == new)
    session.execute(waiting.where(TABLE.c.state.in_(outbox.WAITING)).values(edits=""))
