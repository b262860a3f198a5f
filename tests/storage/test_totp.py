"""An authenticator's code: right once, from the moment it was confirmed."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from storage import totp
from storage.models import Branch, Member, Totp
from storage.sealing import Keyring, NoKeyError
from tests.storage.test_sealing import NEW, OLD
from tests.talk import NOW

KEYS = Keyring([OLD])
STEP = timedelta(seconds=30)


@pytest.fixture
def alva(session) -> int:
    session.add(branch := Branch(name="Norrby", town="Norrby"))
    session.flush()
    session.add(member := Member(name="Alva", branch_id=branch.id))
    session.flush()
    return member.id


def code(secret: str, at=NOW) -> str:
    """As an app of somebody else's shows it."""
    shown = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
    return shown.generate(int(at.timestamp())).decode()


def test_the_standard_s_own_example():
    """RFC 6238, appendix B: the last six of 94287082."""
    secret = base64.b32encode(b"12345678901234567890").decode()

    assert totp.matches(totp.generator_of(secret), "287082", 59 // 30)


def test_it_counts_when_it_was_confirmed(session, alva):
    secret = totp.begin(session, alva, KEYS)
    assert not totp.has(session, alva)
    assert not totp.check(session, alva, code(secret), keys=KEYS, now=NOW)

    assert not totp.confirm(session, alva, "000000", keys=KEYS, now=NOW)
    assert totp.confirm(session, alva, code(secret), keys=KEYS, now=NOW)
    assert totp.has(session, alva)


@pytest.mark.parametrize(("shift", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_differ_a_little(session, alva, shift, right):
    secret = totp.begin(session, alva, KEYS)

    assert totp.confirm(session, alva, code(secret, NOW + shift * STEP), keys=KEYS, now=NOW) is right


def test_a_code_is_right_once(session, alva):
    secret = totp.begin(session, alva, KEYS)
    assert totp.confirm(session, alva, code(secret), keys=KEYS, now=NOW)

    assert not totp.check(session, alva, code(secret), keys=KEYS, now=NOW)
    later = NOW + 2 * STEP
    assert totp.check(session, alva, code(secret, later), keys=KEYS, now=later)


@pytest.mark.parametrize("said", ["", "12345", "1234567", "abcdef", "１２３４５６", "' OR 1=1"])
def test_what_is_no_code(session, alva, said):
    totp.begin(session, alva, KEYS)

    assert not totp.confirm(session, alva, said, keys=KEYS, now=NOW)


def test_the_secret_is_sealed(session, alva):
    secret = totp.begin(session, alva, KEYS)

    assert secret not in session.get_one(Totp, alva).secret
    with pytest.raises(NoKeyError):
        totp.confirm(session, alva, code(secret), keys=Keyring([NEW]), now=NOW)
    with pytest.raises(NoKeyError):
        totp.begin(session, alva, Keyring())


def test_what_an_app_reads(session, alva):
    secret = totp.begin(session, alva, KEYS)

    assert totp.address(secret, name="Alva", issuer="Distriktet").startswith("otpauth://totp/Distriktet:Alva?")


def test_since_when_and_taken_away(session, alva):
    secret = totp.begin(session, alva, KEYS)
    assert totp.owners(session) == []
    totp.confirm(session, alva, code(secret), keys=KEYS, now=NOW)

    assert totp.has(session, alva, before=NOW)
    assert not totp.has(session, alva, before=NOW - STEP)
    assert [one.id for one in totp.owners(session)] == [alva]
    totp.forget(session, alva)
    assert not totp.has(session, alva)
