"""A deadline of one's own stands in the year that only oneself sees."""


async def test_one_that_comes_round_stands_in_every_year(talk):
    await talk.say("medlem", "/paminn senast 15 mars varje år lämna rapporten")
    await talk.say("medlem", "/paminn senast den 31 varje månad stäng kassan")

    for year, days in {2027: ("måndag 15", "onsdag 31"), 2028: ("onsdag 15", "fredag 31")}.items():
        said = await talk.say("medlem", f"/arshjul {year}")
        assert f"sista dag {days[0]} mars: lämna rapporten; sista dag {days[1]} mars: stäng kassan" in said
        assert said.count("stäng kassan") == (11 if year == 2027 else 12)


async def test_one_of_every_week_is_named_once_a_month(talk):
    await talk.say("medlem", "/paminn senast fredag varje vecka rapport")

    said = await talk.say("medlem", "/arshjul 2028")

    assert "- januari: sista dag fredag 7 januari och 3 gånger till: rapport\n" in said
    assert said.count("rapport") == 12


async def test_it_is_told_in_words_and_drawn_and_not_in_a_group(talk):
    await talk.say("medlem", "/paminn")
    await talk.say("medlem", "lämna rapporten")
    await talk.say("medlem", "15 mars")
    await talk.press("medlem", "Hoppa över")
    await talk.press("medlem", "nej")
    await talk.press("medlem", "Ja")
    await talk.press("medlem", "Spara")

    said = await talk.say("medlem", "/arshjul")

    assert "sista dag måndag 15 mars: lämna rapporten" in said
    (_, reply) = talk.adapter().sent[-1]
    assert reply.pictures[0].content.startswith(b"\x89PNG")
    assert "lämna rapporten" not in await talk.say("medlem", "/arshjul", group="norrby")
    assert "lämna rapporten" not in await talk.say("medlem2", "/arshjul")
