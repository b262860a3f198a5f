"""Posts in groups: once in each, edited when something has changed, one edit at a time, and never for ever."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage import cards, chats, outbox, shift_changes, signups, waiting
from storage.cards import AFTER, PATIENCE, SOON
from storage.models import Activity, Card, Group, Outbox, State, Visibility
from storage.outbox import Outcome
from tests.storage.roster import Roster

PLATFORMS = ("telegram", "slack")


class Board(Roster):
    """A roster whose branch has a group on Telegram, and what is sent there."""

    def put_up(self, chat: str = "-1") -> bool:
        return cards.put_up(self.session, self.activity.id, platform="telegram", chat=chat, now=self.now)

    def tick(self, after: timedelta = timedelta(0)) -> list[str]:
        """Time passes, and the clock looks; what waits in the outbox then, by the message that it edits."""
        self.now += after
        cards.catch_up(self.session, platforms=PLATFORMS, now=self.now)
        return [row.edits for row in self.mail() if row.state == State.QUEUED]

    def mail(self) -> list[Outbox]:
        self.session.flush()
        found = select(Outbox).order_by(Outbox.id).execution_options(populate_existing=True)
        return list(self.session.exec(found))

    def begin(self) -> list[int]:
        """What is due is worded, and on the wire."""
        due = outbox.lease(self.session, owner="me", now=self.now, platform="telegram", limit=9)
        for row in due:
            outbox.begin(self.session, row.id, owner="me", now=self.now)
            activity = self.session.get_one(Activity, self.activity.id, populate_existing=True)
            cards.show(self.session, self.card(), activity, self.now)
        return [row.id for row in due]

    def send(self, message: str = "", state: State = State.SENT) -> int:
        """What is due is sent, as that message; how much that was."""
        rows = self.begin()
        self.end(rows, message, state)
        return len(rows)

    def end(self, rows: list[int], message: str = "", state: State = State.SENT) -> None:
        outbox.mark(self.session, [Outcome(row, state, message) for row in rows], self.now, owner="me")

    def card(self) -> Card:
        return self.session.exec(select(Card).execution_options(populate_existing=True)).one()


@pytest.fixture
def board(session) -> Board:
    found = Board(session).people("abcd")
    session.add(Group(platform="telegram", chat="-1", title="Norrby", branch_id=found.activity.branch_id))
    found.shift("early", 10, 12, capacity=2)
    found.shift("late", 12, 14)
    return found


@pytest.fixture
def posted(board) -> Board:
    """It is there, as m1."""
    board.put_up()
    assert board.send("m1") == 1
    assert board.tick() == []
    return board


def test_it_is_put_up_at_once_and_its_message_is_known_when_it_is_there(board):
    assert board.put_up()
    assert [(row.topic, row.ref, row.edits) for row in board.mail()] == [("card", str(board.card().id), "")]
    assert board.card().message_id == ""
    board.send("m1")
    board.tick()

    assert board.card().message_id == "m1"


def test_before_it_is_there_nothing_is_edited(board):
    board.put_up()
    board.join("a", "early")
    assert board.tick() == [""]
    rows = board.begin()
    board.join("b", "early")
    assert board.tick() == []  # on the wire, and not known by what name
    board.end(rows, "m1")

    assert board.tick() == ["m1"]


def test_a_rush_is_one_edit(posted):
    for who in "abcd":
        posted.join(who, "early")
        assert posted.tick() == ["m1"]

    assert posted.send() == 0
    posted.now += SOON
    assert posted.send("m1") == 1
    assert posted.tick() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda board: board.join("d", "late"),
        lambda board: board.leave("a", "early"),
        lambda board: signups.bring(board.session, board.mine("b", "early"), 0, now=board.now),
        lambda board: board.resize("early", 9),
        lambda board: board.move("late", 13, 15),
        lambda board: shift_changes.cancel(board.session, board.row("late"), reason="", now=board.now),
        lambda board: board.shift("more", 14, 15),
        lambda board: board.calls_off(board.activity),
    ],
)
def test_whatever_changes_is_seen(posted, change):
    posted.join("a", "early")
    posted.resize("early", 3)
    signups.sign_up(posted.session, posted.shifts["early"], posted.members["b"], guests=1, platform="", now=posted.now,
                    said_at=posted.now)  # fmt: skip
    posted.join("c", "early")
    posted.tick(SOON)
    posted.now += SOON
    posted.send("m1")
    assert posted.tick() == []

    change(posted)
    assert posted.tick() == ["m1"]


def test_an_offer_that_lapses_is_seen(posted):
    posted.resize("early", 1)
    for who in "ab":
        posted.join(who, "early")
    posted.leave("a", "early")
    posted.tick(SOON)
    posted.now += SOON
    posted.send("m1")
    posted.now += timedelta(days=2)
    assert posted.tick() == []

    waiting.lapsed(posted.session, posted.now)
    assert posted.tick() == ["m1"]


def test_what_changes_and_changes_back_is_no_edit(posted):
    posted.join("a", "early")
    posted.leave("a", "early")

    assert posted.tick() == []


def test_a_change_while_an_edit_is_on_the_wire_gets_one_of_its_own(posted):
    posted.join("a", "early")
    posted.tick()
    posted.now += SOON
    rows = posted.begin()
    posted.join("b", "early")
    assert posted.tick() == []
    posted.end(rows, "m1")

    assert posted.tick() == ["m1"]


def test_one_that_was_taken_away_comes_back_once_an_hour_at_most(posted):
    posted.join("a", "early")
    posted.tick()
    posted.now += SOON
    posted.send("m2")
    posted.join("b", "early")

    assert posted.tick() == ["m2"]
    posted.now += PATIENCE - timedelta(minutes=1)
    assert posted.send() == 0
    posted.now += timedelta(minutes=1)
    assert posted.send("m2") == 1


@pytest.mark.parametrize("state", [State.FAILED, State.SUPPRESSED, State.UNKNOWN])
def test_what_could_not_be_sent_is_not_tried_again_for_ever(posted, state):
    posted.join("a", "early")
    posted.tick()
    posted.now += SOON
    posted.send(state=state)

    assert [posted.tick(timedelta(hours=1)) for _ in range(5)] == [[]] * 5
    posted.join("b", "early")
    assert posted.tick() == ["m1"]


def test_asked_for_again_it_is_put_right_and_not_put_up_twice(posted):
    assert not posted.put_up()

    assert posted.tick() == ["m1"]
    assert len(posted.mail()) == 2


def test_in_a_group_that_is_lost_nothing_is_edited_and_afterwards_it_is(posted):
    chats.lose(posted.session, platform="telegram", chat="-1", now=posted.now)
    posted.join("a", "early")
    assert posted.tick() == []

    chats.regain(posted.session, platform="telegram", chat="-1")
    assert posted.tick() == ["m1"]


def test_on_a_platform_that_does_not_run_nothing_waits(posted):
    posted.join("a", "early")
    cards.catch_up(posted.session, platforms=["slack"], now=posted.now)

    assert [row.state for row in posted.mail()] == [State.SENT]


def test_a_group_that_moves_gets_a_post_of_its_own(posted):
    posted.join("a", "early")
    posted.tick()
    for module in (chats, outbox, cards):
        module.move(posted.session, platform="telegram", old="-1", new="-1001")
    posted.session.expire_all()

    assert [(row.chat, row.edits) for row in posted.mail()] == [("-1", ""), ("-1001", "")]
    posted.now += SOON
    posted.send("n1")
    posted.join("b", "early")
    assert posted.tick() == ["n1"]


def test_and_so_does_one_where_nothing_waits(posted):
    for module in (chats, cards):
        module.move(posted.session, platform="telegram", old="-1", new="-1001")

    assert posted.tick() == [""]


def test_a_shift_that_has_begun_can_be_pressed_no_more(posted):
    posted.now = posted.row("early").starts_at

    assert posted.tick() == ["m1"]


def test_what_is_over_is_put_right_once_and_then_left_alone(posted):
    posted.now = posted.session.get_one(Activity, posted.activity.id).ends_at
    assert posted.tick() == ["m1"]
    posted.now += SOON
    posted.send("m1")
    assert posted.tick() == []

    posted.now += AFTER
    posted.calls_off(posted.activity)
    assert posted.tick() == []


@pytest.mark.parametrize(
    ("visibility", "own", "district"),
    [
        (Visibility.PUBLIC, True, True), (Visibility.MEMBERS, True, False), (Visibility.BRANCH, True, False),
        (Visibility.NETWORK, False, False),
    ],
)  # fmt: skip
def test_which_groups_it_fits(visibility, own, district):
    of_branch, of_district = Activity(branch_id=7, visibility=visibility), Activity(visibility=visibility)

    assert (cards.fits(of_branch, 7), cards.fits(of_district, None)) == (own, district)
    assert not any([cards.fits(of_branch, 8), cards.fits(of_branch, None), cards.fits(of_district, 7)])
