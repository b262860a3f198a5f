"""One line taken apart: when, how often, and what."""

import pytest

from handlers.sentence import Sentence, is_otherwise, take_apart
from storage.models import Repeat


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("imorgon kl 9 ring kommunen", "ring kommunen", "imorgon kl 9"),
        ("ring kommunen på fredag kl 17.30", "ring kommunen", "på fredag kl 17.30"),
        ("om två timmar ta ut tvätten", "ta ut tvätten", "om två timmar"),
        ("ta ut tvätten om två timmar", "ta ut tvätten", "om två timmar"),
        ("imorgon ring kommunen kl 9", "ring kommunen", "imorgon kl 9"),
        ("mig i morgon kl 9 att ringa kommunen", "ringa kommunen", "i morgon kl 9"),
        ("mig om att ringa kommunen i övermorgon", "ringa kommunen", "i övermorgon"),
        ("mig om att på fredag ringa Eva", "ringa Eva", "på fredag"),
        ("18 mars kl 18-20, möte om 1 maj", "möte om 1 maj", "18 mars kl 18-20,"),
        ("8 mars: köp blommor", "köp blommor", "8 mars:"),
        ("fira 8 mars", "fira", "8 mars"),
        ("betala 31 april", "betala", "31 april"),
        ("möte 8/3 20–18", "möte", "8/3 20–18"),
        ("me tomorrow at 9 to call mum", "call mum", "tomorrow at 9"),
        ("köp 15 ägg på fredag", "köp 15 ägg", "på fredag"),
        ("15 ägg fredag", "15 ägg", "fredag"),
        ("fredag köp 15", "köp 15", "fredag"),
        ("fredag handla inför söndag", "handla inför söndag", "fredag"),
        ("13/2 lördag kl 10 fika", "fika", "13/2 lördag kl 10"),
        ("fika 13 februari lördag 10.00", "fika", "13 februari lördag 10.00"),
        ("fika måndag 18-20 8/3", "fika", "måndag 18-20 8/3"),
        ("handla lördag och söndag", "handla", "lördag och söndag"),
        ("8 mars kl 1830 fest", "fest", "8 mars kl 1830"),
        ("rapport 8 mars -27", "rapport", "8 mars -27"),
        ("torsdagkväll kl 7 ring Eva", "ring Eva", "torsdagkväll kl 7"),
        # Two times side by side are both of them asked about.
        ("den 1 måndag kl 10 fika", "fika", "den 1 måndag kl 10"),
        ("fredag, lördag, söndag städa", "städa", "fredag, lördag, söndag"),
        ("fredag eller lördag ring Eva", "ring Eva", "fredag eller lördag"),
        ("ring Eva fredag eller lördag", "ring Eva", "fredag eller lördag"),
        ("imorgon kl 9 och fredag kl 9 ring", "ring", "imorgon kl 9 och fredag kl 9"),
        # A number before a day may be of the thing.
        ("läs sidan 8 på fredag", "läs sidan 8", "på fredag"),
        ("buss 19 imorgon", "buss 19", "imorgon"),
        ("möte i sal 4 imorgon", "möte i sal 4", "imorgon"),
        ("möte i sal fyra imorgon kl 9", "möte i sal fyra", "imorgon kl 9"),
        ("ring 070-123 45 67 imorgon kl 9", "ring 070-123 45 67", "imorgon kl 9"),
        ("ring 08-123 12 45 imorgon", "ring 08-123 12 45", "imorgon"),
        ("imorgon kl 9 ring 070-123 45 67", "ring 070-123 45 67", "imorgon kl 9"),
        ("ring Eva 18.30 imorgon", "ring Eva", "18.30 imorgon"),
        ("ring Eva kl 9 imorgon", "ring Eva", "kl 9 imorgon"),
        ("ring Eva halv nio imorgon", "ring Eva", "halv nio imorgon"),
        ("möte 18-20 imorgon", "möte", "18-20 imorgon"),
        ("möte 8 mars kl 18", "möte", "8 mars kl 18"),
        ("fredag lunch ring Eva", "ring Eva", "fredag lunch"),
        ("ring Eva fredag lunch", "ring Eva", "fredag lunch"),
        ("att jag ska ringa mamma imorgon", "ringa mamma", "imorgon"),
        ("mig imorgon om att jag måste ringa", "ringa", "imorgon"),
        ("that I should call mum tomorrow", "call mum", "tomorrow"),
        ("attackera problemet imorgon", "attackera problemet", "imorgon"),
        ("senast fredag rapport", "rapport", "senast fredag"),
        ("rapport en vecka före 8 mars", "rapport", "en vecka före 8 mars"),
        # A short name can be another word.
        ("demo för fred", "demo för fred", ""),
        ("tal om fred kl 18", "tal om fred", "kl 18"),
        ("ring min son kl 18", "ring min son", "kl 18"),
        ("ring Tor på fredag", "ring Tor", "på fredag"),
        ("man ska ringa", "man ska ringa", ""),
        ("möte på fred", "möte", "på fred"),
        ("sön kl 18 ring", "ring", "sön kl 18"),
        ("fred 12/2 möte", "möte", "fred 12/2"),
        ("fredag lunch med Eva", "lunch med Eva", "fredag"),
        ("ring alla tre", "ring alla tre", ""),
        ("på fredag", "", "på fredag"),
        ("ring kommunen", "ring kommunen", ""),
        ("ring mamma 18", "ring mamma 18", ""),
        ("18", "18", ""),
        ("mig", "", ""),
        ("", "", ""),
    ],
)
def test_when_and_what(text, what, when):
    assert take_apart(text) == Sentence(what, when)


@pytest.mark.parametrize(
    ("text", "what", "when", "repeat"),
    [
        ("den 15:e varje månad utom sommaren kl 9 flygblad", "flygblad", "den 15:e kl 9", Repeat.MONTHLY_BUT_SUMMER),
        ("flygblad den 15:e varje månad, utom på sommaren", "flygblad", "den 15:e", Repeat.MONTHLY_BUT_SUMMER),
        ("den 15:e i varje manad städa", "städa", "den 15:e", Repeat.MONTHLY),
        ("andra tisdagen varje månad kl 18 möte", "möte", "andra tisdagen i månaden kl 18", Repeat.NTH_WEEKDAY),
        ("möte sista fredagen i varje månad", "möte", "sista fredagen i månaden", Repeat.NTH_WEEKDAY),
        ("varje fredag kl 17 rapport", "rapport", "fredag kl 17", Repeat.WEEKLY),
        ("rapport varje vecka på fredag", "rapport", "på fredag", Repeat.WEEKLY),
        ("8 mars varje år köp blommor", "köp blommor", "8 mars", Repeat.YEARLY),
        ("varje vecka städa", "städa", "", Repeat.WEEKLY),
        ("call mum every friday at 5 pm", "call mum", "friday at 5 pm", Repeat.WEEKLY),
        ("first monday of every month meeting", "meeting", "first monday i månaden", Repeat.NTH_WEEKDAY),
        ("sista dagen varje månad kl 10 kassan", "kassan", "sista dagen i månaden kl 10", Repeat.MONTHLY),
        ("every month on the 15th except summer pay", "pay", "on the 15th", Repeat.MONTHLY_BUT_SUMMER),
    ],
)
def test_how_often(text, what, when, repeat):
    assert take_apart(text) == Sentence(what, when, repeat)


@pytest.mark.parametrize(
    "text",
    [
        "städa varje dag kl 9", "varannan fredag städa", "every other week clean", "*/1 * * * * * städa",
        "0 9 * * 1 städa", "RRULE:FREQ=SECONDLY;COUNT=1000000000", "var tredje vecka", "every 2 weeks", "daily standup",
        "den 15:e varje månad utom juli flygblad", "every month except July pay", "varje fredag utom påsk städa",
        "varje kväll ta medicin", "städa varje måndag och torsdag kl 9", "städa på fredagar kl 9",
    ],
)  # fmt: skip
def test_what_comes_in_another_rhythm(text):
    assert is_otherwise(text)


@pytest.mark.parametrize(
    "text",
    [
        "ring varje ny medlem fredag",
        "varje fredag städa",
        "varje månad den 1 utom på sommaren städa",
        "den 15:e varje månad",
        "köp 2 * 3 brädor",
    ],
)
def test_what_only_looks_like_it(text):
    assert not is_otherwise(text)
