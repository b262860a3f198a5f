"""What every test is looked through for when it ends."""

import pytest

from tests.leaks import leaks


@pytest.mark.parametrize(
    "said", ["to='Oda Ä.'", r"to='Oda \xc4.'", "KANARIE", "majken.n@example.org", "token=xoxb-1-2-a"]
)
def test_a_name_a_key_and_a_canary_are_seen(said):
    assert leaks(f"timestamp=2027-02-08 level=debug event=it.happened {said}")


def test_what_a_log_says_otherwise_is_not():
    assert (
        leaks("timestamp=2027-02-08T08:00:00.070123Z level=debug event=dispatch.done platform=telegram row=1001")
        == set()
    )
