"""Says days and hours that were read: "måndag 8 mars kl. 18.00–20.00, om 4 veckor". Pure."""

from datetime import date, datetime

from babel.dates import format_date

from bot import wording
from bot.dates.readings import Reading, Remark
from bot.dates.scene import Scene
from bot.markup import Markup
from bot.texts import Texts


def confirm(reading: Reading, remark: Remark, scene: Scene, texts: Texts) -> Markup:
    """What was understood, how far away it is, and what is told besides."""
    said = distant(reading, scene, texts)
    if not remark.name:
        return said
    clock = wording.clock(remark.wall, language=texts.language)
    return texts.say("dates.remarked", what=said, remark=texts.say(f"dates.{remark.name}", clock=clock))


def distant(reading: Reading, scene: Scene, texts: Texts) -> Markup:
    start, end = reading
    if isinstance(start, datetime):
        ends = end if isinstance(end, datetime) else None
        return Markup(wording.when(start, end=ends, now=scene.now, language=texts.language, zone=scene.zone))
    away = wording.distance(start, today=scene.today, language=texts.language)
    return texts.say("dates.away", what=label(reading, scene, texts), away=away)


def label(reading: Reading, scene: Scene, texts: Texts) -> str:
    """Without how far away it is: "måndag 8 mars kl. 18.00"."""
    start, end = reading
    first = day(start, scene, texts)
    if isinstance(start, datetime):
        ends = end if isinstance(end, datetime) else None
        hours = wording.span(start, ends, language=texts.language, zone=scene.zone)
        return texts.label("dates.with_hours", day=first, hours=hours)
    return texts.label("dates.from_to", first=first, last=day(end, scene, texts)) if end else first


def day(named: date, scene: Scene, texts: Texts) -> str:
    on = named.date() if isinstance(named, datetime) else named
    return wording.day(on, today=scene.today, language=texts.language)


def capital(said: Markup) -> Markup:
    """As a sentence begins, though it begins with what somebody wrote."""
    return Markup(said[:1].upper() + said[1:])


def choice(labels: list[str], texts: Texts) -> str:
    """One or the other."""
    *others, last = labels or [""]
    return texts.label("dates.or", one=", ".join(others), other=last) if others else last


def weekday_and_date(on: date, texts: Texts) -> dict[str, str]:
    """The day as one would look it up: "8 mars 2027" and "måndag"."""
    forms = {"date": texts.label("dates.date_form"), "weekday": "EEEE"}
    return {name: format_date(on, form, locale=texts.locale) for name, form in forms.items()}
