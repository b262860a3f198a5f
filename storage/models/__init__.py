"""Every table, so that whoever imports this package knows them all."""

from storage.models.activities import Activity, Kind, Poster, Series, Visibility
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
