"""PURE: the drawn picture of an article without a photograph.

Its name is its whole recipe («arcade-3-5e1f…»: family, palette, numbers), so the same name is the same picture on
every machine. It illustrates nothing: no letters, no figures, nothing read from the subject, so that it stays decent
beside grave news.
"""

import hashlib
import re

from .families import BY_SUBJECT, FAMILIES
from .numbers import Numbers
from .palettes import PALETTES
from .shapes import HEIGHT, WIDTH, Rectangle, painted, svg_of

NAME = re.compile(r"([a-z]+)-(\d)-([0-9a-f]{16})")


def name_of(subject: str, headline: str, avoiding=()) -> str:
    """Return the name of the picture for a subject (kicker or section) and a headline.

    `avoiding` are the names of its neighbours, the nearest first: it shares no ground with as many as possible.
    """
    digest = hashlib.sha256(f"{subject}\n{headline}".encode()).hexdigest()[:16]
    family = BY_SUBJECT.get(subject.casefold()) or Numbers(subject).pick(sorted(FAMILIES))
    free = list(range(len(PALETTES)))
    for name in avoiding:
        left = [number for number in free if number != int(name.split("-")[1])]
        free = left or free
    return f"{family}-{Numbers(digest).pick(free)}-{digest}"


def is_name(name: str) -> bool:
    found = NAME.fullmatch(name)
    return bool(found) and found[1] in FAMILIES and int(found[2]) < len(PALETTES)


def svg(name: str) -> str:
    """Return the picture of that name as SVG, shapes and colours only; raise ValueError if it is no name."""
    return svg_of(_shapes(name))


def raster(name: str, width: int):
    """Return the same picture as a Pillow image, `width` pixels wide, three to two."""
    return painted(_shapes(name), width)


def _shapes(name):
    if not is_name(name):
        raise ValueError(f"{name!r} names no picture")
    family, palette, digest = name.split("-")
    inks = PALETTES[int(palette)]
    ground = Rectangle(0, 0, WIDTH, HEIGHT, inks.ground)
    return [ground, *FAMILIES[family](Numbers(digest), inks)]
