"""The terminal: what is shown, and what a typed line means."""

import pytest

from bot.adapters.terminal import Shown, TerminalAdapter, is_choice, render
from bot.markup import Markup, escape
from bot.messages import UNLIMITED, Address, Attachment, Button, Picture, Reply
from tests.talk import NOW

HERE = Address("terminal", "medlem")
CHOICES = (Button("Jag kommer", "yes:1"), Button("Karta", url="https://a.se"), Button("Nej tack", "no:1"))


class Table:
    """A terminal with everything that was shown and heard at it."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.heard = []
        self.adapter = TerminalAdapter(self.shown.append)

    async def hear(self, msg) -> None:
        self.heard.append(msg)

    async def say(self, text: str, **more: object):
        await self.adapter.say("medlem", text, **more)
        return self.heard[-1]


@pytest.fixture
async def table():
    found = Table()
    await found.adapter.start(found.hear)
    return found


@pytest.mark.parametrize(
    ("text", "plainly", "in_bold"),
    [
        ("*fet* och inte", "fet och inte", "\x1b[1mfet\x1b[22m och inte"),
        ("> citat\n- sak", "> citat\n- sak", "> citat\n- sak"),
        ("[här](https://a.se)", "här (https://a.se)", "här (https://a.se)"),
        (escape("*x* [y](https://a.se)"), "*x* [y](https://a.se)", "*x* [y](https://a.se)"),
    ],
)
def test_markup_on_a_screen(text, plainly, in_bold):
    assert render(text, bold=False) == plainly
    assert render(text, bold=True) == in_bold


async def test_a_message_with_everything_is_shown(table):
    picture = Picture("hjul.png", "image/png", b"PNG", "Årshjulet")

    message_id = await table.adapter.send(HERE, Reply(Markup("*hej*"), buttons=CHOICES, pictures=(picture,)))

    assert table.shown == [Shown(HERE, message_id, "hej", CHOICES, (("hjul.png", b"PNG", "Årshjulet"),))]


async def test_what_replaces_a_message_follows_below(table):
    await table.adapter.send(HERE, Reply("först"))
    await table.adapter.edit(HERE, "0", Reply("sedan"))
    await table.adapter.delete(HERE, "0")

    assert [shown.text for shown in table.shown] == ["först", "sedan"]


async def test_words_are_words(table):
    msg = await table.say("hej *du*")

    assert (msg.address, msg.sender, msg.text, msg.action, msg.private) == (HERE, "medlem", "hej *du*", "", True)


@pytest.mark.parametrize(
    ("typed", "action"),
    [("[Jag kommer]", "yes:1"), ("[jag kommer]", "yes:1"), (" [1] ", "yes:1"), ("1", "yes:1"), ("2", "no:1"),
     ("[2]", "no:1"), ("3", ""), ("[3]", ""), ("Jag kommer", ""), ("[Karta]", ""), ("[annat]", "")],
)  # fmt: skip
async def test_a_button_by_number_or_label(table, typed, action):
    sent = await table.adapter.send(HERE, Reply("kommer du?", buttons=CHOICES))

    msg = await table.say(typed)

    assert (msg.action, msg.text) == (action, "" if action else typed)
    assert msg.message_id == (sent if action else "")


@pytest.mark.parametrize(
    ("action", "choice"),
    [("yes:1", True), ("form:1:pick:0:0", True), ("form:1:back:0", False), ("form:1:send", False)],
)
async def test_a_bare_number_presses_only_choices(table, action, choice):
    button = Button("Tillbaka", action)
    await table.adapter.send(HERE, Reply("Hur många?", buttons=(button,)))

    assert is_choice(button) is choice
    assert (await table.say("1")).action == (action if choice else "")
    assert (await table.say("[1]")).action == action


async def test_only_the_last_message_can_be_pressed(table):
    await table.adapter.send(HERE, Reply("kommer du?", buttons=CHOICES))
    await table.adapter.send(HERE, Reply("hej"))

    assert (await table.say("1")).action == ""


async def test_each_has_their_own_buttons(table):
    await table.adapter.send(Address("terminal", "norrby", only="medlem"), Reply("bara du", buttons=CHOICES))
    await table.adapter.send(Address("terminal", "norrby"), Reply("alla"))

    assert (await table.say("1")).action == "yes:1"
    assert (await table.say("[1]", group="norrby")).action == ""


async def test_people_in_a_group_talk_to_each_other(table):
    for text in ("hej på er", "1", " hur är det?"):
        await table.adapter.say("medlem", text, group="norrby")
    assert table.heard == []

    assert (await table.say("/hjalp", group="norrby")).text == "/hjalp"


async def test_a_group_and_a_file(table):
    msg = await table.say("se här", group="norrby", file=Attachment("f1", "plan.docx", 3))

    assert (msg.address.chat, msg.private, msg.files[0].name) == ("norrby", False, "plan.docx")


async def test_a_screen_takes_all_and_remembers_nothing(table):
    await table.adapter.send(HERE, Reply("hej"), mark="5f3a9c")

    assert (table.adapter.pace, table.adapter.is_group("norrby"), table.adapter.remembers) == (UNLIMITED, False, False)
    assert await table.adapter.find(HERE, "5f3a9c", NOW) == ""


async def test_every_line_is_an_event_of_its_own(table):
    assert (await table.say("hej")).event_id != (await table.say("hej")).event_id


async def test_a_real_conversation(start_talk):
    table = Table()
    talk = await start_talk(more={"terminal": table.adapter})

    await table.adapter.say("medlem", "/nasta-aktivitet")
    await talk.bot.settle()
    await table.adapter.say("medlem", "3")
    await talk.bot.settle()

    first, second = table.shown
    assert first.text.startswith("Härnäst för dig i Norrby:\nFlygblad vid stationen (flygbladsutdelning)")
    assert second.text.startswith("Ny i rörelsen (kurs)")
