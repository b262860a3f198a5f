"""What every column says about people. A column that is not in this table stops the tests."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage import models

assert models.Member is not None  # the tables are known only when their modules are in


class Kind(StrEnum):
    """What sort of thing a column holds. All but the last three are about a person."""

    IDENTITY = "identity"  # who they are
    CONTACT = "contact"  # how to reach them
    ACCOUNT = "account"  # what they are called on a platform
    POLITICAL = "political"  # article 9: that they belong to the party, where in it, and what they do there
    HEALTH = "health"  # article 9 as well: what they need to be able to come
    BEHAVIOUR = "behaviour"  # what they did here and when, and how they want it
    CONTENT = "content"  # words of theirs, or to them
    SECRET = "secret"  # noqa: S105 - keeps something safe, and is shown to nobody
    TECHNICAL = "technical"
    PUBLIC = "public"  # the district's own, about no person


ABOUT_NOBODY: Final = frozenset({Kind.TECHNICAL, Kind.PUBLIC})
# Kept for a while, and not shown again: a form's own questions, and what was said in a message.
UNSHOWN: Final = frozenset(
    {"inbox.payload", "outbox.payload", "open_form.definition", "outbox.member_id", "upload.content"}
)


def classified(**columns: str) -> Mapping[str, Kind]:
    """Columns by their kind: `identity="name ref"`."""
    return {name: Kind(kind) for kind, names in columns.items() for name in names.split()}


TABLES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "member": classified(
        identity="name ref number", political="branch_id left_on", contact="email phone", behaviour="language",
        technical="id",
    ),
    "post": classified(political="role branch_id first_day last_day", identity="member_id", technical="id"),
    "network_member": classified(political="network_id convenes", identity="member_id"),
    "account": classified(account="platform user chat", behaviour="tied_at muted_at", identity="member_id",
                          technical="id"),
    "consent": classified(behaviour="platform given_at withdrawn_at", identity="member_id", technical="id"),
    "preference": classified(behaviour="leads quiet_from quiet_to app district paused_until", identity="member_id"),
    "own_reminder": classified(
        content="what", behaviour="branch_id day wall repeat deadline created_at ended_at", identity="member_id",
        technical="id key zone",
    ),
    "occurrence": classified(behaviour="topic due_at fate finished_at", identity="member_id",
                             technical="id key subject lead branch_id deliver_until audience"),
    "chain_answer": classified(political="occasion year branch_id stand joins_id activity_id answered_at",
                               identity="answered_by", technical="id"),
    "pride_day": classified(public="town year day", behaviour="set_at", identity="set_by", technical="id"),
    "welcome": classified(political="branch_id made_at due_at done_at", identity="member_id host_id done_by",
                          technical="id"),
    "invitation": classified(secret="code_hash", political="branch_id", behaviour="purpose expires_at used_at",  # noqa: S106 - a column
                             identity="member_id made_by", technical="id"),
    "guess": classified(account="platform user", behaviour="guessed_at", technical="id"),
    "approval": classified(behaviour="asked_on action asked_at expires_at used_at", identity="member_id",
                           technical="id"),
    "totp": classified(secret="secret last_step", behaviour="confirmed_at", identity="member_id"),  # noqa: S106
    "open_form": classified(account="platform chat sender", content="definition answers",
                            behaviour="started_at closed_at", technical="id step"),
    "upload": classified(content="content", technical="id form_id file refused"),
    "inbox": classified(account="platform", content="payload", behaviour="received_at done_at",
                        technical="id event"),
    "outbox": classified(
        account="platform chat only", content="payload", behaviour="topic state due_at sending_at finished_at",
        identity="member_id",
        technical="id key part ref batch mark thread answers edits attempts repeated lease_owner lease_until "
        "not_before deliver_until created_at message_id error",
    ),
    "access": classified(identity="actor subject", behaviour="at what why", political="branch_id", secret="digest",  # noqa: S106
                         technical="id"),
    "access_seal": classified(technical="id before newest rows mac"),
    "tombstone": classified(secret="digest", behaviour="at"),  # noqa: S106
    "incident": classified(identity="opened_by closed_by", content="what", behaviour="opened_at closed_at",
                           technical="id"),
    "branch": classified(public="name town aliases meeting_place quiet_from quiet_to", technical="id"),
    "network": classified(public="name", technical="id"),
    "group_chat": classified(public="platform chat title branch_id", technical="id lost_at"),
    "activity": classified(
        public="kind title branch_id day starts ends place accessibility how_to_join description visibility "
        "cancelled_at cancel_reason material network_id",
        identity="contact_id",
        technical="id key zone starts_at ends_at scheduled_for serves series_id series_day poster_id sequence "
        "changed_at",
    ),
    "poster": classified(public="content alt made_at", technical="id"),
    "series": classified(
        public="rule exceptions first_day ended_at kind title branch_id network_id starts ends place accessibility "
        "how_to_join description material visibility",
        identity="contact_id",
        technical="id key made_until zone poster_id against",
    ),
    "series_shift": classified(public="starts ends role place minimum capacity", technical="id series_id apart leads"),
    "shift": classified(
        public="role place day starts ends minimum capacity cancelled_at cancel_reason walk_ins",
        technical="id activity_id leads starts_at ends_at scheduled_for",
    ),
    "signup": classified(
        political="shift_id guests place came along", behaviour="platform made_at said_at offered_until ended_at",
        identity="member_id", technical="id",
    ),
    "swap": classified(political="shift_id", behaviour="made_at closed_at", identity="member_id",
                       technical="id signup_id"),
    "need": classified(health="activity_id want count words met", behaviour="made_at answered_at",
                       identity="member_id answered_by", technical="id"),
    "card": classified(public="platform chat", technical="id activity_id message_id shows edits"),
    "carpool": classified(health="rider_says driver_says", behaviour="made_at", identity="rider_id driver_id",
                          technical="id ride_id lift_id"),
    "result": classified(public="shift_id came missed flyers", content="note", behaviour="told_at", identity="told_by",
                         technical="id"),
    "idea": classified(political="branch_id helps activity_id", content="what place answer",
                       behaviour="made_at answered_at", identity="member_id answered_by", technical="id key"),
    "support": classified(political="idea_id helps", behaviour="made_at", identity="member_id"),
    "feed": classified(secret="token_hash", political="branch_id", behaviour="made_at revoked_at",  # noqa: S106
                       identity="member_id", technical="id"),
    "foreign_event": classified(technical="activity_id source uid seen_at gone_at"),
    "plan": classified(public="title organisation years status source_name text imported_at",
                       technical="id digest"),
    "passage": classified(public="number text heading para", technical="id plan_id start end"),
    "life": classified(technical="id owner epoch generation beats started_at seen_at ticked_at stopped_at held_at"),
}  # fmt: skip

# Columns that name a member without a foreign key: by id, by ref, or by an account's user or chat on a platform, as all
# of it or (in brackets) somewhere within.
BY_ID: Final = {"outbox": ("member_id",)}
BY_REF: Final = {"access": ("actor", "subject"), "incident": ("opened_by", "closed_by")}
BY_ACCOUNT: Final = {
    "open_form": ("sender",), "guess": ("user",), "outbox": ("chat", "only"), "inbox": ("[event]", "[payload]"),
}  # fmt: skip


def tables() -> Mapping[str, Table]:
    return SQLModel.metadata.tables


def personal() -> Iterator[str]:
    """The tables that say something about people."""
    for name, columns in TABLES.items():
        if not ABOUT_NOBODY.issuperset(columns.values()):
            yield name


def by_id(table: str) -> tuple[str, ...]:
    """The columns of a table that hold a member's id: every foreign key, and those without one."""
    keys = [c.name for c in tables()[table].columns for key in c.foreign_keys if key.column.table.name == "member"]
    return (*keys, *BY_ID.get(table, ()))


def is_shown(table: str, column: str) -> bool:
    """Whether a member is shown it, when it is about them."""
    return f"{table}.{column}" not in UNSHOWN and TABLES[table][column] not in {Kind.SECRET, Kind.TECHNICAL}
