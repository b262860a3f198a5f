"""People with accounts, by number. Imports nothing: what is measured shall not carry it."""

# So many there are, so many of them ask during a broadcast, and each of them has one of a hundred reminders.
KNOWN, ASKING = 100, 50
FIRST_PERSON = 5000


def person(number: int, platform: str = "telegram") -> str:
    """The account's id, which is also the chat's; Slack knows people by a letter before it."""
    return f"{'U' if platform == 'slack' else ''}{FIRST_PERSON + number}"


def word(number: int) -> str:
    """What stands in that reminder, and in no other."""
    return f"påminnelse {number:06d}."


def reminded(number: int) -> str:
    """Who gets the reminder with that number."""
    return person((number - 1) % KNOWN)
