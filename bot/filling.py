"""What happens to an open form when its person answers, presses a button or hands it in."""

import json
from dataclasses import dataclass, replace

from bot import fields, forms
from bot.context import Context, is_number, may
from bot.errors import Faults, UserError
from bot.forms import Filling
from bot.markup import Markup, escape, plain
from bot.messages import Form, Incoming, Reply, dump, load_form
from bot.router import Router, Submit
from storage import forms as rows
from storage.models import OpenForm


@dataclass(slots=True)
class Desk:
    """Where forms are filled in: for one message, in its context. `whole`: the platform shows a form all at once."""

    msg: Incoming
    ctx: Context
    router: Router
    whole: bool

    def open(self, reply: Reply) -> Reply:
        """Give the reply's form a row, and show it: whole, or its first question."""
        assert reply.form is not None
        row = rows.begin(
            self.ctx.session,
            platform=self.msg.address.platform,
            chat=self.place(),
            sender=self.msg.sender,
            definition=dump(forms.changed(reply.form, self.ctx.keys.keep)),
            now=self.ctx.now,
        )
        return self.show(row, self.load(row))

    def load(self, row: OpenForm) -> Filling:
        """The form and its answers; what is sealed in the row is opened."""
        form: Form = replace(load_form(json.loads(row.definition)), id=str(row.id))
        answers = forms.changed_answers(form, forms.load_answers(row.answers), self.ctx.keys.open)
        return Filling(forms.changed(form, self.ctx.keys.open), answers, row.step)

    def place(self) -> str:
        """Where the person answers: in a group it goes on in private."""
        return self.msg.address.chat if self.msg.private else self.msg.sender

    def fill(self) -> Reply | None:
        """Take plain text as the answer to the question that stands; None when no form is open here."""
        where = {"platform": self.msg.address.platform, "chat": self.msg.address.chat, "sender": self.msg.sender}
        if self.whole:
            return None
        row = rows.current(self.ctx.session, **where, now=self.ctx.now)
        if row is None:
            return self.ran_out(rows.ran_out(self.ctx.session, **where, now=self.ctx.now))
        filling = self.load(row)
        if filling.field and filling.field.kind == "file" and not self.msg.files:
            return self.show(row, filling, error=self.ctx.say("form.invalid_file"))
        return self.take(row, filling, self.msg.files[0].id if self.msg.files else self.msg.text)

    def ran_out(self, name: str) -> Reply | None:
        """What they did not finish in time, and how to begin anew."""
        route = self.router.submits.get(name)
        if route is None:
            return None
        key = "form.ran_out" if route.command else "form.ran_out_anyhow"
        return Reply(self.ctx.say(key, command=f"/{route.command}"), private=True)

    def take(self, row: OpenForm, filling: Filling, said: str) -> Reply:
        """One answer; when it cannot be read, the same question again with why. The words of a button press it."""
        if verb := self.verb(said, filling):
            return self.do(row, filling, verb, [])
        if filling.field is None and len(filling.form.fields) > 1:
            return self.show(row, filling, error=self.ctx.say("form.is_whole", submit=filling.form.submit))
        before = replace(filling)
        if filling.field is None:
            filling.go_back()
        masked = filling.field is not None and fields.is_masked(filling.field, said)
        error = str(self.ctx.say("form.masked")) if masked else ""
        try:
            filling.answer(said, today=self.ctx.today, texts=self.ctx.texts, settle=self.settle(filling))
        except UserError as refused:
            error, filling = str(refused), before
        return self.show(row, filling, error=error)

    def settle(self, filling: Filling) -> forms.Settle:
        """What brings the answer to this question to what it means now."""
        route = self.router.submits.get(filling.form.name)
        read = route.reads.get(filling.field.name) if route and filling.field else None
        self.ctx.args = filling.form.ref
        return (lambda text: read(text, self.ctx)) if read else str

    def verb(self, said: str, filling: Filling) -> str:
        """Back, skip or cancel, written out; and when all is answered, handing it in. Empty for anything else."""
        words = {self.ctx.label(f"form.button.{verb}").casefold(): verb for verb in ("back", "skip", "cancel")}
        words[self.ctx.label("form.button.empty").casefold()] = "skip"
        if filling.field is None:
            words |= {word.casefold(): "send" for word in (filling.form.submit, self.ctx.label("form.button.yes"))}
        verb = words.get(said.strip().casefold(), "")
        return "" if verb == "skip" and not (filling.field and filling.field.optional) else verb

    def show(self, row: OpenForm, filling: Filling, *, error: str = "", faults: dict[str, str] | None = None) -> Reply:
        """Keep where it stands, and ask on."""
        kept = forms.changed_answers(filling.form, filling.answers, self.ctx.keys.keep)
        row.answers, row.step = forms.dump_answers(kept), filling.step
        self.ctx.session.add(row)
        if self.whole:
            form = forms.with_answers(filling.form, filling.answers, faults or {}, self.ctx.texts)
            return Reply(self.ctx.say("form.open", title=form.title), form=form, private=True)
        return forms.ask(filling, today=self.ctx.today, texts=self.ctx.texts, error=error)

    def press(self) -> Reply:
        """A button of a form: `form:ID:verb[:step[:choice]]`."""
        _, form_id, verb, *rest = [*self.msg.action.split(":"), "", "", ""]  # forged ones may be shorter
        row = self.find(form_id)
        if row is None:
            return Reply(self.ctx.say("form.expired"), private=True)
        filling = self.load(row)
        # A button of an earlier question only shows where it stands.
        if verb in {"send", "cancel"} or rest[0] == str(filling.step):
            return self.do(row, filling, verb, rest[1:])
        return self.show(row, filling)

    def do(self, row: OpenForm, filling: Filling, verb: str, rest: list[str]) -> Reply:
        match verb:
            case "send":
                return self.send(row, filling)
            case "cancel":
                return self.cancel(row)
        return self.step(row, filling, verb, rest)

    def step(self, row: OpenForm, filling: Filling, verb: str, rest: list[str]) -> Reply:
        if verb == "pick" and filling.field:
            options = forms.options(filling.field, self.ctx.texts)
            chosen = int(rest[0]) if rest[0].isdecimal() and int(rest[0]) < len(options) else None
            if chosen is not None:
                return self.take(row, filling, options[chosen].value)
        elif verb == "back":
            filling.go_back()
        elif verb == "skip":
            filling.skip()
        return self.show(row, filling)

    def find(self, form_id: str) -> OpenForm | None:
        if not is_number(form_id):
            return None
        where = {"platform": self.msg.address.platform, "sender": self.msg.sender}
        return rows.get(self.ctx.session, int(form_id), **where, now=self.ctx.now)

    def cancel(self, row: OpenForm) -> Reply:
        rows.close(row, self.ctx.now)
        return Reply(self.ctx.say("form.cancelled"), private=True)

    def send(self, row: OpenForm, filling: Filling) -> Reply:
        """Hand it in: to the handler, or back to the person with what is wrong."""
        if self.msg.values:
            filling.answers, faults = forms.read_whole(
                filling.form, dict(self.msg.values), today=self.ctx.today, texts=self.ctx.texts
            )
            if faults:
                return self.show(row, filling, faults={name: plain(text) for name, text in faults.items()})
        elif filling.field is not None:
            return self.show(row, filling)
        try:
            reply = self.submit(filling)
        except Faults as wrong:
            return self.correct(row, filling, wrong)
        rows.close(row, self.ctx.now)
        if any(fields.is_masked(asked, self.msg.values.get(asked.name, "")) for asked in filling.form.fields):
            reply = replace(reply, text=Markup(f"{self.ctx.say('form.masked')}\n\n{reply.text}"))
        return replace(reply, private=True)

    def submit(self, filling: Filling) -> Reply:
        route = self.router.submits[filling.form.name]
        return hand_in(route, filling, self.msg, self.ctx)

    def correct(self, row: OpenForm, filling: Filling, wrong: Faults) -> Reply:
        """Ask the first question whose answer does not fit again."""
        name, why = next(iter(wrong.by_field.items()))
        filling.correct(name)
        return self.show(row, filling, error=str(escape(why)), faults=wrong.by_field)


def hand_in(route: Submit, filling: Filling, msg: Incoming, ctx: Context) -> Reply:
    """Give the answers to the handler, if the person still may."""
    if not may(ctx.person, route.needs):
        ctx.refused = True
        return Reply(ctx.say("error.not_allowed"), private=True)
    ctx.args = filling.form.ref
    # The row's id makes one form one thing, however often its button is pressed.
    return route.handler(replace(msg, values=filling.answers, message_id=filling.form.id), ctx)
