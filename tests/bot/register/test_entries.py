"""A line of a file is understood, or what is wrong with it is told with the line and the column."""

from datetime import date

import pytest

from bot.register.columns import read_header
from bot.register.entries import MANY, Near, Reader, read_all
from bot.register.reading import Line, Refused
from storage.models import Role
from storage.register.people import Duty, Entry, Joined

HEADER = ["namn", "pf", "språk", "kontakt", "mejl", "telefon", "nummer", "nätverk", "uppdrag"]
BRANCHES = {"Norrby": 1, "Södersjö": 2}
NETWORKS = {"Klimat": 7, "Fack": 8}


def near(known: dict[str, int]):
    return lambda name: Near(known[name]) if name in known else Near(None, tuple(n for n in known if n[0] == name[0]))


def read(*lines: list[str], header: list[str] = HEADER) -> list[Entry]:
    reader = Reader(read_header(Line(1, header)), near(BRANCHES), near(NETWORKS))
    return read_all([Line(number, cells) for number, cells in enumerate(lines, 2)], reader)


def line(**cells: str) -> list[str]:
    there = {"namn": "Alva N", "pf": "Norrby"} | cells
    return [there.get(word, "") for word in HEADER]


def test_all_of_it():
    (entry,) = read(["  Alva\u00a0 N ", "Norrby", "Svenska", "Telegram", "a@b.se", "0046 (0)70-123 45 67", "17",
                     "Klimat (Sammankallande) | Fack", "ordf (2027-02-08–) | revisor"])  # fmt: skip

    assert entry == Entry(
        2, "Alva N", 1, "17", "sv", "a@b.se", "+46701234567", "telegram",
        frozenset({Joined(7, convenes=True), Joined(8, convenes=False)}),
        (Duty(Role.CHAIR, 1, date(2027, 2, 8)), Duty(Role.AUDITOR, None)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "posts"),
    [
        ("ordf | ordf", (Duty(Role.CHAIR, 1),)),
        ("ordf (2027-02-08–2027-03-01) | ordf (2027-03-01–2028-01-01)",
         (Duty(Role.CHAIR, 1, date(2027, 2, 8), date(2028, 1, 1)),)),
        ("ordf (2027-02-08–2027-03-01) | ordf (2027-03-02–)",
         (Duty(Role.CHAIR, 1, date(2027, 2, 8), date(2027, 3, 1)), Duty(Role.CHAIR, 1, date(2027, 3, 2)))),
        ("ordf (2027-02-08–2027-03-01) | ordf (2027-03-01–)", (Duty(Role.CHAIR, 1, date(2027, 2, 8)),)),
    ],
)  # fmt: skip
def test_a_post_that_is_written_twice_is_one_where_the_days_meet(cell, posts):
    (entry,) = read(line(uppdrag=cell))

    assert entry.posts == posts


def test_a_column_that_is_not_there_says_nothing():
    assert read(["Alva N", "Norrby"], header=["namn", "pf"]) == [Entry(2, "Alva N", 1)]


def test_empty_cells():
    (entry,) = read(line())

    assert (entry.language, entry.app, entry.number, entry.posts) == (None, None, "", ())
    assert (entry.email, entry.phone, entry.networks) == ("", "", frozenset())


def test_a_name_in_two_columns():
    assert read(["N", "Alva", "Norrby"], header=["efternamn", "förnamn", "pf"]) == [Entry(2, "Alva N", 1)]


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("070-123 45 67", "+46701234567"),
        ("+46701234567", "+46701234567"),
        ("+47 22 86 44 00", "+4722864400"),
        ("0812345678", "+46812345678"),
        ("", ""),
    ],
)
def test_a_phone_number_in_the_form_that_works_everywhere(written, phone):
    assert read(line(telefon=written))[0].phone == phone


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"namn": ""}, 1, "name: a name has 1 to 100"),
        ({"namn": "\u200b"}, 1, "name: a name has 1 to 100"),
        ({"namn": "a" * 101}, 1, "name: a name has 1 to 100"),
        ({"pf": ""}, 2, "every line needs a partiförening"),
        ({"pf": "Norby"}, 2, "no partiförening 'Norby'; did you mean Norrby?"),
        ({"språk": "klingonska"}, 3, "'klingonska' is no language"),
        ({"kontakt": "brevduva"}, 4, "'brevduva' is no way"),
        ({"mejl": "a.b.se"}, 5, "no mail address"),
        ({"mejl": "a@b.se, c@d.se"}, 5, "no mail address"),
        ({"telefon": "ring mig"}, 6, "no phone number"),
        ({"telefon": "12"}, 6, "no phone number"),
        ({"nummer": "17 b"}, 7, "no member number"),
        ({"nätverk": "Klimt"}, 8, "no network 'Klimt'; did you mean Klimat?"),
        ({"uppdrag": "kung"}, 9, "'kung' is no post"),
        ({"uppdrag": "ordförande Nora"}, 9, "no partiförening 'Nora'"),
        ({"uppdrag": "ordförande (8 februari–)"}, 9, "is no post; write it as"),
        ({"uppdrag": "ordförande (2027-02-30–)"}, 9, "'2027-02-30' is no day"),
        ({"uppdrag": "ordförande (2027-02-08–2027-02-07)"}, 9, "before it begins"),
        ({"uppdrag": "kontaktperson"}, 9, "a contact person is one of a branch"),
        ({"uppdrag": "ombudsperson Norrby"}, 9, "ombudsperson is the district's"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(cells, column, said):
    with pytest.raises(Refused) as error:
        read(line(), line(**cells))

    (trouble,) = error.value.troubles
    assert trouble[:2] == (3, column)
    assert said in trouble.text


@pytest.mark.parametrize("column", ["namn", "pf", "nummer", "mejl", "telefon", "nätverk", "uppdrag", "språk"])
def test_a_personnummer_is_refused_wherever_it_is_and_never_repeated(column):
    with pytest.raises(Refused) as error:
        read(line(**{column: "811228-9874"}))

    assert "a personnummer" in error.value.troubles[0].text
    assert "811228" not in str(error.value.troubles)


def test_the_same_number_twice():
    with pytest.raises(Refused) as error:
        read(line(nummer="17"), line(namn="Birk S", nummer="17"))

    assert error.value.troubles[0] == (3, 7, "number: the same number is on line 2")


def test_everything_that_is_wrong_is_told_but_not_without_end():
    with pytest.raises(Refused) as error:
        read(*[line(namn="")] * 3)
    assert [trouble.line for trouble in error.value.troubles] == [2, 3, 4]

    with pytest.raises(Refused) as error:
        read(*[line(namn="")] * 1000)
    assert len(error.value.troubles) == MANY
