"""Pictures in a bucket: moto's server speaks the S3 protocol on loopback."""

import boto3
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from articles.models import Image
from articles.models.files import StoreRefuses, keep
from portal import env
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    ).create_bucket(Bucket="images")
    yield server, f"{host}:{port}"
    server.stop()


def use(settings, monkeypatch, address):
    monkeypatch.setenv("MEDIA_URL_STORAGE", address)
    settings.MEDIA_ROOT, default = env.media("MEDIA_URL_STORAGE", default="")
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def bucket(server, settings, monkeypatch):
    use(settings, monkeypatch, f"s3://key:secret@{server[1]}/images?region=us-east-1&tls=no")


@pytest.fixture
def no_bucket(settings, monkeypatch):
    use(settings, monkeypatch, "s3://key:secret@127.0.0.1:9/images?region=us-east-1&tls=no")


def test_a_picture_is_kept_in_the_bucket_and_served_by_our_own_address(db, client, bucket):
    image = cast.an_image()
    src = image.card["src"]
    assert src.startswith("/media/images/")
    answer = client.get(src)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8", "a JPEG begins so"


def test_a_file_that_is_there_is_neither_made_nor_stored_again(bucket):
    keep("images/ab/one.jpg", lambda: b"first")
    keep("images/ab/one.jpg", lambda: pytest.fail("made again"))
    with default_storage.open("images/ab/one.jpg") as file:
        assert file.read() == b"first"


def test_a_picture_that_is_not_in_the_bucket_is_404(db, client, bucket):
    assert client.get("/media/images/ab/cd/carte.jpg").status_code == 404


def test_while_the_bucket_is_away_a_picture_is_503_for_a_moment(db, client, no_bucket):
    """A 404 would be kept by caches, and a search engine would forget the picture."""
    answer = client.get("/media/images/ab/cd/carte.jpg")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "no-store" in answer["Cache-Control"]
    assert "immutable" not in answer["Cache-Control"]


def test_a_drawn_picture_is_drawn_again_while_the_bucket_is_away(db, client, no_bucket):
    article = cast.an_article()
    assert client.get(article.drawing_url).status_code == 200
    assert client.get(article.card_url).status_code == 200


def test_an_article_is_published_though_the_bucket_is_away(db, client, no_bucket):
    assert client.get(cast.an_article().get_absolute_url()).status_code == 200


def test_who_sends_a_picture_reads_that_it_could_not_be_stored(db, no_bucket):
    with pytest.raises(StoreRefuses, match="bucket"):
        keep("images/ab/one.jpg", lambda: b"first")
    with pytest.raises(ValidationError, match="ne peut pas ranger d’image"):
        Image.objects.take_in(cast.a_picture(), credit="Agence")
    assert not Image.objects.exists()


def test_the_form_keeps_what_was_typed_when_there_is_no_room(db, client, tmp_path, settings):
    """The same sentence for a full disk, or a folder that others own."""
    (tmp_path / "media").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(cast.hicham())
    picture = cast.a_picture()
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post(
        "/admin/articles/image/add/",
        {
            "file": SimpleUploadedFile("a.jpg", picture),
            "caption": "Le pont, vu de la rive gauche",
            "credit": "Agence",
            "focal_x": "50",
            "focal_y": "50",
        },
    )
    assert answer.status_code == 200
    assert "ne peut pas ranger d’image" in answer.text
    assert "Le pont, vu de la rive gauche" in answer.text
    assert not Image.objects.exists()
