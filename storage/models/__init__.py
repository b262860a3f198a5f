"""Every table, so that whoever imports this package knows them all."""

from storage.models.activities import Activity, Kind, Visibility
from storage.models.chats import Group, OpenForm
from storage.models.mail import Inbox, Life, Outbox, State
from storage.models.people import Account, Branch, Guess, Invitation, Member, Post, Role
from storage.models.plans import Passage, Plan

__all__ = [
    "Account",
    "Activity",
    "Branch",
    "Group",
    "Guess",
    "Inbox",
    "Invitation",
    "Kind",
    "Life",
    "Member",
    "OpenForm",
    "Outbox",
    "Passage",
    "Plan",
    "Post",
    "Role",
    "State",
    "Visibility",
]
