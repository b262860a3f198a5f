"""While a leak is open, exports are frozen."""

from storage import incidents
from storage.models import Incident
from tests.talk import NOW


def test_frozen_while_one_is_open(session):
    assert not incidents.is_frozen(session)
    incident = Incident(opened_at=NOW, opened_by="ref", what="en lista kom bort")
    session.add(incident)
    session.flush()
    assert incidents.is_frozen(session)
    incident.closed_at = NOW
    session.flush()
    assert not incidents.is_frozen(session)
