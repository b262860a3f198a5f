"""Forgetting a member: what is theirs is removed, and what must stay for the count says nothing about them any more."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, delete, false, literal, or_, select, union, update
from sqlmodel import Session, col

from storage import forms, mentions, needs, outbox, rush, shifts, tombstones, totp, waiting
from storage.models import Account, Group, Guess, Idea, Inbox, Member, OpenForm, Result, State
from storage.outbox import FINAL, TABLE, WAITING
from storage.types import table_of

WHY = "forgotten"
# Signs that mean something in the bot's markup have a backslash before them there (bot/markup.py).
MARKUP = re.compile(r"([\\*\[\]()]|^[>-])")
# What a row of the outbox says about whom it was for.
BLANK = {
    "chat": "", "only": "", "thread": "", "payload": "", "message_id": "", "edits": "", "member_id": None,
    "key": literal(f"{WHY}:") + cast(TABLE.c.id, String),
    "answers": case((TABLE.c.answers == "", ""), else_=WHY),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """Where a member was written to: each account's platform, user and private chat."""

    accounts: Sequence[tuple[str, str, str]]

    def match(self, platform: Any, *columns: Any) -> ColumnElement[bool]:
        """Rows where one of the columns has the user or the chat of one of the accounts."""
        either = [
            and_(platform == account[0], or_(*(column.in_(account[1:]) for column in columns)))
            for account in self.accounts
        ]
        return or_(false(), *either)


def erase(session: Session, member_id: int, now: datetime) -> None:
    """Forget a member for good: their row, and all that hangs on it or names one of their accounts."""
    held = hold_places(session, member_id)
    member = session.get_one(Member, member_id)
    found = select(col(Account.platform), col(Account.user), col(Account.chat))
    rows = session.execute(found.where(col(Account.member_id) == member_id))
    places = Places([(platform, user, chat) for platform, user, chat in rows])
    blank_letters(session, or_(TABLE.c.member_id == member_id, places.match(TABLE.c.platform, *mailed())), now)
    blank_words(session, member, now)
    drop_traces(session, places)
    drop_words(session, member_id)
    mentions.blank(session, member.name)
    forms.close_naming(session, spelled(member.name), now)
    tombstones.bury(session, member.ref, now)
    # What they need goes with them in any case; whoever counted on a ride with them has to hear of it.
    needs.drop_all(session, member_id, now)
    session.execute(delete(Member).where(col(Member.id) == member_id))
    for shift in shifts.lock(session, held):
        waiting.promote(session, shift, now)


def hold_places(session: Session, member_id: int) -> list[int]:
    """The shifts on which they have a place, held: nobody gets them one more from here on, to be offered to nobody."""
    rush.hold(session, [], [member_id])
    held = waiting.held_by(session, member_id)
    rush.hold(session, held, [member_id])
    return held


def drop_traces(session: Session, places: Places) -> None:
    """What was begun, guessed and written from these accounts."""
    form, guess = table_of(OpenForm), table_of(Guess)
    session.execute(delete(form).where(places.match(form.c.platform, form.c.chat, form.c.sender)))
    session.execute(delete(guess).where(places.match(guess.c.platform, guess.c.user)))
    blank_events(session, table_of(Inbox), places)


def drop_words(session: Session, member_id: int) -> None:
    """What they wrote for others to read, and the codes that were wrong for them.

    An idea that became an activity stays for who likes it, without its words: the activity has words of its own.
    """
    idea, result, guess = table_of(Idea), table_of(Result), table_of(Guess)
    mine = idea.c.member_id == member_id
    session.execute(delete(idea).where(mine, idea.c.activity_id.is_(None)))
    session.execute(update(idea).where(mine).values(what="", place=""))
    session.execute(update(result).where(result.c.told_by == member_id).values(note=""))
    platform, user = totp.counted(member_id)
    session.execute(delete(guess).where(guess.c.platform == platform, guess.c.user == user))


def mailed() -> tuple[Any, Any]:
    return TABLE.c.chat, TABLE.c.only


def blank_letters(session: Session, theirs: ColumnElement[bool], now: datetime) -> None:
    """What waits is not sent; what was sent stays in the count. What is on the wire is seen to by `tidy`."""
    waits = update(TABLE).where(theirs, TABLE.c.state.in_(WAITING))
    session.execute(waits.values(state=State.SUPPRESSED, finished_at=now, error=WHY))
    session.execute(update(TABLE).where(theirs, TABLE.c.state.in_(FINAL)).values(**BLANK))


def blank_words(session: Session, member: Member, now: datetime) -> None:
    """Messages to others that name them: what waits is not sent, and of what was sent the words are forgotten."""
    about = TABLE.c.ref == outbox.ABOUT.format(member.id)
    waits = update(TABLE).where(about, TABLE.c.state.in_(WAITING))
    session.execute(waits.values(state=State.SUPPRESSED, finished_at=now, error=WHY))
    done = update(TABLE).where(about, TABLE.c.state.in_(FINAL))
    session.execute(done.values(payload="", ref=""))
    # Whoever wrote it may have forgotten to say whom it is about.
    blank_name(session, member.name)


def blank_name(session: Session, name: str) -> None:
    """Forget the words of what was sent to anybody with that name in it."""
    named = or_(*(TABLE.c.payload.contains(json.dumps(each)[1:-1], autoescape=True) for each in spelled(name)))
    session.execute(update(TABLE).where(named, TABLE.c.state.in_(FINAL)).values(payload=""))


def spelled(name: str) -> set[str]:
    """A name as it stands in a label, and as it stands in the bot's markup."""
    return {name, MARKUP.sub(r"\\\1", name)}


def blank_events(session: Session, event: Any, places: Places) -> None:
    """Slack's names for an event can have the chat in them: `team:chat:time`."""
    for platform, _, chat in places.accounts:
        named = event.c.event.contains(f":{chat}:", autoescape=True)
        mine = update(event).where(event.c.platform == platform, named, event.c.done_at.is_not(None))
        session.execute(mine.values(event=literal(f"{WHY}:") + cast(event.c.id, String)))


def tidy(session: Session, now: datetime) -> int:
    """Blank what was finished since: messages to members who are gone, and answers to who is not (or no longer) tied.

    How many rows said something about somebody.
    """
    gone = and_(TABLE.c.member_id.is_not(None), TABLE.c.member_id.not_in(select(col(Member.id))))
    blank_letters(session, gone, now)
    # What was on the wire when the member it is about was forgotten.
    known = select(literal(outbox.ABOUT.format("")) + cast(col(Member.id), String))
    unknown = and_(TABLE.c.ref.startswith(outbox.ABOUT.format("")), TABLE.c.ref.not_in(known))
    session.execute(update(TABLE).where(unknown, TABLE.c.state.in_(FINAL)).values(payload="", ref=""))
    done = update(TABLE).where(strangers(), TABLE.c.state.in_(FINAL), TABLE.c.finished_at.is_not(None))
    return session.connection().execute(done.values(**BLANK)).rowcount


def strangers() -> ColumnElement[bool]:
    """Answers to somebody who has no account here, in private or for them alone in a group; and a last word to an app
    that was untied.
    """
    account, group = table_of(Account), table_of(Group)
    # In one word and without a correlated look, so that a long outbox is gone through once.
    ours = union(
        select(word(account.c.platform, account.c.user)),
        select(word(account.c.platform, account.c.chat)),
        select(word(group.c.platform, group.c.chat)),
    )
    whom = word(TABLE.c.platform, case((TABLE.c.only != "", TABLE.c.only), else_=TABLE.c.chat))
    last_word = and_(TABLE.c.batch == outbox.ALARM, TABLE.c.member_id.is_(None), TABLE.c.chat != "")
    return and_(or_(TABLE.c.answers.not_in(("", WHY)), last_word), whom.not_in(ours))


def word(*columns: Any) -> Any:
    return columns[0] + " " + columns[1]


def leavers(session: Session, before: date) -> list[int]:
    """Members who had left by then."""
    return list(session.execute(select(col(Member.id)).where(col(Member.left_on) <= before)).scalars())


def erase_all(session: Session, member_ids: Collection[int], now: datetime) -> int:
    for member_id in member_ids:
        erase(session, member_id, now)
    return len(member_ids)
