"""What every picture is drawn with: gradients, noise, smooth shapes, glows, water, the last touch."""

from io import BytesIO
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageMath

WIDTH, HEIGHT = SIZE = (1800, 1200)  # pixels


def mix(one, other, share):
    """Return the colour (RGB) at `share`, 0 to 1, of the way from one colour to the other."""
    one, other = (ImageColor.getrgb(c) if isinstance(c, str) else c for c in (one, other))
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def gradient(*stops, size=SIZE):
    """Return a picture that goes down through `stops`: (place from 0 to 1, colour)."""
    column = Image.new("RGB", (1, size[1]))
    for (top, above), (bottom, below) in pairwise([*stops, (1, stops[-1][1])]):
        first, last = round(top * size[1]), round(bottom * size[1])
        for y in range(first, last):
            column.putpixel((0, y), mix(above, below, (y - first) / (last - first)))
    return column.resize(size)


def ramp(*stops, size=SIZE):
    """Return a mask that goes down through `stops`: (place from 0 to 1, strength from 0 to 255)."""
    return gradient(*((place, (s, s, s)) for place, s in stops), size=size).getchannel(0)


def noise(seed, cells, size=SIZE):
    """Return smooth grey noise: `cells` random values across and down."""
    grain = Image.frombytes("L", cells, Random(seed).randbytes(cells[0] * cells[1]))
    return grain.resize(size, Image.Resampling.BICUBIC)


def clouds(seed, cells, octaves=4, size=SIZE):
    """Return grey noise with finer and fainter noise upon it."""
    picture = noise(seed, cells, size)
    for octave in range(1, octaves):
        finer = noise(seed + octave, (cells[0] << octave, cells[1] << octave), size)
        picture = Image.blend(picture, finer, 0.5 / (octave + 0.5))
    return picture


def levels(mask, low, high, most=255):
    """Return the mask with `low` stretched to 0 and `high` to `most`."""
    return mask.point([round(min(max((v - low) / (high - low), 0), 1) * most) for v in range(256)])


def glow(picture, centre, radius, colour, strength=255):
    """Add light around a point, brightest in its middle; `radius` in pixels, or (across, down)."""
    across, down = radius if isinstance(radius, tuple) else (radius, radius)
    light = Image.radial_gradient("L").point(
        [round(max(1 - v / 128, 0) ** 2.2 * strength) for v in range(256)]
    )
    light = light.resize((2 * across, 2 * down), Image.Resampling.BICUBIC)
    paint = Image.merge(
        "RGB", [light.point([v * c // 255 for v in range(256)]) for c in mix(colour, colour, 0)]
    )
    box = (round(centre[0]) - across, round(centre[1]) - down)
    here = picture.crop((*box, box[0] + 2 * across, box[1] + 2 * down))
    picture.paste(ImageChops.screen(here, paint), box)


class Stencil:
    """A mask drawn at twice the size, so that its edges come out smooth."""

    def __init__(self):
        self.mask = Image.new("L", (2 * WIDTH, 2 * HEIGHT))
        self.draw = ImageDraw.Draw(self.mask)

    def polygon(self, points, ink=255):
        self.draw.polygon([(2 * x, 2 * y) for x, y in points], fill=ink)

    def line(self, points, width, ink=255):
        self.draw.line([(2 * x, 2 * y) for x, y in points], ink, round(2 * width), "curve")

    def ellipse(self, left, top, right, bottom, ink=255):
        self.draw.ellipse((2 * left, 2 * top, 2 * right, 2 * bottom), fill=ink)

    def box(self, left, top, right, bottom, ink=255):
        self.draw.rectangle((2 * left, 2 * top, 2 * right, 2 * bottom), fill=ink)

    def lay(self, picture, paint, blur=0):
        """Put a colour or a picture through the mask."""
        left, top, right, bottom = self.mask.getbbox()
        pad = round(3 * blur) + 1
        box = (
            max(left // 2 - pad, 0),
            max(top // 2 - pad, 0),
            min(right // 2 + pad, WIDTH),
            min(bottom // 2 + pad, HEIGHT),
        )
        mask = self.mask.reduce(2, tuple(2 * side for side in box))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        if isinstance(paint, Image.Image):
            paint = paint.crop(box)
        picture.paste(paint, box, mask)


def ridge(seed, level, height, rough=0.55, steps=9):
    """Return the line of a hill across the picture, by midpoints moved at random."""
    dice, line = Random(seed), [0.0, 0.0]
    for _step in range(steps):
        moved = [(a + b) / 2 + dice.uniform(-1, 1) * height for a, b in pairwise(line)]
        line = [y for pair in zip(line, moved, strict=False) for y in pair] + [line[-1]]
        height *= rough
    return [(i * WIDTH / (len(line) - 1), level + y) for i, y in enumerate(line)]


def hill(picture, line, top, bottom, depth=400):
    """Fill the land under a line, from the colour `top` to `bottom` over `depth` pixels."""
    peak = min(y for _x, y in line) / HEIGHT
    stencil = Stencil()
    stencil.polygon([(0, HEIGHT), *line, (WIDTH, HEIGHT)])
    foot = min(peak + depth / HEIGHT, 1)
    stencil.lay(picture, gradient((0, top), (max(peak, 0), top), (foot, bottom)))


def ground(texture, horizon, near=9):
    """Return a flat texture laid down from the horizon to the lower edge, `near` times larger there."""
    width, height = WIDTH, HEIGHT - horizon
    e = height / (near - 1)
    far = texture.width / width
    scale, middle = far, texture.width / 2
    # u = middle + (x - width/2) * scale / (1 + y/e);  v = texture height * (1 - 1/(1 + y/e))
    u = (scale, middle / e, middle - scale * width / 2)
    v = (0, texture.height / e, 0)
    return texture.transform(
        (width, height), Image.Transform.PERSPECTIVE, (*u, *v, 0, 1 / e), Image.Resampling.BICUBIC
    )


def mirror(picture, waterline, seed, sway=14, soft=2, squeeze=1.0):
    """Reflect what is above the waterline in moving water below it."""
    depth, dice = HEIGHT - waterline, Random(seed)
    above = picture.crop((0, max(0, round(waterline - depth * squeeze)), WIDTH, waterline))
    above = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((WIDTH, depth))
    above = above.filter(ImageFilter.BoxBlur((soft, soft * 4)))
    y, drift = 0, 0.0
    while y < depth:
        thick = 1 + y * 5 // depth
        reach = sway * (0.15 + y / depth)
        drift = drift * 0.6 + dice.uniform(-reach, reach)
        strip = above.crop((0, y, WIDTH, min(y + thick, depth)))
        picture.paste(ImageChops.offset(strip, round(drift), 0), (0, waterline + y))
        y += thick


def finished(picture, seed, vignette=0.45, grain=6):
    """Return the JPEG, after what a camera leaves: darker corners, a soft edge, a little grain."""
    corners = (
        Image.radial_gradient("L")
        .resize(SIZE)
        .point([round(255 - vignette * 255 * max(v / 255 - 0.35, 0) ** 1.6) for v in range(256)])
    )
    picture = ImageChops.multiply(picture, Image.merge("RGB", [corners] * 3))
    speck = noise(seed, (WIDTH * 2 // 3, HEIGHT * 2 // 3)).point(
        [round(128 + (v - 128) * grain / 128) for v in range(256)]
    )
    picture = ImageChops.soft_light(picture, Image.merge("RGB", [speck] * 3))
    file = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.6)).save(file, "JPEG", quality=88)
    return file.getvalue()


def float_noise(seed, cells, size):
    """Return smooth noise from 0 to 1 with no steps, that joins at its edges."""
    grain = Image.frombytes("L", cells, Random(seed).randbytes(cells[0] * cells[1]))
    three = Image.new("L", (3 * cells[0], 3 * cells[1]))
    for x in range(3):
        for y in range(3):
            three.paste(grain, (x * cells[0], y * cells[1]))
    box = (cells[0], cells[1], 2 * cells[0], 2 * cells[1])
    whole = three.convert("F").resize((size, size), Image.Resampling.BICUBIC, box=box)
    return ImageMath.lambda_eval(lambda a: a["n"] / 255.0, n=whole)
