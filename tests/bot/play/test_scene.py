"""The cast of the sample district on each platform, and finding a button on what was said."""

from datetime import UTC, datetime

import pytest

from bot.play.scene import Cast, Heard, Message, NoButtonError, find_message

MESSAGES = [Message(["Ja", "Nej"], 1), Message(["Ja"], 2), Message([], 3), Message(["Spara", "Avbryt"], 4)]


@pytest.mark.parametrize(("wanted", "origin"), [("Ja", 2), ("Nej", 1), ("Spara", 4), ("2", 4), ("Annat", 4)])
def test_the_newest_message_that_has_the_button(wanted, origin):
    assert find_message(wanted, MESSAGES).origin == origin


@pytest.mark.parametrize(("wanted", "label"), [("Nej", "Nej"), ("1", "Ja"), ("2", "Nej")])
def test_a_label_by_itself_or_by_its_number(wanted, label):
    assert MESSAGES[0].label(wanted) == label


@pytest.mark.parametrize("wanted", ["0", "3", "nej", "-1", "²"])
def test_no_such_label(wanted):
    with pytest.raises(NoButtonError, match=r"there are: \[Ja\] \[Nej\]"):
        MESSAGES[0].label(wanted)


def test_nothing_was_said_yet():
    with pytest.raises(NoButtonError, match="nothing was said yet"):
        find_message("Ja", [])


@pytest.mark.parametrize(
    ("platform", "person", "group"),
    [("terminal", "medlem", "norrby"), ("telegram", "1001", "-2001"), ("slack", "U0001", "C0001")],
)
def test_what_the_cast_is_called(platform, person, group):
    cast = Cast(platform)

    assert (cast.id_of("medlem"), cast.people()[person]) == (person, "medlem")
    assert (cast.group_id("norrby"), cast.groups()[group]) == (group, "norrby")
    assert (cast.home_of("norrby"), cast.home_of("distriktet")) == ("norrby", "")


def test_a_message_as_a_transcript_writes_it():
    heard = Heard(
        datetime(2027, 2, 8, tzinfo=UTC), "medlem", "telegram", "1001", "rad\nrad", ("Ja", "Nej"), ("a.png: A",)
    )

    assert heard.lines("medlem") == ["rad", "rad", "[Ja] [Nej]", "(a.png: A)"]
    assert heard.lines("medlem2") == ["→ medlem", "rad", "rad", "[Ja] [Nej]", "(a.png: A)"]
