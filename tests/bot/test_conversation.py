"""What a message means: refusals that name the rule, silence where it is not for us, rights as they are now."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select, update

from bot.clean import LONGEST
from bot.messages import Attachment
from storage.models import Member, OpenForm, OwnReminder, Post


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\u202e", "\x00"])
async def test_nothing_is_refused_in_private_and_passed_over_in_a_group(talk, text):
    assert "Det kom inga ord fram." in await talk.say("medlem", text)
    assert await talk.say("medlem", text, group="norrby") == ""


@pytest.mark.parametrize(("length", "refused"), [(LONGEST, False), (LONGEST + 1, True)])
async def test_more_than_anybody_types_is_refused(talk, length, refused):
    said = await talk.say("medlem", "å" * length)

    assert said.startswith("Det där var mer än jag kan läsa på en gång: högst 40000 tecken.") is refused


async def test_a_command_that_is_too_long_is_refused_too(talk):
    assert (await talk.say("medlem", "/plan " + "å" * LONGEST)).startswith("Det där var mer än jag kan läsa")


NUMBERS = "Eva 070-123 45 67, 19121212-1212"
HIDDEN = "Jag tog bort det som såg ut som ett telefonnummer eller personnummer"


def kept(talk) -> str:
    """All that was stored of what was said."""
    with talk.database.read() as session:
        said = [*session.exec(select(OwnReminder.what)), *session.exec(select(OpenForm.definition))]
        return "\n".join([*said, *session.exec(select(Member.name))])


@pytest.mark.parametrize("text", [
    f"/paminn mig om att ringa {NUMBERS} i morgon kl 10", f"Påminn mig i morgon kl 10 om att ringa {NUMBERS}",
    f"/forslag Ring {NUMBERS}", f"/ny-aktivitet Möte hos {NUMBERS} lördag kl 10",
    f"Vi har möte hos {NUMBERS} på lördag kl 10",
])  # fmt: skip
async def test_numbers_of_people_in_one_line_are_not_kept_and_that_is_told(talk, text):
    said = await talk.say("ordforande", text)

    assert said.startswith(HIDDEN)
    assert "123 45" not in kept(talk) + said
    assert "1212" not in kept(talk) + said


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        ("medlem", "/paminn mig om mötet 2027-03-08 kl 18.30", "måndag 8 mars kl. 18.30"),
        ("medlem", "/paminn mig om mötet 08.03.2027 kl 18.30", "måndag 8 mars kl. 18.30"),
        ("ordforande", "/tvasteg 123456", "kod-app"),
    ],
)
async def test_days_hours_and_codes_are_left_alone(talk, who, text, said):
    answer = await talk.say(who, text)

    assert said in answer.replace("Kod-app", "kod-app")
    assert HIDDEN not in answer


async def test_a_code_that_looks_like_a_number_is_a_code(talk):
    code = "19121212-1212"

    assert HIDDEN not in await talk.say("gast", f"/start {code}")


async def test_what_turned_the_text_is_told(talk):
    said = await talk.say("medlem", "/hjalp\u202e")

    assert said.startswith("Jag tog bort dolda tecken som vänder texten.\n\nJag är boten för")


@pytest.mark.parametrize(("text", "in_private", "in_group"), [
    ("/baka", "Jag känner inte till /baka. Skriv /hjalp så visar jag vad jag kan.", ""),
    ("/nasta-aktivtet", "Jag känner inte till /nasta-aktivtet. Menade du /nasta-aktivitet?",
     "Jag känner inte till /nasta-aktivtet. Menade du /nasta-aktivitet?"),
    ("/stats", "Jag känner inte till /stats. Menade du /start?", ""),
    ("/startgame", "Jag känner inte till /startgame. Menade du /start?", ""),
])  # fmt: skip
async def test_an_unknown_command(talk, text, in_private, in_group):
    assert await talk.say("medlem", text) == in_private
    assert await talk.say("medlem", text, group="norrby") == in_group


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        ("medlem", "visa årshjulet", "Året 2027 i Norrby"),
        ("medlem", "Mina påminnelser", "Jag har inget att påminna dig om"),
        ("medlem", "ARSHJUL!", "Året 2027 i Norrby"),
        ("ordforande", "ny aktivitet", "Vi lägger in en aktivitet för partiföreningen Norrby."),
        ("styrelse", "läget?", "Har inte svarat: Bruksäng"),
    ],
)
async def test_a_command_by_its_name_alone(talk, who, text, said):
    assert said in (await talk.say(who, text))


@pytest.mark.parametrize("text", ["läget", "ny aktivitet", "vad säger planen om årshjulet"])
async def test_words_that_are_no_command_of_theirs_are_a_question(talk, text):
    assert "roll" not in (said := await talk.say("medlem", text))
    assert "Året 2027" not in said


async def test_a_command_that_one_may_not_use_is_not_suggested(talk):
    assert "Menade du /ny-aktivitet?" in await talk.say("ordforande", "/ny-aktivitett")
    assert "/ny-aktivitet?" not in await talk.say("medlem", "/ny-aktivitett")


@pytest.mark.parametrize(
    ("who", "text", "said"),
    [
        ("gast", "/ny-aktivitet", "Det där är för medlemmar."),
        ("medlem", "/ny-aktivitet", "Det där får du inte göra med den roll du har."),
        ("styrelse", "/ny-aktivitet", "Det där får du inte göra med den roll du har."),
        ("ordforande", "/ny-aktivitet", "Vi lägger in en aktivitet för partiföreningen Norrby."),
        ("ombudsperson", "/ny-aktivitet", "Vi lägger in en aktivitet för distriktet."),
        ("gast", "/installningar", "Det där är för medlemmar."),
    ],
)
async def test_who_may_do_what(talk, who, text, said):
    assert (await talk.say(who, text)).startswith(said)


async def test_a_refusal_in_a_group_is_for_the_one_who_asked(talk):
    ((to, reply),) = await talk.hear(talk.incoming("medlem", "/ny-aktivitet", group="norrby"))

    assert (to.chat, to.only, reply.private) == ("-2001", "1001", True)


async def test_an_old_keyboard_is_worth_nothing_once_the_role_is_gone(talk):
    assert "Fråga 1 av" in await talk.say("ordforande", "/ny-aktivitet")
    with talk.database.begin() as session:
        session.exec(update(Post).values(last_day=talk.now.date()))

    assert "Fråga 1 av" in await talk.say("ordforande", "/ny-aktivitet")
    talk.now += timedelta(days=1)
    assert (await talk.say("ordforande", "/ny-aktivitet")).startswith("Det där får du inte göra")


@pytest.mark.parametrize(
    "action", ["unheard-of:1", "", "plan_x", "DROP TABLE", ":::", "next", "next:all", "next:9:x:y"]
)
async def test_a_forged_or_old_button(talk, action, logged):
    said = await talk.say("medlem", "", action=action or "?")

    assert said == "Den knappen gäller inte längre. Skriv kommandot igen så får du en ny."
    assert "dispatch.bug" not in logged.getvalue()


async def test_a_group_reads_the_districts_language(talk):
    assert "Jag är boten för" in await talk.say("medlem6", "/hjalp", group="norrby", language="en")


async def test_a_command_for_another_bot_is_not_for_us(talk):
    assert await talk.say("medlem", "/hjalp@anotherbot", group="norrby") == ""


async def test_a_file_without_words_is_no_empty_message(talk):
    file = Attachment("f1", "plan.docx", 10)

    assert "Det kom inga ord fram." not in await talk.say("medlem", "", files=(file,))


async def test_an_event_that_nobody_knows_is_passed_over(talk, logged):
    assert await talk.happens("party", "1001") == ""
    assert "dispatch.bug" not in logged.getvalue()


@pytest.mark.parametrize(
    ("who", "language", "said"),
    [
        ("gast", "en", "I am the bot of"),
        ("gast", "sv", "Jag är boten för"),
        ("gast", "tlh", "Jag är boten för"),
        ("medlem6", "sv", "I am the bot of"),
        ("medlem", "en", "Jag är boten för"),
    ],
)
async def test_the_language_is_the_members_own_or_else_the_platforms(talk, who, language, said):
    assert said in await talk.say(who, "/hjalp", language=language)


@pytest.mark.parametrize("number", ["070-123 45 67", "+46701234567", "640823-3234"])
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("medlem", "/paminn i morgon kl 18 ring {}"),
        ("medlem", "påminn mig i morgon kl 18 att ringa {}"),
        ("medlem", "/forslag Ring {}"),
        ("ordforande", "/bjud-in Tove {}"),
        ("ordforande", "/ny-aktivitet {}"),
    ],
)
async def test_a_number_behind_a_command_is_taken_out_and_told(talk, who, said, number):
    answer = await talk.say(who, said.format(number))

    assert answer.startswith("Jag tog bort det som såg ut som ett telefonnummer eller personnummer")
    assert number not in answer
    with talk.database.read() as session:
        kept = [str(row) for table in SQLModel.metadata.tables.values() for row in session.execute(table.select())]
    assert len(kept) > 100
    assert not any(number in row for row in kept)
