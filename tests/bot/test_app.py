"""The whole bot: what it tells after an absence, and that it starts and stops cleanly."""

from datetime import timedelta

import pytest

from bot.app import build, connect
from bot.errors import SetupError
from bot.settings import Settings
from storage import life
from tests.talk import IDS

MENDERS = {IDS["tekniker"], IDS["ombudsperson"]}


async def come_back(talk, after: timedelta) -> list[tuple[str, str]]:
    """Gone for so long; what the bot then says, and to whom."""
    await talk.bot.stop()
    talk.now += after
    talk.begin()
    await talk.start()
    await talk.bot.settle()
    return [(to.chat, reply.text) for to, reply in talk.adapter().sent]


@pytest.mark.parametrize("away", [timedelta(0), timedelta(minutes=10), timedelta(minutes=59)])
async def test_a_short_absence_is_told_to_nobody(talk, away):
    assert await come_back(talk, away) == []


async def test_a_longer_one_is_told_to_who_can_mend_it(talk):
    told = await come_back(talk, timedelta(hours=3))

    assert {chat for chat, _ in told} == MENDERS
    gone = "Jag var borta från måndag 8 februari kl. 09.00 till måndag 8 februari kl. 12.00."
    assert {text for _, text in told} == {f"{gone} Nu svarar jag på det som väntat."}


async def test_after_more_than_a_day_it_is_told_what_telegram_did_not_keep(talk):
    told = await come_back(talk, timedelta(hours=26))

    assert {chat for chat, _ in told} == MENDERS
    gone = "Jag var borta från måndag 8 februari kl. 09.00 till tisdag 9 februari kl. 11.00."
    lost = "Det som skrevs i Telegram före måndag 8 februari kl. 11.00 kom inte fram"
    assert {text for _, text in told} == {f"{gone} {lost}: be den som väntar på svar att skriva en gång till."}


async def test_slack_alone_loses_nothing_that_we_know_of(start_talk):
    talk = await start_talk(platforms=("slack",))
    await talk.bot.stop()
    talk.now += timedelta(hours=26)
    talk.begin()
    await talk.start()

    said = talk.texts("slack")
    assert len(said) == 2
    assert all(text.endswith("Nu svarar jag på det som väntat.") for text in said)


async def test_an_absence_is_told_once(talk):
    await come_back(talk, timedelta(hours=26))

    assert await come_back(talk, timedelta(minutes=1)) == []


async def test_a_killed_bot_was_away_since_it_was_last_seen(talk):
    await talk.wait(timedelta(minutes=30))
    await talk.kill()
    talk.now += timedelta(minutes=45)
    talk.begin()
    await talk.start()

    assert talk.texts() == []


async def test_it_stops_in_order_and_says_when(talk):
    await talk.wait(timedelta(seconds=12))
    await talk.bot.stop()

    with talk.database.read() as session:
        row = life.seen(session)
    assert (row.owner, row.stopped_at) == (life.me(), talk.now)
    assert talk.bot.lock.closed
    assert talk.adapter().receive is None
    assert [thread.is_alive() for thread in talk.bot.worker.threads] == [False]
    talk.begin()
    await talk.start()


async def test_a_second_bot_on_the_same_file_is_refused(talk):
    other = build(talk.settings, talk.database, {})

    with pytest.raises(SetupError, match=r"another copy of the bot .* runs on talk\.db"):
        await other.start()
    await other.worker.stop()

    assert (await talk.say("medlem", "/hjalp")).startswith("Jag är boten för")


async def test_only_platforms_with_a_token_are_built(talk):
    nothing = connect(talk.settings, talk.database)
    both = connect(
        Settings(
            _env_file=None,
            telegram_token="12345:abcdefghijklmnopqrstuvwxyzabcdefghi",
            slack_bot_token="xoxb-1-2-a",
            slack_signing_secret="a" * 32,
            door_port=8080,
        ),
        talk.database,
    )

    assert (nothing.health(), nothing.door) == ({}, None)
    assert set(both.health()) == {"telegram", "slack"}
    assert both.door.port == 8080
    for bot in (nothing, both):
        await bot.worker.stop()
