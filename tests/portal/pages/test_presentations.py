"""What the house says of its sections, topics, sources and authors, in each of its three languages."""

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
