"""Contact data is sealed in its columns: who has the database and not the key reads none of it."""

from base64 import urlsafe_b64decode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# Stands before what was kept while there was no key. Nothing that is sealed begins so.
UNSEALED = ":"


class NoKeyError(Exception):
    """There is no key, so nothing can be sealed or opened; or what is to be opened was sealed with another one."""


class Keyring:
    """Keys as `Fernet.generate_key` makes them, the current one first; older ones still open what they sealed."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Raises ValueError when one of them is no key."""
        self.fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None
        self.secrets = tuple(urlsafe_b64decode(key) for key in keys)

    def __bool__(self) -> bool:
        return self.fernet is not None

    def seal(self, text: str) -> str:
        """What is kept of the text; nothing stays nothing.

        Raises:
            NoKeyError: there is no key.

        """
        if not text:
            return ""
        return self.known().encrypt(text.encode()).decode()

    def keep(self, text: str) -> str:
        """Sealed where there is a key, and else as it is: for what cannot wait for one."""
        return self.seal(text) if self or not text else UNSEALED + text

    def open(self, sealed: str) -> str:
        """The text again; also one that was kept as it is.

        Raises:
            NoKeyError: there is no key, or none of them sealed it.

        """
        if not sealed or sealed.startswith(UNSEALED):
            return sealed.removeprefix(UNSEALED)
        try:
            return self.known().decrypt(sealed).decode()
        except InvalidToken as error:
            raise NoKeyError("sealed with another key") from error

    def renew(self, sealed: str) -> str:
        """The same, sealed with the current key; also what was kept as it is.

        Raises:
            NoKeyError: as for `open`.

        """
        if not sealed or sealed.startswith(UNSEALED):
            return self.seal(sealed.removeprefix(UNSEALED))
        try:
            return self.known().rotate(sealed).decode()
        except InvalidToken as error:
            raise NoKeyError("sealed with another key") from error

    def derived(self, salt: bytes, purpose: bytes) -> list[bytes]:
        """A key of 32 bytes for one purpose from each of ours, the current one first; another for another salt."""
        return [HKDF(hashes.SHA256(), length=32, salt=salt, info=purpose).derive(secret) for secret in self.secrets]

    def known(self) -> MultiFernet:
        if self.fernet is None:
            raise NoKeyError("no key")
        return self.fernet


def new_key() -> str:
    return Fernet.generate_key().decode()
