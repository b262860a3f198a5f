"""What a person can ask for: one file a feature, and the list of them all."""

from bot.router import Router, build_router
from handlers import (
    activities,
    cancel,
    chain,
    change_activity,
    help,  # noqa: A004
    invite,
    joining,
    link,
    new_activity,
    overview,
    own_reminders,
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
    welcome,
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
            *welcome.ROUTES,
            *pride.ROUTES,
            *chain.ROUTES,
            *invite.ROUTES,
            *link.ROUTES,
            *settings.ROUTES,
            *help.ROUTES,
            *start.ROUTES,
            *joining.ROUTES,
            *cancel.ROUTES,
            *questions.ROUTES,
            *platforms.ROUTES,
        )
    )
