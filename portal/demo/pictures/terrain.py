"""Look across a land whose heights are given: nearest first, each column of the picture upwards."""

from array import array

from PIL import Image, ImageMath

from .canvas import SIZE, float_noise

SIDE = 1024  # cells of the map, across and down; it repeats
STEPS = 320  # lines of the map looked at, from near to far


def rugged(seed, cells=4, octaves=6, stretch=(1, 1)):
    """Return a map (mode F, 0 to about 1) with sharp crests, as of mountains."""
    total, weight, sum_of = None, 1.0, 0.0
    for octave in range(octaves):
        across = (cells * stretch[0] << octave, cells * stretch[1] << octave)
        layer = float_noise(seed + octave, across, SIDE)
        crest = ImageMath.lambda_eval(lambda a: 1 - abs(a["n"] * 2 - 1), n=layer)
        if total is None:
            total = ImageMath.lambda_eval(lambda a: a["c"] * a["c"], c=crest)
        else:
            total = ImageMath.lambda_eval(
                lambda a, w=weight: a["t"] + a["c"] * a["t"] * w, t=total, c=crest
            )
        sum_of += weight
        weight *= 0.5
    return ImageMath.lambda_eval(lambda a, s=sum_of: a["t"] / s, t=total)


def lit(heights, across, down, gain):
    """Return the light (mode L) on a map, from a side: 128 on the flat."""
    moved = Image.new("F", heights.size)
    for x in (across, across - SIDE if across > 0 else across + SIDE):
        for y in (down, down - SIDE if down > 0 else down + SIDE):
            moved.paste(heights, (x, y))
    light = ImageMath.lambda_eval(lambda a: (a["h"] - a["m"]) * gain + 128.0, h=heights, m=moved)
    return light.convert("L")


def view(heights, light, *, eye, place, horizon, relief, wide, near, far, small=2):
    """Return two masks, the light and the distance of what is seen; distance 255 is sky.

    `eye` is the camera's height, `place` its cell, `horizon` its height in the picture (0 to 1).
    """
    width, height = SIZE[0] // small, SIZE[1] // small
    tall, shine = array("f", heights.tobytes()), light.tobytes()
    seen = [bytearray(height) for _ in range(width)]
    depth = [bytearray(b"\xff" * height) for _ in range(width)]
    low, middle, mask = [height] * width, width / 2, SIDE - 1
    level, reach = horizon * height, height * 0.9 / wide
    pace = (far / near) ** (1 / STEPS)
    z, left, top = near, place[0], place[1]
    while z < far:
        row = (int(top - z) & mask) * SIDE
        step, scale = wide * z / middle, reach / z
        x = left - wide * z
        away = min(int(254 * (z - near) / (far - near)), 254)
        for column in range(width):
            cell = row + (int(x) & mask)
            here, beside = tall[cell], tall[cell - mask if cell & mask == mask else cell + 1]
            y = int(level + (eye - (here + (beside - here) * (x % 1)) * relief) * scale)
            bottom = low[column]
            if y < bottom:
                y = max(y, 0)
                seen[column][y:bottom] = bytes((shine[cell],)) * (bottom - y)
                depth[column][y:bottom] = bytes((away,)) * (bottom - y)
                low[column] = y
            x += step
        z *= pace
    return [
        Image.frombytes("L", (height, width), b"".join(rows))
        .transpose(Image.Transpose.TRANSPOSE)
        .resize(SIZE, Image.Resampling.BICUBIC)
        for rows in (seen, depth)
    ]
