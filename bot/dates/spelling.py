"""Brings what people type to one spelling: Swedish words without å, ä and ö, numbers in digits, `-` for "to". Pure.

"Söndag den 8:e mars, kl. 18–20" and "Sunday 8th of March, 18 to 20" become `sondag 8e mars kl 18-20` and
`sondag 8e mars 18-20`. The other modules know only this spelling.
"""

import re
import unicodedata

# The longest that anybody writes is two days with weekday, year and hour.
LONGEST = 120

WEEKDAYS = {
    "mandag": "mandagen mand man mon monday", "tisdag": "tisdagen tisd tis tue tues tuesday",
    "onsdag": "onsdagen onsd ons wed weds wednesday wensday wednsday",
    "torsdag": "torsdagen torsd tors tor thu thur thurs thursday", "fredag": "fredagen fred fre fri friday",
    "lordag": "lordagen lord lor sat saturday saterday", "sondag": "sondagen sond son sun sunday",
}  # fmt: skip
# Slips of the finger are among the words: nobody means anything else by them.
MONTHS = {
    "januari": "jan january januri", "februari": "feb febr february febuari febuary feburari februrari",
    "mars": "mar march", "april": "apr", "maj": "may", "juni": "jun june", "juli": "jul july",
    "augusti": "aug august agusti agust augsti", "september": "sep sept setember septemer",
    "oktober": "okt oct october oktobr", "november": "nov novemer", "december": "dec decmber decemer",
}  # fmt: skip
# The one word for each thing, and what else people call it.
SAME = {
    "": "pa nu on at the of den fran from kommande nastkommande coming oclock vid senast latest",
    "idag": "today", "imorgon": "imorn imorron imorrn tomorrow", "iovermorgon": "overmorgon", "igar": "yesterday",
    "idag kvall": "ikvall tonight", "idag em": "ieftermiddag", "idag fm": "iformiddag",
    "morgon": "morgonen bitti morning", "fm": "am formiddag formiddagen",
    "em": "pm eftermiddag eftermiddagen afternoon", "kvall": "kvallen evening", "natt": "inatt natten night",
    "nasta": "next", "denna": "this", "sista": "last", "forra": "forriga",
    "minut": "minuter min minute minutes", "timme": "timmar tim hour hours", "dag": "dagen dagar dar day days",
    "vecka": "v veckan veckor week weeks", "manad": "manaden manader month months", "ar": "aret year years",
    "helg": "helgen weekend",
    "kl": "klockan", "kvart": "quarter", "over": "past", "och": "and", "mellan": "between", "fore": "before innan",
    "-": "till to tom until",
    "lunchtid": "lunchtime", "12:00": "noon", "24:00": "midnatt midnight",
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
    (r"(?<=\d) ?([aefp])\.? ?m\b\.?", r" \1m"),
    (r"(?<=[a-z])[.:]", " "),  # kl. 18, fre. 8 jan.
    (r"(?<=\d)\.(?=[ -])", ""),  # 8.3. kl 18
    (r" +", " "),
    (r"\b(20\d\d)(\d\d)(\d\d)\b", r"\1-\2-\3"),
    (r"(?<![\d-])(\d\d?)-(\d\d?)-(20\d\d)\b(?!-)", r"\3-\2-\1"),
    (r"(?<=\d )([a-z]+) -(?=(?:2[5-9]|[3-9]\d)(?: kl|$))", r"\1 "),  # 8 mars -27
    (r"(?<=dag|gon)s?(?=(?:morgon|bitti|formiddag|eftermiddag|kvall|natt)(?:en)?\b)", " "),  # torsdagskväll
    (r"\b(?:vid|pa|till|at) lunch(?:en)?\b|(?<=dag |gon )lunch(?:en)?\b|(?<=day |row )lunch\b", "lunchtid"),
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
    (r"\bom (?:tre|3) kvart\b|\bin three quarters of an hour\b", "om 45 min"),
    (r"\ba quarter\b", "quarter"),
    (r"\bhalf past\b", "halv past"),  # "half seven" is an hour later than "halv sju", so it is neither
    (r"\b(?:en|an?) (?=(?:dag|day|vecka|week|manad|month|ar|year|timme|hour|minut)\b)", "1 "),
    (r"\b(five|ten|twenty|quarter) to\b", r"\1 i"),
    (r"^(?:till|until|by) ", ""),
)
# When each word is the one word for its thing.
DAY, MONTH, WEEK = "|".join(WEEKDAYS), "|".join(MONTHS), r"(?:i )?nasta vecka|(?:om|in) \d+ vecka|vecka \d+"
AND = r"(-| och )"
TAIL = rf"((?: (?:{MONTH})|/\d\d?)(?: \d{{4}}\b)?)"
DATE = (
    rf"(\d\d?/\d\d?(?:[-/](?:\d{{4}}|2[5-9])| \d{{4}})?|\d\d?e? (?:{MONTH})(?: \d{{4}})?|(?:{MONTH}) \d\d?e?"
    r"|\d{4}-\d\d?-\d\d?|(?:\d\d|[6-9])e)"
)
HOURS = rf"((?:(?!{DAY}|{MONTH}|/|\d{{4}}-)[a-z0-9 .:-])+)"
AFTER = (
    (r" *([/-]) *", r"\1"),
    (r"\bmellan (.+?) och ", r"\1-"),
    (r"\bkl (\d\d?)[.:]?([0-5]\d)-(\d\d?)[.:]?([0-5]\d)\b", r"kl \1.\2-\3.\4"),
    (r"\bkl (\d\d?)([0-5]\d)\b", r"kl \1.\2"),
    # Beside an hour it is no hour itself: 08.03 kl 18.
    (rf"(?<!kl )\b(\d\d?)\.(0[1-9]|1[0-2])(?= (?:(?:{DAY}) )?kl \d| \d\d[.:-]\d)", r"\1/\2"),
    # The end tells what the beginning leaves out: 10-12 mars, 8-10/3, vecka 12-14, 8e-10e.
    (rf"^({DAY}){AND}({DAY}) (\d\d?)e?(?:-| och )(\d\d?)e?{TAIL}", r"\1 \4\6\2\3 \5\6"),
    (rf"^(\d\d?)e?(?:-| och )(\d\d?)e?{TAIL} ({DAY}){AND}({DAY})", r"\4 \1\3\5\6 \2\3"),
    (rf"(^|dag )(\d\d?)e?{AND}((?:(?:{DAY}) )?)(\d\d?)e?{TAIL}", r"\1\2\6\3\4\5\6"),
    (rf"\bvecka (\d\d?){AND}(\d\d?)$", r"vecka \1\2vecka \3"),
    (rf"^(\d\d?e){AND}(\d\d?)e?$", r"\1\2\3e"),
    # The week that was told last: fredag-sondag nasta vecka, onsdag kl 18-20 nasta vecka.
    (rf"^({DAY}){AND}({DAY}) ({WEEK})$", r"\1 \4\2\3 \4"),
    (rf"^({DAY}) (.*\d.*) ({WEEK})$", r"\1 \3 \2"),
    # A weekday belongs to its date, wherever it stands: 8/3 mandag, mandag 18-20 8/3, 8/3 18-20 mandag, 18.05 tisdag.
    (rf"\b{DATE} ({DAY})\b", r"\2 \1"),
    (rf"^({DAY}) {HOURS} {DATE}$", r"\1 \3 \2"),
    (rf"^{DATE} {HOURS} ({DAY})$", r"\3 \1 \2"),
    (rf"^(\d\d?\.\d\d) ({DAY})$", r"\2 \1"),
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
