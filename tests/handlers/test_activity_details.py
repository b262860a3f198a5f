"""More of an activity: kept by whoever arranges it, told where it must be, and by nobody else."""

from datetime import time

import pytest

from bot.markup import plain
from storage import shifts, signups
from storage.models import Activity
from tests.handlers.meeting import TITLE, change, fill, find, hand_in, member, open_form, plan
from tests.talk import IDS

ALL = ("title", "kind", "place", "description", "material", "accessibility", "how_to_join", "contact", "contact_name",
       "serves", "visibility")  # fmt: skip


@pytest.fixture
async def talk(start_talk):
    return await start_talk(whole_forms=True, reminds=True)


@pytest.fixture
def meeting(talk) -> int:
    return plan(talk, contact_id=member(talk, "Gunnel T."))


def join(talk, number: int, name: str, **shift: object) -> int:
    with talk.database.begin() as session:
        activity = session.get_one(Activity, number)
        there = shifts.add(session, activity, starts=time(18), **shift) if shift else shifts.whole(session, activity)
        who = session.merge(there)
        signups.sign_up(session, who.id, member(talk, name), platform="telegram", said_at=talk.now, now=talk.now)
        return who.id


def told(talk, who: str) -> list[str]:
    return [plain(reply.text) for to, reply in talk.adapter().sent if to.chat == IDS[who]]


async def test_it_asks_with_what_stands_there(talk, meeting):
    change(talk, meeting, description="Nattbussar", material="kopp")
    form = await open_form(talk, "medlem2", f"details:{meeting}:all")

    assert tuple(field.name for field in form.fields) == ALL
    assert {field.name: field.value for field in form.fields if field.value} == {
        "title": TITLE, "kind": "network", "place": "Biblioteket", "description": "Nattbussar", "material": "kopp",
        "contact": f"m{member(talk, 'Gunnel T.')}", "visibility": "network",
    }  # fmt: skip


async def test_what_is_new_is_kept_and_counted_once(talk, meeting):
    said = await fill(talk, "medlem2", f"details:{meeting}:about", description="Nattbussar", material="kopp")

    assert said.startswith(f"Sparat för {TITLE}: beskrivning, vad man tar med.\n")
    now = find(talk, meeting)
    assert (now.description, now.material, now.sequence) == ("Nattbussar", "kopp", 1)


async def test_what_is_the_same_is_not_counted(talk, meeting):
    assert (await fill(talk, "medlem2", f"details:{meeting}:name")).startswith(f"Inget är ändrat för {TITLE}.")
    assert find(talk, meeting).sequence == 0


async def test_a_new_place_is_told_to_those_who_have_said_yes_and_a_new_title_to_nobody(talk, meeting):
    join(talk, meeting, "Jonna K.")
    await talk.bot.settle()
    before = len(talk.adapter().sent)

    await fill(talk, "medlem2", f"details:{meeting}:name", title="Bussar", place="Biblioteket")
    assert [to.chat for to, _ in talk.adapter().sent[before + 1 :]] == [IDS["medlem2"]]

    said = await fill(talk, "medlem2", f"details:{meeting}:name", place="Folkets hus")
    assert "Platsen är ny: en har sagt ja, och får veta det." in said
    assert told(talk, "medlem10")[-1].startswith("Ny plats för det du sagt ja till: Bussar, onsdag 24 februari")
    assert "Var: Folkets hus" in told(talk, "medlem10")[-1]


async def test_on_a_shift_with_a_place_of_its_own_nothing_is_told(talk, meeting):
    join(talk, meeting, "Jonna K.", place="Bakgården")
    said = await fill(talk, "medlem2", f"details:{meeting}:name", place="Folkets hus")

    assert "Platsen är ny" not in said
    assert told(talk, "medlem10") == []


async def test_a_form_that_is_handed_in_twice_is_one(talk, meeting):
    join(talk, meeting, "Jonna K.")
    form = await open_form(talk, "medlem2", f"details:{meeting}:name")
    await hand_in(talk, "medlem2", form, place="Folkets hus")
    again = await hand_in(talk, "medlem2", form, place="Någon annanstans")

    assert again.startswith("Det formuläret är inte öppet längre.")
    assert find(talk, meeting).place == "Folkets hus"
    assert len(told(talk, "medlem10")) == 1


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(talk, meeting):
    form = await open_form(talk, "medlem2", f"details:{meeting}:name")
    await fill(talk, "medlem7", f"details:{meeting}:name", place="Folkets hus")
    said = await hand_in(talk, "medlem2", form, title="Bussar")

    assert said.startswith("Någon annan har ändrat uppgifterna")
    assert (find(talk, meeting).title, find(talk, meeting).place) == (TITLE, "Folkets hus")


async def test_a_description_has_its_limit(talk, meeting):
    await fill(talk, "medlem2", f"details:{meeting}:about", description="b" * 601)
    assert talk.adapter().sent[-1][1].form is not None
    assert find(talk, meeting).description == ""

    await fill(talk, "medlem2", f"details:{meeting}:about", description="b" * 600)
    assert find(talk, meeting).description == "b" * 600


@pytest.mark.parametrize("words", ["<b>fet</b> [länk](https://x.se) *stjärna*", "\u202ebakvänt", "=HYPERLINK(1)"])
async def test_what_people_type_is_shown_as_they_typed_it(talk, meeting, words):
    await fill(talk, "medlem2", f"details:{meeting}:about", description=words)
    shown = await talk.say("medlem10", "", action=f"see:{meeting}")

    assert words.lstrip("\u202e") in shown


async def test_who_sees_it_is_not_narrowed_over_those_who_have_said_yes(talk, meeting):
    change(talk, meeting, visibility="members")
    join(talk, meeting, "Alva N.")
    form = await open_form(talk, "medlem2", f"details:{meeting}:seen")
    await hand_in(talk, "medlem2", form, visibility="network")

    assert find(talk, meeting).visibility == "members"
    assert talk.adapter().sent[-1][1].form is not None

    await fill(talk, "medlem2", f"details:{meeting}:seen", visibility="public")
    assert (find(talk, meeting).visibility, find(talk, meeting).sequence) == ("public", 1)


async def test_who_is_responsible_changes_all_but_whom_it_is_for(talk, meeting):
    form = await open_form(talk, "medlem7", f"details:{meeting}:all")
    assert tuple(field.name for field in form.fields) == tuple(
        name for name in ALL if name not in {"contact", "contact_name", "visibility"}
    )
    for part in ("seen", "contact"):
        assert (await talk.say("medlem7", "", action=f"details:{meeting}:{part}")).startswith("Det där får du inte")

    await hand_in(talk, "medlem7", form, title="Bussar", visibility="public", contact="me")
    now = find(talk, meeting)
    assert (now.title, now.visibility, now.contact_id) == ("Bussar", "network", member(talk, "Gunnel T."))


@pytest.mark.parametrize("who", ["medlem", "medlem10", "ordforande", "ombudsperson", "representant", "gast"])
@pytest.mark.parametrize("part", ["", ":all", ":plan", ":seen"])
async def test_nobody_else_changes_them(talk, meeting, who, part):
    said = await talk.say(who, "", action=f"details:{meeting}{part}")

    assert said.startswith(("Det där får du inte göra", "Det där är för medlemmar."))


async def test_the_right_is_looked_at_again_when_it_is_handed_in(talk, meeting):
    form = await open_form(talk, "medlem7", f"details:{meeting}:name")
    change(talk, meeting, contact_id=None)
    said = await hand_in(talk, "medlem7", form, title="Kapad")

    assert said.startswith("Det där får du inte göra")
    assert find(talk, meeting).title == TITLE


async def test_what_is_called_off_is_not_changed(talk, meeting):
    form = await open_form(talk, "medlem2", f"details:{meeting}:name")
    change(talk, meeting, cancelled_at=talk.now)

    assert "redan inställd" in await hand_in(talk, "medlem2", form, title="Bussar")
    assert find(talk, meeting).title == TITLE


@pytest.mark.parametrize("rest", ["", "x", "-1", "²", "999999", ":all", "1:x"])
async def test_a_forged_button(talk, rest):
    said = await talk.say("ordforande", "", action=f"details:{rest}")

    assert said.startswith(("Den knappen gäller inte längre.", "Det där får du inte göra"))
