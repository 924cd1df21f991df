"""PURE: an incoming photograph → the files that pages ask for.

It is opened under limits, turned upright, stripped of its data about camera and place, cut around its focal point.
"""

from io import BytesIO

from PIL import Image, ImageCms, UnidentifiedImageError

ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
BYTES_MOST = 20 * 1024 * 1024
PIXELS_MOST = 60_000_000  # a little more than the cameras of newsrooms make
SIDE_LEAST = 200  # pixels
MASTER_SIDE = 2400  # pixels: nothing larger is kept
# How many times its width: of a longer strip, the master would be narrower than SIDE_LEAST.
LONGEST_STRIP = MASTER_SIDE // SIDE_LEAST
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

ORIENTATION = 0x0112  # the one field of EXIF that is read
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

WIDTHS = (480, 960, 1440)  # of the picture whole, for an article's page
TEASER_WIDTHS = (320, 480, 720, 960)  # of its 3:2 cut, for lists
SHARED_WIDTH = 1200  # of the cuts that search engines and social cards take
SHARED = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}

ENCODERS = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 9},
    "webp": {"format": "WEBP", "quality": 74, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}


class Unacceptable(ValueError):
    """A file that we do not take as a picture. `code`: kind, heavy, large, small, narrow, broken."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def opened(content: bytes) -> Image.Image:
    """Return the picture upright, in RGB, no side above MASTER_SIDE; raise Unacceptable.

    Its size is read before its pixels: a decompression bomb is refused before it unpacks.
    """
    picture = _recognised(content)
    _refuse_size(picture.size)
    try:
        picture.load()
        picture = _in_rgb(_in_srgb(_upright(picture)))
    except BOMBS as error:
        raise Unacceptable("large") from error
    except Exception as error:  # libraries of formats fail in ways of their own
        raise Unacceptable("broken") from error
    picture.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", picture.size)  # nothing of the file but its pixels
    bare.paste(picture)
    return bare


def _recognised(content):
    """Return the picture of these bytes, its pixels unread; raise Unacceptable with the cause."""
    if len(content) > BYTES_MOST:
        raise Unacceptable("heavy")
    try:
        return Image.open(BytesIO(content), formats=ACCEPTED)
    except BOMBS as error:
        raise Unacceptable("large") from error
    except UnidentifiedImageError as error:
        raise Unacceptable("kind") from error
    except Exception as error:
        raise Unacceptable("broken") from error


def _refuse_size(size):
    if size[0] * size[1] > PIXELS_MOST:
        raise Unacceptable("large")
    if min(size) < SIDE_LEAST:
        raise Unacceptable("small")
    if max(size) > LONGEST_STRIP * min(size):
        raise Unacceptable("narrow")


def _upright(picture):
    """Return the picture turned as its camera was held; an orientation that is unreadable is none.

    The other fields of EXIF are not looked at: some are of another type than the standard says.
    """
    try:
        orientation = picture.getexif().get(ORIENTATION)
    except Exception:
        return picture
    turn = TURNS.get(orientation) if isinstance(orientation, int) else None
    return picture if turn is None else picture.transpose(turn)


def _in_rgb(picture):
    """Return the picture in RGB, with what was transparent on white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _in_srgb(picture):
    """Return the picture in sRGB, which every screen reads; ignore a profile that is unreadable."""
    if picture.mode.startswith("I"):  # 16 bits of grey, of which eight are shown
        picture = picture.point(lambda light: light / 257).convert("L")
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(
            picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except Exception:
        return picture


def encoded(picture: Image.Image, kind: str) -> bytes:
    """Return the picture as a file of that kind: avif, webp or jpg."""
    file = BytesIO()
    picture.save(file, **ENCODERS[kind])
    return file.getvalue()


def resized(picture: Image.Image, width: int) -> Image.Image:
    """Return the whole picture at that width in pixels."""
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def cut(picture: Image.Image, ratio: tuple[int, int], width: int, focus: tuple[int, int]):
    """Return the largest cut of that ratio with `focus` as near its middle as possible.

    `focus` is (percent of the width, percent of the height).
    """
    wide, high = ratio
    box_width = min(picture.width, picture.height * wide / high)
    box_height = box_width * high / wide
    left = min(max(picture.width * focus[0] / 100 - box_width / 2, 0), picture.width - box_width)
    top = min(max(picture.height * focus[1] / 100 - box_height / 2, 0), picture.height - box_height)
    return picture.resize(
        (width, round(width * high / wide)),
        Image.Resampling.LANCZOS,
        box=(left, top, left + box_width, top + box_height),
    )


def widths_for(full: int, wanted: tuple[int, ...]) -> list[int]:
    """Return the widths to make from a picture `full` pixels wide: never larger than it is."""
    return [width for width in wanted if width < full] + ([full] if full <= max(wanted) else [])


def height_at(size: tuple[int, int], width: int) -> int:
    return max(1, round(size[1] * width / size[0]))
