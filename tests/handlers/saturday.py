"""The sample's flyering Saturday in Södersjö, and those who are on its shifts, for tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.markup import plain
from bot.messages import Reply
from reminders import chain, subject
from storage import signups
from storage.models import Access, Account, Activity, Member, Shift, Signup
from tests.talk import IDS, Talk

FLYERING = "Flygblad på lördagstorget"
# The coordinator's shift, and those of the others.
LEADS, EARLY, LATE = 0, 1, 2
STOCKHOLM = ZoneInfo("Europe/Stockholm")
# What everybody hears of whatever is arranged, and of the year's days: beside what is looked at on the Saturday.
OF_ACTIVITIES = frozenset({subject.REMINDER, chain.CHAIN})


def activity(talk: Talk) -> Activity:
    with talk.database.read() as session:
        return session.exec(select(Activity).where(Activity.title == FLYERING)).one()


def shift(talk: Talk, which: int) -> int:
    with talk.database.read() as session:
        there = select(Shift.id).where(Shift.activity_id == activity(talk).id).order_by(Shift.id)
        return list(session.exec(there))[which]


def member(talk: Talk, who: str) -> int:
    with talk.database.read() as session:
        return session.exec(select(Account.member_id).where(Account.user == IDS[who])).one()


def join(talk: Talk, who: str, which: int, guests: int = 0) -> int:
    with talk.database.begin() as session:
        signup, *_ = signups.sign_up(
            session, shift(talk, which), member(talk, who), guests=guests, platform="telegram", said_at=talk.now,
            now=talk.now,
        )  # fmt: skip
        return signup.id


def came(talk: Talk, which: int) -> list[bool | None]:
    with talk.database.read() as session:
        there = select(Signup.came).where(Signup.shift_id == shift(talk, which)).order_by(Signup.id)
        return list(session.exec(there))


async def until(talk: Talk, day: int, hour: int, minute: int = 0) -> None:
    """Let time pass until then, in February."""
    await talk.wait(datetime(2027, 2, day, hour, minute, tzinfo=STOCKHOLM) - talk.now)


def told(talk: Talk, who: str, words: str) -> list[str]:
    """What they were told that has these words in it."""
    sent = [(to.chat, plain(reply.text)) for to, reply in talk.adapter().sent]
    return [text for chat, text in sent if chat == IDS[who] and words in text]


def last(talk: Talk) -> Reply:
    return talk.adapter().sent[-1][1]


def labels(talk: Talk) -> list[str]:
    return [button.label for button in last(talk).buttons]


def noted(talk: Talk, what: str) -> list[tuple[str, str]]:
    """Who looked at, or changed, whose data: refs as names."""
    with talk.database.read() as session:
        names = {row.ref: row.name for row in session.exec(select(Member))}
        rows = session.exec(select(Access).where(Access.what == what).order_by(Access.id))
        return [(names[row.actor], names[row.subject]) for row in rows]


async def hand_in(talk: Talk, who: str, which: int, **values: str) -> str:
    """Open the form for how it went, and hand it in whole."""
    ((_, reply),) = await talk.hear(talk.incoming(who, action=f"result:{shift(talk, which)}"))
    return await talk.say(who, "", action=f"form:{reply.form.id}:send", values={"flyers": "400", "note": ""} | values)
