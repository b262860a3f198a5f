"""What a person can ask for: one file a feature, and the list of them all."""

from collections.abc import Sequence
from typing import Protocol

from bot.router import Route, Router, build_router
from handlers import (
    activities,
    activity_details,
    attendance,
    audit,
    calendars,
    cancel,
    chain,
    change_activity,
    checkin,
    correct,
    deeds,
    forget_me,
    group_post,
    help,  # noqa: A004
    help_wanted,
    idea_answers,
    ideas,
    incident,
    invite,
    joining,
    link,
    listing,
    member_list,
    my_data,
    need_answers,
    needs,
    new_activity,
    overview,
    own_reminders,
    own_shifts,
    participants,
    pause,
    plan_link,
    plans,
    platforms,
    pride,
    questions,
    quiet,
    remind_me,
    reminders,
    results,
    rides,
    roles,
    settings,
    shift_result,
    shifts,
    signups,
    snooze,
    start,
    swap,
    two_steps,
    vanished,
    welcome,
    year,
)


class Feature(Protocol):
    """A module of this package."""

    @property
    def ROUTES(self) -> Sequence[Route]: ...  # noqa: N802 - a module's constant


# In the order in which help shows what they have.
FEATURES: tuple[Feature, ...] = (
    activities,
    listing,
    own_shifts,
    signups,
    swap,
    checkin,
    shift_result,
    attendance,
    help_wanted,
    calendars,
    ideas,
    idea_answers,
    year,
    plans,
    new_activity,
    change_activity,
    activity_details,
    plan_link,
    vanished,
    shifts,
    participants,
    group_post,
    reminders,
    quiet,
    snooze,
    remind_me,
    own_reminders,
    overview,
    results,
    welcome,
    needs,
    need_answers,
    rides,
    member_list,
    roles,
    two_steps,
    deeds,
    pride,
    chain,
    invite,
    link,
    pause,
    settings,
    my_data,
    correct,
    forget_me,
    audit,
    incident,
    help,
    start,
    joining,
    cancel,
    questions,
    platforms,
)


def build() -> Router:
    """Every route there is. A name given twice is an error."""
    return build_router(route for feature in FEATURES for route in feature.ROUTES)
