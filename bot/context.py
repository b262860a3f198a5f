"""What a handler gets beside the message: who, when, in which language, and the session."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import UserError
from bot.messages import Incoming, MenuEntry, Reply, dump
from bot.naming import shown
from bot.parts import split
from bot.voice import Voice
from storage import members, outbox
from storage.members import Contact, Person
from storage.models import Member, Role
from storage.recipients import Recipient
from storage.rights import Right, allowed
from storage.sealing import Keyring

NO_KEYS = Keyring()
# In the log of access: somebody's name came in a message to another.
TOLD = "told"


@dataclass(slots=True)
class Context(Voice):
    """`args` is what stands behind a command, the whole of a plain text, a form's `ref`, or what an action carries.

    `homes`: the platforms that the bot runs on, with the address of its private chat there, if it is known.
    `menu` gives the commands this person may use, in private or (False) in a group. `keys` open sealed columns. `door`:
    where calendars find us (`https://…`), empty where they cannot. `refused`: they asked for what they may not do, or
    what cannot be done. `masked`: numbers were taken out of what they wrote.
    """

    person: Person | None = None
    args: str = ""
    menu: Callable[[bool], tuple[MenuEntry, ...]] = lambda _private: ()
    pushed: bool = False
    refused: bool = False
    masked: bool = False
    keys: Keyring = NO_KEYS
    homes: Mapping[str, str] = field(default_factory=dict)
    door: str = ""

    def push(
        self,
        to: Contact | Recipient,
        reply: Reply,
        *,
        key: str,
        batch: str = "",
        about: int | None = None,
        until: datetime | None = None,
    ) -> None:
        """Send to somebody who did not just ask. The same key a second time changes nothing.

        `about` is the member whom it names: that is noted, and its words go with them. After `until` it is of no use.
        """
        self.pushed, new = True, False
        for part, piece in enumerate(split(reply, to.platform)):
            new |= None is not outbox.put(
                self.session,
                key=f"{key}:{to.platform}:{to.chat}",
                part=part,
                to=(to.platform, to.chat, "", ""),
                payload=dump(piece),
                now=self.now,
                batch=batch,
                ref=outbox.ABOUT.format(about) if about else "",
                member_id=to.member_id,
                deliver_until=until,
            )
        if new:
            self.note_told(to.member_id, about)

    def note_told(self, member_id: int | None, about: int | None) -> None:
        """That somebody hears of somebody; whoever asks is told in the answer, before another app of theirs."""
        if member_id and about and (self.person is None or member_id != self.person.id):
            shown(self, self.session.get_one(Member, about), TOLD, to=members.ref(self.session, member_id))

    def amend(self, msg: Incoming, reply: Reply) -> None:
        """Change the message whose button was pressed, beside what is answered."""
        self.pushed = True
        to = (msg.address.platform, msg.address.chat, msg.address.thread, "")
        key = f"amend:{msg.address.platform}:{msg.event_id}"
        outbox.put(self.session, key=key, to=to, payload=dump(reply), now=self.now, edits=msg.message_id)

    @property
    def me(self) -> str:
        """What the log of access calls the asker; "" for who is no member."""
        return self.person.ref if self.person else ""

    def number(self, word: str, digits: int = 9) -> int:
        """A number that a button carries; it may be forged.

        Raises:
            UserError: it is none, or longer than any of ours.

        """
        if not is_number(word, digits):
            raise UserError(self.say("error.old_button"))
        return int(word)

    def holders(self, *roles: Role) -> list[Contact]:
        """The private chats of everyone who holds one of the roles today."""
        return members.holders(self.session, roles, today=self.today)


def is_number(word: str, digits: int = 9) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= digits


def may(person: Person | None, needs: Right | None) -> bool:
    """Whether somebody has the right that is needed, at least somewhere; none needed is open to all."""
    return needs is None or allowed(person, needs)
