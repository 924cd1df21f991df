"""A gallery of books."""

from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .canvas import (
    HEIGHT,
    SIZE,
    WIDTH,
    Stencil,
    clouds,
    finished,
    glow,
    gradient,
    ground,
    mix,
    ramp,
)

VANISHING = (900, 560)  # where the lines of the library meet, in pixels


def gallery():
    """Draw a gallery of books that ends in a tall bright window."""
    x, y = VANISHING
    picture = gradient((0, "#1c130d"), (0.45, "#5c4028"), (1, "#2a1b11"))
    floor = ImageOps.colorize(
        clouds(62, (40, 8), 3, (1800, 1200)), "#3b2413", "#a97a48", mid="#6d4726"
    )
    planks = ImageDraw.Draw(floor)
    for edge in range(0, 1800, 36):
        planks.line((edge, 0, edge, 1200), "#2a180c", 3)
    picture.paste(ground(floor, y + 140, 8), (0, y + 140))
    books = _books()
    for side in (0, 1):
        wall = _wall(books)
        if side:
            wall = wall.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        stencil = Stencil()
        edge = WIDTH * side
        inner = x + (250 if side else -250)
        slope_up, slope_down = y / 900 * 1.12, (HEIGHT - y) / 900 * 0.98
        stencil.polygon([(edge, y - 900 * slope_up), (inner, y - 250 * slope_up),
                         (inner, y + 250 * slope_down), (edge, y + 900 * slope_down)])  # fmt: skip
        stencil.lay(picture, wall)
    end = Stencil()
    end.box(x - 250, y - 172, x + 250, y + 176)
    end.ellipse(x - 250, y - 262, x + 250, y - 82)
    end.lay(picture, gradient((0, "#2d1f14"), (0.3, "#6b4a2c"), (0.65, "#8a6238")))
    window = Stencil()
    window.box(x - 105, y - 130, x + 105, y + 130)
    window.ellipse(x - 105, y - 232, x + 105, y - 28)
    window.lay(picture, gradient((0.2, "#fff6df"), (0.6, "#ffe9bd")), 1.5)
    bars = Stencil()
    for across in (-52, 0, 52):
        bars.line([(x + across, y - 230), (x + across, y + 130)], 5)
    for up in (-130, -60, 10, 80):
        bars.line([(x - 105, y + up), (x + 105, y + up)], 4)
    bars.lay(picture, "#6d5233", 1)
    _vault(picture, x, y)
    table = Stencil()
    table.polygon([(790, 800), (1010, 800), (1180, 1010), (620, 1010)])
    table.polygon([(640, 1010), (676, 1010), (690, 1200), (660, 1200)])
    table.polygon([(1124, 1010), (1160, 1010), (1140, 1200), (1110, 1200)])
    table.lay(picture, gradient((0.65, "#b98a55"), (0.84, "#4c2f1a"), (0.86, "#23150b")), 1)
    shaft = Stencil()
    shaft.polygon([(x - 70, y + 170), (x + 70, y + 170), (x + 380, HEIGHT), (x - 380, HEIGHT)], 120)
    shaft = shaft.mask.reduce(4).filter(ImageFilter.BoxBlur(20)).resize(SIZE)
    warm = ImageChops.multiply(picture, Image.new("RGB", SIZE, "#ffdb9c"))
    picture.paste(ImageChops.screen(picture, warm), mask=shaft)
    glow(picture, (x, y - 40), (760, 640), "#ffcf86", 150)
    glow(picture, (x, y - 60), (260, 340), "#fff0cc", 220)
    for lamp, size in ((0.16, 1.0), (0.27, 0.62)):
        for side in (-1, 1):
            glow(
                picture,
                (x + side * 150 / lamp * 0.62, y - 40 / lamp),
                round(190 * size),
                "#ffc070",
                150,
            )
    return finished(picture, 7, vignette=0.5)


def _books():
    """Return a front of shelves, 2400 by 1200 pixels, with all their books."""
    dice, shelves = Random(61), Image.new("RGB", (2400, 1200), "#1a100a")
    draw = ImageDraw.Draw(shelves)
    covers = [
        "#7a2f22",
        "#8c5a2b",
        "#3b4a3a",
        "#2d3c52",
        "#a8834e",
        "#5b2a2c",
        "#cbb083",
        "#4a3524",
        "#66594a",
    ]
    for foot in range(150, 1201, 150):
        x = 0
        while x < 2400:
            wide, tall = dice.randint(9, 26), dice.randint(88, 128)
            if dice.random() < 0.04:
                x += dice.randint(10, 40)
            cover = mix(dice.choice(covers), "#1a100a", dice.uniform(0, 0.45))
            draw.rectangle((x, foot - 14 - tall, x + wide - 2, foot - 14), cover)
            draw.line((x + 1, foot - 14 - tall, x + 1, foot - 14), mix(cover, "#ffe0b0", 0.3), 2)
            for band in (0.2, 0.75):
                if dice.random() < 0.5:
                    level = foot - 14 - tall * band
                    draw.line((x + 1, level, x + wide - 3, level), "#c9a565", 3)
            x += wide
        draw.rectangle((0, foot - 14, 2400, foot), "#5a3b22")
        draw.line((0, foot - 14, 2400, foot - 14), "#99713f", 3)
    for post in range(0, 2401, 400):
        draw.rectangle((post - 18, 0, post + 18, 1200), "#4d321d")
        draw.line((post + 18, 0, post + 18, 1200), "#8d6538", 4)
    return shelves


def _wall(books):
    """Return the left wall in perspective: near at the edge, far in the middle; light at its end."""
    x, y = VANISHING
    depth = books.width * 0.4
    # u = depth * (x / (x - column) - 1);  v = height/2 + (row - y) * k / (x - column)
    scale = books.height / (HEIGHT * 1.02)
    coefficients = (
        depth / x,
        0,
        0,
        -books.height * 0.53 / x,
        scale,
        books.height * 0.53 - scale * y,
        -1 / x,
        0,
    )
    wall = books.transform(
        SIZE, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC
    )
    shade = ramp((0, 95), (0.5, 245), (0.75, 255), size=(HEIGHT, WIDTH)).transpose(
        Image.Transpose.ROTATE_90
    )
    shade = ImageChops.multiply(
        shade.resize(SIZE), ramp((0, 150), (0.4, 255), (0.75, 255), (1, 190))
    )
    return ImageChops.multiply(wall, Image.merge("RGB", [shade] * 3))


def _vault(picture, x, y):
    """Draw the ribs of the ceiling."""
    for depth in (1.45, 2.1, 3.0, 3.6):
        half, spring = 900 / depth, y - 900 / depth * 0.69
        rib = Stencil()
        points = [
            (x - half + 2 * half * i / 40, spring - 0.3 * half * sin(pi * i / 40))
            for i in range(41)
        ]
        rib.line(points, 34 / depth)
        rib.lay(picture, mix("#24170e", "#a87a45", (depth - 1) / 2.8), 1)
