"""What people ask to see, over five thousand activities and fifty thousand sign-ups: the whole path of each."""

import asyncio
import tempfile
from datetime import timedelta
from statistics import median

from sqlmodel import Session, insert, select

from benchmarks import district, page
from benchmarks.members import took
from benchmarks.ours import start
from bot.adapters.terminal import Shown, TerminalAdapter
from bot.app import Bot
from bot.logs import set_up_logs
from storage.models import Activity, Member, Place, Shift, Signup

ACTIVITIES, MEMBERS, EACH, TIMES = 5000, 1200, 10, 30
MEMBER, CHAIR, PROMISED = "medlem", "ordforande", 50
# So many of the activities have been already.
PAST = 1500


def run() -> str:
    intro = f"SQLite, {ACTIVITIES} activities, {ACTIVITIES * EACH} sign-ups; {TIMES} times each, in milliseconds."
    return f"{intro}\n\n{page.grid(('what', 'median', 'slowest', 'at most'), asyncio.run(asked()))}"


async def asked() -> list[tuple[str, str, str, str]]:
    set_up_logs(level="ERROR")

    def show(_shown: Shown) -> None:
        """Nobody looks."""

    with tempfile.TemporaryDirectory() as folder:
        database = district.make(f"sqlite:///{folder}/bench.db", 0)
        with database.begin() as session:
            crowd(session)
        bot = await start(database, TerminalAdapter(show))
        found = [
            await row(bot, "`/nasta-aktivitet`", MEMBER, "/nasta-aktivitet"),
            await row(bot, "`/aktiviteter`", MEMBER, "/aktiviteter"),
            await row(bot, "the same, 600 further on", MEMBER, action="list:all:::600"),
            await row(bot, "`/aktiviteter flygblad Norrby`", MEMBER, "/aktiviteter flygblad Norrby"),
            await row(bot, "`/mina-pass`", MEMBER, "/mina-pass"),
            await row(bot, "`/hjalp-behovs`", MEMBER, "/hjalp-behovs"),
            await row(bot, "`/andra-aktivitet`", CHAIR, "/andra-aktivitet"),
            await row(bot, "`/resultat`", CHAIR, "/resultat"),
        ]
        await bot.stop()
        return found


def crowd(session: Session) -> None:
    """Activities from last autumn to next winter, a shift each, and people on them."""
    first = session.exec(select(Activity).where(Activity.key == "bench:0")).one()
    session.add_all(Member(name=f"Kamrat {n:04}", branch_id=n % 12 + 1) for n in range(MEMBERS))
    session.flush()
    members = list(session.exec(select(Member.id)))
    known = len(session.exec(select(Activity.id)).all())
    for n in range(ACTIVITIES - known):
        away = timedelta(hours=2 * (n - PAST))
        copy = Activity(**first.model_dump(exclude={"id", "key"}), key=f"list:{n}")
        copy.starts_at, copy.ends_at = district.NOW + away, district.NOW + away + timedelta(hours=2)
        copy.day, copy.branch_id, copy.scheduled_for = copy.starts_at.date(), n % 12 + 1, copy.starts_at
        session.add(copy)
    session.flush()
    for n, activity in enumerate(session.exec(select(Activity).where(Activity.key != "bench:0")).all()):
        times = activity.model_dump(include={"place", "day", "starts", "ends", "starts_at", "ends_at"})
        times["ends"] = activity.ends or activity.starts
        assert activity.id is not None
        shift = Shift(**times, activity_id=activity.id, minimum=12, capacity=20, scheduled_for=activity.starts_at)
        session.add(shift)
        session.flush()
        session.execute(insert(Signup), [signup(shift, members[(n * EACH + k) % len(members)]) for k in range(EACH)])


def signup(shift: Shift, member: int | None) -> dict[str, object]:
    return {"shift_id": shift.id, "member_id": member, "guests": 0, "place": Place.GOING, "platform": "terminal",
            "made_at": district.NOW, "said_at": district.NOW}  # fmt: skip


async def row(bot: Bot, what: str, who: str, text: str = "", action: str = "") -> tuple[str, str, str, str]:
    await took(bot, who, text, "warm", action)
    times = [await took(bot, who, text, f"{n}", action) for n in range(TIMES)]
    return what, f"{median(times):.1f}", f"{max(times):.1f}", f"{PROMISED}"
