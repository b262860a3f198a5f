"""The keys of the settings: the first one seals, what is none is refused without being told."""

import pytest

from bot.errors import SetupError
from bot.keys import keyring
from bot.settings import Settings
from tests.storage.test_sealing import NEW, OLD


def of(written: str):
    return keyring(Settings(_env_file=None, data_keys=written))


def test_the_first_one_seals_and_all_open():
    sealed = of(OLD).seal("x")

    assert of(f"{NEW}, {OLD}").open(sealed) == "x"
    assert of(NEW).open(of(f"{NEW},{OLD}").seal("y")) == "y"
    assert not of("")


def test_what_is_no_key_is_refused_and_not_told():
    with pytest.raises(SetupError) as refused:
        of("hemlig-nyckel")

    assert "hemlig-nyckel" not in str(refused.value)
    assert refused.value.__cause__ is None
