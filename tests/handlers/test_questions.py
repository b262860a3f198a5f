"""Plain words in a private chat: a greeting, what happens next, or the plan."""

import pytest


@pytest.mark.parametrize("said", ["hej", "Hej!", "hallå", "tjena", "God morgon", "hello", "hi!", "HEJ  !"])
async def test_a_greeting_is_answered_with_one(talk, said):
    assert (await talk.say("gast", said)).startswith("Hej! Jag är boten för")
    assert (await talk.say("medlem", said)).startswith("Hej igen, Alva N.!")


@pytest.mark.parametrize(
    "said",
    [
        "nästa aktivitet",
        "När är nästa möte?",
        "vad händer?",
        "Vad händer i helgen?",
        "nasta?",
        "vad är på gång",
        "What's on?",
        "what is coming up",
        "härnäst",
    ],
)
async def test_what_happens_next(talk, said):
    assert (await talk.say("medlem", said)).startswith("Härnäst")


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ("vad händer i södersjö?", "Härnäst i Södersjö:"),
        ("När är nästa möte i Norrby?", "Härnäst i Norrby, möte:"),
        ("När är det fest?", "Härnäst i distriktet, fest:"),
    ],
)
async def test_with_the_branch_and_the_kind_that_are_named(talk, said, headline):
    assert (await talk.say("medlem", said)).startswith(headline)


@pytest.mark.parametrize("said", ["hej, vad gör vi den 8 mars?", "Hur många möten ska styrelsen ha?", "barnpassning"])
async def test_anything_else_is_a_question_about_the_plan(talk, said):
    assert await talk.say("medlem", said) == await talk.say("medlem", f"/plan {said}")


@pytest.mark.parametrize("said", ["hjälp", "Hjälp mig!", "vem är du?", "Vad kan du göra?", "what can you do", "help"])
async def test_a_cry_for_help(talk, said):
    assert await talk.say("medlem", said) == await talk.say("medlem", "/hjalp")


@pytest.mark.parametrize("said", ["tack", "Tack!", "ok", "toppen!", "👍", "👍🏽", "thanks"])
async def test_thanks(talk, said):
    assert (await talk.say("medlem", said)).startswith("Ingen orsak!")


@pytest.mark.parametrize("said", ["tack vare vem finns planen?", "hjälp till barn", "vad gör du för klimatet?"])
async def test_what_only_begins_so_is_a_question(talk, said):
    assert await talk.say("medlem", said) == await talk.say("medlem", f"/plan {said}")
