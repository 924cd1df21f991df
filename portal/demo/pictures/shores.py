"""A harbour at dawn, fishing boats on the swell, a promenade in the evening."""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageOps

from .canvas import (
    HEIGHT,
    WIDTH,
    Stencil,
    clouds,
    finished,
    glow,
    gradient,
    ground,
    hill,
    levels,
    mirror,
    mix,
    noise,
    ramp,
    ridge,
)


def harbour():
    """Draw the cranes of a container port at dawn, and their reflection."""
    picture = gradient(
        (0, "#3d5878"), (0.3, "#8d93a8"), (0.5, "#e2a98a"), (0.62, "#f9d8a0"), (1, "#f9d8a0")
    )
    picture.paste("#f3c3a2", (0, 0), levels(clouds(31, (3, 12)), 118, 225, 150))
    glow(picture, (1180, 700), (900, 620), "#ffd28a", 190)
    glow(picture, (1180, 690), 170, "#fff3d0", 255)
    sea = 760
    hill(picture, ridge(21, 690, 40), "#b08d8c", "#d3a98f", 120)
    for x, size, colour in ((1300, 0.5, "#a98481"), (1460, 0.5, "#a98481"), (1620, 0.52, "#a27e7d"),
                            (900, 0.78, "#77646d"), (640, 0.8, "#72606a")):  # fmt: skip
        stencil = Stencil()
        _crane(stencil, x, sea, size)
        stencil.lay(picture, colour, 0.8)
    _stacks(picture, 33, (980, 1800), sea, 26, 12, 4, "#a5807c", 0.8)
    _ship(picture, 520, 1060, sea)
    stencil = Stencil()
    _crane(stencil, 190, sea, 1.25)
    _crane(stencil, -90, sea, 1.25)
    stencil.lay(picture, "#33343f", 0.5)
    _stacks(picture, 35, (-20, 400), sea, 62, 26, 3, "#3b3a44", 0.45)
    quay = Stencil()
    quay.box(-2, sea - 10, 430, sea + 4)
    quay.lay(picture, "#26262e")
    mirror(picture, sea, 34, sway=26, soft=3, squeeze=1.45)
    water = gradient((0, "#f4cfa0"), (0.35, "#8a8392"), (1, "#22344d"), size=(WIDTH, HEIGHT - sea))
    below = picture.crop((0, sea, WIDTH, HEIGHT))
    waves = ground(levels(clouds(36, (220, 330), 2, (1800, 1200)), 150, 220), sea, 12)
    below = Image.composite(below, water, ramp((0, 215), (1, 120), size=below.size))
    below.paste("#ffe2b4", (0, 0), levels(waves, 0, 255, 120))
    picture.paste(below, (0, sea))
    glow(picture, (1180, sea + 20), (420, 60), "#ffe4b0", 150)
    return finished(picture, 4)


def _crane(stencil, x, foot, size):
    """Draw a ship-to-shore crane, its boom out over the water to the right."""

    def beam(x1, y1, x2, y2, width):
        stencil.line(
            [(x + x1 * size, foot + y1 * size), (x + x2 * size, foot + y2 * size)], width * size
        )

    for leg in (0, 110):
        beam(leg, 0, leg + 8, -330, 13)
        beam(leg + 24, 0, leg + 26, -330, 8)
    beam(-10, -130, 150, -130, 12)
    beam(4, -130, 116, -325, 6)
    beam(-130, -330, 470, -338, 15)
    beam(-130, -316, 470, -326, 4)
    beam(100, -330, 118, -500, 10)
    beam(20, -330, 118, -500, 7)
    for end in (-125, 250, 450):
        beam(118, -498, end, -336, 3.5)
    stencil.box(x - 100 * size, foot - 372 * size, x - 20 * size, foot - 332 * size)
    stencil.box(x + 300 * size, foot - 326 * size, x + 326 * size, foot - 300 * size)
    for rope in (304, 322):
        beam(rope, -300, rope, -190, 2)
    stencil.box(x + 286 * size, foot - 194 * size, x + 340 * size, foot - 172 * size)


def _stacks(picture, seed, span, foot, wide, high, most, haze, share):
    """Draw rows of containers, paler with the haze."""
    dice = Random(seed)
    colours = ["#9c3b2e", "#2f5f86", "#b9772f", "#4d6b50", "#8a8f94", "#6f2f35"]
    x = span[0]
    while x < span[1]:
        for level in range(dice.randint(0, most)):
            box = [x, foot - (level + 1) * high, x + wide - 2, foot - level * high - 2]
            picture.paste(mix(dice.choice(colours), haze, share), tuple(box))
        x += wide


def _ship(picture, left, right, sea):
    _stacks(picture, 37, (left + 130, right - 60), sea - 62, 40, 17, 6, "#7a6770", 0.62)
    hull = Stencil()
    hull.polygon([(left, sea - 84), (left + 20, sea + 2), (right - 50, sea + 2), (right + 6, sea - 92),
                  (right - 60, sea - 62), (left + 120, sea - 62)])  # fmt: skip
    hull.box(left + 34, sea - 210, left + 108, sea - 60)
    hull.box(left + 22, sea - 216, left + 120, sea - 196)
    hull.box(left + 56, sea - 250, left + 84, sea - 200)
    hull.lay(picture, gradient((0.4, "#5c535f"), (0.63, "#4b4450"), (1, "#4b4450")), 0.6)


def swell():
    """Draw painted boats on a long swell, at first light."""
    picture = gradient((0, "#5b7fa6"), (0.25, "#b8c3cc"), (0.4, "#f4d3ae"), (1, "#f4d3ae"))
    picture.paste("#fbe6cf", (0, 0), levels(clouds(41, (4, 14)), 118, 220, 190))
    glow(picture, (480, 450), (800, 420), "#ffdca0", 190)
    horizon, dice = 470, Random(42)
    sea = clouds(43, (60, 200), 3, (1800, 1300))
    sea = ground(sea, horizon, 14)
    water = ImageOps.colorize(
        sea, "#0d2638", "#d9e3dc", mid="#3f6f82", blackpoint=62, whitepoint=215
    )
    far = ramp((0, 225), (0.14, 120), (0.5, 25), (1, 0), size=water.size)
    water.paste("#e9cdb0", (0, 0), far)
    picture.paste(water, (0, horizon))
    foam = levels(ground(clouds(45, (150, 420), 3, (1800, 1300)), horizon, 14), 172, 215, 130)
    picture.paste("#f3f1e8", (0, horizon), foam)
    for x, y, size in (
        (1390, 500, 0.16),
        (1150, 512, 0.2),
        (250, 520, 0.24),
        (640, 560, 0.42),
        (1260, 640, 0.7),
    ):
        _pirogue(picture, dice, x, y, size)
    glow(picture, (480, 500), (620, 200), "#ffd9a0", 130)
    return finished(picture, 5)


def _pirogue(picture, dice, x, y, size):
    """Draw a long narrow boat and its crew against the light."""

    def at(across, up):
        return (x + across * size, y - up * size)

    shadow = Stencil()
    shadow.ellipse(*at(-290, -8), *at(300, -60))
    shadow.lay(picture, "#0c1d29", 9 * size)
    crew = Stencil()
    for seat in (-185, -118, -20, 52, 148):
        lean, tall = dice.uniform(-14, 14), dice.uniform(44, 66)
        crew.ellipse(*at(seat - 21, 34), *at(seat + 21, -20))
        crew.polygon(
            [
                at(seat - 20, 0),
                at(seat - 15 + lean, tall),
                at(seat + 13 + lean, tall),
                at(seat + 21, 0),
            ]
        )
        crew.ellipse(*at(seat - 16 + lean, tall + 8), *at(seat + 15 + lean, tall - 14))
        crew.ellipse(*at(seat - 10 + lean, tall + 27), *at(seat + 9 + lean, tall + 4))
    crew.line([at(-120, 60), at(-250, -30)], 4 * size)
    crew.line([at(70, 8), at(70, 190)], 5 * size)
    side = [(-360, 72), (-300, 40), (-200, 17), (-60, 6), (80, 6), (200, 18), (300, 48), (372, 96)]
    crew.polygon(
        [at(*p) for p in side] + [at(300, 6), at(210, -26), at(0, -38), at(-200, -28), at(-290, 6)]
    )
    crew.lay(picture, mix("#16222c", "#4d5a63", max(0, 0.6 - size)), 0.6)
    rail = Stencil()
    rail.line([at(*p) for p in side], 6 * size)
    rail.lay(picture, "#c99a6a", 0.6)


def promenade():
    """Draw a seafront on an evening without cars: palms, lamps, walkers."""
    picture = gradient(
        (0, "#233a66"), (0.25, "#6b6f9c"), (0.45, "#d98f85"), (0.56, "#fbc583"), (1, "#fbc583")
    )
    picture.paste("#f3a98b", (0, 0), levels(clouds(51, (3, 13)), 122, 225, 165))
    sea = 640
    glow(picture, (640, sea), (900, 520), "#ffce82", 200)
    glow(picture, (640, sea - 36), 120, "#fff1c4", 255)
    hill(picture, [(0, 760), (900, 760), *((900 + i * 9, 640 - 60 * sin(i / 64)) for i in range(101))],
         "#7c5d78", "#8d6478", 120)  # fmt: skip
    mirror(picture, sea, 52, sway=30, soft=3, squeeze=1.0)
    waves = levels(ground(clouds(53, (200, 300), 3, (1800, 1200)), sea, 10), 140, 215, 200)
    picture.paste("#4b4f7d", (0, sea), ImageChops.invert(waves).point(lambda v: v * 0.42))
    picture.paste("#ffd79b", (0, sea), levels(waves, 60, 200, 90))
    paving = ImageOps.colorize(
        ground(noise(54, (70, 90), (1800, 1200)), sea, 12), "#3a2b3c", "#a0705f"
    )
    walk = Stencil()
    walk.polygon([(1180, sea), (1300, sea), (1800, 700), (1800, 1200), (180, 1200)])
    floor = picture.copy()
    floor.paste(paving, (0, sea))
    floor.paste(
        gradient((0, "#b87b66"), (0.5, "#b87b66"), (1, "#2a2035")), mask=ramp((0, 150), (1, 150))
    )
    walk.lay(picture, floor)
    wall = Stencil()
    wall.polygon([(1180, sea - 2), (1186, sea - 2), (250, 1200), (60, 1200)])
    wall.lay(picture, "#2c2236", 0.5)
    things, lamps = Stencil(), []
    for number in range(7):
        scale = 1.25 * 0.68**number
        _palm(things, Random(number), 1215 + 560 * scale, sea + 430 * scale, scale)
    for number in range(6):
        scale = 0.95 * 0.66**number
        x, foot = 1185 - 230 * scale, sea + 330 * scale
        things.line([(x, foot), (x, foot - 430 * scale)], 12 * scale)
        lamps.append((x, foot - 440 * scale, scale))
    things.lay(picture, gradient((0, "#1a1526"), (1, "#120e1a")), 0.6)
    for x, y, scale in lamps:
        glow(picture, (x, y), max(round(200 * scale), 14), "#ffd9a0", 255)
    return finished(picture, 6)


def _palm(stencil, dice, x, foot, size):
    """Draw a date palm: a leaning trunk, and fronds that rise, then hang."""
    trunk = [(x + 34 * size * sin(i / 7), foot - i * 62 * size) for i in range(13)]
    for step, (one, other) in enumerate(pairwise(trunk)):
        stencil.line([one, other], (30 - step) * size)
    top_x, top_y = trunk[-1]
    for frond in range(19):
        turn = pi * (frond + dice.uniform(-0.3, 0.3)) / 18
        reach, rise = dice.uniform(200, 290) * size, 0.25 + 1.15 * sin(turn)
        spine = [
            (top_x + reach * t * cos(turn), top_y - reach * (rise * t - 0.85 * t * t))
            for t in (i / 14 for i in range(15))
        ]
        stencil.line(spine, 4 * size)
        for (x1, y1), (x2, y2) in pairwise(spine[2:]):
            leaf = 30 * size
            across, down = x2 - x1, y2 - y1
            long = max((across**2 + down**2) ** 0.5, 1e-6)
            across, down = leaf * across / long, leaf * down / long
            for part in (0, 0.5):
                a, b = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
                stencil.line([(a, b), (a + across - down, b + down + across)], 2.5 * size)
                stencil.line([(a, b), (a + across + down, b + down - across)], 2.5 * size)
