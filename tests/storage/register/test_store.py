"""The register becomes what the changes say: members, what stands beside them, welcomes, and the log of access."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import col, select

from storage import access, activities, shifts, signups
from storage.models import Access, Branch, Member, Network, Post, Role, Signup, Welcome
from storage.register.compare import Kind, compare
from storage.register.people import Duty, Entry, Joined, load
from storage.register.store import Storing
from storage.sealing import Keyring, new_key
from tests.talk import NOW

TODAY = NOW.date()
KEYS = Keyring([new_key()])


@pytest.fixture
def norrby(session) -> int:
    session.add_all([Branch(name="Norrby", town="Norrby"), Network(name="Klimat"), Network(name="Fack")])
    session.flush()
    return session.exec(select(Branch.id)).one()


@pytest.fixture
def networks(session, norrby) -> list[int]:
    return list(session.exec(select(Network.id).order_by(Network.name.desc())))


def bring(session, *entries: Entry, welcome: bool = True, whole: bool = False) -> None:
    changes = compare(list(entries), load(session, TODAY), KEYS, today=TODAY)
    wanted = [change for change in changes if whole or change.kind is not Kind.LEFT]
    Storing(session, KEYS, NOW, TODAY, "test", welcome).store(wanted)
    session.expire_all()


def test_a_new_member_with_everything(session, norrby, networks):
    klimat, fack = networks
    joined = frozenset({Joined(klimat, convenes=True), Joined(fack, convenes=False)})
    posts = (Duty(Role.CHAIR, norrby), Duty(Role.AUDITOR, None, date(2027, 3, 1), date(2028, 3, 1)))
    bring(session, Entry(2, "Alva N", norrby, "17", "en", "a@b.se", "+46701234567", "slack", joined, posts))

    (known,) = load(session, TODAY)
    assert (known.name, known.branch_id, known.number, known.language) == ("Alva N", norrby, "17", "en")
    assert (KEYS.open(known.email), KEYS.open(known.phone), known.app) == ("a@b.se", "+46701234567", "slack")
    assert known.networks == joined
    assert [post[1:] for post in known.posts] == [
        (Role.CHAIR, norrby, TODAY, None), (Role.AUDITOR, None, date(2027, 3, 1), date(2028, 3, 1))
    ]  # fmt: skip


def test_the_same_again_changes_nothing_and_is_not_noted(session, norrby, networks):
    entry = Entry(
        2, "Alva N", norrby, "17", "sv", "a@b.se", "", "slack", frozenset({Joined(networks[0], convenes=True)})
    )
    bring(session, entry)
    before = load(session, TODAY)
    bring(session, entry)

    assert load(session, TODAY) == before
    assert len(session.exec(select(Access)).all()) == 1


def test_a_change_touches_only_what_the_file_tells(session, norrby, networks):
    joined = frozenset({Joined(networks[0], convenes=True)})
    first = Entry(
        2, "Alva N", norrby, "17", "en", "a@b.se", "+46701234567", "slack", joined, (Duty(Role.CHAIR, norrby),)
    )
    bring(session, first)
    bring(session, Entry(2, "Alva Ny", norrby, "17", phone=""))

    (known,) = load(session, TODAY)
    assert (known.name, KEYS.open(known.email), known.phone) == ("Alva Ny", "a@b.se", "")
    assert (known.language, known.app, known.networks) == ("en", "slack", joined)
    assert [post.role for post in known.posts] == [Role.CHAIR]


def test_a_new_member_is_to_be_welcomed_within_a_week(session, norrby):
    bring(session, Entry(2, "Alva N", norrby), welcome=False)
    bring(session, Entry(2, "Alva N", norrby, language="en"), Entry(3, "Birk N", norrby))

    (welcome,) = session.exec(select(Welcome))
    assert session.get_one(Member, welcome.member_id).name == "Birk N"
    assert (welcome.branch_id, welcome.made_at, welcome.due_at) == (norrby, NOW, NOW + timedelta(days=7))


def test_who_left_holds_no_post_any_more_and_may_come_back(session, norrby):
    bring(
        session, Entry(2, "Alva N", norrby, posts=(Duty(Role.CHAIR, norrby, date(2027, 1, 1)),)), Entry(3, "B", norrby)
    )
    bring(session, Entry(3, "B", norrby))
    assert [known.left_on for known in load(session, TODAY)] == [None, None]

    bring(session, Entry(3, "B", norrby), whole=True)
    alva, other = load(session, TODAY)
    assert (alva.left_on, alva.posts, other.left_on) == (TODAY, (), None)
    assert session.exec(select(Post.last_day)).one() == TODAY - timedelta(days=1)

    bring(session, Entry(2, "Alva N", norrby), Entry(3, "B", norrby))
    assert [known.left_on for known in load(session, TODAY)] == [None, None]


def test_a_post_ends_on_another_day_and_is_not_given_twice(session, norrby):
    bring(session, Entry(2, "Alva N", norrby, posts=(Duty(Role.CHAIR, norrby, date(2027, 1, 1)),)))
    bring(session, Entry(2, "Alva N", norrby, posts=(Duty(Role.CHAIR, norrby, None, date(2027, 6, 1)),)))

    (post,) = session.exec(select(Post))
    assert (post.first_day, post.last_day) == (date(2027, 1, 1), date(2027, 6, 1))


def test_what_was_done_is_in_the_log_of_access_and_the_log_is_whole(session, norrby):
    bring(session, Entry(2, "Alva N", norrby), Entry(3, "Birk N", norrby))
    bring(session, Entry(2, "Alva N", norrby, language="en", number="3"), whole=True)

    refs = dict(session.exec(select(Member.name, Member.ref)).all())
    rows = session.exec(select(Access).order_by(col(Access.id))).all()
    assert [(row.subject, row.what) for row in rows] == [
        (refs["Alva N"], "new"), (refs["Birk N"], "new"), (refs["Alva N"], "number,language"), (refs["Birk N"], "left")
    ]  # fmt: skip
    assert {(row.actor, row.why, row.branch_id) for row in rows} == {("", "test", norrby)}
    assert access.broken(session) is None


def test_the_log_goes_on_where_one_row_at_a_time_left_it(session):
    access.note(session, now=NOW, actor="a", subject="b", what="name")
    access.note_all(session, [access.Noted(NOW, "", s, None, "new", "") for s in "cd"])
    access.note(session, now=NOW, actor="a", subject="b", what="name")
    access.note_all(session, [])

    assert access.broken(session) is None
    assert [row.subject for row in access.in_order(session)] == ["b", "c", "d", "b"]


def test_who_leaves_comes_to_nothing_that_they_had_said_yes_to(session, norrby):
    bring(session, Entry(2, "Alva N", norrby, "17"), Entry(3, "Birk N", norrby, "18"))
    activity = activities.plan(
        session, key="k", kind="party", title="Fest", day=TODAY + timedelta(days=3), starts=time(18), ends=None,
        zone="Europe/Stockholm", place="Parken", branch_id=norrby,
    )  # fmt: skip
    shift = shifts.add(session, activity, starts=time(18), capacity=1)
    for known in load(session, TODAY):
        signups.sign_up(session, shift.id, known.id, platform="telegram", said_at=NOW, now=NOW)

    bring(session, Entry(2, "Birk N", norrby, "18"), whole=True)

    places = select(Member.name, Signup.place).join(Signup, col(Signup.member_id) == Member.id)
    assert set(session.exec(places)) == {("Alva N", "cancelled"), ("Birk N", "offered")}
