"""What members propose: who likes it, in which order it stands, and who is told what became of it."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from storage import activities, ideas, retention
from storage.ideas import MOST_OPEN, TooManyError
from storage.models import Branch, Idea, Member, Occurrence, Support
from tests.talk import NOW

DAY = timedelta(days=1)


@pytest.fixture
def people(session) -> dict[str, int]:
    """Members `a` to `d`, of whom `d` is in another branch."""
    session.add_all([Branch(id=1, name="Norrby", town="Norrby"), Branch(id=2, name="Södersjö", town="Södersjö")])
    session.flush()
    found = {}
    for name in "abcd":
        session.add(member := Member(name=name, branch_id=1 + (name == "d")))
        session.flush()
        found[name] = member.id
    return found


@pytest.fixture
def propose(session, people):
    def make(what: str, who: str = "a", *, helps: bool = False, key: str = "", at=NOW) -> Idea:
        idea, _ = ideas.put(
            session, key=key or what, branch_id=1 + (who == "d"), member_id=people[who], what=what, helps=helps, now=at
        )
        return idea

    return make


def seen(session, people, who: str = "b") -> list[str]:
    return [one.what for one in ideas.waiting(session, [1], member_id=people[who])]


def test_the_best_liked_stands_first_and_the_oldest_of_equals(session, people, propose):
    first, second, third = (propose(what) for what in ("grill", "kör", "promenad"))
    ideas.support(session, third, people["b"], helps=False, now=NOW)
    ideas.support(session, third, people["c"], helps=True, now=NOW)
    ideas.support(session, second, people["c"], helps=False, now=NOW)

    assert seen(session, people) == ["promenad", "kör", "grill"]
    assert [(one.likes, one.helpers) for one in ideas.waiting(session, [1], member_id=people["b"])] == [
        (2, 1), (1, 0), (0, 0),
    ]  # fmt: skip
    assert ideas.look(session, first.id, member_id=people["a"]).mine


def test_once_a_person_and_taken_back(session, people, propose):
    idea = propose("grill", helps=True)
    for helps in (False, True, True):
        ideas.support(session, idea, people["b"], helps=helps, now=NOW)

    shown = ideas.look(session, idea.id, member_id=people["b"])
    assert (shown.likes, shown.helpers, shown.mine, shown.liked, shown.helps) == (1, 2, False, True, True)
    assert not ideas.look(session, idea.id, member_id=people["c"]).liked

    ideas.take_back(session, idea, people["b"])
    shown = ideas.look(session, idea.id, member_id=people["b"])
    assert (shown.likes, shown.helpers, shown.liked) == (0, 1, False)


def test_who_has_left_does_not_count(session, people, propose):
    idea = propose("grill")
    ideas.support(session, idea, people["b"], helps=True, now=NOW)
    session.get_one(Member, people["b"]).left_on = NOW.date()
    session.flush()

    shown = ideas.look(session, idea.id, member_id=people["c"])
    assert (shown.likes, shown.helpers) == (0, 0)
    assert [one.id for one in ideas.followers(session, idea)] == [people["a"]]


def test_another_branch_s_ideas_are_not_among_them_but_one_s_own_are(session, people, propose):
    propose("grill")
    propose("bad", "d")

    assert seen(session, people) == ["grill"]
    assert seen(session, people, "d") == ["grill", "bad"]


def test_the_same_key_is_one_idea(session, people, propose):
    assert propose("grill", key="k").id == propose("grill", key="k").id
    assert propose("grill", key="other").id != propose("grill", key="k").id


def test_so_many_and_no_more_until_one_is_answered(session, people, propose):
    made = [propose(f"idé {n}") for n in range(MOST_OPEN)]
    with pytest.raises(TooManyError):
        propose("en till")
    assert propose("idé 0").id == made[0].id
    assert propose("en annans", "b")

    ideas.refuse(session, made[3], "nej", by=people["b"], now=NOW)
    assert propose("en till")


def test_what_is_answered_waits_no_more(session, people, propose):
    idea = propose("grill")
    ideas.refuse(session, idea, "Inte i år", by=people["c"], now=NOW)

    assert seen(session, people) == []
    assert ideas.hold(session, idea.id) is None
    assert ideas.look(session, idea.id, member_id=people["a"]) is None
    assert ideas.made_between(session, 1, NOW - DAY, NOW + DAY) == []


def test_who_is_told_and_once(session, people, propose):
    idea = propose("grill")
    ideas.support(session, idea, people["b"], helps=False, now=NOW)
    ideas.support(session, idea, people["c"], helps=False, now=NOW)
    activity = activities.plan(
        session, key="k", kind="party", title="Grill", day=date(2027, 3, 1), starts=time(18), ends=None,
        zone="Europe/Stockholm", place="Parken", branch_id=1,
    )  # fmt: skip
    ideas.become(session, idea, activity, by=people["c"], now=NOW)

    assert [one.id for one in ideas.followers(session, idea)] == [people["a"], people["b"]]
    (told,) = session.exec(select(Occurrence).where(Occurrence.topic == ideas.ANSWERED)).all()
    assert (told.key, told.due_at) == (f"idea_answered:{idea.id}", NOW)


def test_those_of_a_time(session, people, propose):
    made = [propose(f"idé {n}", at=NOW + n * DAY) for n in range(4)]

    assert ideas.made_between(session, 1, NOW + DAY, NOW + 3 * DAY) == made[1:3]
    assert ideas.made_between(session, 2, NOW, NOW + 2 * DAY) == []


def test_taken_back_by_its_maker_it_is_gone_with_those_who_liked_it(session, people, propose):
    idea = propose("grill")
    ideas.support(session, idea, people["b"], helps=False, now=NOW)
    ideas.withdraw(session, idea)
    session.expire_all()

    assert (session.exec(select(Idea)).all(), session.exec(select(Support)).all()) == ([], [])


def test_kept_for_a_year_after_the_answer_or_as_long_as_it_waits_for_one(session, people, propose):
    late = propose("grill"), propose("kör", at=NOW + 300 * DAY)
    ideas.support(session, late[0], people["b"], helps=False, now=NOW)
    ideas.refuse(session, late[0], "nej", by=people["c"], now=NOW)

    retention.purge(session, NOW + 365 * DAY - timedelta(seconds=1))
    assert len(session.exec(select(Idea)).all()) == 2
    retention.purge(session, NOW + 366 * DAY)
    session.expire_all()
    assert [one.what for one in session.exec(select(Idea))] == ["kör"]
    assert session.exec(select(Support)).all() == []

    retention.purge(session, NOW + 666 * DAY)
    session.expire_all()
    assert session.exec(select(Idea)).all() == []
