"""A stream sealed in frames, so that a file of any size takes little memory and no part of it can be swapped or cut.

The file: `MAGIC`, a salt, a name of the key that says nothing without the key, and frames. A frame is its length (with
the highest bit set in the last one) and what AES-256-GCM makes of at most 1 MB, with its number as nonce; the header
and the length are authenticated along. Every file has a key of its own, derived from the salt.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing import Keyring, NoKeyError

MAGIC: Final = b"district-backup 1\n"
SALT = 16
NAME = 8
FRAME = 1 << 20
TAG = 16
LAST = 1 << 31
LENGTH = struct.Struct(">I")


class DamagedError(Exception):
    """What is read is not what was written: it was cut, damaged, or tampered with."""


def seal(pieces: Iterable[bytes], into: BinaryIO, keys: Keyring) -> None:
    """Write the pieces, each at most a frame, sealed with the current key.

    Raises:
        NoKeyError: there is none.

    """
    salt = os.urandom(SALT)
    keys.known()
    cipher = AESGCM(keys.derived(salt, b"backup")[0])
    header = MAGIC + salt + keys.derived(salt, b"backup name")[0][:NAME]
    into.write(header)
    for number, (piece, last) in enumerate(marked(pieces)):
        length = LENGTH.pack(len(piece) + TAG | LAST * last)
        into.write(length + cipher.encrypt(nonce(number), piece, header + length))


def marked(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut to frames; an empty one ends it."""
    for piece in pieces:
        for at in range(0, len(piece), FRAME):
            yield piece[at : at + FRAME], False
    yield b"", True


def nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def unseal(source: BinaryIO, keys: Keyring) -> Iterator[bytes]:
    """What was sealed, a frame at a time. None of it may be used before all of it has come.

    Raises:
        NoKeyError: there is no key, or none of them sealed it.
        DamagedError: it is not whole.

    """
    header = source.read(len(MAGIC) + SALT + NAME)
    cipher = AESGCM(key_for(header, keys))
    number, is_last = 0, False
    while not is_last:
        length = source.read(LENGTH.size)
        size = LENGTH.unpack(length)[0] if len(length) == LENGTH.size else 0
        is_last, size = bool(size & LAST), size & ~LAST
        if not TAG <= size <= FRAME + TAG:
            raise DamagedError
        yield opened(cipher, number, source.read(size), header + length)
        number += 1
    if source.read(1):
        raise DamagedError


def key_for(header: bytes, keys: Keyring) -> bytes:
    if not is_sealed(header) or len(header) < len(MAGIC) + SALT + NAME:
        raise DamagedError
    keys.known()
    salt, name = header[len(MAGIC) : -NAME], header[-NAME:]
    pairs = zip(keys.derived(salt, b"backup name"), keys.derived(salt, b"backup"), strict=True)
    for named, key in pairs:
        if named[:NAME] == name:
            return key
    raise NoKeyError("sealed with another key")


def opened(cipher: AESGCM, number: int, sealed: bytes, beside: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce(number), sealed, beside)
    except InvalidTag:
        raise DamagedError from None


def is_sealed(beginning: bytes) -> bool:
    return beginning.startswith(MAGIC)
