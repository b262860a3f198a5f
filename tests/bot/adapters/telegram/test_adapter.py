"""The adapter sends, edits, deletes and fetches, through the real library against the local Telegram."""

import pytest

from bot.errors import Refused
from bot.markup import Markup, escape, plain
from bot.messages import Attachment, Button, Pace, Picture, Reply
from bot.parts import utf16

from .conftest import chat

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


async def test_a_message_with_everything(adapter, fake, anna):
    text = Markup("*Valstuga* på [torget](https://exempel.se)\n> " + escape("kom <b>alla</b>!") + "\n- kl. 10\nslut")
    reply = Reply(
        text,
        buttons=(Button("Jag kommer", "signup:4:yes"), Button("Karta", url="https://exempel.se/karta")),
        pictures=(Picture("hjul.png", "image/png", PNG, "Årshjulet"), Picture("a.csv", "text/csv", b"a;b", "Tabell")),
    )

    message_id = await adapter.send(chat(anna), reply)

    text_message, photo, document = fake.messages
    assert message_id == str(text_message.id)
    assert text_message.plain == plain(text)
    assert [button.label for button in text_message.buttons] == ["Jag kommer", "Karta"]
    assert (photo.text, photo.file.photo, photo.file.content) == ("Årshjulet", True, PNG)
    assert (document.text, document.file.name, document.file.content) == ("Tabell", "a.csv", b"a;b")


@pytest.mark.parametrize(
    "typed", ["<b>", "&amp;lt;", r"_*[]()~`>#+-=|{}.!", "<https://evil.example|Partiet>", "```", "å" * 4096]
)
async def test_what_people_typed_arrives_as_typed(adapter, fake, anna, typed):
    await adapter.send(chat(anna), Reply(escape(typed)))
    assert (fake.sent[0].text, fake.messages[0].entities) == (typed, [])


async def test_a_full_message_of_emoji_fits_and_one_more_sign_is_refused(adapter, anna):
    family = "👨‍👩‍👧‍👦" * 372 + "åååå"
    assert utf16(family) == 4096

    await adapter.send(chat(anna), Reply(family))
    with pytest.raises(Refused, match="message is too long"):
        await adapter.send(chat(anna), Reply(family + "å"))


async def test_for_one_person_only_goes_to_their_private_chat(adapter, fake, anna, group):
    seen_by_all = await adapter.send(chat(group), Reply("öppet"))
    await adapter.send(chat(group, only="1017", thread="33"), Reply("hemligt"))
    await adapter.edit(chat(group, only="1017"), seen_by_all, Reply("också hemligt"))

    assert [(sent.chat, sent.kind, sent.text) for sent in fake.sent] == [
        (group.id, "send", "öppet"),
        (anna.id, "send", "hemligt"),
        (anna.id, "send", "också hemligt"),
    ]


async def test_a_topic_is_answered_in_the_topic(adapter, fake, group):
    await adapter.send(chat(group, thread="33"), Reply("hej"))
    assert fake.messages[0].thread == 33


async def test_edit_changes_the_message_and_its_buttons(adapter, fake, anna):
    sent = await adapter.send(chat(anna), Reply("Kommer du?", buttons=(Button("Ja", "x:1"),)))

    assert await adapter.edit(chat(anna), sent, Reply("Tack!")) == sent
    assert [(message.text, message.rows) for message in fake.messages] == [("Tack!", ())]


async def test_edit_to_the_same_words_is_fine(adapter, fake, anna):
    sent = await adapter.send(chat(anna), Reply("Tack!"))

    assert await adapter.edit(chat(anna), sent, Reply("Tack!")) == sent
    assert len(fake.sent) == 1


@pytest.mark.parametrize("why", ["gone", "too old"])
async def test_a_message_past_editing_is_sent_anew(adapter, fake, anna, why):
    sent = await adapter.send(chat(anna), Reply("Kommer du?"))
    if why == "gone":
        fake.forget(fake.messages[0])
    else:
        fake.fail("editMessageText", 400, description="Bad Request: message can't be edited")

    anew = await adapter.edit(chat(anna), sent, Reply("Tack!"))

    assert anew != sent
    assert fake.last(anna).text == "Tack!"


async def test_delete_takes_back_and_a_missing_message_is_no_error(adapter, fake, anna):
    sent = await adapter.send(chat(anna), Reply("oj"))

    await adapter.delete(chat(anna), sent)
    await adapter.delete(chat(anna), sent)

    assert fake.messages == []


async def test_delete_after_48_hours_is_refused(adapter, fake, anna, clock):
    sent = await adapter.send(chat(anna), Reply("oj"))
    fake.messages[0].date -= 48 * 3600

    with pytest.raises(Refused):
        await adapter.delete(chat(anna), sent)


def test_how_fast_it_may_go_and_where_many_read(adapter):
    assert adapter.pace == Pace(per_second=30, chat_seconds=1, chat_burst=3, group_per_minute=20)
    assert [adapter.is_group(chat) for chat in ("1001", "-2001", "-1001234567890")] == [False, True, True]


async def test_nothing_is_remembered(adapter, fake, anna, clock):
    await adapter.send(chat(anna), Reply("hej"), mark="5f3a9c")

    assert [message.text for message in fake.messages] == ["hej"]
    assert (adapter.remembers, await adapter.find(chat(anna), "5f3a9c", clock.tell())) == (False, "")


async def test_fetch_a_file(adapter, fake, anna, inbox):
    fake.say(anna, "planen", document=("plan.txt", b"mening", "text/plain"))
    (message,) = await inbox.until(1)

    assert await adapter.fetch(message.files[0]) == b"mening"
    with pytest.raises(Refused, match="too big"):
        await adapter.fetch(Attachment("x", "stor.pdf", 20 * 1024 * 1024 + 1))
    with pytest.raises(Refused):
        await adapter.fetch(Attachment("x", "borta.pdf", 1))
