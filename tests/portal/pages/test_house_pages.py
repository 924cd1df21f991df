"""«Qui sommes-nous» and «Contact»: there once an editor has written them, in each language."""

import pytest

from articles.models import HousePage
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADD = "/admin/articles/housepage/add/"
WORDS = {
    "kind": "about",
    "title": "Qui sommes-nous ?",
    "body": "<p>Douze journalistes de deux rives.</p>",
    "title_ar": "من نحن",
    "body_ar": "<p>اثنا عشر صحفيًا.</p>",
    "title_en": "",
    "body_en": "",
}


def test_until_it_is_written_a_page_is_not_there_and_nothing_leads_to_it(client):
    HousePage.objects.create(kind="contact", title="Contact")
    for address in ("/qui-sommes-nous/", "/contact/"):
        assert client.get(address).status_code == 404
        assert f'href="{address}"' not in client.get("/").text
        assert address not in client.get("/sitemap-pages.xml").text


def test_an_editor_writes_it_and_readers_find_it_in_the_footer_and_the_map(client):
    assert 'href="/qui-sommes-nous/"' not in client.get("/").text
    client.force_login(cast.hicham())
    assert client.post(ADD, WORDS).status_code == 302
    client.logout()
    assert 'href="/qui-sommes-nous/"><bdi>Qui sommes-nous' in client.get("/").text
    page = client.get("/qui-sommes-nous/")
    assert "Douze journalistes de deux rives." in page.text
    assert 'content="Douze journalistes de deux rives."' in page.text
    assert "/qui-sommes-nous/" in client.get("/sitemap-pages.xml").text
    assert not page.cookies
    assert "public" in page["Cache-Control"]


def test_it_is_read_in_the_language_of_the_page_else_in_french_and_said_so(client):
    HousePage.objects.create(**WORDS)
    arabic = client.get("/ar/qui-sommes-nous/").text
    assert "اثنا عشر صحفيًا." in arabic
    assert "من نحن" in arabic.split("</title>")[0]
    english = client.get("/en/qui-sommes-nous/").text
    assert '<div class="lecture" lang="fr" dir="ltr">' in english
    assert "Douze journalistes" in english


def test_no_markup_of_a_stranger_gets_in(client):
    client.force_login(cast.hicham())
    hostile = '<p onclick="x()">Vu</p><script>alert(1)</script><iframe src="//x"></iframe>'
    client.post(ADD, {**WORDS, "kind": "contact", "body": hostile})
    page = client.get("/contact/").text
    assert "<p>Vu</p>" in page
    assert "onclick" not in page
    assert "alert(1)" not in page
    assert "iframe" not in page


def test_moderators_and_writers_do_not_write_it(client):
    for colleague in (cast.sofia(), cast.ines()):
        client.force_login(colleague)
        assert client.get(ADD).status_code == 403
