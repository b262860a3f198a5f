"""`/hjalp`: what the bot can do for the one who asks."""

import re

import pytest

import handlers

COMMAND = re.compile(r"^- /([\w-]+) ", re.MULTILINE)


async def shown(talk, who: str, **more: str) -> set[str]:
    return set(COMMAND.findall(await talk.say(who, "/hjalp", **more)))


FOR_POSTS = {
    "ny-aktivitet",
    "kopiera-aktivitet",
    "andra-aktivitet",
    "laget",
    "pride",
    "bjud-in",
    "valkomna",
    "medlemmar",
    "tvasteg",
    "grupp",
}
FOR_OFFICE = {"loggen", "larma-dataskydd"}
ONES_OWN = {"roller", "installningar", "paminnelser", "paminn", "pausa", "mina-uppgifter", "ratta", "glom-mig"}
ONES_OWN |= {"mina-pass", "hjalp-behovs", "kalender", "forslag", "behov", "incheckning", "deltagarlista", "resultat"}
ALL = {command.name for command in handlers.build().listed if command.menu}


@pytest.mark.parametrize(
    ("who", "not_shown"),
    [
        ("gast", ONES_OWN | FOR_POSTS | FOR_OFFICE),
        ("medlem", FOR_POSTS | FOR_OFFICE),
        ("ordforande", FOR_OFFICE),
        ("ombudsperson", set()),
    ],
)
async def test_everyone_sees_what_they_may_do(talk, who, not_shown):
    assert await shown(talk, who) == ALL - not_shown


async def test_in_a_group_only_what_everyone_may_do(talk):
    assert await shown(talk, "ordforande", group="norrby") == await shown(talk, "gast")


async def test_who_is_not_tied_is_told_how(talk):
    assert (await talk.say("gast", "/hjalp")).endswith(
        "Är du medlem? Be din partiförening om en kod, och skriv /start och koden till mig privat."
    )
    assert "Be din partiförening" not in await talk.say("medlem", "/hjalp")


async def test_everything_it_names_works(talk):
    for name in await shown(talk, "ordforande"):
        assert "Jag känner inte till" not in await talk.say("ordforande", f"/{name}")


async def test_in_english_by_its_english_name(talk):
    assert (await talk.say("medlem6", "/help")).startswith("I am the bot of Distriktet Älvmarken.")
