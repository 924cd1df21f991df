"""The roofs of an old town, a square in the rain."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

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
    hill,
    levels,
    mirror,
    mix,
    ramp,
    ridge,
)


def medina():
    """Draw the roofs of an old town at dusk, with their first lamps."""
    picture = gradient((0, "#1f3058"), (0.25, "#5a5f8e"), (0.42, "#c98d86"), (0.5, "#f0b98a"))
    picture.paste("#d99a8e", (0, 0), levels(clouds(71, (3, 12)), 122, 220, 150))
    glow(picture, (1350, 520), (900, 420), "#ffc68a", 150)
    hill(picture, ridge(75, 440, 70), "#5d5b80", "#a07a86", 180)
    hill(picture, ridge(77, 500, 40), "#4c4b6e", "#84687a", 160)
    dice, lamps = Random(72), []
    draw = ImageDraw.Draw(picture)
    for row in range(16):
        near = row / 15
        foot, size = 560 + 700 * near**1.35, 0.2 + 0.95 * near
        if row in (3, 6):
            _minaret(
                draw,
                lamps,
                (430 if row == 6 else 1260),
                foot + 30,
                0.62 if row == 6 else 0.4,
                1 - near,
            )
        x = -200 * dice.random()
        while x < WIDTH:
            wide, tall = dice.uniform(110, 260) * size, dice.uniform(110, 250) * size
            _house(draw, dice, lamps, (x, foot - tall, x + wide, foot + 190), size, 1 - near)
            x += wide * dice.uniform(0.82, 1.02)
    picture.paste("#b98a8c", (0, 0), ramp((0, 0), (0.4, 0), (0.46, 110), (0.7, 20), (1, 0)))
    for x, y, size in lamps:
        glow(picture, (x, y), max(6, round(size)), "#ffb65c", 235)
    return finished(picture, 8, vignette=0.7)


def _house(draw, dice, lamps, box, size, far):
    """Draw a flat-roofed house: a lit side, a shaded one, a parapet, small windows."""
    left, top, right, bottom = box
    wall = mix(
        dice.choice(["#a8795c", "#94694f", "#b58d6c", "#8a6a5c", "#c2a184"]), "#35304f", 0.38
    )
    wall = mix(wall, "#8f6f80", far * 0.55)
    corner = right - (right - left) * dice.uniform(0.2, 0.42)
    for step in range(10):
        level = top + (bottom - top) * step / 10
        draw.rectangle((left, level, corner, bottom), mix(wall, "#1f1b33", step * 0.055))
        draw.rectangle(
            (corner, level, right, bottom), mix(mix(wall, "#ffb98a", 0.16), "#1f1b33", step * 0.05)
        )
    draw.rectangle((left, top, right, top + 5 * size), mix(wall, "#ffd9b0", 0.35))
    draw.rectangle((left, top + 5 * size, right, top + 9 * size), mix(wall, "#1c1830", 0.45))
    if dice.random() < 0.35:
        room = left + (right - left) * dice.uniform(0.1, 0.5)
        draw.rectangle((room, top - 52 * size, room + 70 * size, top), mix(wall, "#241f38", 0.2))
        draw.rectangle(
            (room, top - 52 * size, room + 70 * size, top - 48 * size), mix(wall, "#ffd9b0", 0.3)
        )
    for _window in range(dice.randint(0, 3)):
        x, y = dice.uniform(left + 14 * size, right - 34 * size), top + dice.uniform(32, 100) * size
        is_lit = dice.random() < 0.36
        draw.rectangle(
            (x, y, x + 15 * size, y + 25 * size), "#ffcf86" if is_lit else mix(wall, "#15122a", 0.7)
        )
        if is_lit:
            lamps.append((x + 8 * size, y + 13 * size, 62 * size))


def _minaret(draw, lamps, x, foot, size, far):
    wall = mix("#8a6550", "#8f6f80", far * 0.5)
    half = 52 * size
    for high, share in ((620, 1), (760, 0.52)):
        reach = half * share
        draw.rectangle(
            (x - reach, foot - high * size, x + reach * 0.2, foot), mix(wall, "#221d38", 0.35)
        )
        draw.rectangle(
            (x + reach * 0.2, foot - high * size, x + reach, foot), mix(wall, "#ffb98a", 0.22)
        )
        for tooth in range(5):
            place = x - reach + tooth * reach * 0.45
            draw.rectangle(
                (place, foot - (high + 18) * size, place + reach * 0.24, foot - high * size),
                mix(wall, "#221d38", 0.25),
            )
    for high in (520, 400):
        draw.rectangle(
            (x - 12 * size, foot - high * size, x + 10 * size, foot - (high - 60) * size), "#ffcf86"
        )
        lamps.append((x, foot - (high - 30) * size, 80 * size))
    draw.line(
        (x, foot - 830 * size, x, foot - 760 * size),
        mix(wall, "#221d38", 0.5),
        max(2, round(7 * size)),
    )


def square():
    """Draw a town square at night in the rain, its lights on the wet stones."""
    picture = gradient((0, "#0b1428"), (0.35, "#1b2b4a"), (0.6, "#35405c"))
    floor, dice, lamps = 720, Random(81), []
    draw = ImageDraw.Draw(picture)
    x = -60
    while x < WIDTH:
        wide, top = dice.randint(190, 300), dice.randint(150, 300)
        wall = mix(
            dice.choice(["#5b4a48", "#6b5848", "#4a4654", "#705f50", "#584c58"]), "#0d1528", 0.3
        )
        for step in range(12):
            level = top + (floor - top) * step / 12
            draw.rectangle(
                (x, level, x + wide, floor),
                mix(mix(wall, "#0d1528", 0.55), mix(wall, "#ffb060", 0.2), step / 11),
            )
        draw.rectangle((x - 4, top - 12, x + wide + 4, top), mix(wall, "#0a1020", 0.4))
        for y in range(top + 40, floor - 190, 104):
            for across in range(x + 26, x + wide - 44, 66):
                shine = dice.random()
                tint = mix("#ffd489", "#f0a550", dice.random()) if shine < 0.3 else "#131b2e"
                draw.rectangle((across, y, across + 34, y + 62), tint)
                draw.line((across + 17, y, across + 17, y + 62), mix(wall, "#0a1020", 0.5), 3)
        draw.rectangle((x + 14, floor - 128, x + wide - 14, floor), "#ffca7c")
        draw.rectangle(
            (x + 14, floor - 128, x + wide - 14, floor - 96),
            dice.choice(["#7e2f2a", "#2f5a4a", "#33476e", "#8a6a35"]),
        )
        for post in range(x + 14, x + wide, 52):
            draw.line((post, floor - 96, post, floor), "#3a2a20", 5)
        lamps.append((x + wide / 2, floor - 50, 250, "#ffb25e", 150))
        x += wide
    picture = picture.filter(ImageFilter.GaussianBlur(3))
    people = Stencil()
    for x, size in ((260, 0.8), (330, 0.84), (700, 0.66), (1130, 0.9), (1490, 0.72), (1560, 0.7)):
        foot = floor + 8
        people.polygon(
            [
                (x - 22 * size, foot),
                (x - 27 * size, foot - 120 * size),
                (x + 27 * size, foot - 120 * size),
                (x + 18 * size, foot),
            ]
        )
        people.draw.pieslice(
            [2 * v for v in (x - 85 * size, foot - 200 * size, x + 85 * size, foot - 84 * size)],
            180,
            360,
            fill=255,
        )
        people.ellipse(x - 15 * size, foot - 148 * size, x + 15 * size, foot - 116 * size)
    people.lay(picture, "#0b0f1b", 2)
    posts = Stencil()
    for x, size in ((90, 1.2), (560, 0.9), (980, 0.82), (1360, 0.95), (1730, 1.25)):
        posts.line([(x, floor + 20), (x, floor - 330 * size)], 11 * size)
        lamps.append((x, floor - 345 * size, 300 * size, "#ffcf8a", 255))
        lamps.append((x, floor - 345 * size, 46 * size, "#fff6dd", 255))
    posts.lay(picture, "#0a0e18", 1.5)
    for x, y, size, colour, strength in lamps:
        glow(picture, (x, y), round(size), colour, strength)
    mirror(picture, floor, 82, sway=9, soft=4, squeeze=1.3)
    wet = picture.crop((0, floor, WIDTH, HEIGHT))
    wet = wet.filter(ImageFilter.BoxBlur((3, 26)))
    stones = levels(ground(clouds(83, (150, 90), 3, (1800, 1200)), floor, 9), 70, 190)
    dark = ImageChops.multiply(
        wet, Image.merge("RGB", [stones.point(lambda v: 110 + v * 0.57)] * 3)
    )
    picture.paste(Image.blend(dark, Image.new("RGB", dark.size, "#0c1424"), 0.12), (0, floor))
    rain = Image.new("L", SIZE)
    drops = ImageDraw.Draw(rain)
    for _drop in range(1300):
        x, y, long = dice.uniform(0, WIDTH), dice.uniform(-50, HEIGHT), dice.uniform(18, 60)
        drops.line((x, y, x - long * 0.14, y + long), dice.randint(25, 85), dice.choice((1, 1, 2)))
    picture.paste("#c9d6ec", (0, 0), rain.filter(ImageFilter.GaussianBlur(0.8)))
    return finished(picture, 9, vignette=0.8)
