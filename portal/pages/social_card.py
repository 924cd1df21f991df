"""PURE: draw the card for social networks: a headline, its source, its date, beside a drawn picture.

Words in, PNG out. Arabic is shaped here (letters joined, lines set from the right), so that no library
of the system is needed; Latin letters and figures in an Arabic line are set in Latin type.
"""

import re
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[2] / "static" / "fonts"
ROMAN, ITALIC, SANS, NASKH = (
    "newsreader-romain",
    "newsreader-italique",
    "instrument-sans",
    "noto-naskh-arabic",
)
WIDTH, HEIGHT, MARGIN = 1200, 630, 80
BAND = 320  # pixels of the drawn picture, at the end of the lines
PAPER, OPINION_PAPER, INK, QUIET, ACCENT = "#fbfbf9", "#faf3e3", "#12181f", "#47515b", "#1b3fb8"
SIZES = (76, 68, 60, 52, 46, 40)  # of the headline, in pixels: the largest that fits
LINES_MOST = 5
ARABIC = re.compile(r"([\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]+)")
# Vowel signs need an engine that places marks: headlines carry none.
reshape = ArabicReshaper({"delete_harakat": True, "support_ligatures": True}).reshape


@cache
def _font(family, size, weight):
    """Return a font at a size in pixels; Pillow's basic engine draws alike on every machine."""
    font = ImageFont.truetype(FONTS / f"{family}.woff2", size, layout_engine=ImageFont.Layout.BASIC)
    if family != ITALIC:  # it has one weight
        (axis,) = font.get_variation_axes()
        font.set_variation_by_axes([min(max(weight, axis["minimum"]), axis["maximum"])])
    return font


def _runs(words, family, size, weight):
    """Return [(text, font)] from left to right: Arabic letters in naskh, the rest in `family`."""
    shown = get_display(reshape(words), base_dir="R") if ARABIC.search(words) else words
    fonts = _font(family, size, weight), _font(NASKH, size, weight + 100)
    return [(run, fonts[place % 2]) for place, run in enumerate(ARABIC.split(shown)) if run]


def _length(words, **type_):
    return sum(font.getlength(run) for run, font in _runs(words, **type_))


def drawn(
    *, headline, kicker, source, day, site, language, picture=None, is_opinion=False
) -> bytes:
    """Return the PNG of a card, 1200 by 630 pixels.

    `picture` is a Pillow image as high as the card; its middle stands at the end of the lines.
    """
    from_right = language == "ar"
    card = Image.new("RGB", (WIDTH, HEIGHT), OPINION_PAPER if is_opinion else PAPER)
    left, right = MARGIN, WIDTH - MARGIN
    if picture:
        middle = (picture.width - BAND) // 2
        shown = picture.crop((middle, 0, middle + BAND, HEIGHT))
        card.paste(shown, (0 if from_right else WIDTH - BAND, 0))
        left, right = (left + BAND, right) if from_right else (left, right - BAND)
    draw = ImageDraw.Draw(card)
    draw.rectangle((left - MARGIN, 0, right + MARGIN, 12), fill=INK)
    draw.rectangle((left - MARGIN, 18, right + MARGIN, 21), fill=INK)

    def put(words, baseline, colour, at_end=False, **type_):
        x = right - _length(words, **type_) if at_end != from_right else left
        for run, font in _runs(words, **type_):
            draw.text((x, baseline), run, font=font, fill=colour, anchor="ls")
            x += font.getlength(run)

    put(kicker, MARGIN + 28, ACCENT, family=SANS, size=30, weight=600)
    family = ITALIC if is_opinion else ROMAN
    for size in SIZES:
        type_ = {"family": family, "size": size, "weight": 560}
        lines = _lines(headline, partial(_length, **type_), right - left)
        leading = round(size * (1.5 if from_right else 1.14))
        if len(lines) <= LINES_MOST and len(lines) * leading <= HEIGHT - 2 * MARGIN - 130:
            break
    if len(lines) > LINES_MOST:
        last = lines[LINES_MOST - 1].split()
        while _length(" ".join([*last, "…"]), **type_) > right - left:
            last.pop()
        lines = [*lines[: LINES_MOST - 1], " ".join([*last, "…"])]
    for number, line in enumerate(lines):
        put(line, MARGIN + 56 + size + number * leading, INK, **type_)
    foot = HEIGHT - MARGIN
    put(f"{source} · {day}", foot, QUIET, family=SANS, size=30, weight=600)
    put(site, foot, INK, at_end=True, family=ROMAN, size=40, weight=600)
    file = BytesIO()
    card.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _lines(text, length, room):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and length(longer) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines
