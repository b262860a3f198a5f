"""Who was told what last, by the rows of the outbox."""

import pytest

from storage import outbox, told
from storage.models import Branch, Member, Outbox, State
from tests.talk import NOW

TOPICS, REFS = ("activity", "activity_change"), ("1", "2", "3")
GROUP = ("telegram", "-1")


@pytest.fixture
def members(session) -> list[int]:
    session.add(Branch(id=1, name="Norrby", town="Norrby"))
    session.flush()
    rows = [Member(name=name, branch_id=1) for name in ("Alva", "Birk")]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def tell(session, ref: str, *, member_id: int | None = None, chat: str = "1", state: State = State.SENT) -> None:
    key = f"{ref}:{member_id}:{chat}"
    letter = outbox.put(
        session, key=key, to=("telegram", chat, "", ""), payload="{}", now=NOW, topic=TOPICS[0], ref=ref,
        member_id=member_id,
    )  # fmt: skip
    session.get_one(Outbox, letter.id).state = state
    session.flush()


def last(session, member_id: int | None, place: tuple[str, str] = GROUP, refs: tuple[str, ...] = REFS) -> str | None:
    return told.last_told(session, topics=TOPICS, refs=refs, member_id=member_id, place=place)


def test_the_last_that_one_of_them_was_told_is_nobody_else_s(session, members):
    alva, birk = members
    tell(session, "1", member_id=alva)
    tell(session, "2", member_id=alva, chat="9")
    tell(session, "3", member_id=alva, state=State.QUEUED)
    tell(session, "3", member_id=birk)
    tell(session, "1", chat=GROUP[1])

    assert [last(session, who) for who in (alva, birk, None)] == ["2", "3", "1"]
    assert last(session, alva, refs=("1", "3")) == "1"
    assert last(session, None, ("slack", GROUP[1])) is None
    assert last(session, birk, refs=()) is None
