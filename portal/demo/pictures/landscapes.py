"""Mountains, dunes, olive groves."""

from math import cos, pi, sin, tau
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageMath, ImageOps

from .canvas import (
    WIDTH,
    clouds,
    finished,
    float_noise,
    glow,
    gradient,
    ground,
    hill,
    levels,
    mix,
    ridge,
)
from .terrain import SIDE, lit, rugged, view


def snow():
    """Draw snowy ranges in blue haze."""
    heights = rugged(11, cells=4)
    light, depth = view(
        heights,
        lit(heights, 3, 1, 1500),
        eye=150, place=(330, 700), horizon=0.2, relief=140, wide=0.62, near=210, far=1050,
    )  # fmt: skip
    picture = gradient((0, "#2f5f9c"), (0.22, "#93b8da"), (0.5, "#e6ecec"), (1, "#e6ecec"))
    picture.paste("#f4f6f6", (0, 0), levels(clouds(5, (4, 7)), 120, 235, 190))
    land = ImageOps.colorize(
        light, "#0f1c30", "#fff8ea", mid="#6f8fb8", blackpoint=30, whitepoint=215
    )
    land.paste(gradient((0, "#b9d3e6"), (1, "#9fbcd6")), mask=levels(depth, 20, 255, 205))
    picture.paste(land, mask=levels(depth, 255, 254))
    return finished(picture, 1)


def dunes():
    """Draw dunes under a low sun."""
    heights = rugged(27, cells=3, octaves=2, stretch=(1, 2))
    swell = float_noise(4, (5, 5), SIDE)
    heights = ImageMath.lambda_eval(lambda a: a["h"] * 0.75 + a["s"] * 0.5, h=heights, s=swell)
    light, depth = view(
        heights,
        lit(heights, 4, 1, 1800),
        eye=150, place=(860, 420), horizon=0.4, relief=88, wide=0.8, near=165, far=900,
    )  # fmt: skip
    picture = gradient((0, "#6f8cae"), (0.3, "#c9bda9"), (0.52, "#f3d2a0"))
    land = ImageOps.colorize(
        light, "#4a2413", "#ffd79a", mid="#c98549", blackpoint=40, whitepoint=205
    )
    land = land.filter(ImageFilter.GaussianBlur(2))
    land.paste("#e3b98c", mask=levels(depth, 10, 255, 190))
    picture.paste(land, mask=levels(depth, 255, 254))
    glow(picture, (1500, 560), (1000, 520), "#ffcf8a", 120)
    return finished(picture, 2)


def olives():
    """Draw rows of olive trees that meet at the horizon."""
    picture = gradient((0, "#6f9cc4"), (0.3, "#c9d9dc"), (0.42, "#f2e3c4"), (1, "#f2e3c4"))
    picture.paste("#fbf3e2", (0, 0), levels(clouds(8, (3, 8)), 125, 230, 170))
    hill(picture, ridge(3, 420, 60), "#8fa3b0", "#b9bdb2", 160)
    hill(picture, ridge(6, 465, 34), "#73876f", "#a6a781", 120)
    horizon = 490
    soil = ImageOps.colorize(
        clouds(9, (180, 160), 3, (1800, 1200)), "#6a4326", "#d3a268", mid="#a87545",
        blackpoint=30, whitepoint=225,
    )  # fmt: skip
    picture.paste(ground(soil, horizon), (0, horizon))
    trees = [_olive(seed) for seed in range(2)]
    dice = Random(12)
    for step in range(22, 0, -1):  # from far to near
        distance = 0.55 + step * 0.42
        for row in range(-9, 10):
            x = 980 + (row + 0.5) * 700 / distance + dice.uniform(-20, 20) / distance
            y = horizon + 660 / distance
            size = round(520 / distance * dice.uniform(0.85, 1.1))
            if not (-size < x < WIDTH + size) or size < 8:
                continue
            _plant(picture, trees[dice.randrange(2)], x, y, size, min(step / 34, 0.7))
    glow(picture, (420, 380), (1100, 600), "#ffdf9f", 110)
    return finished(picture, 3)


def _olive(seed):
    """Return a tree with its shadow on the ground, 300 by 300 pixels."""
    dice = Random(seed)
    tree = Image.new("RGBA", (300, 300), (60, 64, 40, 0))
    shade = ImageDraw.Draw(tree)
    shade.ellipse((70, 248, 298, 284), fill=(52, 32, 22, 150))
    tree = tree.filter(ImageFilter.GaussianBlur(5))
    draw = ImageDraw.Draw(tree)
    for lean in (-16, 4, 20):
        draw.line(
            (150 + lean // 4, 262, 146 + lean, 200, 148 + lean * 2, 150), (66, 50, 36, 255), 13
        )
    draw.ellipse((50, 56, 250, 204), (44, 56, 38, 255))
    for number in range(2200):
        reach, turn = dice.random() ** 0.6, dice.uniform(0, tau)
        x, y = (
            150 + 118 * reach * cos(turn),
            128 + 92 * reach * sin(turn) * (1 if turn > pi else 0.8),
        )
        x += 10 * sin(y / 13 + seed)
        light = min(max(0.5 - (y - 128) / 190 - (x - 150) / 300 + dice.uniform(-0.25, 0.25), 0), 1)
        light *= number / 2200 * 0.5 + 0.5
        wide, high = dice.uniform(1.4, 4.6), dice.uniform(1.1, 3)
        draw.ellipse(
            (x - wide, y - high, x + wide, y + high), fill=(*mix("#22301d", "#c3c79b", light), 255)
        )
    return tree.filter(ImageFilter.GaussianBlur(0.8))


def _plant(picture, tree, x, y, size, far):
    tree = tree.resize((size, size), Image.Resampling.BILINEAR)
    pale = Image.blend(tree.convert("RGB"), Image.new("RGB", tree.size, "#c3c4ac"), far * 0.75)
    picture.paste(pale, (round(x - size / 2), round(y - size * 0.9)), tree.getchannel("A"))
