"""What is gone from another calendar: whoever plans it is asked, and with two buttons it is settled."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from bot.markup import plain
from storage import needs
from storage.foreign import Calendar, Event
from storage.models import Activity, Branch, ForeignEvent, Need, Post, Signup, Want
from tests.talk import IDS, Talk

ONE = Event(
    "1", 3, "Torgmöte", date(2027, 3, 1), time(18), time(20), "Europe/Stockholm", "Torget", "", cancelled=False
)  # fmt: skip
ASKED = (
    "Torgmöte, måndag 1 mars kl. 18.00–20.00, om 3 veckor, Torget, fanns i kalendern Zetkin, men finns inte där "
    "längre. Är den inställd? Jag har inte sagt det till någon annan."
)


@pytest.fixture
async def talk(start_talk) -> Talk:
    return await start_talk(reminds=True)


async def bring(talk: Talk, *events: Event, branch: int | None) -> None:
    with talk.database.begin() as session:
        calendar = Calendar(session, "Zetkin", branch, talk.now)
        for change in calendar.compare(events, ()):
            calendar.store(change)
    await talk.wait(timedelta(minutes=1))


async def vanish(talk: Talk, branch: int | None = 1) -> list[str]:
    """It was there and is not any more; who is asked."""
    await bring(talk, ONE, branch=branch)
    before = len(talk.adapter().sent)
    await bring(talk, branch=branch)
    asked = [(to.chat, reply) for to, reply in talk.adapter().sent[before:] if "Torgmöte" in reply.text]
    names = {number: name for name, number in IDS.items()}
    return [names[chat] for chat, _ in asked]


def activity(talk: Talk) -> Activity:
    with talk.database.read() as session:
        return session.exec(select(Activity).where(Activity.title == "Torgmöte")).one()


@pytest.mark.parametrize(("branch", "who"), [(1, ["ordforande"]), (2, ["ordforande2"]), (None, ["ombudsperson"])])
async def test_whoever_plans_it_is_asked_and_nobody_else(talk, branch, who):
    assert await vanish(talk, branch) == who
    assert talk.texts()[-1] == ASKED
    assert [button.label for button in talk.adapter().sent[-1][1].buttons] == ["Ställ in", "Behåll"]
    assert activity(talk).cancelled_at is None


async def test_where_a_branch_has_nobody_the_ombudsperson_is_asked_and_may_settle_it(talk):
    with talk.database.begin() as session:
        for post in session.exec(select(Post).where(Post.branch_id == 1, Post.role != "contact")):
            session.delete(post)

    assert await vanish(talk) == ["ombudsperson"]
    await talk.press("ombudsperson", "Ställ in")
    assert activity(talk).cancelled_at


async def test_called_off_it_is_as_if_somebody_here_had_done_it(talk):
    await vanish(talk)
    said = await talk.press("ordforande", "Ställ in")

    assert said.startswith("Sparat. Aktiviteten Torgmöte, som skulle ha varit måndag 1 mars")
    assert (activity(talk).cancelled_at, activity(talk).sequence) == (talk.now, 1)
    assert await talk.press("ordforande", "Behåll") == "Det är redan avgjort, eller så finns den i kalendern igen."


async def test_kept_it_is_ours(talk):
    await vanish(talk)
    assert (await talk.press("ordforande", "Behåll")).startswith("Då blir den av: Torgmöte står kvar")

    assert activity(talk).cancelled_at is None
    with talk.database.read() as session:
        assert session.exec(select(ForeignEvent)).all() == []
    assert (await talk.press("ordforande", "Ställ in")).startswith("Det är redan avgjort")
    assert activity(talk).cancelled_at is None


async def test_there_again_the_buttons_are_too_late(talk):
    await vanish(talk)
    await bring(talk, ONE, branch=1)

    assert (await talk.press("ordforande", "Ställ in")).startswith("Det är redan avgjort")
    assert activity(talk).cancelled_at is None


@pytest.mark.parametrize("who", ["medlem", "ordforande2", "styrelse", "gast"])
async def test_nobody_else_settles_it(talk, who):
    await vanish(talk)
    number = activity(talk).id

    for verb in ("cancel", "keep"):
        await talk.say(who, "", action=f"gone:{verb}:{number}")
    assert activity(talk).cancelled_at is None
    with talk.database.read() as session:
        assert session.exec(select(ForeignEvent)).one().gone_at


@pytest.mark.parametrize("forged", ["gone:", "gone:cancel", "gone:cancel:x", "gone:cancel:1", "gone:burn:{n}"])
async def test_a_forged_button_settles_nothing(talk, forged):
    await vanish(talk)
    await talk.say("ordforande", "", action=forged.replace("{n}", str(activity(talk).id)))

    assert activity(talk).cancelled_at is None


async def test_settled_before_it_is_sent_nobody_is_asked(talk):
    """Asked in the night, told in the morning: it may be there again by then."""
    await bring(talk, ONE, branch=1)
    talk.now += timedelta(hours=14)
    before = len(talk.adapter().sent)
    await bring(talk, branch=1)
    await bring(talk, ONE, branch=1)
    await talk.wait(timedelta(hours=12))

    assert not [reply.text for _, reply in talk.adapter().sent[before:] if "finns inte där längre" in reply.text]


async def test_hostile_words_of_another_calendar_stay_words(talk):
    await bring(talk, ONE._replace(title="*[x](https://ont.example)*"), branch=1)
    await bring(talk, branch=1)

    assert "*[x](https://ont.example)*, måndag 1 mars" in talk.texts()[-1]
    with talk.database.read() as session:
        assert session.get(Branch, 1)


async def sign_up(talk: Talk, who: str) -> None:
    number = activity(talk).id
    await talk.say(who, "", action=f"see:{number}")
    await talk.press(who, "Jag kommer")


def heard(talk: Talk, who: str, since: int) -> list[str]:
    return [plain(reply.text).split("\n")[0] for to, reply in talk.adapter().sent[since:] if to.chat == IDS[who]]


OFF, WHAT = ONE._replace(cancelled=True), "Torgmöte, måndag 1 mars kl. 18.00–20.00, i morgon."


async def test_called_off_there_and_on_again_whoever_was_told_is_told(talk):
    await bring(talk, ONE, branch=1)
    await sign_up(talk, "medlem")
    await talk.wait(timedelta(days=20, hours=7))  # the day before, when the rest of the branch is reminded
    since = len(talk.adapter().sent)
    await bring(talk, OFF, branch=1)
    await bring(talk, ONE, branch=1)

    assert heard(talk, "medlem", since) == [f"Inställt: {WHAT}", f"Det blir av ändå: {WHAT} Du står kvar på passet."]
    (off, on) = heard(talk, "ordforande", since)
    assert (off[:18], on) == ("Inställt: Torgmöte", "Det blir av ändå! Så här blir det:")


async def test_who_has_not_heard_that_it_was_off_hears_nothing(talk):
    await bring(talk, ONE, branch=1)
    await sign_up(talk, "medlem")
    talk.now += timedelta(hours=14)  # in the night
    since = len(talk.adapter().sent)
    await bring(talk, OFF, branch=1)
    await bring(talk, ONE, branch=1)
    await talk.wait(timedelta(hours=12))

    assert [one for one in heard(talk, "medlem", since) if "Torgmöte" in one] == []


async def off_here_and_back(talk: Talk, back: Event = ONE) -> int:
    """Gone there, called off here by its chair, and there again: how much was sent before that."""
    await bring(talk, ONE, branch=1)
    await sign_up(talk, "medlem")
    await bring(talk, branch=1)
    await talk.press("ordforande", "Ställ in")
    await talk.wait(timedelta(minutes=5))
    since = len(talk.adapter().sent)
    for _ in range(2):
        await bring(talk, back, branch=1)
    return since


async def test_called_off_here_and_there_again_whoever_did_so_is_asked_first(talk):
    since = await off_here_and_back(talk)

    (asked,) = heard(talk, "ordforande", since)
    assert asked.startswith(
        "Torgmöte, måndag 1 mars kl. 18.00–20.00, om 3 veckor, Torget, är tillbaka i kalendern Zetkin."
    )
    assert heard(talk, "medlem", since) == []
    assert (await talk.press("ordforande", "Den blir av")).startswith("Då blir den av: Torgmöte.")
    await talk.wait(timedelta(minutes=1))
    assert heard(talk, "medlem", since)[0].startswith("Det blir av ändå: Torgmöte")
    assert activity(talk).cancelled_at is None
    assert (await talk.press("ordforande", "Fortfarande inställd")).startswith("Det är redan avgjort")


async def test_it_stays_called_off_and_is_not_asked_about_again(talk):
    since = await off_here_and_back(talk)
    await talk.press("ordforande", "Fortfarande inställd")
    await bring(talk, ONE, branch=1)

    assert activity(talk).cancelled_at
    assert len([one for one in heard(talk, "ordforande", since) if "tillbaka" in one]) == 1
    number = activity(talk).id
    for who, verb in (("medlem", "resume"), ("ordforande", "cancel"), ("ordforande", "resume")):
        await talk.say(who, "", action=f"gone:{verb}:{number}")
    assert activity(talk).cancelled_at


async def test_what_somebody_needs_there_was_forgotten_and_is_to_be_said_again(talk):
    await bring(talk, ONE, branch=1)
    await sign_up(talk, "medlem")
    with talk.database.begin() as session:
        member = session.exec(select(Signup.member_id)).one()
        needs.put(session, activity(talk), member, Want.CHILDCARE, words="två barn", now=talk.now)
    await bring(talk, OFF, branch=1)
    await bring(talk, ONE, branch=1)

    (again,) = [reply for to, reply in talk.adapter().sent if "Det blir av ändå" in reply.text]
    assert "Hade du sagt att du behöver barnpassning" in again.text
    assert [button.label for button in again.buttons] == ["Jag kan inte", "Jag behöver något"]
    with talk.database.read() as session:
        assert session.exec(select(Need)).all() == []
    assert (await talk.press("medlem", "Jag behöver något")).startswith("Vad behöver du")


async def test_who_heard_of_a_new_time_and_not_that_it_was_off_hears_nothing(talk):
    await bring(talk, ONE, branch=1)
    await sign_up(talk, "medlem")
    await bring(talk, ONE._replace(starts=time(17)), branch=1)
    since = len(talk.adapter().sent)
    with talk.database.begin() as session:  # before the clock looks
        for cancelled in (True, False):
            calendar = Calendar(session, "Zetkin", 1, talk.now)
            for change in calendar.compare([ONE._replace(starts=time(17), cancelled=cancelled)], ()):
                calendar.store(change)
            session.expire_all()
    await talk.wait(timedelta(minutes=5))

    assert activity(talk).cancelled_at is None
    assert heard(talk, "medlem", since) == []


@pytest.mark.parametrize("verb", ["Den blir av", "Ställ in"])
async def test_what_has_been_is_settled(talk, verb):
    await (off_here_and_back(talk) if verb == "Den blir av" else vanish(talk))
    before = activity(talk).cancelled_at
    talk.now += timedelta(days=40)

    said = await talk.press("ordforande", verb)
    assert said.splitlines()[0] == "Torgmöte är redan över."
    assert activity(talk).cancelled_at == before


@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2027, 4, 1)])
async def test_back_at_another_time_and_place_that_is_what_is_asked_and_told(talk, day):
    since = await off_here_and_back(talk, ONE._replace(day=day, starts=time(17), place="Parken"))

    (asked,) = heard(talk, "ordforande", since)
    assert "kl. 17.00–20.00" in asked
    assert "Parken, är tillbaka i kalendern Zetkin." in asked
    assert heard(talk, "medlem", since) == []
    await talk.press("ordforande", "Den blir av")
    await bring(talk, ONE._replace(day=day, starts=time(17), place="Parken"), branch=1)
    (told,) = [one for one in heard(talk, "medlem", since) if "Torgmöte" in one]
    assert told.startswith("Det blir av ändå: Torgmöte, ")
    assert "kl. 17.00–20.00" in told
