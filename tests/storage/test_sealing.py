"""Contact data is sealed: read only with the key, renewed with a new one."""

import base64

import pytest

from storage.sealing import Keyring, NoKeyError, new_key

OLD, NEW = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_what_is_sealed_can_be_opened_and_shows_nothing():
    sealed = Keyring([OLD]).seal("alva@example.org")

    assert Keyring([OLD]).open(sealed) == "alva@example.org"
    assert "alva" not in sealed
    assert sealed != Keyring([OLD]).seal("alva@example.org")


def test_nothing_stays_nothing_and_needs_no_key():
    keys = Keyring()
    assert (keys.seal(""), keys.open(""), keys.renew("")) == ("", "", "")
    assert not keys


def test_a_new_key_first_and_the_old_one_behind_it():
    sealed = Keyring([OLD]).seal("070-000 00 00")
    renewed = Keyring([NEW, OLD]).renew(sealed)

    assert Keyring([NEW, OLD]).open(sealed) == Keyring([NEW]).open(renewed) == "070-000 00 00"
    with pytest.raises(NoKeyError):
        Keyring([NEW]).open(sealed)
    with pytest.raises(NoKeyError):
        Keyring([OLD]).renew(renewed)


@pytest.mark.parametrize("act", ["seal", "open", "renew"])
def test_without_a_key_it_is_refused(act):
    with pytest.raises(NoKeyError):
        getattr(Keyring(), act)("x")


@pytest.mark.parametrize("key", ["", "x", "å" * 44, OLD[:-1]])
def test_what_is_no_key(key):
    with pytest.raises(ValueError, match=r"."):
        Keyring([key])


def test_a_new_key_is_a_key_and_another_each_time():
    first, second = new_key(), new_key()

    assert first != second
    assert Keyring([first]).open(Keyring([first]).seal("x")) == "x"


def test_one_that_was_changed_is_not_opened():
    sealed = Keyring([OLD]).seal("alva@example.org")
    with pytest.raises(NoKeyError):
        Keyring([OLD]).open(sealed[:-6] + "AAAAA=")


def test_what_cannot_wait_for_a_key_is_kept_as_it_is_until_there_is_one():
    without, keys = Keyring(), Keyring([new_key()])
    kept = without.keep("nötallergi")

    assert (without.open(kept), keys.open(kept)) == ("nötallergi", "nötallergi")
    sealed = keys.renew(kept)
    assert "nötallergi" not in sealed
    assert keys.open(sealed) == "nötallergi"


@pytest.mark.parametrize("text", ["", ":", "gAAAAAB", "::x"])
@pytest.mark.parametrize("keys", [Keyring(), Keyring([new_key()])])
def test_whatever_somebody_writes_comes_back(keys, text):
    assert keys.open(keys.keep(text)) == text


def test_with_a_key_nothing_is_kept_open():
    keys = Keyring([new_key()])

    assert not keys.keep("nötallergi").startswith(":")
    with pytest.raises(NoKeyError):
        Keyring().open(keys.keep("nötallergi"))
