"""What falls due: a unique key, a fate, and quickly found."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlmodel import select

from storage import occurrences
from storage.models import Branch, Fate, Member, Occurrence
from tests.talk import NOW

HOUR = timedelta(hours=1)


def put(session, key: str = "k", **more: object) -> int | None:
    row = {"topic": "activity", "subject": "1", "due_at": NOW, "deliver_until": None}
    return occurrences.put(session, key=key, **(row | more))


def due(session, now=NOW, limit: int = 9) -> list[str]:
    return [one.occurrence.key for one in occurrences.due(session, now=now, limit=limit)]


def fates(session) -> dict[str, str]:
    session.expire_all()
    return {one.key: one.fate for one in session.exec(select(Occurrence))}


@pytest.fixture
def people(session) -> tuple[int, int, int]:
    """Two branches and a member of the first."""
    branches = [Branch(name=name, town=name) for name in ("Norrby", "Södersjö")]
    session.add_all(branches)
    session.flush()
    member = Member(name="Alva", branch_id=branches[0].id)
    session.add(member)
    session.flush()
    return branches[0].id, branches[1].id, member.id


def test_the_same_key_is_put_once_whatever_became_of_it(session):
    assert put(session) is not None
    assert put(session, due_at=NOW + HOUR) is None
    occurrences.cancel_subject(session, topic="activity", subject="1", now=NOW)

    assert put(session) is None
    assert fates(session) == {"k": Fate.CANCELLED}


def test_two_transactions_put_the_same_key_once(database):
    found = []
    for _ in range(2):
        with database.begin() as session:
            found.append(put(session))

    assert [row_id is not None for row_id in found] == [True, False]


def test_all_that_was_put_is_kept(session, people):
    branch, _, member = people
    row_id = put(session, "k", lead="d1", branch_id=branch, member_id=member, deliver_until=NOW + HOUR)

    row = session.get_one(Occurrence, row_id)
    assert (row.key, row.topic, row.subject, row.lead) == ("k", "activity", "1", "d1")
    assert (row.branch_id, row.member_id, row.due_at, row.deliver_until) == (branch, member, NOW, NOW + HOUR)
    assert (row.fate, row.audience, row.finished_at) == (Fate.PENDING, 0, None)


def test_what_is_due_comes_oldest_first_and_no_more_than_asked_for(session):
    for n in (2, 0, 1, -1):
        put(session, f"k{n}", subject=str(n), due_at=NOW - n * HOUR)

    assert due(session) == ["k2", "k1", "k0"]
    assert due(session, limit=2) == ["k2", "k1"]


def test_what_is_finished_is_not_due(session):
    put(session)
    (found,) = occurrences.due(session, now=NOW, limit=9)
    occurrences.finish(found.occurrence, Fate.DONE, now=NOW, audience=7)

    assert due(session) == []
    row = session.exec(select(Occurrence)).one()
    assert (row.fate, row.audience, row.finished_at) == (Fate.DONE, 7, NOW)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, True),
        ({"due_at": NOW + HOUR}, False),  # is not due yet
        ({"due_at": NOW - 2 * HOUR}, False),  # is earlier
        ({"due_at": NOW - HOUR}, False),  # at the same time: both are said
        ({"topic": "march8"}, False),
        ({"subject": "2"}, False),
        ({"branch_id": 0}, False),
        ({"member_id": 2}, False),
    ],
)
@pytest.mark.parametrize("personal", [False, True])
def test_an_earlier_one_about_the_same_is_superseded(session, people, other, expected, personal):
    mine = {"branch_id": people[1], "member_id": people[2]} if personal else {}
    named = {name: people[value] if name in {"branch_id", "member_id"} else value for name, value in other.items()}
    if personal and "member_id" in other:
        named["member_id"] = None
    put(session, "first", due_at=NOW - HOUR, **mine)
    put(session, "second", **(mine | named))

    found = {one.occurrence.key: one.superseded for one in occurrences.due(session, now=NOW, limit=9)}

    assert found["first"] is expected
    assert not found.get("second") or other.get("due_at") == NOW - 2 * HOUR


def test_one_that_is_finished_supersedes_nothing(session):
    put(session, "first", due_at=NOW - HOUR)
    put(session, "second")
    occurrences.finish(occurrences.due(session, now=NOW, limit=9)[1].occurrence, Fate.DONE, now=NOW)

    assert [one.superseded for one in occurrences.due(session, now=NOW, limit=9)] == [False]


def test_what_one_transaction_has_another_does_not_get(database):
    """On PostgreSQL; SQLite lets one in at a time anyway."""
    with database.begin() as session:
        put(session)
    if database.is_sqlite:
        return
    with database.begin() as one:
        assert due(one) == ["k"]
        with database.begin() as other:
            assert due(other) == []
    with database.begin() as session:
        assert due(session) == ["k"]


def test_only_what_waits_is_cancelled_and_only_of_that_subject(session):
    for key, more in {"done": {}, "mine": {}, "other": {"subject": "2"}, "topic": {"topic": "march8"}}.items():
        put(session, key, **more)
    occurrences.finish(occurrences.due(session, now=NOW, limit=1)[0].occurrence, Fate.DONE, now=NOW)
    session.flush()

    assert occurrences.cancel_subject(session, topic="activity", subject="1", now=NOW) == 1
    expected = {"done": Fate.DONE, "mine": Fate.CANCELLED, "other": Fate.PENDING, "topic": Fate.PENDING}
    assert fates(session) == expected


def test_only_what_was_cancelled_waits_again(session):
    for key in ("done", "cancelled"):
        put(session, key)
    occurrences.finish(occurrences.due(session, now=NOW, limit=1)[0].occurrence, Fate.DONE, now=NOW)
    session.flush()
    occurrences.cancel_subject(session, topic="activity", subject="1", now=NOW)

    until = NOW + 2 * HOUR
    again = {"due_at": NOW + HOUR, "deliver_until": until}
    assert [occurrences.revive(session, key=key, **again) for key in ("done", "cancelled")] == [False, True]
    assert due(session) == []
    assert session.exec(select(Occurrence.deliver_until).where(Occurrence.key == "cancelled")).one() == until
    assert due(session, NOW + HOUR) == ["cancelled"]


def test_next_due(session):
    assert occurrences.next_due(session) is None
    for n in (2, 1, 3):
        put(session, f"k{n}", due_at=NOW + n * HOUR)

    assert occurrences.next_due(session) == NOW + HOUR


def test_next_due_and_due_are_found_by_the_index_of_what_waits(session):
    """In so many rows SQLite would otherwise read them all."""
    if session.get_bind().dialect.name != "sqlite":
        return
    due_query = "SELECT * FROM occurrence WHERE occurrence.fate = 'pending' AND due_at <= ? ORDER BY due_at, id"
    compiled = str(occurrences.NEXT_DUE.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    for query in (compiled, due_query.replace("?", "'2027'")):
        plan = " ".join(str(row[3]) for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}")))
        assert "ix_occurrence_pending" in plan
        assert "TEMP B-TREE" not in plan


def test_it_is_as_quick_with_very_many(session):
    """That it is found by an index shows in what it reads, not in how long that takes here."""
    rows = [
        {"key": f"k{n}", "topic": "t", "subject": str(n), "due_at": NOW + n * HOUR, "fate": Fate.PENDING}
        for n in range(2000)
    ]
    session.execute(insert(Occurrence), rows)

    assert occurrences.next_due(session) == NOW
    assert due(session, NOW + 2 * HOUR) == ["k0", "k1", "k2"]


def test_what_is_to_come_for_somebody(session, people):
    norrby, sodersjo, alva = people
    for n, (key, more) in enumerate({
        "mine": {"member_id": alva, "branch_id": norrby}, "branch": {"branch_id": norrby},
        "other": {"branch_id": sodersjo}, "district": {}, "late": {"due_at": NOW + 99 * HOUR},
    }.items()):  # fmt: skip
        put(session, key, **({"due_at": NOW + n * HOUR} | more))

    def found(**asked: object) -> list[str]:
        return [one.key for one in occurrences.pending(session, until=NOW + 9 * HOUR, **asked)]

    assert found() == ["district"]
    assert found(branch_ids=[norrby]) == ["branch", "district"]
    assert found(branch_ids=[norrby, sodersjo], member_id=alva) == ["mine", "branch", "other", "district"]


def test_all_about_something_and_until_when_it_is_planned(session):
    put(session, "b", due_at=NOW + HOUR)
    put(session, "a")
    put(session, "c", subject="2", due_at=NOW + 2 * HOUR)
    occurrences.cancel_subject(session, topic="activity", subject="1", now=NOW)

    assert [one.key for one in occurrences.about(session, topic="activity", subject="1")] == ["a", "b"]
    assert occurrences.planned_until(session, topic="activity", subject="1") == NOW + HOUR
    assert occurrences.planned_until(session, topic="activity", subject="3") is None


def test_what_was_finished_long_ago_is_forgotten(session):
    for key in ("old", "new", "waits"):
        put(session, key)
    old, new, _ = (one.occurrence for one in occurrences.due(session, now=NOW, limit=9))
    occurrences.finish(old, Fate.MISSED, now=NOW - HOUR)
    occurrences.finish(new, Fate.DONE, now=NOW)
    session.flush()

    assert occurrences.purge(session, NOW) == 1
    assert fates(session) == {"new": Fate.DONE, "waits": Fate.PENDING}
