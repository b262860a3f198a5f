"""Entities, HTML and written-out text."""

import pytest

from bot.markup import plain
from tests.fakes.telegram.entities import found, part, trimmed
from tests.fakes.telegram.markup import read_html
from tests.fakes.telegram.written import written


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/nasta-aktivitet imorgon", ["/nasta"]),
        ("/nästa-aktivitet", []),
        ("/nasta-aktivitet@DistriktBot", ["/nasta"]),
        ("/nasta_aktivitet@distriktbot x", ["/nasta_aktivitet@distriktbot"]),
        ("/na\u0308sta", ["/na"]),
        ("se /hjalp och /start.", ["/hjalp", "/start"]),
        ("https://x.se/y 1/2 a/b //x </x>", []),
        ("👪 /hjalp", ["/hjalp"]),
        ("/" + "a" * 65, []),
        ("/hjalp@ab", []),
    ],
)
def test_commands_that_telegram_sees(text: str, commands: list[str]) -> None:
    assert [part(text, entity) for entity in found(text) if entity["type"] == "bot_command"] == commands


def test_mentions_stand_outside_commands() -> None:
    kinds = [(entity["type"], entity["offset"]) for entity in found("👪 @anna /x@distriktbot a@b.se")]
    assert kinds == [("mention", 3), ("bot_command", 9)]


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("a &lt;b&gt; &amp;lt; &quot; &#39; &nbsp; &amplt", "a <b> &lt; \" ' &nbsp; &amplt", []),
        ('<a href="https://x.se/?a=1&amp;b">x</a>', "x", ["text_link"]),
        ("<a href='nonsens'>x</a>", "x", []),
        ("<b>å<i>ä</i></b>", "åä", ["bold", "italic"]),
        ('<span class="tg-spoiler">x</span>', "x", ["spoiler"]),
        ("<B>x</B> > y", "x > y", ["bold"]),
        ("<b>x</b>" * 101, "x" * 101, ["bold"] * 100),
    ],
)
def test_html_that_is_read(source: str, text: str, kinds: list[str]) -> None:
    said, entities = read_html(source)
    assert (said, [entity["type"] for entity in entities]) == (text, kinds)


def test_spaces_at_the_ends_go_and_entities_move_along() -> None:
    assert trimmed(" \n x y ", [{"type": "bold", "offset": 0, "length": 6}]) == (
        "x y",
        [{"type": "bold", "offset": 0, "length": 3}],
    )


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("hej", "hej"),
        ("*fet* [planen](https://x.se) slut", '<b>fet</b> <a href="https://x.se">planen</a> slut'),
        ("👪\n> ett 👪\n> två\nslut", "👪\n<blockquote>ett 👪\ntvå</blockquote>\nslut"),
        ("- ett\n- två", "• ett\n• två"),
        ("> [a](https://x.se)", '<blockquote><a href="https://x.se">a</a></blockquote>'),
        ("[https://x.se](https://x.se)", '<a href="https://x.se">https://x.se</a>'),
    ],
)
def test_written_out_it_says_the_same_as_the_other_platforms(markup: str, source: str) -> None:
    assert written(*read_html(source)) == plain(markup)
