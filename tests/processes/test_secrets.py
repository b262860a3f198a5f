"""No key, no word and no name comes out of the program, however much it logs and whatever goes wrong.

Every key, everything that is said, and everybody's name has one word in it that must never be seen.
"""

import pytest
from aiohttp import ClientSession

from tests.processes.stage import CANARY, Stage, free_port

QUESTION = f"Vad säger planen om {CANARY}?"
CODE = f"/start {CANARY}-{CANARY}-{CANARY}-{CANARY}"


def rename_everybody(stage: Stage) -> None:
    """They are all called so, in the register and on both platforms, and so is what is known of them."""
    stage.write(f"UPDATE member SET name = '{CANARY} ' || id, email = '{CANARY}@' || id, phone = '{CANARY}' || id")
    stage.write(f"UPDATE member SET ref = '{CANARY}-' || id, number = '{CANARY}' || id")
    stage.write(f"UPDATE group_chat SET title = '{CANARY} ' || id")
    for chat in stage.telegram.world.chats.values():
        vars(chat).update({name: CANARY for name in ("first_name", "username", "title") if name in vars(chat)})
    for person in stage.slack.space.people.values():
        person.name = CANARY


def leaks(stage: Stage) -> list[str]:
    return [line for life in stage.lives for line in life.lines if CANARY in line.lower()]


async def talk_on_telegram(stage: Stage) -> None:
    """Questions, a group, a file, a code, half a form, a press, and updates that nobody can read."""
    telegram, chats = stage.telegram, stage.telegram.world.chats
    telegram.say(chats[1001], QUESTION)
    telegram.say(chats[1002], f"/plan {CANARY}" * 600)
    telegram.say(chats[1003], f"/{CANARY}@distriktbot {CANARY}", chats[-2001])
    telegram.say(chats[1004], "", document=(f"{CANARY}.docx", CANARY.encode(), "application/msword"))
    telegram.say(chats[1099], CODE)
    for text in ("/ny-aktivitet", CANARY, f"{CANARY} kl 18", f"8 mars {CANARY}"):
        telegram.say(chats[1013], text)
    telegram.inject({"message": {"text": CANARY, "from": {"id": CANARY}, "chat": [CANARY]}})
    telegram.inject({CANARY: {"text": [CANARY]}})
    telegram.inject({"callback_query": {"id": "1", "from": chats[1001].payload(), "data": CANARY}})
    telegram.say(chats[1005], f"/nasta-aktivitet {CANARY}")
    await telegram.confirmed(telegram.say(chats[1006], "/nasta-aktivitet"))


# Everything that shows, changes, forgets and tells of what is known about people.
ABOUT_PEOPLE = (
    (1001, "/mina-uppgifter"), (1002, "/ratta"), (1002, f"{CANARY} 070-123 45 67"), (1003, "/pausa"),
    (1016, "/loggen"), (1018, "/larma-dataskydd"), (1018, f"{CANARY} är borta"), (1007, "/glom-mig"),
)  # fmt: skip


async def ask_about_people(stage: Stage) -> None:
    telegram, chats = stage.telegram, stage.telegram.world.chats
    for who, text in ABOUT_PEOPLE:
        await telegram.confirmed(telegram.say(chats[who], text))
    await stage.slack.say("U0001", "/mina-uppgifter")


async def talk_on_slack(stage: Stage) -> None:
    """The same, and a modal with nonsense in every field."""
    slack = stage.slack
    await slack.say("U0001", QUESTION)
    await slack.say("U0002", f" /{CANARY}", files=[(f"{CANARY}.pdf", CANARY.encode())])
    await slack.command("U0003", "/nasta-aktivitet", CANARY)
    await slack.command("U0005", "/nasta-aktivitet")
    await slack.command("U0099", "/start", CODE)
    await slack.say("U0004", f"<@{slack.me.id}> {CANARY}", "C0001")
    await slack.happen({"type": "message", "channel_type": "im", "text": CANARY, "user": [CANARY], "channel": CANARY})
    await slack.command("U0013", "/ny-aktivitet", CANARY)


async def fill_in_modal(stage: Stage) -> None:
    await stage.until(lambda: stage.slack.open_modal("U0013") is not None)
    modal = stage.slack.open_modal("U0013")
    assert modal is not None
    lines = [block["block_id"] for block in modal.inputs if block["element"]["type"] == "plain_text_input"]
    assert await stage.slack.submit("U0013", dict.fromkeys(lines, CANARY))


def break_things(stage: Stage) -> None:
    """Refused, wrong, cut off; and a table that is gone, so that a handler fails."""
    stage.telegram.fail("getupdates", 500)
    stage.telegram.fail("sendmessage", 500)
    stage.telegram.fail("sendmessage", drop=True)
    stage.telegram.fail("sendmessage", 400, description=f"Bad Request: {CANARY}")
    for method in ("chat.postMessage", "users.info", "views.open"):
        stage.slack.fail(method, status=500)
        stage.slack.fail(method, drop=True)
        stage.slack.fail(method, error="an_error_that_nobody_knows")
    stage.write("ALTER TABLE activity RENAME TO activity_gone")


async def knock(stage: Stage) -> None:
    """Strangers at the door."""
    async with ClientSession() as session:
        for path in ("/telegram", "/slack/events", f"/{CANARY}"):
            for body in (b"\xff" + CANARY.encode(), b'{"event": ["kanarie"]}', b"payload=" + CANARY.encode()):
                headers = {"X-Slack-Signature": CANARY, "X-Telegram-Bot-Api-Secret-Token": CANARY}
                async with session.post(stage.door + path, data=body, headers=headers) as answer:
                    assert answer.status >= 400


@pytest.mark.parametrize("stage", [False, True], ids=["polling and Socket Mode", "webhook and HTTP"], indirect=True)
async def test_nothing_that_is_said_is_logged_and_no_name_and_no_key(stage: Stage):
    rename_everybody(stage)
    life = await stage.start(LOG_LEVEL="DEBUG")
    await talk_on_telegram(stage)
    await talk_on_slack(stage)
    await ask_about_people(stage)
    await fill_in_modal(stage)
    await stage.until(lambda: sum(CANARY in text for text in stage.seen()) > 3)
    break_things(stage)
    await talk_on_telegram(stage)
    await talk_on_slack(stage)
    await knock(stage)
    await life.until("dispatch.bug", times=2)
    stage.write("ALTER TABLE activity_gone RENAME TO activity")
    stage.write("ALTER TABLE post RENAME TO post_gone")
    await talk_on_telegram(stage)
    await talk_on_slack(stage)
    await life.until("dispatch.bug", times=10)
    stage.write("ALTER TABLE post_gone RENAME TO post")
    stage.telegram.revoke()
    stage.slack.revoke()
    stage.telegram.say(stage.telegram.world.chats[1001], QUESTION)
    await stage.slack.say("U0001", QUESTION)
    await life.until("deliver.wait", times=2)
    await life.stop()
    await (await stage.start(LOG_LEVEL="DEBUG", LOG_FORMAT="json")).stop()

    assert len(life.told("level=debug")) > 0
    assert leaks(stage) == []


async def test_what_is_wrong_with_the_settings_is_told_without_the_settings(stage: Stage):
    closed = free_port()
    for env in (
        {"SLACK_APP_TOKEN": "", "DOOR_PORT": CANARY, "LOG_LEVEL": CANARY, "TIME_ZONE": CANARY},
        {"TELEGRAM_WEBHOOK_URL": f"{stage.door}/{CANARY}", "TELEGRAM_WEBHOOK_SECRET": f"{CANARY} !"},
        {"DATABASE_URL": f"postgresql://bot:{CANARY}@127.0.0.1:{closed}/district"},
        {"DATABASE_URL": f"bot:{CANARY}@127.0.0.1"},
    ):
        lines = await stage.fail_to_start(**env)
        assert len(lines) == 1, lines

    assert leaks(stage) == []
