"""Static files as they are served in production: every reference resolves, hashed."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from portal.demo.dispatch import read_dispatch
from tests import cast

PRODUCTION = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


@pytest.mark.slow
def test_every_file_a_style_or_a_page_names_is_there(client, db, tmp_path):
    with override_settings(STORAGES=PRODUCTION, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        page = client.get("/").text
    assert "/static/portail." in page
    names = {path.name for path in tmp_path.rglob("*")}
    for name in ("portail.css", "desk.css", "portail.js"):
        stem, suffix = name.split(".")
        hashed = [
            n for n in names if n.startswith(f"{stem}.") and n.endswith(f".{suffix}") and n != name
        ]
        assert hashed, name
    style = next(p for p in tmp_path.glob("portail.*.css")).read_text()
    assert "://" not in style.replace("http://www.w3.org", "")


def packed(content):
    """Bytes as they travel (gzip, as the server packs them)."""
    return len(gzip.compress(content, 6))


@pytest.mark.slow
def test_a_page_weighs_no_more_than_a_slow_line_bears(client, db):
    """The dispatch with fifty comments: 15 kB of HTML, 12 of style, 5 of script, 120 of letters at most."""
    article = cast.an_article(
        body=read_dispatch().body, section=cast.le_fil(), source=cast.map_agency(), language="en"
    )
    cast.a_topic(article)
    for number in range(50):
        cast.a_published_comment(
            article=article, name=f"Lectrice {number}", text=cast.prose(20, start=400 + 9 * number)
        )
    page = client.get(article.get_absolute_url())
    assert page.text.count('class="com__corps"') == 50
    assert packed(page.content) <= 15_000
    static = Path(settings.BASE_DIR) / "static"
    assert packed((static / "portail.css").read_bytes()) <= 12_000
    assert packed((static / "portail.js").read_bytes()) <= 5_000
    french = ["newsreader-romain", "newsreader-italique", "instrument-sans"]
    assert sum((static / f"fonts/{name}.woff2").stat().st_size for name in french) <= 120_000
    style = (static / "portail.css").read_text()
    assert style.count("font-display:optional") == style.count('format("woff2")') == 5
