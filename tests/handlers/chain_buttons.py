"""What the tests of the yearly chain's buttons share: pressing one, and what stands afterwards."""

from sqlmodel import select

from bot.markup import plain
from reminders.chain_words import stamp
from storage import chain
from storage.chain import Matter
from storage.models import Activity, ChainAnswer, Occasion, OpenForm

NORRBY, SODERSJO, ALMVIK, BRUKSANG, KVARNBRO = 1, 2, 3, 4, 10
GOOD = {
    "title": "Frukost på torget", "kind": "meeting", "start": "8", "end": "9.30", "place": "Stortorget",
    "accessibility": "", "how_to_join": "", "visibility": "public",
}  # fmt: skip
HEAD = "Internationella kvinnodagen, måndag 8 mars, om 4 veckor"
WHO_MAY = "Det är ordföranden i Norrby som svarar på det här."


def about(branch_id: int = NORRBY, occasion: str = "march8", year: int = 2027) -> str:
    return f"{occasion}:{year}:{branch_id}"


async def press(talk, verb: str, who: str = "ordforande", *, on: str = about(), what: str = "", **more) -> str:
    """Press a button as it was shown while nobody had answered, or `shown_with` the answer that stands."""
    with talk.database.read() as session:
        occasion, year, branch_id = on.split(":")
        row = chain.find(session, Matter(Occasion(occasion), int(year), int(branch_id)))
        shown_with = stamp(row) if more.pop("current", False) else ""
    return await talk.say(who, "", action=f"chain:{verb}:{on}:{what}:{shown_with}", message_id="m9", **more)


def answer(talk, branch_id: int = NORRBY, occasion: Occasion = Occasion.WOMENS_DAY) -> ChainAnswer | None:
    with talk.database.read() as session:
        return chain.find(session, Matter(occasion, 2027, branch_id))


def stands(talk, branch_id: int = NORRBY) -> str:
    row = answer(talk, branch_id)
    return row.stand if row else ""


def labels(talk) -> list[str]:
    return [button.label for button in talk.adapter().sent[-1][1].buttons]


def edited(talk) -> list[str]:
    return [plain(reply.text) for _, reply in talk.adapter().edited]


async def fill_in(talk, who: str = "ordforande", **values: str) -> str:
    form_id = max(row.id for row in rows(talk, OpenForm))
    return await talk.say(who, "", action=f"form:{form_id}:send", values=GOOD | values)


def rows(talk, model) -> list:
    with talk.database.read() as session:
        return list(session.exec(select(model).order_by(model.id)))


def titled(talk, title: str) -> Activity:
    with talk.database.read() as session:
        return session.exec(select(Activity).where(Activity.title == title)).one()
