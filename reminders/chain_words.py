"""How the yearly chain names its days and asks its question, in pushes and in answers alike."""

from datetime import date

from bot.markup import Markup
from bot.messages import Button
from bot.voice import Voice
from bot.wording import day, distance
from storage.chain import Matter
from storage.models import ChainAnswer, Occasion


def named(voice: Voice, occasion: Occasion, town: str) -> str:
    """What the day is called: "internationella kvinnodagen", "Pride i Norrby"."""
    if occasion == Occasion.PRIDE:
        return voice.label("chain.pride_in", town=town)
    return voice.label(f"occasion_name.{occasion}")


def dated(voice: Voice, occasion: Occasion, on: date, town: str) -> dict[str, str]:
    """The values of a sentence about the day: how far `away` it is (as a sentence begins), its `day`, its `name`."""
    language = voice.texts.language
    away = distance(on, today=voice.today, language=language)
    return {
        "away": capital(away),
        "day": day(on, today=voice.today, language=language),
        "name": named(voice, occasion, town),
    }


def capital(words: str) -> Markup | str:
    """As a sentence begins. Markup stays markup."""
    return type(words)(words[:1].upper() + words[1:])


def headline(voice: Voice, occasion: Occasion, on: date, town: str) -> Markup:
    """The day above what is said about it."""
    values = dated(voice, occasion, on, town)
    return voice.say("chain.headline", **values | {"name": capital(values["name"]), "away": values["away"].lower()})


def action(verb: str, matter: Matter, what: str = "", stamp: str = "") -> str:
    """What a button carries: `chain:VERB:OCCASION:YEAR:BRANCH:WHAT:STAMP`."""
    return f"chain:{verb}:{matter.occasion}:{matter.year}:{matter.branch_id}:{what}:{stamp}"


def stamp(answer: ChainAnswer | None) -> str:
    """What tells one answer from the next: a button changes only the answer that it was shown with."""
    return str(int(answer.answered_at.timestamp())) if answer else ""


def ask_buttons(voice: Voice, matter: Matter, answer: ChainAnswer | None = None) -> tuple[Button, ...]:
    """The three answers, in place of the one that stands."""
    return tuple(
        Button(voice.label(f"chain.button.{verb}"), action(verb, matter, stamp=stamp(answer)))
        for verb in ("organise", "join", "decline")
    )


def fill_buttons(voice: Voice, matter: Matter) -> tuple[Button, ...]:
    """For a branch that arranges something and has not put it in."""
    return (
        Button(voice.label("chain.button.fill"), action("fill", matter)),
        Button(voice.label("chain.button.change"), action("change", matter)),
    )


def for_button(voice: Voice, matter: Matter, branch: str) -> Button:
    """For who answers in a branch's stead."""
    return Button(voice.label("chain.button.for_branch", branch=branch), action("show", matter))
