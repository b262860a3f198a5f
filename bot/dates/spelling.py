"""Brings what people type to one spelling: Swedish words without å, ä and ö, numbers in digits, `-` for "to". Pure.

"Söndag den 8:e mars, kl. 18–20" and "Sunday 8th of March, 18 to 20" become `sondag 8e mars kl 18-20` and
`sondag 8e mars 18-20`. The other modules know only this spelling.
"""

import re
import unicodedata

# The longest that anybody writes is two days with weekday, year and hour.
LONGEST = 120

WEEKDAYS = {
    "mandag": "mandagen man mon monday", "tisdag": "tisdagen tis tue tues tuesday",
    "onsdag": "onsdagen ons wed wednesday", "torsdag": "torsdagen tors tor thu thur thurs thursday",
    "fredag": "fredagen fre fri friday", "lordag": "lordagen lor sat saturday", "sondag": "sondagen son sun sunday",
}  # fmt: skip
MONTHS = {
    "januari": "jan january", "februari": "feb february", "mars": "mar march", "april": "apr", "maj": "may",
    "juni": "jun june", "juli": "jul july", "augusti": "aug august", "september": "sep sept",
    "oktober": "okt oct october", "november": "nov", "december": "dec",
}  # fmt: skip
# The one word for each thing, and what else people call it.
SAME = {
    "": "pa nu on at the of den fran from kommande nastkommande coming",
    "idag": "today", "imorgon": "imorn imorron imorrn tomorrow", "iovermorgon": "overmorgon", "igar": "yesterday",
    "idag kvall": "ikvall tonight", "idag em": "ieftermiddag", "idag fm": "iformiddag",
    "fm": "am formiddag formiddagen morgon morgonen bitti morning", "em": "pm eftermiddag eftermiddagen afternoon",
    "kvall": "kvallen evening", "natt": "inatt natten night",
    "nasta": "next", "denna": "this", "sista": "last", "forra": "forriga",
    "minut": "minuter min minute minutes", "timme": "timmar tim hour hours", "dag": "dagar dar day days",
    "vecka": "v veckan veckor week weeks", "manad": "manaden manader month months", "ar": "aret year years",
    "helg": "helgen weekend",
    "kl": "klockan", "kvart": "quarter", "halv": "half", "over": "past", "och": "and", "mellan": "between",
    "-": "till to tom until",
    "12:00": "noon", "24:00": "midnatt midnight",
}  # fmt: skip
UNITS = "ett tva tre fyra fem sex sju atta nio"
CARDINALS = (
    f"noll {UNITS} tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo",
    "zero one two three four five six seven eight nine ten eleven twelve",
)
UNIT_ORDINALS = "forsta andra tredje fjarde femte sjatte sjunde attonde nionde"
ORDINALS = (
    f"{UNIT_ORDINALS} tionde elfte tolfte trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde tjugonde",
    "first second third fourth fifth sixth seventh eighth ninth tenth",
)
WORDS = (
    {word: plain for plain, words in (WEEKDAYS | MONTHS | SAME).items() for word in words.split()}
    | {word: str(n) for words in CARDINALS for n, word in enumerate(words.split())}
    | {word: f"{n}e" for words in ORDINALS for n, word in enumerate(words.split(), 1)}
    | {f"tjugo{word}": f"2{n}" for n, word in enumerate(UNITS.split(), 1)}
    | {f"tjugo{word}": f"2{n}e" for n, word in enumerate(UNIT_ORDINALS.split(), 1)}
    | {"trettio": "30", "trettionde": "30e", "trettioforsta": "31e"}
)

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("'’´", ""))
KNOWN = re.compile(r"[a-z0-9 .:/-]*")
WORD = re.compile(r"\b[a-z]+\b")

# While the words are still as people wrote them. Each is done once, in this order.
BEFORE = (
    (r"(?<=\d)t(?=\d)", " "),  # 2027-03-08T18:00
    (r"(?<=\d) ?([ap])\.? ?m\b\.?", r" \1m"),
    (r"(?<=[a-z])[.:]", " "),  # kl. 18, fre. 8 jan.
    (r" +", " "),
    (r"\b(?:t o m|till och med)\b", "till"),
    (r"\b(?:fr o m|fran och med)\b", ""),
    (r"\b(\d{1,2})(?::?[ae]|st|nd|rd|th)\b", r"\1e"),
    (r"\b(?:den|the) (\d{1,2})(?= |-|$)", r"\1e"),
    (r"(?<=\d)(?=[a-df-z]|e[a-z])|(?<=[a-z])(?<!\de)(?=\d)", " "),  # kl18, 5pm, v12
    (r"\bi (?=(?:dag|morgon|morron|morrn|morn|overmorgon|kvall|eftermiddag|formiddag|morse|natt|gar|forrgar)\b)", "i"),
    (r"\b(?:the )?day after tomorrow\b", "overmorgon"),
    (r"\bthis (?=morning|afternoon|evening)", "today "),
    (r"\bin the (?=morning|afternoon|evening)", ""),
    (r"\bden har\b", "denna"),
    (r"\ben och en halv timme\b", "90 min"),
    (r"\b(?:en )?halv ?timme\b|\bhalf an hour\b", "30 min"),
    (r"\bom en kvart\b", "om 15 min"),
    (r"\ba quarter\b", "quarter"),
    (r"\b(?:en|an?) (?=(?:dag|day|vecka|week|manad|month|ar|year|timme|hour|minut)\b)", "1 "),
    (r"\b(five|ten|twenty|quarter) to\b", r"\1 i"),
    (r"^(?:till|until|by) ", ""),
)
# When each word is the one word for its thing.
DAY, WEEK = "|".join(WEEKDAYS), r"(?:i )?nasta vecka|(?:om|in) \d+ vecka|vecka \d+"
AFTER = (
    (r" *([/-]) *", r"\1"),
    (r"\bmellan (.+?) och ", r"\1-"),
    # The end tells what the beginning leaves out: 10-12 mars, 8-10/3, vecka 12-14, 8e-10e.
    (rf"(^|dag )(\d{{1,2}})e?-(\d{{1,2}})e?((?: (?:{'|'.join(MONTHS)})|/\d{{1,2}})(?: \d{{4}}\b)?)", r"\1\2\4-\3\4"),
    (r"\bvecka (\d{1,2})-(\d{1,2})$", r"vecka \1-vecka \2"),
    (r"^(\d{1,2}e)-(\d{1,2})e?$", r"\1-\2e"),
    # The week that was told last: fredag-sondag nasta vecka, onsdag kl 18-20 nasta vecka.
    (rf"^({DAY})-({DAY}) ({WEEK})$", r"\1 \3-\2 \3"),
    (rf"^({DAY}) (.*\d.*) ({WEEK})$", r"\1 \3 \2"),
)


def plain(text: str) -> str:
    """The text in the one spelling; empty when it has anything in it that no date has."""
    if len(text) > LONGEST:
        return ""
    words = fold(text)
    if not KNOWN.fullmatch(words):
        return ""
    for pattern, new in BEFORE:
        words = re.sub(pattern, new, words)
    words = " ".join(WORD.sub(lambda word: WORDS.get(word[0], word[0]), words).split())
    for pattern, new in AFTER:
        words = re.sub(pattern, new, words)
    return words


def fold(text: str) -> str:
    """Small letters without marks, hyphens for every dash, single blanks. Only ASCII digits are digits: ² stays ²."""
    letters = unicodedata.normalize("NFD", text.translate(DASHES).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace(",", " ").split()).strip(' .:!?;"”“')
