"""What results look like in a message: people, shifts and flyers as numbers."""

from babel.numbers import format_decimal

from bot.markup import Markup
from bot.voice import Voice
from storage.results import Count, Sum, Total


def counted(key: str, n: int, voice: Voice) -> Markup:
    """A number with its word: 12 400 flygblad."""
    return Markup(voice.say(key, n=n).replace(str(n), format_decimal(n, locale=voice.texts.locale)))


def flyers(n: int, voice: Voice) -> Markup:
    return counted("figures.flyers", n, voice)


def outcome(found: Count, handed_out: int, voice: Voice) -> Markup:
    """How one shift went: who came, who did not, and the flyers; of what there is none nothing is said."""
    parts = [counted("figures.came", found.came, voice)]
    parts += [counted("figures.missed", found.missed, voice)] if found.missed else []
    parts += [flyers(handed_out, voice)] if handed_out else []
    return Markup(", ".join(parts))


def line(found: Sum | Total, voice: Voice) -> Markup:
    """What several came to."""
    parts = [counted("figures.shifts", found.shifts, voice), counted("figures.came", found.came, voice)]
    return Markup(", ".join([*parts, flyers(found.flyers, voice)]))
