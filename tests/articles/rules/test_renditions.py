"""A photograph as it came, and the files made of it."""

from io import BytesIO

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from articles.models import Image
from articles.rules import renditions
from tests import cast


def read(content):
    return PIL.Image.open(BytesIO(content))


@pytest.mark.slow
def test_place_and_camera_are_gone_from_every_file(db):
    exif = PIL.Image.Exif()
    exif[0x010F] = "Un appareil"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)  # GPS latitude
    sent = cast.a_picture(exif=exif)
    assert b"Un appareil" in sent
    image = Image.objects.take_in(sent, credit="X")
    folder = f"images/{image.digest[:2]}/{image.digest}"
    files = default_storage.listdir(folder)[1]
    assert len(files) > 15
    for name in files:
        content = default_storage.open(f"{folder}/{name}").read()
        assert b"Un appareil" not in content, name
        assert not read(content).getexif(), name


def test_a_picture_held_upright_stands_upright():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert renditions.opened(cast.a_picture((900, 600), exif=exif)).size == (600, 900)


@pytest.mark.slow
def test_every_size_comes_in_three_kinds_and_never_larger_than_it_is(db):
    image = cast.an_image()  # 900 by 600
    shown = image.whole
    assert (shown["width"], shown["height"]) == (900, 600)
    assert [kind for kind, _srcset in shown["sources"]] == ["image/avif", "image/webp"]
    assert " 480w, " in shown["srcset"]
    assert shown["srcset"].endswith(" 900w")


@pytest.mark.slow
def test_the_files_a_page_asks_for_are_there(client, db):
    image = cast.an_image()
    for shown in (image.whole, image.card):
        for srcset in [*(srcset for _kind, srcset in shown["sources"]), shown["srcset"]]:
            for address in srcset.split(", "):
                response = client.get(address.split()[0])
                assert response.status_code == 200
                assert "immutable" in response["Cache-Control"]
                width = int(address.split()[1].removesuffix("w"))
                assert read(b"".join(response.streaming_content)).width == width


def test_the_cut_keeps_the_focal_point_in_it():
    picture = PIL.Image.new("RGB", (1000, 1000), "white")
    picture.paste("red", (0, 900, 1000, 1000))  # what matters lies at the foot
    cut = renditions.cut(picture, (16, 9), 480, (50, 95))
    assert cut.size == (480, 270)
    assert cut.getpixel((240, 265))[1] < 100, "the red foot is in it"
    middle = renditions.cut(picture, (16, 9), 480, (50, 50))
    assert middle.getpixel((240, 265))[1] > 200


@pytest.mark.slow
def test_another_focal_point_makes_other_files_under_other_names(db):
    image = cast.an_image()
    before = image.card["src"]
    image.focal_y = 10
    image.save()
    image.render()
    assert image.card["src"] != before
    assert default_storage.exists(image.card["src"].removeprefix("/media/"))


@pytest.mark.slow
def test_the_same_picture_twice_is_one(db):
    assert cast.an_image().pk == cast.an_image().pk


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 not a picture", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind"),
        (cast.a_picture((60, 60)), "small"),
        (cast.a_picture()[:2000], "broken"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_with_how_to_go_on(db, content, code):
    with pytest.raises(ValidationError) as refused:
        Image.objects.take_in(content, credit="X")
    assert refused.value.code == code
    assert not Image.objects.exists()


@pytest.mark.slow
def test_a_bomb_is_refused_by_its_size_before_its_pixels_are_read(monkeypatch):
    bomb = cast.a_picture((12_000, 6_000), kind="PNG")  # 72 million points in some kilobytes
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(PIL.Image.Image, "load", lambda self: pytest.fail("its pixels were read"))
    monkeypatch.setattr(PIL.ImageFile.ImageFile, "load", lambda self: pytest.fail("read"))
    with pytest.raises(renditions.Unacceptable) as refused:
        renditions.opened(bomb)
    assert refused.value.code == "large"


def test_too_heavy_a_file_is_refused():
    with pytest.raises(renditions.Unacceptable) as refused:
        renditions.opened(b"\xff\xd8" + bytes(renditions.BYTES_MOST))
    assert refused.value.code == "heavy"


def test_what_was_transparent_lies_on_white():
    clear = PIL.Image.new("RGBA", (300, 300), (255, 0, 0, 0))
    file = BytesIO()
    clear.save(file, "PNG")
    assert renditions.opened(file.getvalue()).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("address", ["/media/", "/media/images/../../db.jpg", "/media/secret.jpg", "/media/images/aa/none.jpg"])  # fmt: skip
def test_no_other_file_can_be_asked_for(client, db, address):
    assert client.get(address).status_code == 404
