"""The topics there are: an explicit list."""

from bot.settings import Settings
from reminders.topics import Topics


def build_topics(_settings: Settings) -> Topics:
    return {}
