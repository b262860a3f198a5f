"""What somebody needs to be able to come: said in private, seen by whoever is responsible alone, and answered."""

import json

import pytest
from sqlmodel import select

from bot.markup import plain
from bot.settings import Settings
from storage import access
from storage.models import Access, Activity, Member, Need, OpenForm, Post, Shift
from storage.sealing import Keyring, new_key
from tests.talk import NOW, Talk

KEY = new_key()
# The meeting is Norrby's: Alva comes, and Majken chairs.
WHO, CHAIR = "medlem", "ordforande"
WORDS = "tre och fem år, den yngsta har cp"
NOBODY = "Ingen väntar på något från dig."
OVER = "Det gäller inte längre, eller är inte ditt att svara på. Skriv /behov så ser du vad som väntar på dig."


@pytest.fixture(params=["with a key", "without"])
def keys(request) -> str:
    return KEY if request.param == "with a key" else ""


@pytest.fixture
def settings(keys) -> Settings:
    return Settings(_env_file=None, district="Distriktet Älvmarken", data_keys=keys)


@pytest.fixture
async def talk(start_talk) -> Talk:
    talk = await start_talk(whole_forms=True)
    await talk.say(WHO, "", action=f"come:{meeting(talk)}")
    return talk


def meeting(talk: Talk) -> int:
    with talk.database.read() as session:
        return session.exec(select(Activity.id).where(Activity.title == "Medlemsmöte i Norrby")).first()


def rows(talk: Talk) -> list[Need]:
    with talk.database.read() as session:
        return list(session.exec(select(Need).order_by(Need.id)))


async def ask(talk: Talk, want: str = "childcare", who: str = WHO, **values: str) -> str:
    ((_, reply),) = await talk.hear(talk.incoming(who, "", action=f"need:{meeting(talk)}:{want}"))
    assert reply.form is not None, reply.text
    given = {"count": "2", "words": WORDS} | values
    return await talk.say(who, "", action=f"form:{reply.form.id}:send", values=given)


async def test_asked_seen_by_the_chair_and_answered(talk):
    said = await ask(talk)
    assert said.startswith("Tack! Den som ansvarar får veta att någon väntar, och du får svar här.")

    seen = await talk.say(CHAIR, "/behov")
    assert seen.splitlines()[1].startswith("Medlemsmöte i Norrby, måndag 15 februari")
    assert seen.splitlines()[2:] == [f"- Alva N.: barnpassning, 2 barn. {WORDS}"]

    before = len(talk.adapter().sent)
    assert await talk.press(CHAIR, "Ordnas: Alva N., barnpassning") != OVER
    told = [(to.chat, plain(reply.text)) for to, reply in talk.adapter().sent[before:] if to.chat == "1001"]
    assert len(told) == 1
    assert told[0][1].startswith("Det ordnas: barnpassning till Medlemsmöte i Norrby")
    assert told[0][1].endswith("fråga Majken N.")
    (need,) = rows(talk)
    assert (need.met, need.answered_at) == (True, NOW)
    assert (await talk.say(CHAIR, "/behov")).endswith(f"{WORDS} (ordnas)")


async def test_the_words_are_sealed_where_there_is_a_key_and_kept_nowhere_else(talk, keys):
    await ask(talk)
    await talk.say(CHAIR, "/behov")

    (need,) = rows(talk)
    if keys:
        assert WORDS not in need.words
        assert Keyring([KEY]).open(need.words) == WORDS
    else:
        assert need.words == f":{WORDS}"
    with talk.database.read() as session:
        forms = [row.answers + row.definition for row in session.exec(select(OpenForm))]
    assert [text for text in [*forms, *(row.payload for row in talk.mail())] if "cp" in json.dumps(text)] == []


async def test_each_look_is_noted(talk):
    await ask(talk)
    for _ in range(2):
        await talk.say(CHAIR, "/behov")

    with talk.database.read() as session:
        ref = session.exec(select(Member.ref).where(Member.name == "Alva N.")).one()
        assert [one.what for one in access.about(session, ref)] == ["need", "need"]


@pytest.mark.parametrize("who", [WHO, "medlem2", "ordforande2", "styrelse", "ombudsperson", "tekniker"])
async def test_nobody_else_sees_or_answers_it(talk, who):
    await ask(talk)
    number = rows(talk)[0].id

    assert await talk.say(who, "/behov") == NOBODY
    assert await talk.say(who, "", action=f"need-met:{number}:yes") == OVER
    assert rows(talk)[0].met is None
    with talk.database.read() as session:
        assert session.exec(select(Access)).all() == []


async def test_where_there_is_a_contact_only_that_one_sees_it(talk):
    await ask(talk)
    with talk.database.begin() as session:
        contact = session.exec(select(Member.id).where(Member.name == "Birk S.")).one()
        session.get_one(Activity, meeting(talk)).contact_id = contact

    assert "barnpassning" in await talk.say("medlem2", "/behov")
    assert await talk.say(CHAIR, "/behov") == NOBODY


async def test_who_is_no_chair_any_more_answers_nothing(talk):
    await ask(talk)
    await talk.say(CHAIR, "/behov")
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.role == "chair", Post.branch_id == 1)):
            session.delete(post)

    assert await talk.press(CHAIR, "Ordnas: Alva N., barnpassning") == OVER


async def test_the_same_answer_twice_is_told_once_and_another_is_told_too(talk):
    await ask(talk)
    await talk.say(CHAIR, "/behov")
    for label in ("Ordnas: Alva N., barnpassning", "Ordnas: Alva N., barnpassning", "Går inte: Alva N., barnpassning"):
        await talk.press(CHAIR, label)

    texts = [plain(reply.text) for to, reply in talk.adapter().sent if to.chat == "1001"]
    assert [text.split(":")[0] for text in texts if text.startswith(("Det ordnas", "Det går tyvärr"))] == [
        "Det ordnas", "Det går tyvärr inte att ordna",
    ]  # fmt: skip


async def test_only_who_comes_can_say_it(talk):
    number = meeting(talk)
    assert (await talk.say("medlem2", "", action=f"need:{number}")).startswith("Säg först att du kommer:")

    ((_, reply),) = await talk.hear(talk.incoming(WHO, "", action=f"need:{number}:food"))
    await talk.say(WHO, "/mina-pass")
    await talk.press(WHO, "Jag kan inte")
    said = await talk.say(WHO, "", action=f"form:{reply.form.id}:send", values={"words": "vegansk"})
    assert said.startswith("Säg först att du kommer:")
    assert rows(talk) == []


async def test_a_sign_up_taken_back_takes_it_along(talk):
    await ask(talk)
    await talk.say(WHO, "/mina-pass")
    said = await talk.press(WHO, "Jag kan inte")

    assert said.splitlines()[1:] == [
        "Jag har tagit bort det här: barnpassning. Kommer du ändå, säg till igen om vad du behöver."
    ]
    assert (rows(talk), await talk.say(CHAIR, "/behov")) == ([], NOBODY)
    said = await talk.press(WHO, "Jag kommer ändå")
    assert said.endswith(
        "\nDet du sa om barnpassning, skjuts och annat är borttaget. Gäller det fortfarande, tryck Jag behöver något."
    )
    assert len((await talk.press(WHO, "Jag kan inte")).splitlines()) == 1, "there was nothing to take back"
    assert "är borttaget" not in await talk.press(WHO, "Jag kommer ändå")


async def test_taken_back_by_whoever_said_it_and_nobody_else(talk):
    await ask(talk)
    number = rows(talk)[0].id

    assert await talk.say("medlem2", "", action=f"need-drop:{number}") == "Det är redan borttaget."
    assert len(rows(talk)) == 1
    assert await talk.press(WHO, "Ta bort: barnpassning") == "Borttaget: barnpassning."
    assert rows(talk) == []


@pytest.mark.parametrize(("want", "count"), [("childcare", "0"), ("childcare", "21"), ("lift", "9")])
async def test_an_odd_number_is_asked_again(talk, want, count):
    ((_, reply),) = await talk.hear(talk.incoming(WHO, "", action=f"need:{meeting(talk)}:{want}"))
    ((_, again),) = await talk.hear(
        talk.incoming(
            WHO, "", action=f"form:{reply.form.id}:send", values={"count": count, "words": "x"}
        )
    )  # fmt: skip

    assert again.form.fields[0].error.startswith("Skriv ett tal mellan 1 och ")
    assert rows(talk) == []


@pytest.mark.parametrize("action", ["need", "need:x", "need:999", "need:{}:bath", "need-drop:x", "need-met:1:maybe",
                                    "needs:x", "pair:1", "pair:x:y", "ride:9:yes", "ride:x"])  # fmt: skip
async def test_an_odd_button(talk, action):
    await ask(talk)
    said = await talk.say(CHAIR, "", action=action.format(meeting(talk)))

    assert said.startswith(
        ("Den knappen", "Det där finns inte", "Det gäller inte", "Den frågan", "Det är redan", "Säg")
    )
    assert rows(talk)[0].met is None


async def test_it_is_among_one_s_own_data_in_words(talk):
    await ask(talk)

    said = await talk.say(WHO, "/mina-uppgifter")
    assert f"behov: barnpassning, antal: 2, beskrivning: {WORDS}" in said


async def test_the_button_stands_where_somebody_has_said_yes(talk):
    ((_, reply),) = await talk.hear(talk.incoming(WHO, "/mina-pass"))
    (button,) = [button for button in reply.buttons if button.label == "Jag behöver något"]
    assert button.action == f"need:{meeting(talk)}"
    assert "Bara den som ansvarar ser" in await talk.press(WHO, "Jag behöver något")


async def test_a_page_at_a_time(talk):
    for want in ("childcare", "access", "food", "ride"):
        await ask(talk, want)
    for want in ("access", "food"):
        await talk.say("medlem2", "", action=f"come:{meeting(talk)}")
        await ask(talk, want, "medlem2")

    assert "Birk S.: särskild mat" not in await talk.say(CHAIR, "/behov")
    assert "Birk S.: särskild mat" in await talk.press(CHAIR, "Visa fler")


async def test_whoever_comes_back_into_the_line_says_what_they_need_when_they_have_a_place(talk):
    await ask(talk)
    await talk.say(WHO, "/mina-pass")
    await talk.press(WHO, "Jag kan inte")
    back = talk.button("Jag kommer ändå").action
    with talk.database.begin() as session:
        session.get_one(Shift, int(back.split(":")[1])).capacity = 1
    await talk.say("medlem2", "", action=back.replace("come-back", "shift"))

    said = await talk.say(WHO, "", action=back)
    assert said.endswith("\nDet du sa om barnpassning, skjuts och annat är borttaget. Får du en plats, säg till igen.")


@pytest.mark.parametrize("forged", ["come-back:", "come-back:x", "come-back:9999"])
async def test_a_forged_way_back(talk, forged):
    assert "är borttaget" not in await talk.say(WHO, "", action=forged)
