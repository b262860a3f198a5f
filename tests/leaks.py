"""What must never stand in a log, whatever a test does: the sample's people, the tests' keys, and every canary."""

from collections.abc import Iterator
from typing import Final

from bot.sample import load

# Every canary has one of these in it: a name, a key, something that was said (tests/processes/test_secrets.py).
WORDS: Final = ("kanarie", "zqzq", "7770077", "070-123", "070-777", "xoxb-", "xoxp-", "xapp-", "4200000001:")


def cast() -> Iterator[str]:
    """What is known of everybody in the sample district; `Oda Ä.` is also looked for as a log escapes it."""
    for person in load.read()["person"]:
        for known in (person["name"], person.get("email"), person.get("phone")):
            if known:
                yield known.casefold()
                yield known.encode("unicode_escape").decode().casefold()


NAMES: Final = frozenset(cast())


def leaks(logged: str) -> set[str]:
    """What stands there and must not."""
    text = logged.casefold()
    return {word for word in (*WORDS, *NAMES) if word in text}
