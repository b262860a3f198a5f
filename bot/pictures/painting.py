"""A drawing as a PNG. The only module that paints (a list on paper is printed by paper.py)."""

import io

import segno
from PIL import Image, ImageDraw

from bot.pictures import bars, board, wheel
from bot.pictures.lettering import font
from bot.pictures.palette import PALETTES
from bot.pictures.shapes import WIDTH, Box, Disc, Drawing, Line, Polygon, Shape
from bot.pictures.sheets import Sheet
from bot.pictures.sketches import Bars, Board, QrCode, read

# Pillow's shapes have hard edges: they are painted larger and then made smaller. Its letters are smooth as they are.
FINE = 2
COLOURS = 128
# Squares of so many points, and so wide a margin in squares: the standard asks for four.
SQUARE, MARGIN = 10, 4


def paint(sketched: str) -> bytes:
    picture = read(sketched)
    if isinstance(picture, Sheet):
        from bot.pictures.paper import print_sheet  # noqa: PLC0415 - brings in fpdf2, which few answers need

        return print_sheet(picture)
    return render_code(picture) if isinstance(picture, QrCode) else render(lay_out(sketched))


def render_code(picture: QrCode) -> bytes:
    """Error correction M: it is read from a screen or from paper with a fold in it."""
    out = io.BytesIO()
    segno.make_qr(picture.link, error="m").save(out, kind="png", scale=SQUARE, border=MARGIN)
    return out.getvalue()


def lay_out(sketched: str) -> Drawing:
    picture = read(sketched)
    if isinstance(picture, QrCode | Sheet):
        raise TypeError("neither a code, which is squares, nor a list on paper is drawn")
    drawing = Drawing(PALETTES[picture.theme])
    if isinstance(picture, Board):
        board.lay_out(drawing, picture)
    elif isinstance(picture, Bars):
        bars.lay_out(drawing, picture)
    else:
        wheel.lay_out(drawing, picture)
    return drawing


def render(drawing: Drawing) -> bytes:
    large = Image.new("RGB", (WIDTH * FINE, drawing.height * FINE), drawing.palette.paper)
    pen = ImageDraw.Draw(large)
    for shape in drawing.shapes:
        paint_shape(pen, shape)
    image = large.reduce(FINE)
    pen = ImageDraw.Draw(image)
    for text in drawing.texts:
        letters = font(text.size, bold=text.bold)
        pen.text((text.x, text.y), text.text, fill=text.fill, font=letters, anchor=text.anchor)
    out = io.BytesIO()
    image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def paint_shape(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    edge, thick = getattr(shape, "edge", "") or None, shape.thick * FINE
    match shape:
        case Disc(x, y, radius, fill):
            pen.circle((x * FINE, y * FINE), radius * FINE, fill=fill, outline=edge, width=thick)
        case Box(left, top, right, bottom, rounded, fill):
            corners = (left * FINE, top * FINE, right * FINE, bottom * FINE)
            pen.rounded_rectangle(corners, rounded * FINE, fill=fill, outline=edge, width=thick)
        case Polygon(points, fill):
            pen.polygon(fine(points), fill=fill, outline=edge, width=thick)
        case Line(points, fill):
            pen.line(fine(points), fill=fill, width=thick)


def fine(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]
