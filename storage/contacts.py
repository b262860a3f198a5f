"""Who is responsible for an activity: whoever was chosen, as long as they are here and it is theirs to see."""

from sqlmodel import Session

from storage import activities, networks
from storage.models import Activity, Member


def contact(session: Session, activity: Activity) -> Member | None:
    """Whoever is responsible; nobody when they have left, or left the network, or it is not shown to them any more."""
    found = session.get(Member, activity.contact_id) if activity.contact_id is not None else None
    if found is None or found.left_on is not None:
        return None
    if activity.network_id is not None and not networks.has(session, activity.network_id, found.id):
        return None
    sees = activities.may_see(session, activity, member_id=found.id, branch_id=found.branch_id)
    return found if sees else None


def is_contact(session: Session, activity: Activity, member_id: int) -> bool:
    found = contact(session, activity) if activity.contact_id == member_id else None
    return found is not None
