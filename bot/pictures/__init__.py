"""Pictures for the chat: small data first (a sketch), painted right before it is sent. Data in, PNG out."""

from dataclasses import replace

import structlog

from bot.messages import Picture, Reply
from bot.pictures.sheets import Line, Sheet, Table
from bot.pictures.sketches import Bar, Bars, Board, Cell, Group, Mark, QrCode, Row, State, Theme, Wheel, sketch

__all__ = [
    "Bar", "Bars", "Board", "Cell", "Group", "Line", "Mark", "QrCode", "Row", "Sheet", "State", "Table", "Theme",
    "Wheel", "paint", "painted", "sketch",
]  # fmt: skip

log = structlog.get_logger(__name__)


def paint(sketched: str) -> bytes:
    """The PNG of a sketch, or a list on paper as PDF: the same bytes for the same sketch.

    Raises:
        ValueError, LookupError, TypeError, OSError: it is no sketch, or cannot be painted.

    """
    from bot.pictures.painting import paint as paint_now  # noqa: PLC0415 - brings in Pillow, which few answers need

    return paint_now(sketched)


def painted(reply: Reply) -> Reply:
    """The reply with its sketches painted. One that cannot be painted is left out: the text says everything."""
    return replace(reply, pictures=tuple(picture for p in reply.pictures if (picture := filled(p))))


def filled(picture: Picture) -> Picture | None:
    if not picture.sketch:
        return picture
    try:
        return replace(picture, content=paint(picture.sketch), sketch="")
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError):
        log.exception("pictures.not_painted", picture=picture.name)
        return None
