"""Who looked at whose data: in order, for as long as it is kept, and what was tampered with shows."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from storage import access
from storage.models import Access
from tests.talk import NOW

DAY = timedelta(days=1)


@pytest.fixture
def log(session):
    for n in range(5):
        access.note(session, now=NOW + n * DAY, actor="a", subject="bc"[n % 2], what="export", why=f"nr {n}")
    return session


def test_what_was_done_with_somebody_s_data_the_latest_first(log):
    assert [row.why for row in access.about(log, "b")] == ["nr 4", "nr 2", "nr 0"]
    assert access.broken(log) is None


@pytest.mark.parametrize("change", [{"actor": "x"}, {"subject": "x"}, {"what": "x"}, {"why": ""}, {"at": NOW},
                                    {"branch_id": 3}, {"digest": "0" * 64}])  # fmt: skip
def test_a_row_that_was_changed_shows(log, change):
    third = log.exec(select(Access.id).order_by(Access.id)).all()[2]
    log.execute(update(Access).where(col(Access.id) == third).values(**change))
    log.expire_all()

    assert access.broken(log) in {third, third + 1}


def test_a_row_that_was_taken_away_shows(log):
    ids = log.exec(select(Access.id).order_by(Access.id)).all()
    log.execute(delete(Access).where(col(Access.id) == ids[2]))
    log.expire_all()

    assert access.broken(log) == ids[3]


def test_what_was_purged_is_not_missed(log):
    assert access.purge(log, NOW + 2 * DAY) == 2
    log.expire_all()

    assert access.broken(log) is None
    access.note(log, now=NOW + 9 * DAY, actor="a", subject="b", what="name")
    assert access.broken(log) is None
    assert len(access.about(log, "b")) == 3


def test_an_empty_log_is_whole(session):
    assert access.broken(session) is None
