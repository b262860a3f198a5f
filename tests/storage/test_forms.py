"""Forms that somebody is filling in: one a chat, theirs alone, for a day."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import forms
from storage.forms import LIFE
from storage.models import OpenForm
from tests.talk import NOW

HERE = {"platform": "telegram", "chat": "1001", "sender": "1001"}


def begin(session, **more: str) -> OpenForm:
    return forms.begin(session, **(HERE | more), definition="{}", now=NOW)


def current(session, now=NOW, **more: str) -> OpenForm | None:
    return forms.current(session, **(HERE | more), now=now)


def test_the_form_that_is_open_here(session):
    row = begin(session)

    assert (current(session), row.answers, row.step) == (row, "{}", 0)


@pytest.mark.parametrize("other", [{"platform": "slack"}, {"chat": "-1"}, {"sender": "1002"}])
def test_elsewhere_it_is_not(session, other):
    begin(session)

    assert current(session, **other) is None


def test_another_takes_its_place(session):
    old = begin(session)
    old.answers = '{"a":"hemligt"}'
    session.flush()

    new = begin(session)
    session.expire_all()

    assert current(session).id == new.id
    assert (old.closed_at, old.answers) == (NOW, "{}")


def test_of_one_that_is_closed_only_its_name_is_kept(session):
    row = forms.begin(session, **HERE, definition='{"name":"x","title":"Vera Ny"}', now=NOW)
    forms.close_all(session, **HERE, now=NOW)
    session.expire_all()

    assert (row.definition, row.answers) == ('{"name": "x"}', "{}")


def test_of_another_person_it_does_not(session):
    theirs = begin(session, sender="1002")
    begin(session)

    assert current(session, sender="1002") == theirs


@pytest.mark.parametrize(("after", "open_"), [(LIFE - timedelta(seconds=1), True), (LIFE, False)])
def test_for_a_day(session, after, open_):
    row = begin(session)
    who = {"platform": "telegram", "sender": "1001", "now": NOW + after}

    assert (current(session, now=NOW + after) is not None) is open_
    assert (forms.get(session, row.id, **who) is not None) is open_


@pytest.mark.parametrize("who", [{"sender": "1002"}, {"platform": "slack"}])
def test_by_its_number_it_is_only_its_persons(session, who):
    row = begin(session)
    mine = {"platform": "telegram", "sender": "1001"}

    assert forms.get(session, row.id, **mine, now=NOW) == row
    assert forms.get(session, row.id, **(mine | who), now=NOW) is None
    assert forms.get(session, row.id + 1, **mine, now=NOW) is None


def test_closing_tells_how_many_there_were(session):
    begin(session)

    assert forms.close_all(session, **HERE, now=NOW) == 1
    assert forms.close_all(session, **HERE, now=NOW) == 0
    assert current(session) is None


def test_what_is_closed_or_too_old_is_forgotten(session):
    begin(session, sender="closed")
    forms.close_all(session, **(HERE | {"sender": "closed"}), now=NOW)
    begin(session, sender="open")
    begin(session, sender="old").started_at = NOW - LIFE
    session.flush()

    begin(session, sender="forgotten").started_at = NOW - forms.KNOWN
    session.flush()

    assert forms.purge(session, NOW) == 2
    assert session.exec(select(OpenForm.sender).order_by(OpenForm.id)).all() == ["open", "old"]
