"""Every table, so that whoever imports this package knows them all."""

from storage.models.activities import Activity, Kind, Visibility
from storage.models.chain import ChainAnswer, Occasion, PrideDay, Stand
from storage.models.chats import Group, OpenForm
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

__all__ = [
    "Access",
    "AccessSeal",
    "Account",
    "Activity",
    "Approval",
    "Branch",
    "ChainAnswer",
    "Consent",
    "Fate",
    "Group",
    "Guess",
    "Inbox",
    "Incident",
    "Invitation",
    "Kind",
    "Life",
    "Member",
    "Network",
    "NetworkMember",
    "Occasion",
    "Occurrence",
    "OpenForm",
    "Outbox",
    "OwnReminder",
    "Passage",
    "Plan",
    "Post",
    "Preference",
    "PrideDay",
    "Purpose",
    "Repeat",
    "Role",
    "Stand",
    "State",
    "Tombstone",
    "Totp",
    "Visibility",
    "Welcome",
]
