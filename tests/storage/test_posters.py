"""Pictures of activities: copies and what comes back show the same one."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from storage import posters, retention, series, templates
from storage.models import Activity, OpenForm, Poster, Upload
from tests.storage.recurring import NOW, TODAY, begin, new_branch, plan_first, rows


@pytest.fixture
def first(session) -> Activity:
    first = plan_first(session, new_branch(session))
    hang(session, first)
    return first


def hang(session, activity: Activity, content: bytes = b"picture") -> None:
    form = OpenForm(platform="telegram", chat="1", sender="1", definition="{}", started_at=NOW)
    session.add(form)
    session.flush()
    session.add(upload := Upload(form_id=form.id, file="f", content=content, refused=""))
    session.flush()
    posters.put(session, activity, upload, alt="Vi ses på torget", now=NOW)


def shown(session, activity: Activity) -> bytes:
    poster = posters.of(session, activity)
    return poster.content if poster else b""


def test_a_copy_shows_it_and_keeps_it_when_the_first_gets_another(session, first):
    copy = templates.make(session, first, key="copy", day=date(2028, 2, 14))
    assert shown(session, copy) == b"picture"
    hang(session, first, b"other")

    assert (shown(session, first), shown(session, copy)) == (b"other", b"picture")
    posters.hang(session, copy, None)
    assert [one.content for one in session.exec(select(Poster))] == [b"other"]


def test_all_that_come_back_show_it_and_so_does_what_is_made_later(session, first):
    found = begin(session, first)
    posters.hang(session, first, None)
    series.extend(session, found, today=TODAY + timedelta(days=60))

    assert {shown(session, row) for row in rows(session)[1:]} == {b"picture"}
    assert len(session.exec(select(Poster)).all()) == 1


def test_it_is_kept_while_something_that_is_not_long_over_shows_it(session, first):
    templates.make(session, first, key="copy", day=date(2027, 8, 14))
    for days, left in ((400, 1), (600, 0)):
        retention.purge(session, NOW + timedelta(days=days))
        session.expire_all()
        assert len(session.exec(select(Poster)).all()) == left
