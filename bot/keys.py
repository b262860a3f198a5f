"""The keys of the settings, as what seals and opens with them."""

from functools import cache

from bot.errors import SetupError
from bot.settings import Settings
from storage.sealing import Keyring


def keyring(settings: Settings) -> Keyring:
    """Empty without a key, and then nothing is kept that must be sealed.

    Raises:
        SetupError: one of them is no key.

    """
    return read(settings.data_keys.get_secret_value())


@cache  # every message asks, and settings do not change
def read(written: str) -> Keyring:
    try:
        return Keyring([key for word in written.split(",") if (key := word.strip())])
    except ValueError:  # its text would have the key in it
        raise SetupError("DATA_KEYS: one of them is no key; `bot keys new` makes one") from None
