"""What the house says of its sections, topics, sources and authors, in each of its three languages."""

import json
import re

import pytest

from tests import cast

SENTENCES = {"": "Lire et prêter.", "/ar": "قراءة وإعارة.", "/en": "Reading and lending."}
LANGUAGES = {"": "fr", "/ar": "ar", "/en": "en"}


@pytest.fixture
def things(db):
    article = cast.an_article(source=cast.map_agency())
    things = [article.section, article.source, cast.a_topic(article)]
    for thing in things:
        thing.description, thing.description_ar, thing.description_en = SENTENCES.values()
        thing.save()
    return things


@pytest.mark.slow
@pytest.mark.parametrize("where", SENTENCES)
def test_a_presentation_is_read_in_the_language_of_the_page(client, things, where):
    for thing in things:
        page = client.get(where + thing.get_absolute_url()).text
        assert f'lang="{LANGUAGES[where]}" dir="auto">{SENTENCES[where]}</p>' in page
        others = [words for place, words in SENTENCES.items() if place != where]
        assert not any(words in page for words in others)


@pytest.mark.slow
def test_without_a_translation_the_french_is_read_and_said_to_be_french(client, things):
    for thing in things:
        thing.description_ar = ""
        thing.save()
        page = client.get(f"/ar{thing.get_absolute_url()}").text
        assert f'lang="fr" dir="auto">{SENTENCES[""]}</p>' in page


@pytest.mark.slow
def test_the_list_of_topics_the_facts_and_the_feeds_say_it_too(client, things):
    section, source, topic = things
    assert SENTENCES["/en"] in client.get("/en/themes/").text
    article = source.article_set.get()
    assert SENTENCES["/ar"] in client.get(f"/ar{article.get_absolute_url()}").text
    feed = client.get(f"/ar/{section.slug}/flux/feed.json").json()
    assert feed["description"] == SENTENCES["/ar"]
    assert topic.presented.text == SENTENCES[""]


def a_presented_author(*articles):
    return cast.an_author(
        *articles,
        presentation=SENTENCES[""],
        presentation_ar=SENTENCES["/ar"],
        presentation_en=SENTENCES["/en"],
        portrait=cast.an_image(credit="Photo : Inès Lahlou"),
        portrait_alt="Elle lit, debout devant une étagère.",
    )


@pytest.mark.once
def test_an_article_tells_machines_the_portrait_of_its_author(client, db):
    article = cast.an_article()
    portrait = a_presented_author(article).portrait
    page = client.get(article.home_url).text
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    (article,) = (thing for thing in json.loads(told)["@graph"] if "headline" in thing)
    assert article["author"][0]["image"] == {
        "@type": "ImageObject",
        "url": f"http://localhost:8000{portrait.shared_urls[-1]}",
        "creditText": "Photo : Inès Lahlou",
        "caption": "Elle lit, debout devant une étagère.",
    }


@pytest.mark.slow
@pytest.mark.parametrize("where", SENTENCES)
def test_an_author_is_shown_by_a_portrait_and_words_in_the_readers_language(client, db, where):
    author = a_presented_author(cast.an_article())
    page = client.get(where + author.get_absolute_url()).text
    assert SENTENCES[where] in page
    assert f'src="{author.portrait.card["src"]}"' in page
    assert 'alt="Elle lit, debout devant une étagère."' in page
    assert "Photo : Inès Lahlou" in page
    assert f'href="{where}/auteurs/{author.pk}/flux/rss.xml">RSS</a>' in page
    assert 'type="application/rss+xml" title="Salma Idrissi"' in page


@pytest.mark.slow
def test_an_authors_feed_tells_what_they_signed_and_nothing_else(client, db):
    author = a_presented_author(cast.an_article(headline="Le sien"))
    cast.an_article(headline="D’un autre")
    draft = cast.an_article(headline="Pas encore", is_draft=True)
    draft.credits.create(name=author.name, author=author)
    feed = client.get(f"/auteurs/{author.pk}/flux/feed.json").json()
    assert [item["title"] for item in feed["items"]] == ["Le sien"]
    assert feed["description"] == SENTENCES[""]
    alone = cast.an_author(name="Sans article")
    assert client.get(f"/auteurs/{alone.pk}/flux/rss.xml").status_code == 404


@pytest.mark.slow
def test_a_portrait_without_words_for_whoever_does_not_see_it_is_refused(client, db):
    client.force_login(cast.hicham())
    image = cast.an_image()
    about = {"name": "Salma Idrissi", "kind": "person", "portrait": image.pk, "portrait_alt": ""}
    refused = client.post("/admin/articles/author/add/", about)
    assert "Dites ce que montre l’image" in refused.text
    taken = client.post("/admin/articles/author/add/", {**about, "portrait_alt": "Elle lit."})
    assert taken.status_code == 302
    assert image.author_set.get().name == "Salma Idrissi"
    picture = client.get(f"/admin/articles/image/{image.pk}/change/").text
    assert "deletelink" not in picture, "a picture in use stays"
