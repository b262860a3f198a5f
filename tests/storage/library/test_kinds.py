"""Questions that wait for a number, a time or a price."""

import pytest

from storage.library.kinds import BESIDE, kinds
from storage.library.lexicon import lexicon_of
from storage.library.words import tokens

LEXICON = lexicon_of([])


def worth(question: str, passage: str) -> float:
    (kind,) = kinds(tokens(question))
    return kind.worth(" ".join(tokens(passage)), LEXICON)


@pytest.mark.parametrize(
    ("question", "answer", "no_answer"),
    [
        ("Hur stor är fonden?", "Fonden är på 900 kronor.", "Fonden är till för alla."),
        ("Hur ofta möts vi?", "Vi möts en gång i månaden.", "Vi möts hos Stina."),
        ("När är festen?", "Festen är i augusti.", "Festen blir av."),
        ("Vilken dag är festen?", "Festen är den 3 maj.", "Festen är i maj."),
        ("Hur dags börjar mötet?", "Mötet börjar kl. 18.", "Mötet är den 3 maj."),
        ("Hur länge håller kursen på?", "Kursen pågår tre veckor.", "Kursen är rolig."),
        ("Vad kostar kursen?", "Kursen är gratis.", "Kursen är den 3 maj."),
    ],
)
def test_a_passage_of_another_kind_is_worth_less(question, answer, no_answer):
    assert worth(question, answer) == 1
    assert worth(question, no_answer) < 1


def test_a_number_right_before_what_is_counted_is_worth_more():
    assert worth("Hur många kurser blir det?", "Minst tre nya kurser ordnas.") == BESIDE
    assert worth("Hur många kurser blir det?", "Kurser ordnas på tre orter.") == 1
    assert worth("Hur många kurser blir det?", "Kurser ordnas på flera orter.") < 1


def test_most_questions_wait_for_nothing_special():
    assert kinds(tokens("Vem ordnar festen?")) == []
