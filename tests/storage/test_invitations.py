"""One-time codes: what they are for, when they work, and guesses that are counted."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from storage import access, invitations, members
from storage.models import Account, Branch, Consent, Guess, Invitation, Member, Purpose
from tests.talk import NOW

TODAY = date(2027, 2, 8)
CODE = "en-kod-som-ingen-gissar-1"
WHO = {"platform": "telegram", "user": "77"}


@pytest.fixture
def alva(session) -> Member:
    """A member of Norrby without an account; Södersjö is there as well."""
    norrby, sodersjo = Branch(name="Norrby", town="Norrby"), Branch(name="Södersjö", town="Södersjö")
    session.add_all([norrby, sodersjo])
    session.flush()
    return members.add(session, name="Alva", branch_id=norrby.id, language="sv")


def make(session, member: Member, code: str = CODE, **more: object) -> str:
    return invitations.make(session, member_id=member.id, code=code, **({"now": NOW} | more))


def look(session, code: str = CODE, after: timedelta = timedelta(0)):
    return invitations.look(session, code, now=NOW + after, today=(NOW + after).date())


def use(session, offer, **who: str) -> bool:
    return invitations.use(session, offer, **(WHO | who), chat="77", now=NOW)


def person(session, **who: str):
    return members.find(session, **(WHO | who), today=TODAY)


def test_a_new_code_has_192_bits_and_fits_a_deep_link(session, alva):
    codes = {make(session, alva, code="") for _ in range(50)}

    assert len(codes) == 50
    assert all(len(code) == 32 and code.replace("-", "").replace("_", "").isalnum() for code in codes)


def test_it_is_looked_at_as_often_as_one_likes_and_used_once(session, alva):
    make(session, alva)

    offer = look(session)
    assert (offer.member_id, offer.purpose) == (alva.id, Purpose.JOIN)
    assert look(session) == offer
    assert use(session, offer) is True
    assert person(session).id == alva.id
    assert look(session) is None
    assert use(session, offer, user="78") is False
    assert person(session, user="78") is None


def test_who_left_and_is_somebody_new_comes_in_with_the_account_they_had(session, alva):
    make(session, alva)
    use(session, look(session))
    anew = members.add(session, name="Alva", branch_id=alva.branch_id, language="sv")
    make(session, anew, code="en-annan-kod-som-ingen-har")
    alva.left_on = TODAY
    session.add(alva)
    session.flush()

    assert use(session, look(session, "en-annan-kod-som-ingen-har"))
    assert person(session).id == anew.id
    assert [account.member_id for account in session.exec(select(Account))] == [anew.id]


def test_the_tie_is_a_consent_for_that_platform(session, alva):
    make(session, alva)
    use(session, look(session))

    (consent,) = session.exec(select(Consent)).all()
    assert (consent.member_id, consent.platform, consent.given_at) == (alva.id, "telegram", NOW)
    assert consent.withdrawn_at is None


def test_it_is_kept_as_a_hash_only(session, alva):
    make(session, alva)

    assert CODE not in session.exec(select(Invitation)).one().model_dump_json()


@pytest.mark.parametrize(
    ("purpose", "life"), [(Purpose.JOIN, timedelta(days=7)), (Purpose.LINK, timedelta(minutes=15))]
)
def test_how_long_it_lives(session, alva, purpose, life):
    make(session, alva, purpose=purpose)

    assert look(session, after=life - timedelta(seconds=1)).purpose == purpose
    assert look(session, after=life) is None


@pytest.mark.parametrize("code", ["", "annan", CODE.upper(), CODE + " ", "' OR 1=1--", "%", CODE[:-1]])
def test_another_code_is_for_nothing(session, alva, code):
    make(session, alva)

    assert look(session, code) is None


def test_who_is_in_another_branch_now_needs_another_code(session, alva):
    make(session, alva)
    alva.branch_id += 1
    session.add(alva)
    session.flush()

    assert look(session) is None


@pytest.mark.parametrize(("days", "works"), [(-1, False), (0, False), (1, True)])
def test_who_has_left_cannot_come_in_by_an_old_code(session, alva, days, works):
    make(session, alva)
    alva.left_on = TODAY + timedelta(days=days)
    session.add(alva)
    session.flush()

    assert (look(session) is not None) is works


def test_using_one_uses_up_the_others(session, alva):
    make(session, alva)
    make(session, alva, code="en-annan-kod-for-samma")

    use(session, look(session))

    assert look(session, "en-annan-kod-for-samma") is None


def test_a_new_code_for_another_app_takes_the_place_of_the_last(session, alva):
    make(session, alva, code="forsta", purpose=Purpose.LINK)
    make(session, alva, code="andra", purpose=Purpose.LINK)
    make(session, alva)

    assert look(session, "forsta") is None
    assert look(session, "andra") is not None
    assert look(session) is not None


def locked(session, after: timedelta = timedelta(0), **who: str) -> bool:
    return invitations.is_locked(session, **(WHO | who), now=NOW + after)


def test_five_guesses_in_an_hour_lock_that_account_only(session, alva):
    counted = [invitations.guess(session, **WHO, now=NOW) for _ in range(5)]

    assert counted == [False] * 4 + [True]
    assert locked(session)
    assert locked(session, timedelta(minutes=59))
    assert not locked(session, timedelta(hours=1))
    assert not locked(session, user="78")
    assert not locked(session, platform="slack")


def test_invitations_of_the_last_day_are_counted(session, alva):
    for hours, actor, what in ((25, "a", "invite"), (23, "a", "invite"), (1, "a", "name"), (1, "b", "invite")):
        access.note(session, now=NOW - timedelta(hours=hours), actor=actor, subject="x", what=what)

    assert invitations.given_lately(session, "a", now=NOW) == 1


def test_who_is_in_the_register_and_not_in_the_bot(session, alva):
    bo = members.add(session, name="Bo", branch_id=alva.branch_id + 1, language="sv")
    gone = members.add(session, name="Cia", branch_id=alva.branch_id, language="sv")
    gone.left_on = TODAY
    tied = members.add(session, name="Dan", branch_id=alva.branch_id, language="sv")
    session.add_all([gone, Account(platform="slack", user="U1", chat="U1", member_id=tied.id, tied_at=NOW)])
    session.flush()

    def names(branch_id: int | None) -> list[str]:
        return [one.name for one in invitations.without_account(session, branch_id=branch_id, today=TODAY)]

    assert names(None) == ["Alva", "Bo"]
    assert names(bo.branch_id) == ["Bo"]


def test_many_at_a_time(session, alva):
    bo = members.add(session, name="Bo", branch_id=alva.branch_id, language="sv")

    codes = invitations.make_many(session, [(alva.id, alva.branch_id), (bo.id, bo.branch_id)], now=NOW)

    assert [look(session, code).member_id for code in codes] == [alva.id, bo.id]
    assert invitations.make_many(session, [], now=NOW) == []


def test_codes_and_guesses_that_are_over_are_forgotten(session, alva):
    bo = members.add(session, name="Bo", branch_id=alva.branch_id, language="sv")
    for member, code, now in ((alva, "gammal", NOW - timedelta(days=7)), (bo, "använd", NOW), (alva, "ny", NOW)):
        make(session, member, code=code, now=now)
    use(session, look(session, "använd"))
    invitations.guess(session, **WHO, now=NOW - timedelta(hours=1))
    invitations.guess(session, **WHO, now=NOW)

    members.purge(session, NOW)

    assert [row.code_hash for row in session.exec(select(Invitation))] == [invitations.digest("ny")]
    assert [row.guessed_at for row in session.exec(select(Guess))] == [NOW]
    assert person(session).id == bo.id


def test_those_that_are_left_are_made_void(session, alva):
    make(session, alva)
    make(session, alva, code="en-kod-for-en-app-till-22", purpose=Purpose.LINK)
    make(session, alva, code="en-kod-som-ar-for-gammal", now=NOW - timedelta(days=8))

    assert invitations.void(session, [alva.id], now=NOW, purpose=Purpose.JOIN) == 1
    assert look(session) is None
    assert look(session, "en-kod-for-en-app-till-22") is not None


def test_it_goes_with_who_made_it(session, alva):
    """Without its maker it would be taken for one of the program's own."""
    maker = members.add(session, name="Majken", branch_id=alva.branch_id, language="sv")
    make(session, alva, made_by=maker.id)
    session.delete(maker)
    session.flush()

    assert look(session) is None
