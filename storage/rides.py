"""Who goes with whom: somebody who needs a ride and somebody who offers one, when both say yes."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from storage import needs
from storage.models import Activity, Carpool, Member, Need, Want
from storage.needs import ASKED, Asked


class Pair(NamedTuple):
    """Two who could go together: who needs a ride, and who offers one."""

    ride: Need
    rider: Member
    lift: Need
    driver: Member


def suggested(session: Session, activity_id: int) -> list[Pair]:
    """For each who waits for a ride and is not asked about one, whom they could go with: of their own branch first."""
    there = [Asked(*row) for row in session.execute(ASKED.where(col(Need.activity_id) == activity_id))]
    made = of_activity(session, activity_id)
    asked = {(one.ride_id, one.lift_id) for one in made}
    busy = {one.ride_id for one in made if is_open(one)}
    seats = free_seats(there, made)
    found = []
    for ride, _, rider in there:
        if ride.want != Want.RIDE or ride.met is not None or ride.id in busy:
            continue
        fits = [(one.need, one.member) for one in there if seats.get(one.need.id, 0) > 0
                and (ride.id, one.need.id) not in asked and one.member.id != rider.id]  # fmt: skip
        if fits:
            lift, driver = min(fits, key=lambda fit: (fit[1].branch_id != rider.branch_id, fit[0].id))
            seats[lift.id] -= 1
            found.append(Pair(ride, rider, lift, driver))
    return found


def free_seats(there: list[Asked], made: list[Carpool]) -> dict[int | None, int]:
    """How many are left with each who offers a ride; one that somebody is asked about is taken until they say no."""
    seats = {need.id: need.count for need, _, _ in there if need.want == Want.LIFT and need.met is not False}
    for one in made:
        if is_open(one) and one.lift_id in seats:
            seats[one.lift_id] -= 1
    return seats


def of_activity(session: Session, activity_id: int) -> list[Carpool]:
    """All that were ever suggested there."""
    there = select(Carpool).join(Need, col(Need.id) == col(Carpool.ride_id)).where(col(Need.activity_id) == activity_id)
    return list(session.execute(there.order_by(col(Carpool.id)).execution_options(populate_existing=True)).scalars())


def is_open(carpool: Carpool) -> bool:
    """Whether neither has said no."""
    return carpool.rider_says is not False and carpool.driver_says is not False


def propose(session: Session, activity_id: int, ride_id: int, lift_id: int, *, now: datetime) -> Carpool | None:
    """Ask both of a pair that is suggested now; None when it is not (any more)."""
    session.execute(select(col(Activity.id)).where(col(Activity.id) == activity_id).with_for_update())
    pair = next(
        (one for one in suggested(session, activity_id) if (one.ride.id, one.lift.id) == (ride_id, lift_id)), None
    )
    if pair is None:
        return None
    carpool = Carpool(
        ride_id=ride_id, lift_id=lift_id, rider_id=pair.ride.member_id, driver_id=pair.lift.member_id, made_at=now
    )
    session.add(carpool)
    session.flush()
    return carpool


def find(session: Session, carpool_id: int) -> Carpool | None:
    """Held while this transaction lasts."""
    mine = select(Carpool).where(col(Carpool.id) == carpool_id).with_for_update()
    found: Carpool | None = session.execute(mine.execution_options(populate_existing=True)).scalar_one_or_none()
    return found


def say(session: Session, carpool: Carpool, member_id: int, *, yes: bool, now: datetime) -> None:
    """One of the two says yes or no; when both have said yes the ride is seen to, and a no leaves it waiting."""
    drives = member_id == carpool.driver_id
    if not yes:
        needs.part(session, carpool, driver_leaves=drives, now=now)
    if drives:
        carpool.driver_says = yes
    else:
        carpool.rider_says = yes
    session.add(carpool)
    session.flush()
    if is_agreed(carpool):
        for need_id in (carpool.ride_id, carpool.lift_id):
            needs.answer(session, session.get_one(Need, need_id), met=True, by=None, now=now)


def is_agreed(carpool: Carpool) -> bool:
    return bool(carpool.rider_says and carpool.driver_says)
