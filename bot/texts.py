"""What people read: the catalogues `bot/catalogues/*.toml`, one file a language, Swedish first."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale

from bot.markup import Markup, escape

FOLDER = Path(__file__).with_name("catalogues")
SOURCE = "sv"

# The Unicode plural categories: a table of nothing but these is one sentence in several forms.
PLURALS = {"zero", "one", "two", "few", "many", "other"}

Entry = str | dict[str, str]


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's sentences, by `topic.name`."""

    language: str
    entries: dict[str, Entry]
    locale: Locale

    def say(self, key: str, /, **values: Any) -> Markup:
        """The sentence with its values put in. Values are escaped unless they are Markup.

        An entry with the forms `one` and `other` is chosen by `n` and the language's own plural rule.
        """
        entry = self.entries[key]
        if isinstance(entry, dict):
            entry = entry.get(self.locale.plural_form(values["n"]), entry["other"])
        safe = {name: escape(str(value)) if not isinstance(value, Markup) else value for name, value in values.items()}
        return Markup(put_in(entry, safe))

    def label(self, key: str, /, **values: Any) -> str:
        """The same for where no markup is read: buttons, form labels, menus."""
        return put_in(str(self.entries[key]), values)

    def listed(self, topic: str) -> dict[str, str]:
        """All plain entries of a topic by their last name: kinds, roles, spellings."""
        start = f"{topic}."
        return {key.removeprefix(start): str(text) for key, text in self.entries.items() if key.startswith(start)}


def put_in(sentence: str, values: dict[str, Any]) -> str:
    """What ends with a full stop itself gets no second one: "Sparat, Majken N."."""
    said = sentence.format_map(values)
    for value in values.values():
        if isinstance(value, str) and value.endswith("."):
            said = said.replace(f"{value}.", value)
    return said


@cache
def texts(language: str) -> Texts:
    """The catalogue of a language; Swedish where there is none."""
    path = FOLDER / f"{language}.toml"
    if language not in languages():
        return texts(SOURCE)
    return Texts(language, flatten(tomllib.loads(path.read_text("utf-8"))), Locale.parse(language))


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, Swedish first."""
    return tuple(sorted((p.stem for p in FOLDER.glob("*.toml")), key=lambda name: (name != SOURCE, name)))


def flatten(table: dict[str, Any], above: str = "") -> dict[str, Entry]:
    """`{"plan": {"none": "…"}}` as `{"plan.none": "…"}`; plural forms stay together."""
    flat: dict[str, Entry] = {}
    for name, value in table.items():
        if isinstance(value, dict) and not PLURALS.issuperset(value):
            flat |= flatten(value, f"{above}{name}.")
        else:
            flat[above + name] = value
    return flat


def placeholders(entry: Entry) -> set[str]:
    """The names that an entry wants values for."""
    forms = entry.values() if isinstance(entry, dict) else [entry]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
