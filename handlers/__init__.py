"""What a person can ask for: one file a feature, and the list of them all."""

from types import ModuleType

from bot.router import Router, build_router
from handlers import (
    activities,
    audit,
    cancel,
    chain,
    change_activity,
    correct,
    forget_me,
    help,  # noqa: A004
    incident,
    my_data,
    new_activity,
    overview,
    own_reminders,
    pause,
    plans,
    platforms,
    pride,
    questions,
    quiet,
    remind_me,
    reminders,
    settings,
    snooze,
    start,
    year,
)

# In the order that help shows their commands.
FEATURES: tuple[ModuleType, ...] = (
    activities,
    year,
    plans,
    new_activity,
    change_activity,
    reminders,
    quiet,
    snooze,
    remind_me,
    own_reminders,
    overview,
    pride,
    chain,
    pause,
    settings,
    my_data,
    correct,
    forget_me,
    audit,
    incident,
    help,
    start,
    cancel,
    questions,
    platforms,
)


def build() -> Router:
    """Every route there is. A name given twice is an error."""
    return build_router(route for feature in FEATURES for route in feature.ROUTES)
