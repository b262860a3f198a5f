"""`bot keys`: a new key, and everything sealed anew with it."""

from cryptography.fernet import Fernet

from storage.models import Member
from storage.sealing import Keyring

ONE = "namn;pf;mejl\nAlva N;Norrby;a@b.se\n"


def test_a_new_key_is_a_key_and_another_each_time(register):
    from tests.bot.cli.running import run

    first, second = (run(register.patch, "keys", "new")[1].strip() for _ in range(2))

    assert first != second
    assert Fernet(first)
    assert Fernet(second)


def test_everything_is_sealed_with_the_first_key(register, monkeypatch):
    old = register.with_key()
    register.bring(ONE)
    new = Fernet.generate_key().decode()
    monkeypatch.setenv("DATA_KEYS", f"{new},{old}")

    code, out, _ = register.run("keys", "rotate")

    assert (code, out.split(".")[0]) == (0, "1 sealed with the first key")
    assert Keyring([new]).open(register.all(Member)[0].email) == "a@b.se"


def test_without_the_old_key_nothing_is_changed(register):
    register.with_key()
    register.bring(ONE)
    before = register.all(Member)
    register.with_key()

    code, out, complaint = register.run("keys", "rotate")

    assert (code, out) == (1, "")
    assert "Nothing was changed" in complaint
    assert register.all(Member) == before


def test_without_any_key(register):
    code, _, complaint = register.run("keys", "rotate")

    assert code == 1
    assert "DATA_KEYS is empty" in complaint
