"""The colours of a picture, light and dark: told apart by their brightness too, not only by their hue."""

from typing import NamedTuple

from bot.pictures.sketches import Theme


class Palette(NamedTuple):
    """`on_` is for what is written on a colour. Written or shown on `paper` unless it says otherwise."""

    paper: str
    ink: str
    soft: str  # words that step back
    line: str  # nothing is told by it alone
    band: str  # a month
    other_band: str  # the month beside it
    fixed: str
    on_fixed: str
    activity: str
    on_activity: str
    deadline: str
    on_deadline: str
    past: str  # activities that are over

    def on(self, kind: str) -> str:
        """What is written on the sign of a kind of mark."""
        return {"fixed": self.on_fixed, "activity": self.on_activity, "deadline": self.on_deadline}[kind]


LIGHT = Palette(
    paper="#FBFAF7", ink="#1E1B22", soft="#5C5863", line="#D9D3C7", band="#EFEAE0", other_band="#E4DDCF",
    fixed="#B0103A", on_fixed="#FFFFFF", activity="#0B5C99", on_activity="#FFFFFF",
    deadline="#F4B90A", on_deadline="#1E1B22", past="#5B8FBB",
)  # fmt: skip
DARK = Palette(
    paper="#16181D", ink="#F3F1EC", soft="#B9B5AE", line="#3A3E47", band="#262A32", other_band="#323741",
    fixed="#FF8F9B", on_fixed="#16181D", activity="#7CC4F8", on_activity="#16181D",
    deadline="#FFD447", on_deadline="#16181D", past="#4E7FA6",
)  # fmt: skip
PALETTES: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK}
