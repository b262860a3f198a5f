"""Makes the register what the changes say, many members at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col

from storage import access, leaving, posts
from storage.access import Noted
from storage.models import Member, NetworkMember, Welcome
from storage.models.people import new_ref
from storage.posts import Appointment
from storage.preferences import PUT
from storage.recipients import DEFAULT_LEADS
from storage.register.compare import Change, Kind, held, left_behind, renewed
from storage.register.people import MEMBER, PREFERENCE, Entry, Known
from storage.sealing import Keyring

WELCOME_WITHIN = timedelta(days=7)
CHANGE = (
    update(MEMBER)
    .where(MEMBER.c.id == bindparam("member"))
    .values({name: bindparam(f"new_{name}") for name in
             ("name", "branch_id", "language", "number", "email", "phone", "left_on")})
)  # fmt: skip
CHOOSE = update(PREFERENCE).where(PREFERENCE.c.member_id == bindparam("member")).values(app=bindparam("chosen"))


@dataclass(frozen=True, slots=True)
class Storing:
    """One import: when, why (as the access log tells it), and whether new members are to be welcomed."""

    session: Session
    keys: Keyring
    now: datetime
    today: date
    why: str
    welcome: bool = True

    def store(self, changes: Iterable[Change]) -> int:
        """Add the new, change the changed, and note who left; the rest is let alone.

        Returns how many invitations that stops: a post was given or ended (storage/posts.py).
        """
        by_kind: dict[Kind, list[Change]] = {kind: [] for kind in Kind}
        for change in changes:
            by_kind[change.kind].append(change)
        added = self.add([change.entry for change in by_kind[Kind.NEW] if change.entry])
        self.change(by_kind[Kind.CHANGED])
        self.leave([change.known for change in by_kind[Kind.LEFT] if change.known])
        changed = ((c.known.id, c.entry, c.known) for c in by_kind[Kind.CHANGED] if c.known and c.entry)
        beside = [*added, *changed]
        self.set_beside(beside)
        self.note(by_kind, added)
        return self.set_posts(beside)

    def add(self, entries: list[Entry]) -> list[tuple[int, Entry, Known | None]]:
        refs = [new_ref() for _ in entries]
        rows = [
            {"ref": ref, "name": entry.name, "branch_id": entry.branch_id, "language": entry.language or "sv",
             "number": entry.number, "email": self.keys.seal(entry.email or ""),
             "phone": self.keys.seal(entry.phone or ""), "left_on": None}
            for ref, entry in zip(refs, entries, strict=True)
        ]  # fmt: skip
        self.run(insert(Member), rows)
        found = self.session.execute(select(col(Member.ref), col(Member.id)).where(col(Member.ref).in_(refs)))
        ids = {ref: number for ref, number in found}  # noqa: C416 - as in `networks`
        added: list[tuple[int, Entry, Known | None]] = [(ids[r], e, None) for r, e in zip(refs, entries, strict=True)]
        if self.welcome:
            due = {"made_at": self.now, "due_at": self.now + WELCOME_WITHIN}
            self.run(insert(Welcome), [{"member_id": i, "branch_id": e.branch_id, **due} for i, e, _ in added])
        return added

    def change(self, changes: list[Change]) -> None:
        """Every column anew; what is sealed only where it is another, since that takes time."""
        self.run(CHANGE, [self.row(c.known, c.entry, c.columns) for c in changes if c.known and c.entry])

    def row(self, known: Known, entry: Entry, columns: tuple[str, ...]) -> dict[str, Any]:
        return {
            "member": known.id,
            "new_name": entry.name,
            "new_branch_id": entry.branch_id,
            "new_language": entry.language or known.language,
            "new_number": entry.number or known.number,
            "new_email": self.keys.seal(entry.email or "") if "email" in columns else known.email,
            "new_phone": self.keys.seal(entry.phone or "") if "phone" in columns else known.phone,
            "new_left_on": None,
        }

    def leave(self, gone: list[Known]) -> None:
        """They have left today, hold no posts any more, and come to nothing that they had said yes to."""
        ids = [known.id for known in gone]
        self.session.execute(update(MEMBER).where(MEMBER.c.id.in_(ids)).values(left_on=self.today))
        posts.end_all(self.session, ids, today=self.today, now=self.now)
        leaving.leave(self.session, ids, self.now)

    def set_beside(self, people: list[tuple[int, Entry, Known | None]]) -> None:
        """What stands in other tables: the app to write to, and networks."""
        chosen = [{"member": i, "chosen": e.app} for i, e, _ in people if e.app]
        blank = {"leads": DEFAULT_LEADS, "app": "", "district": False}
        self.run(PUT[self.session.get_bind().dialect.name], [{"member_id": row["member"], **blank} for row in chosen])
        self.run(CHOOSE, chosen)
        told = [(i, e.networks) for i, e, _ in people if e.networks is not None]
        self.session.execute(delete(NetworkMember).where(col(NetworkMember.member_id).in_([i for i, _ in told])))
        rows = [{"member_id": i, "network_id": n, "convenes": c} for i, joined in told for n, c in joined]
        self.run(insert(NetworkMember), rows)

    def set_posts(self, people: list[tuple[int, Entry, Known | None]]) -> int:
        """Give and end what the lines say; how many invitations that stops."""
        given: list[Appointment] = []
        ended: dict[int, date | None] = {}
        for member_id, entry, known in people:
            left = left_behind(entry, known) if known else ()
            ended |= dict.fromkeys((post.id for post in left), self.today - timedelta(days=1))
            there = known.posts if known else ()
            for duty in (one for one in entry.posts if renewed(one, there, self.today)):
                if duty.first_day is None and (meant := held(duty, there)):
                    ended[meant.id] = duty.last_day
                else:
                    first = duty.first_day or self.today
                    given.append(Appointment(member_id, duty.role, duty.branch_id, first, duty.last_day))
        stopped = posts.until(self.session, ended, now=self.now) if ended else 0
        return stopped + (posts.give(self.session, given, now=self.now) if given else 0)

    def note(self, by_kind: dict[Kind, list[Change]], added: list[tuple[int, Entry, Known | None]]) -> None:
        """In the access log, by ref: the program did it."""
        ids = [member_id for member_id, _, _ in added]
        rows = [self.access(ref, branch, "new") for ref, branch in self.session.execute(
            select(col(Member.ref), col(Member.branch_id)).where(col(Member.id).in_(ids)).order_by(col(Member.id))
        )]  # fmt: skip
        for change in (*by_kind[Kind.CHANGED], *by_kind[Kind.LEFT]):
            if change.known:
                what = ",".join(change.columns) or "left"
                rows.append(self.access(change.known.ref, change.known.branch_id, what))
        access.note_all(self.session, rows)

    def access(self, subject: str, branch_id: int, what: str) -> Noted:
        return Noted(self.now, "", subject, branch_id, what, self.why)

    def run(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.connection().execute(statement, rows)
