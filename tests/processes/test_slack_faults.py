"""F36, F39 and F40: what Slack does to a running bot."""

from bot.texts import texts
from tests.processes.crowd import Asked, Crowd
from tests.processes.stage import Stage

SAY = texts("sv")


async def test_f36_a_trigger_that_is_too_old_becomes_a_button(stage: Stage):
    await stage.start()
    await stage.slack.command("U0013", "/ny-aktivitet")
    stage.ahead = 10

    await stage.until(lambda: stage.sent > 0)

    (message,) = (m for m in stage.slack.messages if m.user == stage.slack.me.id)
    assert message.channel == "D0013"
    assert stage.slack.open_modal("U0013") is None
    await stage.slack.press("U0013", message, message.buttons[-1].label)
    await stage.until(lambda: stage.slack.open_modal("U0013") is not None)


async def test_f39_the_ombudsperson_hears_of_a_channel_that_is_lost(stage: Stage):
    await stage.start()

    await stage.slack.kick(stage.slack.space.channels["C0001"])

    await stage.until(lambda: len(stage.seen()) == 2)
    assert stage.seen() == [SAY.say("trouble.group_lost", branch="Norrby", platform="Slack")] * 2
    assert stage.telegram.sent[0].chat == 1016


async def test_f40_an_app_that_is_removed_is_told_on_telegram_and_what_waits_is_kept(stage: Stage, crowd: Crowd):
    life = await stage.start()
    await crowd.send(Asked("/qx000001", "event", 1))
    await stage.until(lambda: len(stage.seen()) == 1)
    await stage.slack.say("U0002", " /qx000002")
    await stage.slack.uninstall()

    told = SAY.say("trouble.removed", platform="Slack")
    await stage.until(lambda: stage.seen().count(told) >= 2)
    await crowd.send(Asked("/qx000003", "telegram", 3))
    await stage.until(lambda: len(crowd.look()[1].copies) == 1)

    assert sorted(sent.chat for sent in stage.telegram.sent) == [1003, 1016, 1018]
    assert (await stage.health())[1]["slack"] == "removed"
    assert (await life.stop())[0] == 0
    assert life.told("Traceback") == []
