"""Reply → what Telegram shows: its HTML, an inline keyboard, captions. Pure."""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.markup import Line, Span, parse
from bot.messages import Button, Picture
from bot.parts import utf16

# What fits beside each other on a narrow telephone, in signs.
ROW_BUTTONS = 3
ROW_SIGNS = 30
CAPTION = 1024
# What sendPhoto takes; other pictures (SVG) go as documents.
PHOTOS = frozenset({"image/png", "image/jpeg", "image/webp"})

SURROGATES = re.compile(r"[\ud800-\udfff]")


def render_text(markup: str) -> str:
    """The bot's markup as HTML; consecutive quote lines are one quotation."""
    blocks = groupby(parse(SURROGATES.sub("\ufffd", markup)), key=lambda line: line.kind == "quote")
    return "\n".join(render_block(lines, quoted=quoted) for quoted, lines in blocks)


def render_block(lines: Iterable[Line], *, quoted: bool) -> str:
    text = "\n".join(("• " if line.kind == "item" else "") + "".join(map(render_span, line.spans)) for line in lines)
    return f"<blockquote>{text}</blockquote>" if quoted else text


def render_span(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if span.url:
        return f'<a href="{html.escape(span.url)}">{text}</a>'
    return f"<b>{text}</b>" if span.bold else text


def render_keyboard(buttons: Iterable[Button]) -> InlineKeyboardMarkup | None:
    rows = [[render_button(button) for button in row] for row in button_rows(buttons)]
    return InlineKeyboardMarkup(rows) if rows else None


def render_button(button: Button) -> InlineKeyboardButton:
    label = SURROGATES.sub("\ufffd", button.label)
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=button.action)


def button_rows(buttons: Iterable[Button]) -> Iterator[list[Button]]:
    """As many beside each other as can be read, in their order; a long label stands alone."""
    row: list[Button] = []
    for button in buttons:
        if row and (len(row) == ROW_BUTTONS or (len(row) + 1) * longest([*row, button]) > ROW_SIGNS):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def longest(row: Iterable[Button]) -> int:
    """Buttons in a row are equally wide, so the longest label decides for all."""
    return max(len(button.label) for button in row)


def render_caption(picture: Picture) -> str:
    """The words for a picture, cut where Telegram would refuse it; plain, no markup is read."""
    alt = SURROGATES.sub("\ufffd", picture.alt)
    if utf16(alt) <= CAPTION:
        return alt
    units = alt.encode("utf-16-le")[: 2 * (CAPTION - 1)]
    return units.decode("utf-16-le", "ignore") + "…"


def is_photo(picture: Picture) -> bool:
    return picture.media_type in PHOTOS
