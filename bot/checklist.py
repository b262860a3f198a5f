"""What checking in looks like: who is expected on a shift, who has come, and a button for each."""

from collections.abc import Iterator, Sequence

from bot.markup import Markup
from bot.messages import Button, Reply
from bot.rosters import hours, named, shortened
from bot.voice import Voice
from bot.wording import day
from storage import checkin
from storage.checkin import Expected
from storage.members import Person
from storage.models import Activity, Shift

# So many have a button at a time, and so much of a name stands on one.
PAGE = 8
NAME = 30
MOST_WALK_INS = 200
# A school class is not pressed in one by one.
CLASS = 5
STATES = {None: "open", True: "came", False: "missed"}
NOTHING = Markup()


def view(
    voice: Voice, activity: Activity, shift: Shift, who: Person, *, skip: int = 0, intro: Markup = NOTHING
) -> Reply:
    """A page of those who are expected, for `who` checks them in: whose names that shows is noted."""
    assert shift.id is not None
    every = checkin.roll(voice.session, shift.id)
    first = skip if skip < len(every) else 0
    page = every[first : first + PAGE]
    checkin.note(voice.session, page, actor=who.ref, branch_id=activity.branch_id, now=voice.now)
    head = voice.say("checkin.head" if every else "checkin.nobody", what=called(activity, shift, voice))
    lines = [intro, head, *counts(every, shift, voice), *(Markup(f"- {line(one, voice)}") for one in page)]
    if page:
        lines.append(voice.say("checkin.how_friends" if any(one.guests for one in page) else "checkin.how"))
    buttons = (*names(page, first, voice), *rest(every, first, shift, voice), *walk_ins(shift, first, voice))
    buttons += (*done(every, shift, voice), *lists(activity, shift, who, voice))
    return Reply(Markup("\n".join(filter(None, lines))), buttons=buttons, private=True)


def called(activity: Activity, shift: Shift, voice: Voice) -> Markup:
    """A shift by its title, what one does there, its day and its hours: not how far away it is, for it is now."""
    on = day(shift.starts_at.astimezone(voice.zone).date(), today=voice.today, language=voice.texts.language)
    times = voice.label("dates.with_hours", day=on, hours=hours(shift, voice))
    return named(activity, shift, voice, when=times)


def counts(every: Sequence[Expected], shift: Shift, voice: Voice) -> list[Markup]:
    """How many have come, of those who are expected and of others."""
    lines = [counted(every, voice)] if every else []
    return lines + ([voice.say("checkin.walk_ins", n=shift.walk_ins)] if shift.walk_ins else [])


def counted(every: Sequence[Expected], voice: Voice) -> Markup:
    """How many of them have come."""
    return voice.say("checkin.count", n=sum(one.there for one in every), all=checkin.heads(every))


def line(one: Expected, voice: Voice) -> Markup:
    who = voice.say("checkin.with_friends", name=one.name, n=one.guests) if one.guests else one.name
    if one.came and one.there < one.heads:
        friends = one.there - 1
        return voice.say("checkin.line_fewer" if friends else "checkin.line_alone", who=who, n=friends)
    return voice.say(f"checkin.line_{STATES[one.came]}", who=who)


def names(page: Sequence[Expected], skip: int, voice: Voice) -> Iterator[Button]:
    """A button for each carries what pressing it says, so that pressing twice in a row says it once."""
    for one in page:
        friends = one.there - 1 if one.came else one.guests
        name = shortened(one.name, NAME) + (f" +{friends}" if friends else "")
        label = voice.label(f"checkin.button.line_{STATES[one.came]}", name=name)
        yield Button(label, f"came:{one.signup_id}:{says(one)}:{skip}")


def says(one: Expected) -> str:
    """What the next press says: they came with all their friends, with one less each time, alone, or not at all."""
    if not one.came:
        return "yes"
    return str(one.there - 2) if one.there > 1 else "no"


def rest(every: Sequence[Expected], skip: int, shift: Shift, voice: Voice) -> Iterator[Button]:
    """The next page, and all of whom nothing is said yet."""
    if len(every) > PAGE:
        after = skip + PAGE if skip + PAGE < len(every) else 0
        yield Button(voice.label("checkin.button.more"), f"checkin:{shift.id}:{after}")
    if any(one.came is None for one in every):
        word = "all" if all(one.came is None for one in every) else "rest"
        yield Button(voice.label(f"checkin.button.{word}"), f"came-all:{shift.id}:{skip}")


def walk_ins(shift: Shift, skip: int, voice: Voice) -> Iterator[Button]:
    """Somebody who came without a sign-up: a number and no name. A button carries how many there were, and are then, so
    that two who count at the same time do not undo each other's.
    """
    there = shift.walk_ins
    counts = {"walk_in": there + 1, "walk_in_class": there + CLASS if there else 0, "walk_in_less": there - 1}
    for name, then in counts.items():
        if 0 <= then <= MOST_WALK_INS and (name != "walk_in_class" or there):
            yield Button(voice.label(f"checkin.button.{name}", n=CLASS), f"came-too:{shift.id}:{there}:{then}:{skip}")


def done(every: Sequence[Expected], shift: Shift, voice: Voice) -> Iterator[Button]:
    if every or shift.walk_ins:
        yield Button(voice.label("checkin.button.done"), f"came-done:{shift.id}")


def lists(activity: Activity, shift: Shift, who: Person, voice: Voice) -> Iterator[Button]:
    """The list on paper, for whoever arranges it; not of what is off."""
    if shift.cancelled_at is None and checkin.arranges(voice.session, who, activity):
        yield Button(voice.label("checkin.button.list"), f"attendance:{activity.id}")
