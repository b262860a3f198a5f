"""What a person can ask for: one file a feature, and the list of them all."""

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


def build() -> Router:
    """Every route there is, in the order that help shows commands. A name given twice is an error."""
    return build_router(
        (
            *activities.ROUTES,
            *year.ROUTES,
            *plans.ROUTES,
            *new_activity.ROUTES,
            *change_activity.ROUTES,
            *reminders.ROUTES,
            *quiet.ROUTES,
            *snooze.ROUTES,
            *remind_me.ROUTES,
            *own_reminders.ROUTES,
            *overview.ROUTES,
            *pride.ROUTES,
            *chain.ROUTES,
            *pause.ROUTES,
            *settings.ROUTES,
            *my_data.ROUTES,
            *correct.ROUTES,
            *forget_me.ROUTES,
            *audit.ROUTES,
            *incident.ROUTES,
            *help.ROUTES,
            *start.ROUTES,
            *cancel.ROUTES,
            *questions.ROUTES,
            *platforms.ROUTES,
        )
    )
