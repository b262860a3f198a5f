"""What Slack lets us answer directly for a short while: triggers that open a modal, and modals that wait for a verdict.

All of it is in memory: when the bot restarts, Slack has forgotten it too.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# A trigger lives 3 seconds from the gesture on; half a second goes to the way here and back.
TRIGGER_SECONDS = 2.5
KEPT_SECONDS = 600.0

Verdict = dict[str, Any]


@dataclass(slots=True)
class Dialog:
    person: str
    begun: float
    trigger: str = ""
    verdict: asyncio.Future[Verdict] | None = field(default=None)


class Dialogs:
    """By `event_id`. `ticks` tells seconds that never go backwards; `patience`: how long a modal waits, in seconds."""

    def __init__(self, ticks: Callable[[], float], patience: float) -> None:
        self._ticks = ticks
        self._patience = patience
        self._open: dict[str, Dialog] = {}

    def begin(self, event_id: str, person: str, *, trigger: str, submitted: bool) -> None:
        now = self._ticks()
        self._open = {name: d for name, d in self._open.items() if now - d.begun < KEPT_SECONDS}
        verdict = asyncio.get_running_loop().create_future() if submitted else None
        self._open[event_id] = Dialog(person, now, trigger, verdict)

    def person(self, event_id: str) -> str:
        """Whose gesture it was, "" when that is long ago."""
        dialog = self._open.get(event_id)
        return dialog.person if dialog else ""

    def take_trigger(self, event_id: str) -> str:
        """The trigger if it still opens a modal, and only once; else ""."""
        dialog = self._open.get(event_id)
        if dialog is None or self._ticks() - dialog.begun >= TRIGGER_SECONDS:
            return ""
        trigger, dialog.trigger = dialog.trigger, ""
        return trigger

    def answer(self, event_id: str, verdict: Verdict) -> bool:
        """Tell a modal that waits what becomes of it ({} closes it); False when none waits."""
        dialog = self._open.get(event_id)
        if dialog is None or dialog.verdict is None or dialog.verdict.done():
            return False
        dialog.verdict.set_result(verdict)
        return True

    async def verdict(self, event_id: str) -> Verdict:
        """What to acknowledge with: at once for most, for a modal when it is answered or patience ends."""
        dialog = self._open.get(event_id)
        if dialog is None or dialog.verdict is None:
            return {}
        done, _ = await asyncio.wait([dialog.verdict], timeout=self._patience)
        if not done:
            dialog.verdict.set_result({})
        return dialog.verdict.result()
