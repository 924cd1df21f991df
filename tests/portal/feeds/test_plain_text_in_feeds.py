"""What people typed reaches feed readers as words: no byte of it breaks a feed, no tag of it comes alive."""

import xml.etree.ElementTree as ET

import feedparser
import pytest

from articles.models import Article, Correction
from tests import cast

BAD = "Prix\x0bde la cul\ufffeture"
FEEDS = ("/flux/", "/societe/flux/", "/corrections/flux/")
MAPS = ("/sitemap-news.xml", "/sitemap.xml", "/sitemap-pages.xml")


@pytest.fixture
def with_old_rows(db, monkeypatch):
    """An article with bytes in each text that a feed shows, as releases before this one stored them."""
    from articles.models.text_fields import Printable

    monkeypatch.setattr(Printable, "to_python", lambda self, value: value)
    monkeypatch.setattr(
        Printable, "pre_save", lambda self, instance, add: getattr(instance, self.attname)
    )
    article = cast.an_article(headline=BAD, standfirst=BAD, dateline_place=BAD)
    type(article.section).objects.update(name=BAD, description=BAD)
    type(article.source).objects.update(full_name=BAD)
    article.credits.create(name=BAD)
    cast.a_topic(article, name=BAD)
    Correction.objects.create(article=article, note=BAD)
    comment = cast.a_published_comment(article=article)
    type(comment).objects.filter(pk=comment.pk).update(name=BAD)
    return article


@pytest.mark.slow
def test_no_byte_of_one_article_breaks_a_feed_or_a_map(client, with_old_rows):
    article = with_old_rows
    topic = article.topics.get()
    feeds = [*FEEDS, f"/themes/{topic.pk}/flux/", f"/flux/commentaires/{article.pk}/"]
    for address in [*(where + form for where in feeds for form in ("rss.xml", "atom.xml")), *MAPS]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        ET.fromstring(answer.content)
        assert "Prix" in answer.text or address in MAPS
    for where in feeds:
        assert client.get(f"{where}feed.json").json()["items"]
    assert "Prix de la culture" in client.get("/sitemap-news.xml").text
    assert "Prix de la culture" in client.get("/flux/rss.xml").text


def test_an_editor_pastes_a_line_break_of_a_word_processor_and_every_feed_is_read(client, db):
    article = cast.an_article(headline="Prix\x0bde la culture")
    assert Article.objects.get(pk=article.pk).headline == "Prix de la culture"
    for form in ("rss.xml", "atom.xml"):
        (entry,) = feedparser.parse(client.get(f"/flux/{form}").content).entries
        assert entry.title == "Prix de la culture"


@pytest.mark.parametrize("form", ["rss.xml", "atom.xml"])
def test_a_standfirst_about_a_tag_shows_its_words(client, db, form):
    cast.an_article(standfirst="Pourquoi <marquee> a disparu & <b>quand</b>")
    (entry,) = feedparser.parse(client.get(f"/flux/{form}").content).entries
    assert entry.summary.replace("&gt;", ">") == (
        "Pourquoi &lt;marquee> a disparu &amp; &lt;b>quand&lt;/b>"
    )


@pytest.mark.parametrize(("form", "name"), [("rss.xml", "description"), ("atom.xml", "{http://www.w3.org/2005/Atom}summary")])  # fmt: skip
def test_no_markup_that_a_reader_typed_comes_alive_in_a_feed_reader(client, db, form, name):
    words = "Un avis, <img src=x onerror=alert(1)> & plus."
    comment = cast.a_published_comment(text=words)
    answer = client.get(f"/flux/commentaires/{comment.article_id}/{form}")
    told = [each.text for each in ET.fromstring(answer.content).iter(name)]
    assert "Un avis, &lt;img src=x onerror=alert(1)&gt; &amp; plus." in told
    assert "<img" not in "".join(filter(None, told))


def test_a_section_presented_with_a_tag_is_presented_with_its_words(client, db):
    section = cast.an_article().section
    section.description = "Tout sur <marquee>"
    section.save()
    feed = feedparser.parse(client.get("/societe/flux/rss.xml").content).feed
    assert feed.subtitle.replace("&gt;", ">") == "Tout sur &lt;marquee>"


def test_a_summary_made_of_the_body_ends_at_a_word_and_parts_its_paragraphs(client, db):
    words = "mot " * 60 + "anticonstitutionnellement " * 5
    cast.an_article(body=f"<p>Premier paragraphe.</p><p>Second.</p><p>{words}</p>")
    (item,) = client.get("/flux/feed.json").json()["items"]
    assert item["summary"].startswith("Premier paragraphe. Second. mot")
    assert item["summary"].endswith(" anticonstitutionnellement…")
    assert len(item["summary"]) <= 301


def test_ids_stay_when_the_site_moves_to_another_host(client, db, settings):
    comment = cast.a_published_comment()
    addresses = ("/flux/atom.xml", f"/flux/commentaires/{comment.article_id}/atom.xml")

    def ids():
        feeds = [feedparser.parse(client.get(address).content) for address in addresses]
        return [(feed.feed.id, [entry.id for entry in feed.entries]) for feed in feeds]

    before = ids()
    settings.SITE_URL = "https://www.autre.example"
    assert ids() == before
    assert before[0][0].startswith("tag:localhost,2021-01-02:site/fr")
