"""Many spellings become one."""

import pytest

from bot.dates.spelling import LONGEST, plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Söndag den 8:e mars, kl. 18–20", "sondag 8e mars kl 18-20"),
        ("Sunday 8th of March, 18 to 20", "sondag 8e mars 18-20"),
        ("NU PÅ LÖRDAG!", "lordag"),
        ("nu på lo\u0308rdag", "lordag"),
        ("  på   fre. ", "fredag"),
        ("i morgon", "imorgon"),
        ("imorn", "imorgon"),
        ("i övermorgon", "iovermorgon"),
        ("i kväll", "idag kvall"),
        ("den 8", "8e"),
        ("den 8/3", "8/3"),
        ("1:a maj", "1e maj"),
        ("tjugoförsta mars", "21e mars"),
        ("om en vecka", "om 1 vecka"),
        ("kl18", "kl 18"),
        ("5.30pm", "5.30 em"),
        ("5:30 p.m.", "5:30 em"),
        ("ten to eight", "10 i 8"),
        ("10 to 12", "10-12"),
        ("mellan kl 18 och 20", "kl 18-20"),
        ("8 mars t.o.m. 10 mars", "8 mars-10 mars"),
        ("10-12 mars 2028", "10 mars 2028-12 mars 2028"),
        ("8-10/3", "8/3-10/3"),
        ("8/3 18 - 9/3 12", "8/3 18-9/3 12"),
        ("v. 12-14", "vecka 12-vecka 14"),
        ("13/2 lördag kl 10", "lordag 13/2 kl 10"),
        ("fredag 18–20 8 mars", "fredag 8 mars 18-20"),
        ("8/3 kl 18-20, fredag", "fredag 8/3 kl 18-20"),
        ("fredag 18–söndag 8/3", "fredag 18/3-sondag 8/3"),
        ("fredag kl 18–söndag 8/3", "fredag kl 18-sondag 8/3"),
        ("första måndagen i mars", "1e mandag i mars"),
        ("lör-sön 13-14/2", "lordag 13/2-sondag 14/2"),
        ("13-14/2 lör-sön", "lordag 13/2-sondag 14/2"),
        ("13 och 14 feb", "13 februari och 14 februari"),
        ("Torsdagskväll", "torsdag kvall"),
        ("kl. 1730–1900", "kl 17.30-19.00"),
        ("8 mars -27", "8 mars 27"),
        ("20270308", "2027-03-08"),
        ("half past seven", "halv over 7"),
        ("2027-03-08T18:00", "2027-03-08 18:00"),
        ("New Year’s Eve", "new ar eve"),
    ],
)
def test_one_spelling(text, words):
    assert plain(text) == words


@pytest.mark.parametrize(
    "text", ["", "²/3", "１２ mars", "8/3 🎉", "8\0/3", "\u202e8/3", "1_000", "8 mars (kl 18)", "8 марс"]
)
def test_what_no_date_has_in_it(text):
    assert plain(text) == ""


def test_the_length_has_an_end():
    assert plain("8 mars".rjust(LONGEST)) == "8 mars"
    assert plain("8 mars".rjust(LONGEST + 1)) == ""
