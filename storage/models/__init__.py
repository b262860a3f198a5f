"""Every table, so that whoever imports this package knows them all."""

from storage.models.activities import Activity, Kind, Visibility
from storage.models.chain import ChainAnswer, Occasion, PrideDay, Stand
from storage.models.chats import Group, OpenForm
from storage.models.mail import Inbox, Life, Outbox, State
from storage.models.people import Account, Branch, Guess, Invitation, Member, Post, Role
from storage.models.plans import Passage, Plan
from storage.models.reminding import Fate, Occurrence, OwnReminder, Preference, Repeat

__all__ = [
    "Account",
    "Activity",
    "Branch",
    "ChainAnswer",
    "Fate",
    "Group",
    "Guess",
    "Inbox",
    "Invitation",
    "Kind",
    "Life",
    "Member",
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
    "Repeat",
    "Role",
    "Stand",
    "State",
    "Visibility",
]
