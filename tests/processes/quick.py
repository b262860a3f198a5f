"""The program as `python -m bot`, with two more topics and shorter waits; or a nest, that has it ready and forks it.

What is shorter, because the pretend platforms are quicker than the true ones:

- `SHOWS_WITHIN`: the pretend Slack's history is whole at once, so what is not in it after 1 s (not 60) never came.
- With `LEADS_QUICKLY` set, of several processes one that leads beats every second, and is gone after 3 s (not 30).
"""

import json
import os
import signal
import sys
from datetime import timedelta

from bot import failpoints
from reminders import reconcile, registry, scheduler
from storage import doubt, life
from tests.processes.circulars import circulars

SHOWS_WITHIN = timedelta(seconds=1)
ENDED = "ended"


def shorten() -> None:
    doubt.SHOWS_WITHIN = reconcile.SHOWS_WITHIN = SHOWS_WITHIN
    true_topics = registry.topics
    registry.topics = lambda platforms, settings: {**true_topics(platforms, settings), **circulars(platforms)}
    if os.environ.get("LEADS_QUICKLY"):
        life.BEAT, life.GONE, scheduler.LONGEST = (timedelta(seconds=n) for n in (1, 3, 1))


def main() -> None:
    from bot.__main__ import main as program

    shorten()
    program()


def nest() -> None:
    """For every line on standard input a run of the program, in the environment that stands there as JSON.

    All is imported already, so that it begins at once. Its number is said first, and last how it ended.
    """
    import bot.adapters.slack.adapter
    import bot.adapters.telegram.adapter
    import bot.app  # noqa: F401

    # Signals are for the runs: their parent sees them end.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for line in sys.stdin:
        if not (number := os.fork()):
            hatch(json.loads(line))
            return
        say(str(number))
        _, status = os.waitpid(number, 0)
        say(f"\n{ENDED} {os.waitstatus_to_exitcode(status)}")


def hatch(env: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)
    failpoints.PLACE, failpoints.LEFT = failpoints.read(env.get("FAIL_AT", ""))
    sys.argv = ["bot", "run"]
    main()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    nest() if sys.argv[1:] == ["nest"] else main()
