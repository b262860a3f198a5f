"""Who looked at whose data: in order, for as long as it is kept, and what was tampered with shows."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from storage import access
from storage.database import LOG_KEYS
from storage.models import Access, AccessSeal
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


def test_a_time_in_another_zone_reads_back_as_it_was_sealed(session):
    access.note(session, now=NOW.astimezone(ZoneInfo("Europe/Stockholm")), actor="a", subject="b", what="name")
    session.expire_all()

    assert access.broken(session) is None


def test_an_oldest_row_that_was_changed_shows(log):
    first = log.exec(select(Access).order_by(Access.id).limit(1)).one()
    first.why = "something else"
    log.flush()
    assert access.broken(log) == first.id


def test_also_after_older_ones_were_purged(log):
    access.purge(log, NOW + 2 * DAY)
    log.expire_all()
    first = log.exec(select(Access).order_by(Access.id).limit(1)).one()
    first.actor = "x"
    log.flush()
    assert access.broken(log) == first.id


@pytest.mark.parametrize("left", [0, 3])
def test_an_end_that_was_cut_and_an_emptied_log_show_and_go_on_showing(log, left):
    ids = log.exec(select(Access.id).order_by(Access.id)).all()
    log.execute(delete(Access).where(col(Access.id) > (ids[left - 1] if left else 0)))
    log.expire_all()
    assert access.broken(log) == 0

    access.note(log, now=NOW + 9 * DAY, actor="a", subject="b", what="name")
    assert access.broken(log) is not None


def test_a_log_that_is_all_purged_goes_on(log):
    assert access.purge(log, NOW + 9 * DAY) == 5
    assert access.purge(log, NOW + 9 * DAY) == 0
    assert access.broken(log) is None

    access.note(log, now=NOW + 9 * DAY, actor="a", subject="b", what="name")
    log.expire_all()
    assert access.broken(log) is None


def test_a_row_between_that_is_older_is_kept_with_the_younger_before_it(log):
    access.note(log, now=NOW, actor="a", subject="b", what="name")

    assert access.purge(log, NOW + 2 * DAY) == 2
    log.expire_all()
    assert access.broken(log) is None


def test_who_has_no_key_cannot_seal_another_log(log):
    log.info[LOG_KEYS] = (b"new", b"old")
    access.renew_seal(log)
    assert access.broken(log) is None

    log.info[LOG_KEYS] = ()
    log.execute(delete(Access))
    log.execute(delete(AccessSeal))
    access.note(log, now=NOW, actor="a", subject="b", what="name")
    assert access.broken(log) is None

    log.info[LOG_KEYS] = (b"new", b"old")
    assert access.broken(log) == 0
    access.note(log, now=NOW, actor="a", subject="b", what="name")
    assert access.broken(log) == 0


def test_another_key_goes_on_where_the_old_one_ended(log):
    log.info[LOG_KEYS] = (b"old",)
    access.renew_seal(log)
    log.info[LOG_KEYS] = (b"new", b"old")
    access.note(log, now=NOW, actor="a", subject="b", what="name")
    log.info[LOG_KEYS] = (b"new",)

    assert access.broken(log) is None


def test_an_empty_log_is_whole(session):
    assert access.broken(session) is None
