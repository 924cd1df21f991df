"""Pictures as cameras and programs write them: turned as they were held, and each refusal says its cause."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Image
from articles.rules import renditions
from tests import cast

SHORT, ASCII, RATIONAL = 3, 2, 5


def exif(*entries):
    """Return EXIF with these fields, (number, type, the four bytes of its value)."""
    fields = b"".join(
        struct.pack(">HHI", number, kind, 1 if kind != ASCII else 3) + value
        for number, kind, value in entries
    )
    return b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", len(entries)) + fields + bytes(4)


TURNED = (0x0112, SHORT, b"\0\6\0\0")
RESOLUTION_AS_TEXT = (0x011A, ASCII, b"72\0\0")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (exif(TURNED, RESOLUTION_AS_TEXT), (600, 900)),
        (exif(TURNED, (0x8825, ASCII, b"x\0\0\0"), (0x9286, SHORT, b"\0\1\0\0")), (600, 900)),
        (exif((0x0112, ASCII, b"6\0\0\0"), RESOLUTION_AS_TEXT), (900, 600)),
        (exif((0x0112, SHORT, b"\0\x63\0\0")), (900, 600)),
        (b"Exif\0\0no fields at all", (900, 600)),
    ],
    ids=["resolution as text", "places as text", "orientation as text", "no such turn", "garbage"],
)
def test_of_exif_the_orientation_alone_is_read(data, size):
    assert renditions.opened(cast.a_picture((900, 600), exif=data)).size == size


@pytest.mark.slow
def test_an_editor_sends_a_picture_whose_exif_is_odd_and_it_is_there(client, db):
    client.force_login(cast.hicham())
    sent = cast.a_picture((900, 600), exif=exif(TURNED, RESOLUTION_AS_TEXT))
    fields = {"caption": "Le port", "credit": "X", "focal_x": 50, "focal_y": 50}
    file = SimpleUploadedFile("port.jpg", sent, "image/jpeg")
    answer = client.post("/admin/articles/image/add/", {**fields, "file": file})
    assert answer.status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height) == (600, 900)


def png(width, height):
    """Return a PNG of that size by its head, without its pixels."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (png(20_000, 20_000), "large", "dépasse 60 millions de points"),
        (png(10_000, 10_000), "large", "dépasse 60 millions de points"),
        (png(200, 30_000), "narrow", "trop étroite"),
        (cast.a_picture((2600, 210)), "narrow", "trop étroite"),
    ],
    ids=["400 megapixels", "100 megapixels", "a strip", "a panorama"],
)
@pytest.mark.filterwarnings("error")
def test_a_refusal_says_its_cause(db, content, code, words):
    with pytest.raises(ValidationError) as refused:
        Image.objects.take_in(content, credit="X")
    assert refused.value.code == code
    assert words in " ".join(refused.value.messages)


def test_whatever_a_library_of_formats_raises_the_picture_is_refused(db, monkeypatch):
    def fails(self):
        raise RuntimeError("a fault that nobody foresaw")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fails)
    with pytest.raises(ValidationError) as refused:
        Image.objects.look_at(cast.a_picture())
    assert refused.value.code == "broken"
