"""The pictures of a site that moves in: the one at the head of each article, with words, from the files that were given."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Image
from tests import cast

HEAD = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><language>fr</language>'
)
FOOT = "</channel></rss>"


def meta(key, value):
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


def post(number, picture):
    return (
        f"<item><title>Article {number}</title><link>https://ancien.example/{number}/</link><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded>Le texte du port.</content:encoded>"
        f"{meta('_thumbnail_id', picture)}</item>"
    )


def attachment(number, path, alt="Des bateaux au port."):
    return (
        f"<item><title></title><wp:post_id>{number}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://ancien.example/wp-content/uploads/{path}</wp:attachment_url>"
        f"{meta('_wp_attachment_image_alt', alt)}</item>"
    )


@pytest.fixture
def uploads(db, tmp_path):
    cast.newsroom(), cast.societe()
    folder = tmp_path / "uploads"
    (folder / "2012/06").mkdir(parents=True)
    (folder / "2012/06/port.jpg").write_bytes(cast.a_picture())
    (folder / "autre.jpg").write_bytes(cast.a_picture(colour="#00aa00"))
    (tmp_path / "secret.jpg").write_bytes(cast.a_picture(colour="#aa0000"))
    return folder


def move_in(uploads, *items, **options):
    file = (
        uploads.parent / "export.xml" if uploads.is_dir() else uploads.parent.parent / "export.xml"
    )
    file.write_text(HEAD + "".join(items) + FOOT)
    out = StringIO()
    call_command("import_site", str(file), media=str(uploads), stdout=out, stderr=StringIO(), **options)  # fmt: skip
    return out.getvalue()


@pytest.mark.slow
def test_each_article_gets_the_picture_at_its_head_named_before_it_or_after(uploads, client):
    said = move_in(
        uploads, attachment(90, "2012/06/port.jpg"), post(1, 90), post(2, 91), attachment(91, "2013/autre.jpg"),
    )  # fmt: skip
    first, second = Article.objects.order_by("headline")
    assert first.lead_image_alt == "Des bateaux au port."
    assert first.lead_image != second.lead_image
    assert "2 pictures" in said
    assert first.lead_image.whole["src"] in client.get(first.home_url).text


@pytest.mark.slow
def test_again_it_changes_nothing(uploads):
    items = [attachment(90, "2012/06/port.jpg"), post(1, 90)]
    move_in(uploads, *items)
    ours = cast.Image.objects.take_in(cast.a_picture(colour="#0000aa"), credit="x")
    Article.objects.update(lead_image=ours)
    move_in(uploads, *items)
    assert Article.objects.get().lead_image == ours


@pytest.mark.parametrize(
    "items",
    [
        [post(1, 90)],
        [attachment(90, "2012/06/port.jpg", alt=""), post(1, 90)],
        [attachment(90, "../secret.jpg"), post(1, 90)],
        [attachment(90, "%2e%2e/secret.jpg"), post(1, 90)],
        [attachment(90, "absente.jpg"), post(1, 90)],
    ],
)
def test_what_cannot_be_shown_is_left_out_and_told_and_the_article_comes(uploads, items):
    said = move_in(uploads, *items)
    assert Article.objects.get().lead_image is None
    assert not Image.objects.exists()
    assert "dropped: picture" in said


def test_a_dry_run_keeps_no_file(uploads):
    move_in(uploads, attachment(90, "2012/06/port.jpg"), post(1, 90), dry_run=True)
    assert not Image.objects.exists()


def test_a_folder_that_is_none_is_told(uploads):
    with pytest.raises(CommandError, match="is no folder"):
        move_in(uploads / "absent", post(1, 90))
