"""A person with a Slack modal before them: its questions one by one, as they stand in the view."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import forms
from bot.errors import UserError
from bot.forms import Filling
from bot.markup import escape
from bot.messages import Choice, Field, FieldKind, Form, Reply
from bot.texts import Texts

KINDS: dict[str, FieldKind] = {
    "plain_text_input": "line",
    "static_select": "choice",
    "radio_buttons": "choice",
    "datepicker": "date",
    "timepicker": "time",
    "number_input": "number",
    "file_input": "file",
}
# Where what stands there already is found. What is chosen already can be seen in the choices.
INITIAL = ("initial_value", "initial_date", "initial_time")


def read_form(view: dict[str, Any], intro: str) -> Form:
    """The form that a view shows: nothing is known of it but what the person sees."""
    fields = tuple(read_field(block) for block in view["blocks"] if block["type"] == "input")
    return Form("modal", view["title"]["text"], fields, view["submit"]["text"], intro=escape(intro), id="0")


def read_field(block: dict[str, Any]) -> Field:
    element = block["element"]
    long = bool(element.get("multiline"))
    options = tuple(Choice(o["text"]["text"], o["value"]) for o in element.get("options", ()))
    return Field(
        block["block_id"],
        block["label"]["text"],
        kind="paragraph" if long else KINDS[element["type"]],
        hint=block.get("hint", {}).get("text", ""),
        choices=options,
        optional=bool(block.get("optional")),
        value=next((element[name] for name in INITIAL if name in element), ""),
        least=int(element.get("min_value", 0)),
        most=int(element.get("max_value", 1_000_000)),
    )


@dataclass(slots=True)
class Sitting:
    """Somebody filling in a modal. What they are asked and what they choose from is the view's own."""

    filling: Filling
    texts: Texts
    today: date

    def ask(self, error: str = "") -> Reply:
        return forms.ask(self.filling, today=self.today, texts=self.texts, error=error)

    def answer(self, text: str) -> Reply:
        """Fill in the field; what the client's own pickers would not let through is refused here."""
        try:
            self.filling.answer(text, today=self.today, texts=self.texts)
        except UserError as refused:
            return self.ask(str(refused))
        return self.ask()

    def press(self, label: str) -> Reply | None:
        """A button under the question; None for the modal's own two: hand in and leave."""
        asked = self.filling.field
        chosen = next((c for c in forms.options(asked, self.texts) if c.label == label), None) if asked else None
        if chosen:
            return self.answer(chosen.value)
        if label == self.texts.label("form.button.back"):
            self.filling.go_back()
        elif label in {self.texts.label("form.button.skip"), self.texts.label("form.button.empty")}:
            self.filling.skip()
        else:
            return None
        return self.ask()

    def correct(self, errors: dict[str, str]) -> Reply:
        """The modal says what is wrong: look at the first of it again."""
        name, why = next(iter(errors.items()))
        self.filling.correct(name)
        return self.ask(escape(why))
