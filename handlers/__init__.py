"""What a person can ask for: one file a feature, and the list of them all."""

from bot.router import Router, build_router
from handlers import activities, cancel, help, new_activity, plans, platforms, questions, settings, start, year  # noqa: A004


def build() -> Router:
    """Every route there is, in the order that help shows commands. A name given twice is an error."""
    return build_router(
        (
            *activities.ROUTES,
            *year.ROUTES,
            *plans.ROUTES,
            *new_activity.ROUTES,
            *settings.ROUTES,
            *help.ROUTES,
            *start.ROUTES,
            *cancel.ROUTES,
            *questions.ROUTES,
            *platforms.ROUTES,
        )
    )
