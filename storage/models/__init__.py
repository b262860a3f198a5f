"""Every table, so that whoever imports this package knows them all."""

from typing import Final

from sqlmodel import SQLModel

from storage.models.activities import Activity, Kind, Poster, Series, SeriesShift, Visibility
from storage.models.calendars import Feed, ForeignEvent
from storage.models.chain import ChainAnswer, Occasion, PrideDay, Stand
from storage.models.chats import Group, OpenForm, Upload
from storage.models.ideas import Idea, Support
from storage.models.mail import Inbox, Life, Outbox, State
from storage.models.people import (
    Account,
    Branch,
    Consent,
    Guess,
    Invitation,
    Member,
    Network,
    NetworkMember,
    Post,
    Purpose,
    Role,
    Welcome,
)  # fmt: skip
from storage.models.plans import Passage, Plan
from storage.models.privacy import Access, AccessSeal, Approval, Incident, Tombstone, Totp
from storage.models.reminding import Fate, Occurrence, OwnReminder, Preference, Repeat
from storage.models.signups import Card, Carpool, Need, Place, Result, Shift, Signup, Swap, Want

__all__ = [
    "Access",
    "AccessSeal",
    "Account",
    "Activity",
    "Approval",
    "Branch",
    "Card",
    "Carpool",
    "ChainAnswer",
    "Consent",
    "Fate",
    "Feed",
    "ForeignEvent",
    "Group",
    "Guess",
    "Idea",
    "Inbox",
    "Incident",
    "Invitation",
    "Kind",
    "Life",
    "Member",
    "Need",
    "Network",
    "NetworkMember",
    "Occasion",
    "Occurrence",
    "OpenForm",
    "Outbox",
    "OwnReminder",
    "Passage",
    "Place",
    "Plan",
    "Post",
    "Poster",
    "Preference",
    "PrideDay",
    "Purpose",
    "Repeat",
    "Result",
    "Role",
    "Series",
    "SeriesShift",
    "Shift",
    "Signup",
    "Stand",
    "State",
    "Support",
    "Swap",
    "Tombstone",
    "Totp",
    "Upload",
    "Visibility",
    "Want",
    "Welcome",
]

# On SQLite the id of a row that is gone is given again, unless it is told not to. Buttons, letters and what waits to be
# confirmed carry ids: they must not mean somebody else one day. Nothing carries those of the busiest tables.
TOLD_TO_NOBODY: Final = frozenset({"access", "guess", "inbox"})
for table in SQLModel.metadata.tables.values():
    if table.name not in TOLD_TO_NOBODY and table.autoincrement_column is not None:
        table.dialect_options["sqlite"]["autoincrement"] = True
