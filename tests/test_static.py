"""Static files as they are served in production: every reference resolves, hashed."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import override_settings
from django.utils import timezone

from portal.demo.dispatch import read_dispatch
from portal.static_files import bare, join
from tests import cast
from tests.bench.site import collect_static

pytestmark = pytest.mark.once

PRODUCTION = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.JoinedStaticFilesStorage"},
}


@pytest.fixture(scope="module")
def collected():
    """The folder that production serves; the drills serve it too."""
    collect_static()
    return Path(settings.BASE_DIR) / "var" / "static"


def served(folder, name):
    """Return the file that a page asking for `name` is sent to."""
    names = json.loads((folder / "staticfiles.json").read_text())["paths"]
    return folder / names[name]


@pytest.mark.slow
def test_every_file_a_style_or_a_page_names_is_there(client, db, collected):
    with override_settings(STORAGES=PRODUCTION, STATIC_ROOT=collected):
        page = client.get("/").text
    assert "/static/portail." in page
    for name in ("portail.css", "desk.css", "queue.css", "portail.js"):
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.\w+", served(collected, name).name)
    style = served(collected, "portail.css").read_text()
    assert "://" not in style.replace("http://www.w3.org", "")


@pytest.mark.slow
def test_a_page_asks_for_its_style_one_step_behind_its_letters(client, db, collected):
    with override_settings(STORAGES=PRODUCTION, STATIC_ROOT=collected):
        head = client.get("/").text.split("</head>")[0]
    letters, behind = re.split(r'<link rel="stylesheet" href="/static/', head)
    assert letters.count('rel="preload"') == 3
    asked_first = (collected / behind.split('"')[0]).read_text()
    assert re.findall(r'[^\n]*url\("(.*)"\);', asked_first) == [
        served(collected, "portail.css").name
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["portail.css", "desk.css"])
def test_a_style_is_one_file_whose_letters_are_there(collected, name):
    style = served(collected, name)
    text = style.read_text()
    assert "@import" not in text
    assert "/*" not in text
    letters = re.findall(r'url\("(fonts/[^"]+)"\)', text)
    assert len(letters) == text.count("url(") > 0
    for letter in letters:
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", letter)
        assert (style.parent / letter).is_file()
    assert not list(collected.glob("css/**/*.gz"))  # the parts are of no use alone


@pytest.mark.slow
def test_browsers_that_know_no_layers_get_the_style_too(collected):
    assert "@layer" not in served(collected, "portail.css").read_text()


@pytest.mark.slow
def test_the_desk_asks_for_its_modules_by_their_hashed_names(collected):
    hashed = {path.name for path in collected.glob("desk/*.js")}
    modules = list(collected.glob("desk/*.*.js"))
    assert served(collected, "desk/main.js") in modules
    for module in modules:
        for name in re.findall(r'from "\./([^"]+)"', module.read_text()):
            assert name in hashed
            assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)


def test_a_part_is_joined_in_its_place_and_finds_its_letters(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/a.css").write_text('a { src: url("../fonts/a.woff2"), url("data:,") }\n')
    (tmp_path / "css/b.css").write_text("b { top: 0 }\n")
    (tmp_path / "sheet.css").write_text('@import url("css/a.css");\n@import url("css/b.css");\n')
    folder = FileSystemStorage(tmp_path)
    paths = {name: (folder, name) for name in ("sheet.css", "css/a.css", "css/b.css")}
    assert "".join(join(paths, "sheet.css").split()) == (
        'a{src:url("fonts/a.woff2"),url("data:,")}b{top:0}'
    )


def test_what_only_people_read_is_left_out():
    sheet = "/* Why. */\n\n.a :is(b) {\n  top: 0; /* here */\n}\n"
    assert bare(sheet) == ".a :is(b) {\ntop: 0; }\n"


def packed(content):
    """Bytes as they travel (gzip, as the server packs them)."""
    return len(gzip.compress(content, 6))


@pytest.mark.slow
def test_a_page_weighs_no_more_than_a_slow_line_bears(client, db, collected, monkeypatch):
    """The dispatch with fifty comments: 15 kB of HTML, 12 of style, 5 of script, 60 of letters at most."""
    article = cast.an_article(
        body=read_dispatch().body, section=cast.le_fil(), source=cast.map_agency(), language="en"
    )
    cast.a_topic(article)
    now = timezone.now()
    for number in range(50):  # each at a moment of its own, as readers write them
        monkeypatch.setattr(
            timezone, "now", lambda n=number: now - timedelta(seconds=37 * (50 - n))
        )
        cast.a_published_comment(
            article=article, name=f"Lectrice {number}", text=cast.prose(20, start=400 + 9 * number)
        )
    monkeypatch.undo()
    for comment in article.comments.all()[:3]:
        comment.pick_out(by=cast.zoe(), why=cast.prose(60, start=77)[:200])
    page = client.get(article.get_absolute_url())
    assert page.text.count('class="com__corps"') == 50
    assert page.text.count('class="choisi"') == 1
    assert packed(page.content) <= 15_000
    static = Path(settings.BASE_DIR) / "static"
    assert packed(served(collected, "portail.css").read_bytes()) <= 12_000
    assert packed(served(collected, "portail.js").read_bytes()) <= 5_000
    french = ["newsreader-romain", "newsreader-italique", "instrument-sans"]
    assert sum((static / f"fonts/{name}.woff2").stat().st_size for name in french) <= 60_000
    style = served(collected, "portail.css").read_text().replace(" ", "")
    assert style.count("font-display:optional") == style.count('format("woff2")') == 5
