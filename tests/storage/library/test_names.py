"""Organisations and years in a question."""

import pytest

from storage.library.names import OTHER_YEAR, plans_of
from storage.library.words import tokens

PLANS = plans_of(
    [
        (1, "Vänsterpartiet Storfjället", (2030,)),
        (2, "Vänsterpartiet Storfjället", (2031, 2032)),
        (3, "Partiföreningen Ekvik-Lunda", (2031,)),
        (4, "", ()),
    ]
)


def named(question: str) -> set[int]:
    return {plan for word in tokens(question) for plan in PLANS.named(word)}


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("vad gör storfjället", {1, 2}),
        ("Storfjällets distrikt", {1, 2}),
        ("storfjallet", {1, 2}),
        ("storfjälet", {1, 2}),
        ("fjället utan början", set()),
        ("vi på orfjället", {1, 2}),  # the end of a longer name
        ("ekvik", {3}),
        ("Lundas förening", {3}),
        ("ekvok", set()),
        ("vänsterpartiet, föreningen och distriktet", set()),
    ],
)
def test_which_plans_are_named(question, plans):
    assert named(question) == plans


def test_names_are_not_looked_for_in_the_plans():
    assert PLANS.without_names(tokens("pride i storfjället 2030")) == ["pride", "i", "2030"]


@pytest.mark.parametrize(
    ("question", "weights"),
    [
        ("pride", {1: 1, 2: 1, 3: 1, 4: 1}),
        ("pride i storfjället", {1: 1, 2: 1}),
        ("pride i storfjället 2032", {1: OTHER_YEAR, 2: 1}),
        ("pride 2031", {1: OTHER_YEAR, 2: 1, 3: 1, 4: OTHER_YEAR}),
        ("valet 2044", {1: 1, 2: 1, 3: 1, 4: 1}),
        ("ekvik eller storfjället", {1: 1, 2: 1, 3: 1}),
    ],
)
def test_what_a_plan_is_worth(question, weights):
    assert PLANS.weights(tokens(question)) == weights
