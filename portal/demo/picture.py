"""The demo's one picture, drawn: threads from shore to shore. Nobody's photograph is borrowed."""

from io import BytesIO
from math import sin

from PIL import Image, ImageDraw

SIZE = (1800, 1200)  # pixels
SEA, SOUTH, NORTH = "#12305e", "#c8763a", "#5c7a52"
THREADS = ["#f6e7c1", "#f2c76f", "#e9ece8", "#a6baff", "#8bd6ac", "#ffa0a8", "#f6e7c1", "#f2c76f"]


def two_shores() -> bytes:
    """Return a JPEG of 1800 by 1200 pixels, the same each time."""
    picture = Image.new("RGB", SIZE, SEA)
    draw = ImageDraw.Draw(picture)
    width, height = SIZE
    for band in range(0, height, 24):
        shade = 18 + band // 60
        draw.rectangle((0, band, width, band + 12), fill=(shade, 48 + shade // 2, 94 + shade))
    for shore, left, sign in ((NORTH, 0, 1), (SOUTH, width, -1)):
        edge = [
            (left + sign * (330 + 70 * sin(y / 140) + 40 * sin(y / 53)), y)
            for y in range(0, height + 20, 20)
        ]
        draw.polygon([(left, 0), *edge, (left, height)], fill=shore)
    for number, colour in enumerate(THREADS):
        start, end = 140 + number * 130, 1060 - number * 120
        line = [
            (x, start + (end - start) * x / width + 60 * sin(x / 300 + number))
            for x in range(180, width - 180, 15)
        ]
        draw.line(line, fill=colour, width=7, joint="curve")
        for x, y in (line[0], line[-1]):
            draw.ellipse((x - 15, y - 15, x + 15, y + 15), fill=colour)
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()
