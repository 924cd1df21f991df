"""A night train on its viaduct."""

from random import Random

from PIL import Image, ImageChops, ImageOps

from .canvas import (
    SIZE,
    WIDTH,
    Stencil,
    clouds,
    finished,
    glow,
    gradient,
    hill,
    levels,
    mirror,
    mix,
    ramp,
    ridge,
)


def viaduct():
    """Draw a lit train on a stone viaduct over a river, at nightfall."""
    picture = gradient((0, "#0e1b3d"), (0.3, "#2c4577"), (0.5, "#7a86ab"), (0.62, "#d3b3a6"))
    picture.paste("#8c93b5", (0, 0), levels(clouds(91, (3, 12)), 124, 225, 130))
    dice = Random(92)
    for _star in range(130):
        x, y = dice.randrange(WIDTH), dice.randrange(380)
        picture.putpixel((x, y), mix("#8fa3cf", "#ffffff", dice.random()))
    hill(picture, ridge(93, 560, 150), "#7482a8", "#a9a4b4", 260)
    hill(picture, ridge(97, 660, 110), "#4b5b86", "#8088a2", 240)
    hill(picture, ridge(99, 780, 90), "#2d3b60", "#5c6785", 220)
    deck, river = 560, 960
    stone = Stencil()
    stone.box(-10, deck, WIDTH + 10, river)
    for arch in range(-1, 9):
        left = arch * 236 + 26
        stone.box(left, deck + 130, left + 184, river, 0)
        stone.ellipse(left, deck + 38, left + 184, deck + 222, 0)
    stone.box(-10, deck - 12, WIDTH + 10, deck + 6)
    grain = clouds(94, (450, 400), 2)
    wall = ImageOps.colorize(
        grain, "#2b2c40", "#8a7f88", mid="#5a5664", blackpoint=0, whitepoint=255
    )
    wall = ImageChops.multiply(wall, gradient((0.45, "#ffffff"), (0.8, "#6a7090")))
    stone.lay(picture, wall, 0.6)
    shade = Stencil()
    for arch in range(-1, 9):
        left = arch * 236 + 26
        shade.box(left - 16, deck + 130, left, river)
    shade.lay(picture, "#23253a", 3)
    train = Stencil()
    lit = Stencil()
    for coach in range(5):
        left = 180 + coach * 306
        train.box(left, deck - 84, left + 298, deck - 16)
        train.box(left + 10, deck - 92, left + 288, deck - 80)
        train.box(left + 296, deck - 70, left + 308, deck - 20)
        for window in range(9):
            if dice.random() < 0.86:
                lit.box(left + 18 + window * 30, deck - 70, left + 40 + window * 30, deck - 46)
    train.polygon([(1700, deck - 92), (1752, deck - 50), (1756, deck - 16), (1690, deck - 16)])
    train.lay(picture, gradient((0.38, "#3a4466"), (0.47, "#161b30")), 0.6)
    lit.lay(picture, "#ffdc9a", 1.2)
    halo = Image.new("RGB", SIZE)
    lit.lay(halo, "#ffae4e", 16)
    picture = ImageChops.screen(picture, halo)
    glow(picture, (1752, deck - 36), 110, "#fff2cf", 255)
    hill(picture, [(x, 990 - 80 * abs(x / 900 - 1) ** 2 + y) for (x, _y), y in zip(ridge(95, 0, 8), [p[1] for p in ridge(96, 0, 16)], strict=True)],
         "#1a2338", "#222d45", 60)  # fmt: skip
    mirror(picture, river + 10, 98, sway=16, soft=3, squeeze=1.9)
    picture.paste("#16213d", (0, 0), ramp((0, 0), (0.79, 0), (0.81, 50), (1, 150)))
    picture.paste(
        "#b8b4c4",
        (0, 0),
        levels(
            ImageChops.multiply(
                clouds(90, (3, 9), 3), ramp((0, 0), (0.55, 0), (0.72, 255), (0.82, 120), (0.9, 0))
            ),
            70,
            255,
            120,
        ),
    )
    return finished(picture, 10, vignette=0.6)
