"""A name is taken out of what others wrote, where it stands as a word."""

import pytest
from sqlmodel import select

from storage import mentions
from storage.models import Branch, Idea
from tests.talk import NOW


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Vera N.", "Fråga Vera N. eller Vera Nord", "Fråga *** eller Vera Nord"),
        ("Vera", "Veranda hos Vera, tack Vera", "Veranda hos ***, tack ***"),
        ("100%_", "100%_ och 100 procent", "*** och 100 procent"),
        ("Ö (Ä)", "Ö (Ä) och Ö", "*** och Ö"),
        ("Bo", "Boken", "Boken"),
    ],
)
def test_a_name_is_hidden_and_nothing_else(session, name, before, after):
    session.add(Branch(id=1, name="Norrby", town="Norrby"))
    session.flush()
    session.add(Idea(key="a", branch_id=1, what=before, place=before, answer=before, made_at=NOW))
    session.flush()

    mentions.blank(session, name)
    session.expire_all()

    assert session.exec(select(Idea.what, Idea.place, Idea.answer)).one() == (after, after, after)
