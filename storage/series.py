"""What comes back: its activities are made ahead of time, as the rule says, and more as time passes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage import patterns, rhythm, templates
from storage.models import Activity, Series

# Activities are made so far ahead, and so many of a series at most stand ahead of today.
AHEAD, MOST = timedelta(days=400), 100
# More are made when less than this is left: a few times a year, not at every tick.
ENOUGH = timedelta(days=370)
DAY = timedelta(days=1)


def draft(
    session: Session,
    activity: Activity,
    *,
    key: str,
    rule: str,
    exceptions: str,
    first: date,
    old: Series | None = None,
) -> Series:
    """A series of what the activity is, not begun yet; where it takes the place of an `old` one, of what that one is:
    what was changed about the activity alone stays with it. The same key is one series.
    """
    if found := session.exec(select(Series).where(Series.key == key)).first():
        return found
    columns, against = templates.columns_of(old or activity), version(activity, old)
    series = Series(key=key, rule=rule, exceptions=exceptions, first_day=first, against=against, **columns)
    session.add(series)
    session.flush()
    return series


def version(activity: Activity, old: Series | None) -> str:
    """What a proposal was made against: the activity, and how it comes back, or its hours while it does not."""
    return f"{activity.id}:{old.id}:{old.rule}" if old else f"{activity.id}:{activity.starts}-{activity.ends}"


def is_about(series: Series, activity: Activity) -> bool:
    """Whether it was proposed for that activity."""
    return series.against.startswith(f"{activity.id}:")


def renew(session: Session, series: Series, activity: Activity, old: Series | None) -> None:
    """It is proposed anew, against what stands now."""
    series.against = version(activity, old)
    for name, value in templates.columns_of(old or activity).items():
        setattr(series, name, value)
    session.add(series)
    session.flush()


def find(session: Session, series_id: int | None) -> Series | None:
    """A series as it stands now."""
    return session.get(Series, series_id, populate_existing=True) if series_id is not None else None


def of(session: Session, activity: Activity, *, now: datetime) -> Series | None:
    """The series that the activity is one of, while it goes on: that it ends is known, and there are more till then."""
    series = find(session, activity.series_id)
    goes_on = series is not None and (series.ended_at is None or count_later(session, activity, now=now) > 0)
    return series if goes_on else None


def lock(session: Session, series: Series) -> Series:
    """The series as it stands now; nobody else makes its activities meanwhile."""
    mine = select(Series).where(Series.id == series.id).with_for_update()
    return session.exec(mine.execution_options(populate_existing=True)).one()


def begin(session: Session, series: Series, activity: Activity, *, today: date) -> bool:
    """The activity is the first of the series, and the others are made; False when it had begun before."""
    series = lock(session, series)
    if series.made_until is not None:
        return False
    activity.series_id, activity.series_day = series.id, series.first_day
    series.made_until = series.first_day
    session.add_all([series, activity])
    session.flush()
    patterns.begin(session, series, activity)
    extend(session, series, today=today)
    return True


def days(series: Series) -> Iterator[date]:
    return rhythm.days(series.rule, series.exceptions, series.first_day)


def lacking(session: Session, *, today: date) -> list[Series]:
    """Those of which more are to be made."""
    enough = today + ENOUGH
    going_on = select(Series).where(col(Series.ended_at).is_(None), col(Series.made_until) < enough)
    return list(session.exec(going_on.order_by(col(Series.id))))


def extend(session: Session, series: Series, *, today: date) -> int:
    """Make what is still to be made; what has been meanwhile stays unmade. How many those are."""
    series = lock(session, series)
    like = source(session, series)
    if series.ended_at is not None or series.made_until is None or like is None:
        return 0
    known = known_days(session, series)
    since, until = max(series.made_until + DAY, today), max(series.made_until, today + AHEAD)
    wanted = [day for day in takewhile(lambda day: day <= until, days(series)) if day >= since and day not in known]
    new = wanted[: max(0, MOST - sum(day >= today for day in known))]
    for day in new:
        make(session, series, like, day)
    if len(new) == len(wanted):
        series.made_until = until
    elif new:
        series.made_until = new[-1]
    session.add(series)
    session.flush()
    return len(new)


def known_days(session: Session, series: Series) -> set[date]:
    mine = select(col(Activity.series_day)).where(col(Activity.series_id) == series.id)
    return {day for day in session.execute(mine).scalars() if day is not None}


def source(session: Session, series: Series) -> Activity | None:
    """The activity that it was made from."""
    mine = select(Activity).where(Activity.series_id == series.id).order_by(col(Activity.series_day)).limit(1)
    return session.exec(mine.execution_options(populate_existing=True)).first()


def serving(session: Session, series: Series) -> int | None:
    """What of the plan the last of them carries out: whoever said so of all that follow meant those to come as well."""
    mine = select(Activity.serves).where(Activity.series_id == series.id)
    return session.exec(mine.order_by(col(Activity.series_day).desc()).limit(1)).first()


def make(session: Session, series: Series, like: Activity, day: date) -> Activity:
    made, is_new = templates.plan_like(
        session, like, key=f"series:{series.id}:{day.isoformat()}", day=day, series_id=series.id, series_day=day,
        serves=serving(session, series), **templates.columns_of(series),
    )  # fmt: skip
    if is_new:
        patterns.hand_on(session, series, made)
    return made


def coming(session: Session, series: Series, *, since: date, now: datetime) -> list[Activity]:
    """Those from that day of the rule on that are neither over nor called off, in order."""
    mine = select(Activity).where(Activity.series_id == series.id, col(Activity.series_day) >= since)
    there = mine.where(col(Activity.ends_at) > now, col(Activity.cancelled_at).is_(None))
    ordered = there.order_by(col(Activity.series_day)).execution_options(populate_existing=True)
    return list(session.exec(ordered))


def count_later(session: Session, activity: Activity, *, now: datetime) -> int:
    """How many come after it."""
    mine = select(func.count()).where(
        col(Activity.series_id) == activity.series_id, col(Activity.series_day) > activity.series_day,
        col(Activity.ends_at) > now, col(Activity.cancelled_at).is_(None),
    )  # fmt: skip
    return session.exec(mine).one()


def forget_drafts(session: Session, today: date) -> None:
    """Those that nobody said yes to while they could."""
    stale = select(Series).where(col(Series.made_until).is_(None), col(Series.first_day) < today)
    for series in session.exec(stale):
        session.delete(series)
