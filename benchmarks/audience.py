"""Who is written to, and what: the same messages for every sender, each known by its chat and its words."""

from typing import NamedTuple

from bot.messages import Pace

PEOPLE, GROUPS = 1200, 12
CHANNELS, ROUNDS = 12, 10
MEMBERS, MEMBER_ROUNDS = 300, 2
FIRST_PERSON, FIRST_GROUP, FIRST_CHANNEL = 20_001, 3_001, 4_001


class Letter(NamedTuple):
    chat: str
    text: str


def telegram() -> list[Letter]:
    """One broadcast to everybody and to every branch's group."""
    chats = [*range(FIRST_PERSON, FIRST_PERSON + PEOPLE), *range(-FIRST_GROUP, -FIRST_GROUP - GROUPS, -1)]
    return [Letter(str(chat), "Årsmötet är den 14 mars kl 10. Kallelsen finns på hemsidan.") for chat in chats]


def slack() -> list[Letter]:
    """Ten broadcasts, each to every channel and to a fifth of the people, so that each of them gets two."""
    channels = [f"C{FIRST_CHANNEL + n}" for n in range(CHANNELS)]
    people = [f"U{FIRST_PERSON + n}" for n in range(MEMBERS)]
    every = ROUNDS // MEMBER_ROUNDS
    return [
        Letter(chat, f"Utskick {number}: årsmötet är den 14 mars kl 10.")
        for number in range(ROUNDS)
        for chat in [*channels, *people[number % every :: every]]
    ]


LETTERS = {"telegram": telegram, "slack": slack}


def floor(letters: list[Letter], pace: Pace) -> float:
    """Seconds that it takes at least: all of it at the platform's pace, and the chat with most at a chat's."""
    most = max(sum(letter.chat == chat for letter in letters) for chat in {letter.chat for letter in letters})
    return max(len(letters) / pace.per_second if pace.per_second else 0.0, (most - pace.chat_burst) * pace.chat_seconds)
