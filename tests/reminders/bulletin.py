"""A topic for the tests: it tells a branch's members, or the one it is for, whatever its subject is."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.markup import Markup
from bot.messages import Reply
from reminders.topics import is_late
from storage import occurrences, recipients
from storage.models import Occurrence


@dataclass
class Bulletin:
    """One about a `bug` cannot be announced, and with a `bug` none is planned; `looked` is when it looked ahead."""

    platforms: tuple[str, ...] = ("telegram",)
    resend: bool = False
    personal: bool = False
    bug: bool = False
    looked: list[datetime] = field(default_factory=list)

    def ahead(self, voice):
        self.looked.append(voice.now)
        if self.bug:
            raise ValueError("bug")

    def audience(self, voice, occurrence):
        if occurrence.subject == "bug":
            raise ValueError("bug")
        if occurrence.member_id:
            return recipients.people(voice.session, [occurrence.member_id], platforms=self.platforms)
        return recipients.of_branches(voice.session, [occurrence.branch_id], platforms=self.platforms)

    def compose(self, voice, push):
        occurrence = voice.session.get_one(Occurrence, int(push.ref))
        late = " (sent)" if is_late(push, occurrence) else ""
        return Reply(Markup(f"{occurrence.subject} {occurrence.lead}{late}"))

    def missed(self, voice, occurrence):
        return Markup("" if self.personal else f"{voice.texts.language} {occurrence.subject}")


def put(world, subject: str = "nyhet", *, lead: str = "", branch_id: int | None = None, **more: object) -> int:
    row = {"due_at": world.now, "deliver_until": None, "topic": "bulletin", "branch_id": branch_id} | more
    return occurrences.put(world.session, key=f"{subject}:{lead}", subject=subject, lead=lead, **row)


def fates(world) -> list[str]:
    return [one.fate for one in world.occurrences()]
