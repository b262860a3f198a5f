"""A member's name, worded for somebody else: that they were shown it is written down with it."""

from typing import Protocol

from bot.voice import Voice
from storage import access


class Named(Protocol):
    """Whoever has a name: a member, a post that somebody holds, somebody who is to be welcomed."""

    @property
    def ref(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def branch_id(self) -> int | None: ...


def shown(voice: Voice, whose: Named, what: str = "name", *, to: str, why: str = "") -> str:
    """Their name, as somebody with the ref `to` is shown it. `what` is a word of the log; one's own is not noted."""
    if whose.ref != to:
        access.note(
            voice.session, now=voice.now, actor=to, subject=whose.ref, what=what, branch_id=whose.branch_id, why=why
        )
    return whose.name
