"""A press of one of the yearly chain's buttons: what it is about, how that stands now, and who may answer."""

from dataclasses import dataclass

from bot.context import Context
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Button, Incoming, Reply
from handlers.standing import may_see, standing
from reminders.chain_again import ask_again
from reminders.chain_words import action, ask_buttons, fill_buttons, stamp
from storage import chain
from storage.chain import Line, Matter
from storage.members import Person
from storage.models import Activity, Occasion, Stand
from storage.rights import Right, allowed


@dataclass(slots=True)
class Turn:
    """`line` is how it stands now. `what` was chosen; `shown_with` tells the answer that the button stood under.
    `left` is what they have put in and do not arrange for this any more.
    """

    matter: Matter
    line: Line
    what: str
    shown_with: str
    msg: Incoming
    ctx: Context
    left: Activity | None = None

    @property
    def arranges(self) -> bool:
        return self.line.answer is not None and self.line.answer.stand == Stand.ORGANISES

    @property
    def is_current(self) -> bool:
        """Whether nobody has answered since the button was shown."""
        return self.shown_with == stamp(self.line.answer)

    @property
    def lacks_activity(self) -> bool:
        """They arrange something, and what it is has not been put in."""
        return self.arranges and self.line.activity is None

    def settle(self, stand: Stand, *, joins_id: int | None = None, activity_id: int | None = None) -> None:
        """Keep the answer. Who was to go with them is asked again, when they arrange nothing."""
        ctx, by = self.ctx, self.ctx.person.id if self.ctx.person else None
        said = {"joins_id": joins_id, "activity_id": activity_id}
        chain.answer(ctx.session, self.matter, stand, by=by, now=ctx.now, **said)
        if stand != Stand.ORGANISES:
            ask_again(ctx, chain.let_go(ctx.session, self.matter), because=f"b{self.matter.branch_id}")
            ctx.pushed = True
            self.left = self.line.activity if self.arranges else None
        self.line = look(self.matter, ctx)

    def button(self, verb: str, what: str = "", *, label: str = "") -> Button:
        """A button that goes on with the answer that stands."""
        carried = action(verb, self.matter, what, stamp(self.line.answer))
        return Button(label or self.ctx.label(f"chain.button.{verb}"), carried)

    def reply(self, *, thanks: str = "", replaces: bool = True) -> Reply:
        """How it stands, with what can be done about it."""
        still_there = self.left and may_see(self.left, self.msg, self.ctx)
        hint = self.ctx.say("chain.still_there", title=self.left.title) if self.left and still_there else ""
        lines = [thanks, standing(self.line, self.msg, self.ctx), hint]
        return Reply(Markup("\n".join(filter(None, lines))), buttons=self.ways_on(), replaces=replaces)

    def ways_on(self) -> tuple[Button, ...]:
        if self.line.answer is None:
            return ask_buttons(self.ctx, self.matter)
        return fill_buttons(self.ctx, self.matter) if self.lacks_activity else (self.button("change"),)


def read(msg: Incoming, ctx: Context) -> tuple[str, Turn]:
    """The verb that a button carries (`VERB:OCCASION:YEAR:BRANCH:WHAT:STAMP`), and the turn.

    Raises:
        UserError: it is forged, or too old.

    """
    verb, occasion, year, branch_id, what, shown_with = [*ctx.args.split(":"), "", "", "", "", "", ""][:6]
    matter = read_matter(f"{occasion}:{year}:{branch_id}", ctx)
    return verb, Turn(matter, look(matter, ctx), what, shown_with, msg, ctx)


def read_matter(words: str, ctx: Context) -> Matter:
    """`march8:2027:3`, of this year or the next."""
    occasion, year, branch_id = [*words.split(":"), "", "", ""][:3]
    years = {str(ctx.today.year), str(ctx.today.year + 1)}
    if occasion not in set(Occasion) or year not in years:
        raise UserError(ctx.say("error.old_button"))
    return Matter(Occasion(occasion), int(year), ctx.number(branch_id))


def look(matter: Matter, ctx: Context) -> Line:
    line = chain.line(ctx.session, matter)
    if line is None:
        raise UserError(ctx.say("error.old_button"))
    return line


def may_answer(person: Person | None, branch_id: int) -> bool:
    """The branch's chair, its contact person, and the ombudsperson."""
    return allowed(person, Right.ANSWER, branch_id)


def refusal(branch: str, ctx: Context) -> Reply:
    """Told to whoever pressed, and to nobody else: who may answer."""
    return Reply(ctx.say("chain.who_may", branch=branch), private=True)
