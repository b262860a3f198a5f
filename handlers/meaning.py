"""Which branch and kind of activity somebody means by a few words."""

import re
from dataclasses import dataclass
from typing import NoReturn

from rapidfuzz import fuzz, process

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.texts import languages, texts
from storage import branches
from storage.branches import SUGGEST, fold
from storage.models import Branch, Kind

# Cyrillic and Greek letters that look like ours: a name with one of them is another name, and nobody can see it.
LOOKALIKES = str.maketrans(
    "аеорсухіїјѕһԁԛԝМАВЕКНОРСТХІЈЅαοεινκρτυχΑΒΕΗΙΚΜΝΟΡΤΥΧΖ",
    "aeopcyxiijshdqwMABEKHOPCTXIJSaoeivkptuxABEHIKMNOPTYXZ",
)


# "i Norrby", "Norrby pf", "partiföreningen Norrby": what people put around a name.
FILLER = re.compile(r"^(?:i|in|för|for|at)\s+|\b(?:partiföreningen|partiförening|partiforeningen|pf)\b", re.IGNORECASE)
NO_WORD = re.compile(r"[^\w\s-]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Neither branch nor kind is the whole district."""

    branch: Branch | None = None
    kind: str = ""


def understand(words: str, ctx: Context) -> Wanted:
    """A branch, a kind, both in any order, or the district; nothing is nothing.

    Raises:
        UserError: no branch or kind is called that; the text names the nearest.

    """
    words = FILLER.sub(" ", words).strip()
    said = fold(words)
    if said in {"", *district_words(ctx)}:
        return Wanted()
    kinds = kind_words(ctx)
    if said in kinds:
        return Wanted(kind=kinds[said])
    if branch := branches.find(ctx.session, words).branch:
        return Wanted(branch)
    return both(said, kinds, ctx) or refuse(words, kinds, ctx)


def both(said: str, kinds: dict[str, str], ctx: Context) -> Wanted | None:
    """A kind at either end, and a branch (or the district) in what is left."""
    for word in sorted(kinds, key=len, reverse=True):
        for rest in (said.removeprefix(f"{word} "), said.removesuffix(f" {word}")):
            if rest == said:
                continue
            bare = rest.removeprefix("i ")
            if bare in district_words(ctx):
                return Wanted(kind=kinds[word])
            if branch := branches.find(ctx.session, bare).branch:
                return Wanted(branch, kinds[word])
    return None


def spot(text: str, ctx: Context) -> Wanted:
    """The branch and the kind that are named somewhere in a sentence; the longest name where several fit."""
    words = f" {fold(NO_WORD.sub(' ', text))} "
    kinds = kind_words(ctx)
    kind = max((word for word in kinds if f" {word} " in words), key=len, default="")
    named = {fold(name): b for b in branches.listed(ctx.session) for name in branches.spellings(b)}
    branch = max((name for name in named if f" {name} " in words), key=len, default="")
    return Wanted(named.get(branch), kinds.get(kind, ""))


def district_words(ctx: Context) -> set[str]:
    return {fold(word) for word in ("distriktet", "distrikt", "district", "the district", ctx.district)}


def kind_words(ctx: Context) -> dict[str, str]:
    """Every word for a kind, as people compare words."""
    words: dict[str, str] = {}
    # Every language's words, the asker's own last: people in Sweden say "fest" in any language.
    for say in (*map(texts, languages()), ctx.texts):
        for kind in Kind:
            spelled = say.label(f"kind_spelling.{kind}").split(",")
            words |= {fold(word): kind.value for word in (say.label(f"kind.{kind}"), kind.value, *spelled)}
    return words


def refuse(words: str, kinds: dict[str, str], ctx: Context) -> NoReturn:
    """Say what there is instead."""
    plain = words.translate(LOOKALIKES)
    if plain != words and (branch := branches.find(ctx.session, plain).branch):
        raise UserError(ctx.say("activity.lookalike", word=words, guess=branch.name))
    near = branches.find(ctx.session, words).near
    if not near:
        found = process.extractOne(fold(words), kinds.keys(), scorer=fuzz.ratio, score_cutoff=SUGGEST)
        near = (ctx.label(f"kind.{kinds[found[0]]}"),) if found else ()
    lines = [ctx.say("activity.unknown", word=words)]
    if near:
        lines.append(ctx.say("activity.did_you_mean", guess=" / ".join(near)))
    else:
        names = ", ".join(branch.name for branch in branches.listed(ctx.session))
        lines += [ctx.say("activity.branches", branches=names), ctx.say("activity.kinds", kinds=kind_names(ctx))]
    raise UserError(Markup("\n".join(lines)))


def kind_names(ctx: Context) -> str:
    return ", ".join(ctx.label(f"kind.{kind}") for kind in Kind)
