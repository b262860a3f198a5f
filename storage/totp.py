"""A second factor in an app of one's own (TOTP, RFC 6238): six digits that change every thirty seconds."""

import base64
import os
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlmodel import Session, col, delete, select

from storage.models import Member, Totp
from storage.sealing import Keyring

STEP, DIGITS, BYTES = 30, 6, 20
# Clocks differ: the code before and the one after count as well.
AROUND = (0, -1, 1)
COUNTED = "totp"


def counted(member_id: int) -> tuple[str, str]:
    """What wrong codes are counted under, beside the platforms and their users: the member's, whatever app they use."""
    return COUNTED, str(member_id)


def begin(session: Session, member_id: int, keys: Keyring) -> str:
    """A new secret in place of one that is not confirmed, in base32 as apps read it.

    Raises:
        NoKeyError: there is no key to seal it with.

    """
    secret = base64.b32encode(os.urandom(BYTES)).decode()
    session.merge(Totp(member_id=member_id, secret=keys.seal(secret)))
    session.flush()
    return secret


def address(secret: str, *, name: str, issuer: str) -> str:
    """What an authenticator reads from a QR picture."""
    return generator_of(secret).get_provisioning_uri(name, issuer)


def has(session: Session, member_id: int, *, before: datetime | None = None) -> bool:
    """Whether they have a second factor that works; one that has worked since `before`."""
    row = session.get(Totp, member_id)
    if row is None or row.confirmed_at is None:
        return False
    return before is None or row.confirmed_at <= before


def owners(session: Session) -> list[Member]:
    """Those who have one that works."""
    found = select(Member).join(Totp, col(Totp.member_id) == Member.id).where(col(Totp.confirmed_at).is_not(None))
    return list(session.exec(found))


def forget(session: Session, member_id: int) -> None:
    session.execute(delete(Totp).where(col(Totp.member_id) == member_id))


def confirm(session: Session, member_id: int, code: str, *, keys: Keyring, now: datetime) -> bool:
    """Whether the code is right: then the secret counts from now on."""
    row = session.get(Totp, member_id)
    if row is None or not fits(row, code, keys, now):
        return False
    row.confirmed_at = row.confirmed_at or now
    return True


def check(session: Session, member_id: int, code: str, *, keys: Keyring, now: datetime) -> bool:
    """Whether the code is right, and was not used before."""
    row = session.get(Totp, member_id)
    return row is not None and row.confirmed_at is not None and fits(row, code, keys, now)


def fits(row: Totp, code: str, keys: Keyring, now: datetime) -> bool:
    """One that fits is used up, with all before it."""
    generator = generator_of(keys.open(row.secret))
    here = int(now.timestamp()) // STEP
    for step in (here + shift for shift in AROUND):
        if step > row.last_step and matches(generator, code, step):
            row.last_step = step
            return True
    return False


def generator_of(secret: str) -> TOTP:
    # SHA-1 is what every authenticator knows; its weakness is none in an HMAC.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303


def matches(generator: TOTP, code: str, step: int) -> bool:
    try:
        generator.verify(code.encode(), step * STEP)
    except InvalidToken:
        return False
    return True
