"""Everything that is sealed is sealed with the new key, or nothing is."""

import pytest
from sqlmodel import select

from storage import renewing
from storage.models import Activity, Branch, Member, Need, Totp
from storage.sealing import Keyring, NoKeyError, new_key
from tests.talk import NOW

OLD, NEW, OTHER = new_key(), new_key(), new_key()


@pytest.fixture
def sealed(database):
    keys = Keyring([OLD])
    with database.begin() as session:
        session.add(Branch(id=1, name="Norrby", town="Norrby"))
        session.flush()
        for n in range(1, 6):
            session.add(
                Member(id=n, name=f"M{n}", branch_id=1, email=keys.seal(f"m{n}@b.se"), phone=keys.seal("1" * (n % 2)))
            )
        session.add(Member(id=6, name="M6", branch_id=1))
        session.flush()
        session.add(Totp(member_id=1, secret=keys.seal("hemlig")))
    return database


def kept(database) -> list[str]:
    with database.read() as session:
        members = session.exec(select(Member.email, Member.phone).order_by(Member.id)).all()
        return [text for row in members for text in row if text] + list(session.exec(select(Totp.secret)))


def test_all_of_it_can_be_opened_with_the_new_key_alone(sealed, monkeypatch):
    monkeypatch.setattr(renewing, "MANY", 2)
    before = [Keyring([OLD]).open(text) for text in kept(sealed)]
    with sealed.begin() as session:
        assert renewing.count(session) == 6
        assert sum(renewing.renew(session, Keyring([NEW, OLD]))) == 6

    assert [Keyring([NEW]).open(text) for text in kept(sealed)] == before
    assert before == ["m1@b.se", "1", "m2@b.se", "m3@b.se", "1", "m4@b.se", "m5@b.se", "1", "hemlig"]


def test_nothing_is_changed_where_one_key_is_missing(sealed):
    with sealed.begin() as session:
        session.get_one(Member, 5).email = Keyring([OTHER]).seal("m5@b.se")
    before = kept(sealed)

    with pytest.raises(NoKeyError), sealed.begin() as session:
        list(renewing.renew(session, Keyring([NEW, OLD])))

    assert kept(sealed) == before


def test_what_was_kept_before_there_was_a_key_is_sealed_with_the_first(sealed):
    with sealed.begin() as session:
        session.add(activity := Activity(
            key="k", kind="meeting", title="Möte", day=NOW.date(), starts=NOW.time(), zone="Europe/Stockholm",
            starts_at=NOW, ends_at=NOW, place="Folkets hus",
        ))  # fmt: skip
        session.flush()
        for words in (Keyring().keep("nöt"), Keyring([OLD]).keep("hiss")):
            session.add(Need(activity_id=activity.id, member_id=1, want="food", words=words, made_at=NOW))
    with sealed.begin() as session:
        assert sum(renewing.renew(session, Keyring([NEW, OLD]))) == 8

    with sealed.read() as session:
        assert [Keyring([NEW]).open(words) for words in session.exec(select(Need.words).order_by(Need.id))] == [
            "nöt", "hiss",
        ]  # fmt: skip
        assert [words for words in session.exec(select(Need.words)) if words.startswith(":")] == []
