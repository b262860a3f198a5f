"""Forgetting a member, on both engines."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import erasure, forms, outbox, scrubbing, tombstones
from storage.models import Account, Branch, Member, OpenForm, Outbox, State
from storage.outbox import Outcome
from tests.talk import NOW

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def two(session) -> tuple[Member, Member]:
    session.add(Branch(id=1, name="Norrby", town="Norrby"))
    alva, bo = Member(name="Alva N.", branch_id=1), Member(name="Bo", branch_id=1)
    session.add_all([alva, bo])
    session.flush()
    for member, user in ((alva, "1"), (bo, "11")):
        session.add(Account(platform="telegram", user=user, chat=user, member_id=member.id, tied_at=NOW))
    session.flush()
    return alva, bo


def put(session, chat: str, state: State = State.QUEUED, **more: object) -> int:
    to = (str(more.pop("platform", "telegram")), chat, "", str(more.pop("only", "")))
    letter = outbox.put(session, key=f"k{chat}{state}{more}{to}", to=to, payload="ord", now=NOW, **more)
    assert letter
    row = session.get_one(Outbox, letter.id)
    row.state, row.finished_at = state, None if state in {*outbox.WAITING, State.SENDING} else NOW
    session.flush()
    return letter.id


def row(session, number: int) -> Outbox:
    session.expire_all()
    return session.get_one(Outbox, number)


@pytest.mark.parametrize("state", [State.QUEUED, State.LEASED])
def test_what_waits_is_suppressed_before_the_wire(session, two, state):
    letter = put(session, "1", state, member_id=two[0].id)
    others = put(session, "11", state, member_id=two[1].id)

    erasure.erase(session, two[0].id, NOW)

    assert (row(session, letter).state, row(session, letter).chat) == (State.SUPPRESSED, "")
    assert row(session, others).state == state
    assert outbox.begin(session, letter, owner="", now=NOW) is None


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED, State.CANCELLED])
def test_what_was_sent_stays_in_the_count_and_says_nothing(session, two, state):
    letter = put(session, "1", state, member_id=two[0].id, batch="occurrence:1")
    in_group = put(session, "-5", state, only="1", answers="e1")

    erasure.erase(session, two[0].id, NOW)

    for number in (letter, in_group):
        left = row(session, number)
        assert (left.chat, left.only, left.payload, left.member_id, left.state) == ("", "", "", None, state)
        assert left.key == f"forgotten:{number}"
    assert outbox.tally(session, "occurrence:1") == {state: 1}


def test_what_is_on_the_wire_is_blanked_when_it_is_done(session, two):
    letter = put(session, "1", State.SENDING, member_id=two[0].id)
    erasure.erase(session, two[0].id, NOW)

    outbox.mark(session, [Outcome(letter, State.SENT, "m1")], NOW, owner="")
    erasure.tidy(session, NOW)

    assert (row(session, letter).state, row(session, letter).chat, row(session, letter).payload) == (State.SENT, "", "")


def test_answers_to_strangers_are_blanked_and_those_to_members_and_groups_are_not(session, two):
    session.add(Account(platform="slack", user="U1", chat="D1", member_id=two[1].id, tied_at=NOW))
    places = (("telegram", "99"), ("telegram", "11"), ("slack", "D1"))
    stranger, member, slack = (put(session, chat, State.SENT, answers="e", platform=app) for app, chat in places)
    waiting = put(session, "98", State.QUEUED, answers="e2")

    erasure.tidy(session, NOW)

    assert [row(session, number).chat for number in (stranger, member, slack, waiting)] == ["", "11", "D1", "98"]
    assert erasure.tidy(session, NOW) == 0


def test_a_message_to_another_about_them_is_not_sent(session, two):
    letter = put(session, "11", member_id=two[1].id, ref=outbox.ABOUT.format(two[0].id))
    erasure.erase(session, two[0].id, NOW)

    left = row(session, letter)
    assert (left.state, left.payload, left.member_id) == (State.SUPPRESSED, "", two[1].id)


def test_who_is_called_a_part_of_another_word_closes_no_form(session, two):
    for chat, title in (("20", "Boka lokal"), ("21", "Fråga Bo (Norrby)")):
        forms.begin(session, platform="telegram", chat=chat, sender=chat, definition=f'{{"name":"{title}"}}', now=NOW)

    erasure.erase(session, two[1].id, NOW)

    assert [row.closed_at for row in session.exec(select(OpenForm).order_by(OpenForm.id))] == [None, NOW]


def test_who_is_forgotten_and_here_again_is_found(session, two, tmp_path):
    file = tmp_path / "x.forgotten"
    assert tombstones.risen(session, file) == []
    tombstones.append(file, [tombstones.digest_of(two[1].ref)])

    assert tombstones.risen(session, file) == [two[1].id]


def test_the_file_is_added_to_and_survives_a_line_that_was_cut_off(session, tmp_path):
    file = tmp_path / "x.forgotten"
    file.write_text("abc")
    tombstones.bury(session, "ref", NOW)
    tombstones.bury(session, "ref", NOW)
    session.flush()

    assert tombstones.write(session, file) == 1
    assert tombstones.write(session, file) == 0
    assert tombstones.read(file) == {"abc", tombstones.digest_of("ref")}
    assert tombstones.newest(session) == NOW


@pytest.mark.parametrize(
    ("newest", "scrubbed", "due"),
    [(None, None, False), (NOW, None, True), (NOW - 2 * DAY, None, False), (NOW, NOW, True),
     (NOW - timedelta(minutes=1), NOW, False), (NOW, NOW - DAY, True)],
)  # fmt: skip
def test_when_the_files_are_written_anew(newest, scrubbed, due):
    assert scrubbing.is_due(newest, scrubbed, NOW) is due


def test_nobody_is_forgotten_twice(session, two):
    erasure.erase(session, two[0].id, NOW)

    assert erasure.leavers(session, TODAY) == []
    assert session.exec(select(Member.name)).all() == ["Bo"]
