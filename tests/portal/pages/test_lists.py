"""The pages of topics, agencies and authors, and what the house says of itself."""

import pytest

from articles.models import Topic
from tests import cast


@pytest.mark.slow
def test_a_topic_gathers_what_was_written_on_it(client, db):
    on_it, off_it = cast.an_article(headline="Dedans"), cast.an_article(headline="Dehors")
    draft = cast.an_article(headline="Brouillon", is_draft=True)
    topic = cast.a_topic(on_it, draft, name="Bibliothèques", description="Lire et prêter.")
    page = client.get(topic.get_absolute_url()).text
    assert "Dedans" in page
    assert "Lire et prêter." in page
    assert off_it.headline not in page
    assert "Brouillon" not in page
    assert f'href="{topic.get_absolute_url()}"' in client.get(on_it.get_absolute_url()).text


def test_a_topic_renamed_keeps_its_old_address_by_one_redirect(client, db):
    topic = cast.a_topic(cast.an_article(), name="Ancien nom")
    old = topic.get_absolute_url()
    topic.name = "Nouveau nom"
    topic.save()
    moved = client.get(f"{old}?avant=x")
    assert moved.status_code == 301
    assert moved["Location"] == f"{topic.get_absolute_url()}?avant=x"


def test_topics_are_listed_once_they_have_something_to_read(client, db):
    read = cast.a_topic(cast.an_article(), name="Lu")
    cast.a_topic(cast.an_article(is_draft=True), name="Pas encore")
    page = client.get("/themes/").text
    assert read.get_absolute_url() in page
    assert "Pas encore" not in page


def test_a_topic_says_its_name_in_the_language_of_the_page(client, db):
    topic = cast.a_topic(cast.an_article(), name="Eau", name_ar="الماء")
    assert "الماء" in client.get(f"/ar{topic.get_absolute_url()}").text


@pytest.mark.slow
def test_the_words_of_a_topic_lead_to_it_from_the_article(client, db):
    article = cast.an_article(body="<p>Le G4 se réunit. Le G4 parle.</p>")
    topic = cast.a_topic(article, name="G4", words="G4", expansion="Groupe des quatre")
    page = client.get(article.get_absolute_url()).text
    link = f'<a href="{topic.get_absolute_url()}"><abbr title="Groupe des quatre">G4</abbr></a>'
    assert page.count(link) == 1


@pytest.mark.slow
def test_an_agency_has_a_page_that_says_what_it_is(client, db):
    agency = cast.map_agency()
    agency.description = "Agence de l’État marocain"
    agency.home_page = "https://www.mapnews.ma/"
    agency.save()
    article = cast.an_article(source=agency, section=cast.le_fil(), headline="Une dépêche")
    page = client.get(agency.get_absolute_url()).text
    for words in ("Maghreb Arabe Presse", "Agence de l’État marocain", "Une dépêche", "mapnews.ma"):
        assert words in page
    assert f'href="{agency.get_absolute_url()}"' in client.get(article.get_absolute_url()).text


@pytest.mark.slow
def test_an_author_has_a_page_and_the_byline_leads_to_it(client, db):
    article = cast.an_article(headline="Son article")
    author = cast.an_author(article, presentation="Elle suit les bibliothèques.")
    page = client.get(author.get_absolute_url()).text
    assert "Son article" in page
    assert "Elle suit les bibliothèques." in page
    byline = client.get(article.get_absolute_url()).text
    assert f'<a href="{author.get_absolute_url()}" rel="author">' in byline


def test_a_name_without_a_page_is_a_name(client, db):
    article = cast.an_article()
    article.credits.create(name="Une passante")
    page = client.get(article.get_absolute_url()).text
    assert "<strong><bdi>Une passante</bdi></strong>" in page


@pytest.mark.slow
def test_lists_are_paged_without_losing_anything(client, db):
    agency = cast.map_agency()
    for number in range(23):
        cast.an_article(source=agency, section=cast.le_fil(), headline=f"Dépêche n{number}.")
    first = client.get(agency.get_absolute_url())
    following = first.text.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    second = client.get(following)
    told = [a.headline for page in (first, second) for a in page.context["articles"]]
    assert len(told) == len(set(told)) == 23
    assert "avant le" in second.text.split("</title>")[0], "a title of its own"


@pytest.mark.parametrize("address", ["/themes/99-x/", "/sources/99-x/", "/auteurs/99-x/", "/themes/1/"])  # fmt: skip
def test_what_there_is_not_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_the_house_says_who_it_is_what_it_keeps_and_what_it_owes(client, db, settings, language):
    settings.PUBLISHER = "Association Deux Rives\n1 quai d’Exemple"
    settings.PUBLICATION_DIRECTOR = "Une directrice"
    settings.CONTACT_EMAIL = "bonjour@exemple.org"
    notice = client.get(f"{language}/mentions/").text
    assert "Association Deux Rives<br>1 quai d’Exemple" in notice
    assert "Une directrice" in notice
    for page in ("mentions", "confidentialite", "accessibilite"):
        assert "mailto:bonjour@exemple.org" in client.get(f"{language}/{page}/").text
    assert "Une directrice" in client.get(f"{language}/").text, "the footer too"


def test_what_is_not_told_is_said_not_to_be(client, db):
    assert client.get("/mentions/").text.count("Non renseigné") == 3


def test_the_words_of_topics_are_read_a_line_each():
    topic = Topic(words=" NATO \n\nNorth Atlantic Treaty Organization\n")
    assert topic.written_names == ["North Atlantic Treaty Organization", "NATO"]
