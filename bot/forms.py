"""Asks a form's questions one at a time, with back, skip and cancel; where it stands is a row."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from bot import fields
from bot.errors import UserError
from bot.markup import Markup, escape
from bot.messages import Button, Choice, Field, Form, Reply
from bot.texts import Texts

Settle = Callable[[str], str]


@dataclass(slots=True)
class Filling:
    """A form, the answers so far by field name, and the question asked now: `step` is its number from 0, or `~number`
    where it is asked once more and nothing after it.
    """

    form: Form
    answers: dict[str, str] = field(default_factory=dict)
    step: int = 0

    @property
    def number(self) -> int:
        return self.step if self.step >= 0 else ~self.step

    @property
    def field(self) -> Field | None:
        """The question asked now, with what stands there; None when all are answered."""
        return self.standing(self.form.fields[self.number]) if self.number < len(self.form.fields) else None

    @property
    def is_new(self) -> bool:
        return not self.answers and self.step == 0

    def answer(self, text: str, *, today: date, texts: Texts, settle: Settle = str) -> None:
        """Take an answer and go on. `settle` brings it to what it means now.

        Hours that are told with a day stand at the questions for hours that follow.

        Raises:
            UserError: the answer cannot be read; the same question stands.

        """
        if asked := self.field:
            self.answers[asked.name] = settle(fields.read(asked, text, today=today, texts=texts))
            following = takewhile(lambda one: one.kind == "time", self.form.fields[self.number + 1 :])
            self.go_on()
            if asked.kind == "date":
                hours = fields.hours_told(text, today=today, texts=texts)
                self.answers |= {one.name: hour for one, hour in zip(following, hours, strict=False)}

    def standing(self, asked: Field) -> Field:
        """The question with what stands there by now, where that can be kept."""
        is_told = asked.kind == "time" and self.answers.get(asked.name)
        return replace(asked, value=self.answers[asked.name]) if is_told else asked

    def go_on(self) -> None:
        self.step = self.step + 1 if self.step >= 0 else len(self.form.fields)

    def go_back(self) -> None:
        self.step = max(0, self.number - 1)

    def skip(self) -> None:
        """Leave an optional question without an answer."""
        if (asked := self.field) and asked.optional:
            self.answers[asked.name] = ""
            self.go_on()

    def correct(self, name: str) -> None:
        """Ask that question again, and then show all of it."""
        self.step = next((~n for n, asked in enumerate(self.form.fields) if asked.name == name), self.step)


def ask(filling: Filling, *, today: date, texts: Texts, error: str = "") -> Reply:
    """The question that stands, or, when all are answered, the whole form to look over. `error` is markup."""
    asked = filling.field
    if asked is None:
        return look_over(filling, today=today, texts=texts, error=error)
    lines = [
        error,
        filling.form.intro if filling.is_new else "",
        question(filling, asked, texts),
        escape(asked.hint),
        standing(asked, today, texts),
    ]
    return Reply(Markup("\n".join(filter(None, lines))), buttons=tuple(buttons(filling, asked, texts)), private=True)


def question(filling: Filling, asked: Field, texts: Texts) -> Markup:
    """Which of them it is, where there are more than one."""
    if len(filling.form.fields) == 1:
        return texts.say("form.only_question", label=asked.label)
    return texts.say("form.question", n=filling.number + 1, m=len(filling.form.fields), label=asked.label)


def buttons(filling: Filling, asked: Field, texts: Texts) -> list[Button]:
    """The answers to choose from, then back, skip and cancel."""
    at = f"form:{filling.form.id}:%s:{filling.step}"
    found = [Button(choice.label, f"{at % 'pick'}:{n}") for n, choice in enumerate(options(asked, texts))]
    if filling.number:
        found.append(Button(texts.label("form.button.back"), at % "back"))
    if asked.optional:
        # Of words that stand there, nobody can tell what becomes of them if the question is only passed over.
        key = "empty" if asked.value and asked.kind in fields.LONGEST else "skip"
        found.append(Button(texts.label(f"form.button.{key}"), at % "skip"))
    return [*found, Button(texts.label("form.button.cancel"), at % "cancel")]


def options(asked: Field, texts: Texts) -> tuple[Choice, ...]:
    """What can be chosen; yes and no in the person's own language. Where nothing is, what stands there can be kept; a
    number is written, since in the terminal it would press the button.
    """
    if asked.kind == "yes_no":
        return tuple(Choice(texts.label(f"form.button.{value}"), value) for value in ("yes", "no"))
    if asked.value and not asked.choices and asked.kind != "number":
        return (Choice(texts.label("form.button.keep"), asked.value),)
    return asked.choices


def standing(asked: Field, today: date, texts: Texts) -> Markup:
    """What stands there already, where it can be kept."""
    if not asked.value or asked.choices or asked.kind == "yes_no":
        return Markup()
    return texts.say("form.standing", value=fields.show(asked, asked.value, today=today, texts=texts))


def look_over(filling: Filling, *, today: date, texts: Texts, error: str = "") -> Reply:
    """All answers before they are handed in."""
    form = filling.form
    lines = [Markup("- ") + summary_line(asked, filling.answers, today, texts) for asked in form.fields]
    text = "\n".join(filter(None, [error, texts.say("form.summary"), *lines]))
    at = f"form:{form.id}"
    choices = (
        Button(form.submit, f"{at}:send"),
        Button(texts.label("form.button.back"), f"{at}:back:{filling.step}"),
        Button(texts.label("form.button.cancel"), f"{at}:cancel:{filling.step}"),
    )
    return Reply(Markup(text), buttons=choices, private=True)


def summary_line(asked: Field, answers: dict[str, str], today: date, texts: Texts) -> Markup:
    value = fields.show(asked, answers.get(asked.name, ""), today=today, texts=texts)
    return texts.say("form.summary_line", label=asked.label, value=value or texts.label("form.summary_empty"))


def with_answers(form: Form, answers: dict[str, str], faults: dict[str, str], texts: Texts) -> Form:
    """The form for a platform that shows it whole, with what was answered and what is wrong."""
    filled = tuple(
        replace(
            asked,
            value=answers.get(asked.name, asked.value),
            error=faults.get(asked.name, ""),
            choices=options(asked, texts),
        )
        for asked in form.fields
    )
    return replace(form, fields=filled)


def read_whole(
    form: Form, values: dict[str, str], *, today: date, texts: Texts
) -> tuple[dict[str, str], dict[str, str]]:
    """All answers of a form that came at once, and what is wrong with them, both by field name."""
    answers, faults = {}, {}
    for asked in form.fields:
        try:
            answers[asked.name] = fields.read(asked, values.get(asked.name, ""), today=today, texts=texts)
        except UserError as error:
            faults[asked.name] = str(error)
    return answers, faults


def changed(form: Form, change: Callable[[str], str]) -> Form:
    """The form with its contact data sealed, for the row, or opened again."""
    return replace(form, fields=tuple(replace(f, value=change(f.value)) if f.numbers else f for f in form.fields))


def changed_answers(form: Form, answers: dict[str, str], change: Callable[[str], str]) -> dict[str, str]:
    contact = {asked.name for asked in form.fields if asked.numbers}
    return {name: change(value) if name in contact else value for name, value in answers.items()}


def dump_answers(answers: dict[str, str]) -> str:
    return json.dumps(answers, ensure_ascii=False)


def load_answers(text: str) -> dict[str, str]:
    answers: dict[str, str] = json.loads(text)
    return answers
