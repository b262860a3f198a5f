"""`/installningar`: a member's language."""


async def test_the_language_is_changed_for_all_that_follows(talk):
    assert (await talk.say("medlem", "/installningar")).startswith("Jag skriver till dig på svenska.")
    assert "Språk" in await talk.press("medlem", "Byt språk")
    await talk.press("medlem", "English")

    assert await talk.press("medlem", "Spara") == "Saved. From now on I write in English."
    assert (await talk.say("medlem", "/nasta-aktivitet")).startswith("Next for you in Norrby:")


async def test_and_back_again_by_its_other_name(talk):
    await talk.say("medlem6", "/settings")
    await talk.press("medlem6", "Change language")
    await talk.press("medlem6", "svenska")

    assert await talk.press("medlem6", "Save") == "Sparat. Från och med nu skriver jag på svenska."


async def test_on_every_platform_of_that_member(two):
    await two.say("medlem", "/installningar")
    await two.press("medlem", "Byt språk")
    await two.press("medlem", "English")
    await two.press("medlem", "Spara")

    assert (await two.say("U0001", "/nasta-aktivitet", platform="slack")).startswith("Next for you in Norrby:")


async def test_where_the_form_is_shown_whole_it_tells_what_stands(start_talk):
    talk = await start_talk(whole_forms=True)

    ((_, reply),) = await talk.hear(talk.incoming("medlem6", action="settings:language"))

    (field,) = reply.form.fields
    assert (field.value, [choice.value for choice in field.choices]) == ("en", ["sv", "en"])


async def test_a_language_that_is_not_there(talk):
    await talk.say("medlem", "/installningar")
    await talk.press("medlem", "Byt språk")

    assert (await talk.say("medlem", "klingonska")).startswith("”klingonska” är inte ett av alternativen.")


async def test_only_members_have_settings(talk):
    assert (await talk.say("gast", "/installningar")).startswith("Det där är för medlemmar.")
