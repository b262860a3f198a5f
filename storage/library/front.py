"""What a plan says of itself before it begins: title, organisation, years, and whether it is a proposal."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

Status = Literal["proposal", "adopted", "unknown"]

PARTIES = (
    "Arbetarepartiet|Centerpartiet|Feministiskt initiativ|Folkpartiet|Kristdemokraterna|Liberalerna|"
    "Miljöpartiet(?: de gröna)?|Moderaterna|Piratpartiet|Socialdemokraterna|Ung Vänster|Vänsterpartiet|Partiet"
)
BODIES = "Partidistriktet|Distriktet|Partiföreningen|Lokalföreningen|Föreningen|Partikretsen"
PLACE = r"[A-ZÅÄÖ][a-zåäöéA-ZÅÄÖ]+(?:[-–/][A-ZÅÄÖ][a-zåäö]+)*"
GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
ORGANISATION = re.compile(
    rf"\b(?:{PARTIES}|{BODIES}){GAP}(?:i{GAP}|på{GAP})?(?!Verksamhetsplan|Inledning){PLACE}(?:[^\S\n]+{PLACE})*"
)
BODY = re.compile(rf"\b{PLACE}[^\S\n]+(?:partidistrikt|distrikt|partiförening|lokalförening|krets)\b")
PARTY = re.compile(rf"^(?:{PARTIES})$")
PARTY_BEFORE = re.compile(rf"^(?:{PARTIES}|{BODIES})\s+(?=\w)")
PLAN = re.compile(r"(?:plan(?:en)?|program(?:met)?|arbetsordning|riktlinjer|strategi|policy)\b", re.IGNORECASE)
PROPOSAL = re.compile(r"förslag|\butkast|\bremiss|\bdraft\b|\bproposal\b", re.IGNORECASE)
ADOPTED = re.compile(
    r"(?<!bli )\b(?:antag(?:en|et|its)|antogs|fastställ(?:d|t|ts|des)|besluta[dt]|godkän[dt]|adopted)\b",
    re.IGNORECASE,
)
SELF = re.compile(r"\bförslag(?:et)? till (?:ny )?verksamhetsplan", re.IGNORECASE)
YEARS = re.compile(r"(?<!\d)(?P<first>(?:19|20)\d\d)(?:\s*[-–—/]\s*(?P<last>(?:20)?\d\d)(?![\d-]))?(?!\d)")
ONLY_YEARS = re.compile(rf"^(?:\w{{0,30}}\s*){{0,2}}{YEARS.pattern}\W*$")
DECORATION = re.compile(r"[*_#“”\"]+")
LEAD = re.compile(r"^(?:\w+\s+)?förslag(?:\s+till)?\s*:?\s+", re.IGNORECASE)
MANY_YEARS = 6


def is_front(line: str, above: Sequence[str]) -> bool:
    """A line of the title page, as told from the first heading. One names the plan; a name may be broken over two."""
    patterns = (PROPOSAL, ADOPTED, ORGANISATION, PARTY, ONLY_YEARS)
    named = any(PLAN.search(other) for other in above)
    broken = bool(above) and ORGANISATION.fullmatch(f"{above[-1]}\n{line}")
    return bool(broken) or any(p.search(line) for p in patterns) or (not named and bool(PLAN.search(line)))


def short_name(organisation: str) -> str:
    """«Vänsterpartiet Östergötland» as «Östergötland», for where there is little room."""
    return PARTY_BEFORE.sub("", organisation)


def find_title(lines: Sequence[str]) -> str:
    """The line that names a plan, else the first; without its marks, and without «Förslag» before it."""
    line = next((line for line in lines if PLAN.search(line) and not ADOPTED.search(line)), lines[0] if lines else "")
    title = re.sub(r"\s+", " ", DECORATION.sub("", line)).strip()
    title = re.sub(r"\s*,\s*(?=\d{4})", " ", LEAD.sub("", title)).rstrip(".:,; ")
    return title.capitalize() if title.isupper() and " " not in title else title[:1].upper() + title[1:]


def find_organisation(front: str, body: str) -> str:
    """As the title page says, else the name that the plan uses most."""
    for pattern in (ORGANISATION, BODY):
        if found := pattern.search(front):
            return re.sub(r"\s+", " ", found[0])
    names = Counter(re.sub(r"\s+", " ", found[0]) for found in ORGANISATION.finditer(body))
    return names.most_common(1)[0][0] if names else ""


def find_years(title: str, front: str, body: str) -> tuple[int, ...]:
    for text in (title, front):
        if found := YEARS.search(text):
            return spelled(found)
    years = Counter(spelled(found) for found in YEARS.finditer(body))
    return years.most_common(1)[0][0] if years else ()


def spelled(found: re.Match[str]) -> tuple[int, ...]:
    first = int(found["first"])
    last = int(found["last"] or first) % 100 + first // 100 * 100
    return tuple(range(first, last + 1)) if first < last < first + MANY_YEARS else (first,)


def find_status(lines: Sequence[str], body: str) -> tuple[Status, str]:
    """The mark, and the words that say it. «Styrelsens förslag, antaget av årsmötet» is adopted."""
    for line in lines:
        if ADOPTED.search(line):
            return "adopted", tidy(line)
    for line in lines:
        if PROPOSAL.search(line):
            return "proposal", tidy(line)
    found = SELF.search(body)
    return ("proposal", found[0]) if found else ("unknown", "")


def tidy(line: str) -> str:
    return re.sub(r"\s+", " ", DECORATION.sub("", line)).strip()
