"""`/mina-uppgifter`: all that is held about whoever asks, to read and as a file."""

import json
from datetime import datetime

from babel import Locale

from bot.context import Context
from bot.markup import Markup
from bot.messages import Button, Incoming, Picture, Reply
from bot.router import Action, Command
from handlers import viewers
from storage import access, classes, own_data
from storage.own_data import SELF, Cell, Holding
from storage.rights import Right

# So many of each kind, and "show all" for the rest.
FEW = 3
NAMED = {"role": "role", "platform": "platform", "app": "platform", "occasion": "occasion_name", "repeat": "repeat",
         "state": "mail_state", "topic": "mail_topic", "what": "audit.what", "want": "needs.want",
         "language": ""}  # fmt: skip


def show(_msg: Incoming, ctx: Context) -> Reply:
    found = held(ctx)
    lines = [ctx.say("my_data.intro"), *told(found, ctx, few=FEW), "", ctx.say("my_data.outro")]
    buttons = (
        Button(ctx.label("my_data.button.all"), "my-data:all"),
        Button(ctx.label("my_data.button.correct"), "correct:form"),
        Button(ctx.label("my_data.button.forget"), "forget-me:ask"),
    )
    return Reply(Markup("\n".join(lines)), buttons=buttons, pictures=(document(found, ctx),), private=True)


def show_all(_msg: Incoming, ctx: Context) -> Reply:
    return Reply(Markup("\n".join(told(held(ctx), ctx, few=None))), private=True)


def held(ctx: Context) -> dict[str, Holding]:
    """Everything; and who looked, by post and branch: their name is not told."""
    assert ctx.person is not None
    found = own_data.of(ctx.session, ctx.person.id, ctx.keys)
    ref = ctx.me
    looks: Holding = [
        {"at": row.at.isoformat(), "what": viewers.done(ctx, row), "actor": viewers.who(ctx, row.actor, named=False)}
        for row in access.about(ctx.session, ref)
    ]
    mine: Holding = [{"at": row.at.isoformat(), "what": viewers.done(ctx, row)} for row in access.by(ctx.session, ref)]
    found |= {"access": looks, "access_by_me": mine}
    return {table: rows for table, rows in found.items() if rows}


def told(found: dict[str, Holding], ctx: Context, *, few: int | None) -> list[Markup]:
    lines = []
    for table, rows in found.items():
        lines += [Markup(), ctx.say("my_data.headline", what=ctx.label(f"holding.{table}"), n=len(rows))]
        if table == "member":
            lines += [Markup(f"- {part}") for part in parts(rows[0], ctx)]
            continue
        lines += [Markup(f"- {', '.join(parts(row, ctx))}") for row in rows[:few]]
        if few and len(rows) > few:
            lines.append(ctx.say("my_data.more", n=len(rows) - few))
    return lines


def parts(row: dict[str, Cell], ctx: Context) -> list[Markup]:
    """The columns that say something, each with its name. That it is about oneself goes without saying."""
    return [
        ctx.say("my_data.part", name=ctx.label(f"column.{name}"), value=value(name, cell, ctx))
        for name, cell in row.items()
        if cell not in (None, "", False) and name != "ref" and not (cell == SELF and name == "member_id")
    ]


def value(name: str, cell: Cell, ctx: Context) -> str:
    """A cell as people read it."""
    if isinstance(cell, bool):
        return ctx.label("form.button.yes" if cell else "form.button.no")
    text = str(cell)
    if name == "language":
        return Locale.parse(text).get_display_name(ctx.texts.language) or text
    if name == "leads":
        return ", ".join(ctx.texts.listed("lead").get(lead, lead) for lead in text.split(","))
    if name.endswith("_at") or name in {"at", "paused_until"}:
        return datetime.fromisoformat(text).astimezone(ctx.zone).strftime("%Y-%m-%d %H.%M")
    if name in NAMED:
        return ctx.texts.listed(NAMED[name]).get(text, text)
    return ctx.label(f"my_data.label.{text}") if text in {own_data.SELF, own_data.OTHER} else text


def document(found: dict[str, Holding], ctx: Context) -> Picture:
    """The same for programs: a file to keep, or to take elsewhere (article 20)."""
    tables = {table: classes.TABLES.get(table, {}) for table in found}
    whole = {
        "district": ctx.district,
        "at": ctx.now.isoformat(),
        "kinds": {table: {name: kind.value for name, kind in columns.items()} for table, columns in tables.items()},
        "data": found,
    }
    content = json.dumps(whole, ensure_ascii=False, indent=2).encode()
    name = ctx.label("my_data.label.file")
    return Picture(name, "application/json", content, alt=ctx.label("my_data.label.file_about"))


ROUTES = (
    Command("mina-uppgifter", show, aliases=("my-data",), needs=Right.USE),
    Action("my-data", show_all, needs=Right.USE),
)
