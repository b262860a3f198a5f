"""Which handler answers what: an explicit list, where a name given twice is an error at start."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from bot.context import Context, may
from bot.messages import Incoming, MenuEntry, Reply
from bot.texts import Texts
from storage.members import Person
from storage.rights import Right

T = TypeVar("T")
Handler = Callable[[Incoming, Context], Reply]
Reaction = Callable[[Incoming, Context], Reply | None]

# A slash, a name, and perhaps the bot it is for. \w knows å, ä and ö; Telegram's own rule does not.
COMMAND = re.compile(r"/(?P<name>[\w-]{1,64})(?:@(?P<bot>\w{3,32}))?(?=\s|$)")
# "nasta-aktivitte" scores 93 against its command, an unrelated word under 60.
NEAR = 70
# Letter by letter: "nasta-aktivtet" scores 97, another bot's "stats" against "start" 80.
SURE = 85


@dataclass(frozen=True, slots=True)
class Command:
    """`/name`. `needs`: this right; none is for everyone. `menu` false keeps it out of menus and help. `shown_to`:
    it stands there for whoever has that right, and can be of use to others as well.

    `is_verb`: it is also told in plain words, "påminn mig om …". `takes_code`: what stands behind it is a secret and
    stays as it is, where it could look like a number.
    """

    name: str
    handler: Handler
    aliases: tuple[str, ...] = ()
    needs: Right | None = None
    menu: bool = True
    shown_to: Right | None = None
    is_verb: bool = False
    takes_code: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A pressed button whose action begins with `word:`. `is_quick`: it is one of many that are pressed in a row."""

    word: str
    handler: Handler
    needs: Right | None = None
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Submit:
    """A form that was handed in: its answers are the message's `values`, its `ref` the context's `args`.

    `command` begins it anew. `reads` brings answers, by field name, to what they mean at the moment they are given.
    """

    name: str
    handler: Handler
    needs: Right | None = None
    command: str = ""
    reads: Mapping[str, Callable[[str, Context], str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """What the platform itself tells (`Incoming.event`)."""

    name: str
    handler: Reaction


@dataclass(frozen=True, slots=True)
class Question:
    """Plain text that is no command: in a private chat, or to the bot by name. There is one."""

    handler: Handler


Route = Command | Action | Submit | Event | Question


class Spoken(NamedTuple):
    """A command as it was written: its key, the bot it is for ("" when not said), and the rest of the text."""

    key: str
    bot: str
    args: str


def fold(name: str) -> str:
    """The one spelling of a command: `/Nästa_Aktivitet` in any normal form is `nasta-aktivitet`."""
    loose = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in loose if not unicodedata.combining(c)).replace("_", "-")


def read_command(text: str) -> Spoken | None:
    """The command that the text begins with, if it does."""
    text = unicodedata.normalize("NFC", text).strip()
    match = COMMAND.match(text)
    if not match:
        return None
    return Spoken(fold(match["name"]), (match["bot"] or "").casefold(), text[match.end() :].strip())


@dataclass(slots=True)
class Router:
    """Finds the route for a command, an action, a form or an event."""

    commands: dict[str, Command] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    submits: dict[str, Submit] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    question: Question | None = None

    def add(self, route: Route) -> None:
        match route:
            case Command():
                for name in (route.name, *route.aliases):
                    put(self.commands, fold(name), route)
            case Action():
                put(self.actions, route.word, route)
            case Submit():
                put(self.submits, route.name, route)
            case Event():
                put(self.events, route.name, route)
            case Question():
                if self.question:
                    raise ValueError("two routes for plain questions")
                self.question = route

    def is_quick(self, action: str) -> bool:
        found = self.actions.get(action.partition(":")[0])
        return found is not None and found.is_quick

    @property
    def listed(self) -> tuple[Command, ...]:
        """Every command once, in the order of the list."""
        return tuple(dict.fromkeys(self.commands.values()))

    def nearest(self, key: str, allowed: Iterable[Command], *, sure: bool = False) -> Command | None:
        """The allowed command that was probably meant; `sure`, that was misspelled and hardly anything else."""
        keys = {fold(name): command for command in allowed for name in (command.name, *command.aliases)}
        scorer, least = (fuzz.ratio, SURE) if sure else (fuzz.WRatio, NEAR)
        found = process.extractOne(key, keys.keys(), scorer=scorer, score_cutoff=least)
        return keys[found[0]] if found else None


def put(table: dict[str, T], key: str, route: T) -> None:
    if key in table:
        raise ValueError(f"two routes for {key!r}")
    table[key] = route


def build_router(routes: Iterable[Route]) -> Router:
    router = Router()
    for route in routes:
        router.add(route)
    return router


def usable(router: Router, person: Person | None) -> list[Command]:
    """The commands in menus and help that somebody may use; those open to everyone for None."""
    theirs = [command for command in router.listed if command.menu and may(person, command.needs)]
    return [command for command in theirs if may(person, command.shown_to)]


def entries(commands: Iterable[Command], say: Texts) -> tuple[MenuEntry, ...]:
    """The commands with what each does."""
    return tuple(MenuEntry(command.name, say.label(f"help.command.{command.name}")) for command in commands)
