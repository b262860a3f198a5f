"""One workspace: the one that is pinned, or the first."""

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.errors import Misconfigured


def one_for(fake, team: str = "") -> SlackAdapter:
    return SlackAdapter(bot_token=fake.bot_token, app_token=fake.app_token, api_url=f"{fake.url}/api/", team=team)


@pytest.mark.parametrize(("team", "works"), [("", True), ("T1", True), ("T2", False), ("t1", False)])
async def test_only_for_the_workspace_that_is_pinned(fake, core, team, works):
    adapter = one_for(fake, team)
    if works:
        await adapter.start(core.receive)
        assert adapter.health == "ok"
        await adapter.stop()
    else:
        with pytest.raises(Misconfigured, match="another workspace"):
            await adapter.start(core.receive)
        assert core.got == []


async def test_the_first_workspace_is_kept_when_the_token_belongs_to_another_later(fake, core):
    adapter = one_for(fake)
    await adapter.start(core.receive)
    await adapter.stop()
    fake.space.team = "T2"

    with pytest.raises(Misconfigured, match="another workspace"):
        await adapter.start(core.receive)
