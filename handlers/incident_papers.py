"""What must be written after a leak: to the authority (article 33), to the members (article 34), and who they are."""

from collections.abc import Sequence
from datetime import datetime

from bot.context import Context
from bot.messages import Picture
from bot.register import sheet
from storage import own_data
from storage.incidents import CLOCK, Affected, by_branch
from storage.models import Incident


def authority(incident: Incident, people: Sequence[Affected], ctx: Context) -> Picture:
    """The fields of article 33(3), filled in as far as is known."""
    numbers = "\n".join(f"  - {branch}: {n}" for branch, n in by_branch(people).items())
    text = ctx.label(
        "incident.paper.authority", district=ctx.district, what=incident.what, known=clock(incident.opened_at, ctx),
        deadline=clock(incident.opened_at + CLOCK, ctx), n=len(people), branches=numbers,
    )  # fmt: skip
    return document("authority", text, ctx)


def members(incident: Incident, ctx: Context) -> Picture:
    """A letter in plain words, to be finished by hand."""
    text = ctx.label(
        "incident.paper.members", district=ctx.district, what=incident.what, known=clock(incident.opened_at, ctx)
    )
    return document("members", text, ctx)


def clock(at: datetime, ctx: Context) -> str:
    """The exact minute, with the zone: it is counted against."""
    return at.astimezone(ctx.zone).strftime("%Y-%m-%d %H.%M (UTC%z)")


def document(word: str, text: str, ctx: Context) -> Picture:
    name = ctx.label(f"incident.label.file_{word}")
    return Picture(name, "text/plain", text.encode("utf-8-sig"), alt=ctx.label(f"incident.label.about_{word}"))


def listed(people: Sequence[Affected], ctx: Context) -> Picture:
    """Who it is about, for a spreadsheet."""
    lines = [
        sheet.write_line(ctx.label(f"column.{name}") for name in ("name", "branch_id", "email", "phone", "platform"))
    ]
    for one in people:
        email, phone = (own_data.opened(sealed, ctx.keys) for sealed in (one.email, one.phone))
        phone = sheet.spelled(phone) if sheet.PLAIN.fullmatch(phone) else phone
        lines.append(sheet.write_line((one.name, one.branch, email, phone, one.platforms)))
    content = (sheet.MARK + "".join(lines)).encode()
    return Picture(
        ctx.label("incident.label.file_list"), "text/csv", content, alt=ctx.label("incident.label.about_list")
    )
