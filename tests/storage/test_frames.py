"""A sealed stream comes back as it was, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import frames
from storage.frames import FRAME, MAGIC, DamagedError
from storage.sealing import Keyring, NoKeyError, new_key

OLD, NEW = new_key(), new_key()
WORDS = b"Alva N., Norrby. " * 3


def sealed(*pieces: bytes, key: str = OLD) -> bytes:
    out = io.BytesIO()
    frames.seal(pieces, out, Keyring([key]))
    return out.getvalue()


def unsealed(content: bytes, *keys: str) -> bytes:
    return b"".join(frames.unseal(io.BytesIO(content), Keyring(keys or [OLD])))


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_what_went_in_comes_out(pieces):
    content = sealed(*pieces)

    assert unsealed(content) == b"".join(pieces)
    assert frames.is_sealed(content)


def test_a_piece_that_is_longer_than_a_frame():
    piece = bytes(range(256)) * (FRAME // 128)

    assert unsealed(sealed(piece)) == piece


def test_it_shows_nothing_and_is_another_each_time():
    assert b"Alva" not in sealed(WORDS)
    assert sealed(WORDS)[len(MAGIC) :] != sealed(WORDS)[len(MAGIC) :]


def test_keys():
    assert unsealed(sealed(WORDS), NEW, OLD) == WORDS
    with pytest.raises(NoKeyError):
        unsealed(sealed(WORDS), NEW)
    with pytest.raises(NoKeyError):
        b"".join(frames.unseal(io.BytesIO(sealed(WORDS)), Keyring()))
    with pytest.raises(NoKeyError):
        frames.seal([WORDS], io.BytesIO(), Keyring())


def test_every_bit_counts():
    content = sealed(WORDS, WORDS)
    for at in range(len(content)):
        turned = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with pytest.raises((DamagedError, NoKeyError)):
            unsealed(turned)


def test_a_part_is_not_the_whole():
    content = sealed(WORDS, WORDS)
    for end in range(len(content)):
        with pytest.raises(DamagedError):
            unsealed(content[:end])
    with pytest.raises(DamagedError):
        unsealed(content + b"x")


def test_frames_in_another_order_or_of_another_file():
    header = len(sealed()) - 4 - 16
    one = 4 + len(WORDS) + 16
    content = sealed(WORDS, WORDS[::-1])
    first, second, last = (
        content[header : header + one],
        content[header + one : header + 2 * one],
        content[header + 2 * one :],
    )
    other = sealed(WORDS, WORDS)
    for frame_list in (
        [second, first, last],
        [first, last],
        [first, first, last],
        [other[header : header + one], second, last],
    ):
        with pytest.raises(DamagedError):
            unsealed(content[:header] + b"".join(frame_list))
