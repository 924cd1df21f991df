"""PURE: the inks of drawn pictures. No two share a ground, so neighbours of two palettes never look alike."""

from typing import NamedTuple

INK, CREAM, BLUE, SKY = "#12181f", "#f3f1e9", "#1b3fb8", "#a6baff"
RED, GREEN, MINT, SAFFRON, SAND, MIST = (
    "#a8152b", "#1c6142", "#8bd6ac", "#e9b949", "#f0dfb4", "#dfe7e1",
)  # fmt: skip


class Palette(NamedTuple):
    """`first` and `second` stand out on `ground` and from each other; `lit` is for one element only."""

    ground: str
    first: str
    second: str
    lit: str


PALETTES = (
    Palette(BLUE, SKY, CREAM, SAFFRON),
    Palette(INK, SKY, CREAM, SAFFRON),
    Palette(SAND, BLUE, INK, RED),
    Palette(GREEN, MINT, CREAM, SAFFRON),
    Palette(RED, SAND, INK, CREAM),
    Palette(MIST, GREEN, INK, RED),
    Palette(SAFFRON, INK, CREAM, RED),
    Palette(SKY, BLUE, INK, CREAM),
    Palette(MINT, GREEN, INK, CREAM),
    Palette(CREAM, INK, GREEN, BLUE),
)
