"""The bot writes: what is seen, and what is refused with the real one's words."""

import pytest
from telegram import Bot, BotCommandScopeChat, MessageEntity
from telegram.error import (
    BadRequest,
    Forbidden,
)

from tests.fakes.telegram import Group, Person, TelegramFake

from .conftest import Clock, ask, keyboard, refused

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


async def test_what_is_seen_after_send_edit_and_delete(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    sent = await bot.send_message(17, "<b>Möte</b> &amp; fika", parse_mode="HTML", reply_markup=keyboard(("Ja", "x:1")))
    assert sent.entities == (MessageEntity("bold", 0, 4),)
    (message,) = fake.messages
    assert (message.text, [button.label for button in message.buttons]) == ("Möte & fika", ["Ja"])

    await bot.edit_message_text("Inställt", 17, sent.message_id)
    assert (message.text, message.buttons) == ("Inställt", [])
    await bot.edit_message_reply_markup(17, sent.message_id, reply_markup=keyboard(("Ok", "x:2")))
    assert [button.data for button in message.buttons] == ["x:2"]

    await bot.delete_message(17, sent.message_id)
    assert fake.messages == []
    assert [(entry.kind, entry.text) for entry in fake.sent] == [
        ("send", "Möte & fika"),
        ("edit", "Inställt"),
        ("edit", "Inställt"),
        ("delete", ""),
    ]


async def test_photo_and_document(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    photo = await bot.send_photo(17, PNG, caption="<i>hjul</i>", parse_mode="HTML", filename="hjul.png")
    await bot.send_document(17, b"a;b", filename="a.csv")
    await bot.send_photo(17, photo.photo[-1].file_id)

    first, second, third = fake.sent
    assert (first.text, first.files[0].content) == ("hjul", PNG)
    assert (second.files[0].name, second.files[0].content) == ("a.csv", b"a;b")
    assert third.files == first.files
    with refused("Image_process_failed"):
        await bot.send_photo(17, b"<svg/>")
    with refused("no text in the message to edit"):
        await bot.edit_message_text("x", 17, photo.message_id)


async def test_what_one_may_ask_about_a_chat(bot: Bot, group: Group) -> None:
    assert (await bot.get_chat(-1001)).title == "Styrelsen"
    assert await bot.send_chat_action(-1001, "typing")


async def test_menus_by_scope_and_language(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    await bot.set_my_commands([("nasta_aktivitet", "Vad händer?")], language_code="sv")
    await bot.set_my_commands([("utskick", "Skriv")], scope=BotCommandScopeChat(17))

    (command,) = await bot.get_my_commands(language_code="sv")
    assert command.command == "nasta_aktivitet"
    assert set(fake.commands) == {("default", "sv"), ("chat:17", "")}
    await bot.delete_my_commands(language_code="sv")
    assert await bot.get_my_commands(language_code="sv") == ()
    for name in ("nasta-aktivitet", "nästa", "Nasta", "a" * 33, ""):
        with refused("command_invalid"):
            await bot.set_my_commands([(name, "x")])


LONGEST = "👪" * 2048


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "text is empty"),
        (" \n ", "text is empty"),
        ("\u200b\u200d", "text is empty"),
        ("<b></b>", "text is empty"),
        (LONGEST + "x", "message is too long"),
        ("<b>x", 'can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "unexpected end tag"),
        ("<b><i>x</b></i>", "unmatched end tag"),
        ("<p>x</p>", 'unsupported start tag "p"'),
        ("a < b", "unclosed start tag"),
        ("<span>x</span>", "unsupported start tag"),
    ],
)
async def test_texts_that_are_refused(bot: Bot, fake: TelegramFake, anna: Person, text: str, why: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(17, text, parse_mode="HTML")

    assert why in str(caught.value).lower()
    assert fake.sent == []


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("text", [LONGEST, f"<b>{LONGEST}</b>", "&lt;" * 4096])
async def test_length_is_counted_after_the_markup_is_read(
    bot: Bot, fake: TelegramFake, anna: Person, text: str
) -> None:
    await bot.send_message(17, text, parse_mode="HTML")
    assert len(fake.sent) == 1


async def test_messages_that_cannot_be_changed(bot: Bot, fake: TelegramFake, anna: Person, clock: Clock) -> None:
    sent = await bot.send_message(17, "hej", reply_markup=keyboard(("Ja", "x:1")))
    fake.say(anna, "själv")
    theirs = max(number for _, number in fake.world.messages)

    for text, number, why in [
        ("hej", sent.message_id, "message is not modified"),
        ("nytt", 999, "message to edit not found"),
        ("nytt", theirs, "message can't be edited"),
    ]:
        with refused(why):
            await bot.edit_message_text(text, 17, number, reply_markup=keyboard(("Ja", "x:1")))
    with refused("message to delete not found"):
        await bot.delete_message(17, 999)
    clock.now += 48 * 3600
    with refused("message can't be deleted"):
        await bot.delete_message(17, sent.message_id)


async def test_button_data_is_64_bytes(bot: Bot, fake: TelegramFake, anna: Person) -> None:
    await bot.send_message(17, "?", reply_markup=keyboard(("Ja", "å" * 32)))
    for data in ("å" * 33, "x" * 65):
        with refused("button_data_invalid"):
            await bot.send_message(17, "?", reply_markup=keyboard(("Ja", data)))
    assert [button.data for button in fake.last(anna).buttons] == ["å" * 32]


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x"},
        {"text": "", "callback_data": "x"},
        {"text": "x", "url": "javascript:x"},
        {"text": "x", "url": "x"},
    ],
)
async def test_buttons_that_are_refused(fake: TelegramFake, anna: Person, button: dict[str, str]) -> None:
    answer = await ask(fake, "sendMessage", chat_id=17, text="?", reply_markup={"inline_keyboard": [[button]]})
    assert (answer["ok"], answer["error_code"]) == (False, 400)


async def test_chats_that_cannot_be_written_to(bot: Bot, fake: TelegramFake, anna: Person, group: Group) -> None:
    fake.person(18, "Ny")
    fake.block(anna)
    fake.kick(group)

    for chat, error, why in [
        (17, Forbidden, "bot was blocked by the user"),
        (18, Forbidden, "bot can't initiate conversation with a user"),
        (-1001, Forbidden, "bot was kicked from the group chat"),
        (404, BadRequest, "Chat not found"),
    ]:
        with pytest.raises(error, match=why):
            await bot.send_message(chat, "hej")
    assert fake.sent == []


async def test_paid_broadcasts_are_refused(bot: Bot, anna: Person) -> None:
    with refused("Stars"):
        await bot.send_message(17, "hej", allow_paid_broadcast=True)
