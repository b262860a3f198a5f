"""`/arshjul`: the year in words, and the wheel that is sent along."""

import io
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bot.context import Context
from bot.errors import UserError
from bot.markup import plain
from bot.messages import Address, Incoming, Reply
from bot.pictures import Wheel
from bot.pictures.sketches import read
from bot.texts import texts
from handlers.year import show_view, show_year
from storage import activities, branches, members
from storage.models import Activity, PrideDay
from tests.talk import GROUPS, IDS, NOW

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NORRBY = """Året 2027 i Norrby, med det som distriktet ordnar för alla
- januari: 2 aktiviteter
- februari: 11 aktiviteter, härnäst Flygblad vid stationen tisdag 9 februari
- mars: måndag 8 mars internationella kvinnodagen; 3 aktiviteter, först Åttonde mars i Norrby måndag 8 mars
- maj: lördag 1 maj arbetarrörelsens dag; en aktivitet, Första maj i Norrby lördag 1 maj
- juni: 2 aktiviteter, först Pride i Norrby lördag 5 juni
- oktober: en aktivitet, Höstkonferens om välfärden söndag 10 oktober
- december: en aktivitet, Adventsfika måndag 6 december
Pride har ingen dag än i Norrby."""


class Asking:
    """Somebody asks on Telegram; `now` and the district's rows can be changed."""

    def __init__(self, session, who: str, group: str = "") -> None:
        self.session, self.now = session, NOW
        chat = GROUPS.get(group, IDS[who])
        self.msg = Incoming(Address("telegram", chat), IDS[who], "", "e1", private=not group)
        self.person = members.find(session, platform="telegram", user=IDS[who], today=NOW.date())

    def ctx(self, args: str) -> Context:
        language = self.person.language if self.person else "sv"
        return Context(
            self.session, self.now, STOCKHOLM, texts(language), "Distriktet Älvmarken", person=self.person, args=args
        )

    def __call__(self, args: str = "") -> Reply:
        return show_year(self.msg, self.ctx(args))

    def press(self, args: str) -> Reply:
        return show_view(self.msg, self.ctx(args))


@pytest.fixture
def ask(district):
    """Starts somebody asking, on the sample district."""
    return lambda who="medlem", group="": Asking(district, who, group)


def wheel(reply: Reply) -> Wheel:
    (picture,) = reply.pictures
    found = read(picture.sketch)
    assert isinstance(found, Wheel)
    return found


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def first_line(reply: Reply) -> str:
    return plain(reply.text).splitlines()[0]


def test_a_member_sees_the_own_branch_with_what_the_district_arranges(ask):
    reply = ask()()

    assert plain(reply.text) == NORRBY
    assert labels(reply) == ["Hela distriktet", "Mörk bild", "Visa 2028"]


def test_the_wheel_says_the_same(ask):
    drawn = wheel(ask()())

    assert (drawn.title, drawn.year, drawn.caption, drawn.theme) == ("Norrby", 2027, "21 aktiviteter", "light")
    assert (drawn.today, drawn.months[1:4]) == (date(2027, 2, 8), ("feb", "mars", "apr"))
    assert [(mark.day.month, mark.label) for mark in drawn.written] == [
        (2, "Flygblad vid stationen"),
        (2, "Digital frågestund om planen"),
        (2, "Medlemsmöte i Norrby"),
        (2, "Styrelsemöte med kaffe"),
        (2, "Ny i rörelsen"),
        (3, "Internationella kvinnodagen"),
        (5, "Arbetarrörelsens dag"),
    ]
    assert sum(mark.kind == "activity" for mark in drawn.marks) == 21


def test_the_alternative_says_what_it_shows(ask):
    (picture,) = ask()().pictures

    assert picture.alt.startswith("Årshjul 2027 för Norrby: en ring av tolv månader med de fasta dagarna (2)")
    assert (picture.name, picture.media_type, picture.content) == ("arshjul-2027.png", "image/png", b"")


def test_pride_is_there_once_it_has_a_day(ask, district):
    district.add(PrideDay(town="Norrby", year=2027, day=date(2027, 6, 5), set_at=NOW))
    reply = ask()()

    assert "- juni: lördag 5 juni prideparaden i Norrby; 2 aktiviteter" in plain(reply.text)
    assert "ingen dag" not in reply.text
    assert "Prideparaden i Norrby" in [mark.label for mark in wheel(reply).written]


@pytest.mark.parametrize(("towns", "said"), [(0, "i 12 orter."), (9, "i Tallberga, Älmvik, Österäng."), (12, "")])
def test_where_pride_has_no_day_yet(ask, district, towns, said):
    everywhere = sorted(branch.town for branch in branches.listed(district))
    district.add_all(PrideDay(town=town, year=2027, day=date(2027, 8, 1), set_at=NOW) for town in everywhere[:towns])

    last = plain(ask()("distriktet").text).splitlines()[-1]

    assert last.endswith(said)
    assert ("ingen dag" in last) == bool(said)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("distriktet", "Året 2027 i Distriktet Älvmarken"),
        ("södersjö", "Året 2027 i Södersjö, med det som distriktet ordnar för alla"),
        ("Södersjö pf 2028", "Året 2028 i Södersjö, med det som distriktet ordnar för alla"),
        ("2028 distriktet", "Året 2028 i Distriktet Älvmarken"),
        ("2028", "Året 2028 i Norrby, med det som distriktet ordnar för alla"),
        ("nästa år", "Året 2028 i Norrby, med det som distriktet ordnar för alla"),
        ("distriktet NASTA AR", "Året 2028 i Distriktet Älvmarken"),
        ("2023", "Året 2023 i Norrby, med det som distriktet ordnar för alla"),
    ],
)
def test_what_was_asked_for(ask, words, line):
    assert first_line(ask()(words)) == line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2022", "Det året kan jag inte visa. Välj ett mellan 2023 och 2029."),
        ("2030", "Det året kan jag inte visa."),
        ("9999 norrby", "Det året kan jag inte visa."),
        ("fest", "Årshjulet visar allt på en gång. Vill du bara se fest, skriv */nasta-aktivitet fest*."),
        ("nårby", "Jag hittar ingen partiförening eller typ som heter ”nårby”."),
        ("20277", "Jag hittar ingen partiförening eller typ som heter ”20277”."),
    ],
)
def test_what_cannot_be_shown(ask, words, said):
    with pytest.raises(UserError) as refused:
        ask()(words)

    assert str(refused.value).startswith(said)


def test_somebody_else_sees_what_is_public_of_the_whole_district(ask):
    reply = ask("gast")()

    assert first_line(reply) == "Året 2027 i Distriktet Älvmarken"
    assert "- februari: 11 aktiviteter" in plain(reply.text)
    assert plain(reply.text).endswith("skriv /start och koden till mig privat.")
    assert labels(reply) == ["Mörk bild", "Visa 2028"]


def test_what_is_only_for_a_branch_stays_there(ask):
    own, other = ask("medlem12")("mörkdalen"), ask("medlem")("mörkdalen")

    assert "Medlemsmöte i Mörkdalen" in str(wheel(own))
    assert "Medlemsmöte i Mörkdalen" not in str(wheel(other)) + other.text


def test_a_group_sees_its_branch_and_only_what_is_public(ask):
    for who in ("medlem2", "ordforande"):
        reply = ask(who, group="norrby")()

        assert first_line(reply) == "Året 2027 i Norrby, med det som distriktet ordnar för alla"
        assert wheel(reply).caption == "10 aktiviteter"
        assert plain(reply.text).endswith("Skriv till mig privat för att se resten.")
        assert "Södersjö" not in str(reply)


def test_the_districts_group_sees_the_whole_district(ask):
    assert first_line(ask("medlem", group="distriktet")()) == "Året 2027 i Distriktet Älvmarken"


def test_another_year_has_no_today_and_no_first_of_what_is_over(ask):
    asking = ask()
    asking.now = NOW + timedelta(days=330)
    reply = asking("2027")

    assert wheel(reply).today is None
    assert "- mars: måndag 8 mars internationella kvinnodagen; 3 aktiviteter\n" in plain(reply.text)
    assert "Pride har ingen dag" not in reply.text
    assert labels(reply) == ["Hela distriktet", "Mörk bild", "Visa 2028"]


def test_the_year_after_next_leads_back(ask):
    assert [labels(ask()(year))[2:] for year in ("2028", "2029", "2023")] == [["Visa 2027"], ["Visa 2028"], []]


@pytest.mark.parametrize(
    ("days", "said"), [(1, "Flygblad vid stationen tisdag 9"), (2, "Digital frågestund om planen")]
)
def test_what_is_today_is_still_next(ask, days, said):
    asking = ask()
    asking.now = NOW + timedelta(days=days)

    assert f"- februari: 11 aktiviteter, härnäst {said}" in plain(asking().text)


def test_an_activity_that_is_cancelled_is_not_there(ask, district):
    before = wheel(ask()()).marks
    for one in activities.upcoming(district, now=NOW, scope="all", member_of=1, limit=1):
        district.get(Activity, one.id).cancelled_at = NOW
    district.flush()

    assert len(wheel(ask()()).marks) == len(before) - 1


def test_hostile_titles_stay_words(ask, district):
    activities.plan(
        district, key="x", kind="party", title="*fet* [a](http://b.se) {0}", day=date(2027, 11, 1),
        starts=NOW.time(), ends=None, zone="Europe/Stockholm", place="P",
    )  # fmt: skip

    assert "- november: en aktivitet, *fet* [a](http://b.se) {0} måndag 1 november" in plain(ask()("distriktet").text)


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ("all:2027:light", "Året 2027 i Distriktet Älvmarken"),
        ("1:2028:dark", "Året 2028 i Norrby, med det som distriktet ordnar för alla"),
    ],
)
def test_what_a_button_shows(ask, args, line):
    reply = ask("gast").press(args)

    assert first_line(reply) == line
    assert wheel(reply).theme == args.rpartition(":")[2]


FORGED = [
    "",
    "all",
    "all:2027",
    "all:2027:blue",
    "99:2027:light",
    "-1:2027:light",
    "1:1:light",
    "1:99999:dark",
    "²:2027:dark",
]


@pytest.mark.parametrize("args", FORGED)
def test_a_forged_button_is_an_old_one(ask, args):
    with pytest.raises(UserError, match="Den knappen gäller inte längre"):
        ask().press(args)


async def test_the_other_light_takes_the_place_of_the_first(talk):
    await talk.say("medlem", "/arshjul")
    said = await talk.press("medlem", "Mörk bild")

    ((message_id, reply),) = talk.adapter().edited
    assert (said, message_id) == (NORRBY, "m1")
    assert labels(reply) == ["Hela distriktet", "Ljus bild", "Visa 2028"]


async def test_what_is_sent_is_painted(talk):
    ((_, light),) = await talk.hear(talk.incoming("medlem", "/årshjul"))
    await talk.press("medlem", "Mörk bild")
    dark = talk.adapter().sent[-1][1]

    corners = [Image.open(io.BytesIO(r.pictures[0].content)).convert("L").getpixel((0, 0)) for r in (light, dark)]
    assert (corners[0] > 200, corners[1] < 50) == (True, True)


async def test_another_branch_is_a_message_of_its_own(talk):
    await talk.say("medlem", "/arshjul")

    assert (await talk.press("medlem", "Hela distriktet")).startswith("Året 2027 i Distriktet Älvmarken")
    assert talk.adapter().edited == []
    assert (await talk.press("medlem", "Norrby")) == NORRBY


async def test_in_english(talk):
    first, january, february, *_, last = (await talk.say("medlem6", "/year")).splitlines()
    assert first == "The year 2027 in Harafors, with what the district arranges for all"
    assert january == "- January: 2 activities"
    assert february == "- February: 8 activities, first Digital frågestund om planen Saturday 13 February"
    assert last == "Pride has no day yet in Harafors."
