"""The pages of articles and sections, as readers get them."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.utils import timezone

from articles.models import Article
from articles.pages.articles import ON_THE_FIRST_PAGE
from portal.demo.dispatch import read_dispatch
from tests import cast
from tests.portal.cache.queries import asked


@pytest.fixture
def dispatch(db):
    read = read_dispatch()
    source = cast.map_agency()
    source.home_page = "https://www.mapnews.ma/"
    source.credit_line = "Tous droits réservés à l’agence."
    source.save()
    return cast.an_article(
        section=cast.le_fil(),
        source=source,
        language="en",
        headline=read.headline,
        body=read.body,
        dateline_place=read.dateline_place,
        published_at=read.published_at,
    )


@pytest.mark.slow
def test_the_dispatch_stands_as_the_reference_page_asks(client, dispatch):
    page = client.get(dispatch.get_absolute_url()).text
    assert '<html lang="fr" dir="ltr">' in page
    assert '<article lang="en">' in page
    assert '<div class="texte pile" dir="ltr">' in page
    assert ">English</span>" in page
    assert "Dépêche" in page
    assert f'<strong><a href="{dispatch.source.get_absolute_url()}">MAP</a></strong>' in page
    assert 'href="https://www.mapnews.ma/"' in client.get(dispatch.source.get_absolute_url()).text
    assert (
        'Publié le <time datetime="2021-01-02T11:43:00+01:00">samedi 2 janvier 2021 à 11:43</time>'
        in page
    )
    assert "Mis à jour" not in page
    assert "Cet article a plus de 5 ans" in page
    assert '<p><span class="lieu">Paris</span> – Morocco, which has paid' in page
    assert "<strong>Source :</strong> <bdi>Maghreb Arabe Presse</bdi> (<bdi>MAP</bdi>)." in page
    assert "Original non disponible en ligne." in page
    assert "Tous droits réservés à l’agence." in page
    assert 'href="#discussion"' in page
    assert f'<link rel="canonical" href="http://localhost:8000{dispatch.home_url}">' in page
    assert 'aria-current="page"' not in page.split("<main")[1]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_pages_are_valid_html_with_one_first_heading(client, dispatch, language):
    comment = cast.a_published_comment(article=dispatch)
    cast.a_published_comment(article=dispatch, parent=comment)
    for address in (
        language + "/",
        language + "/le-fil/",
        language + dispatch.home_url,
        language + "/charte/",
        f"{language}/commentaires/{comment.pk}/alerte/",
        f"{language}/suivi/{comment.follow_key}/",
        language + "/nulle-part/",
    ):
        page = client.get(address).text
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        assert len(document.findall(".//h1")) == 1, address
        ids = [node.get("id") for node in document.iter() if node.get("id")]
        assert len(ids) == len(set(ids)), (address, sorted(i for i in ids if ids.count(i) > 1))
        described = {
            name
            for node in document.iter()
            for name in (
                node.get("aria-describedby", "") + " " + node.get("aria-labelledby", "")
            ).split()
        }
        assert described <= set(ids), (address, described - set(ids))


@pytest.mark.slow
def test_a_section_lists_its_articles_newest_first_and_leads_to_the_older_ones(client, db):
    for number in range(ON_THE_FIRST_PAGE + 3):
        cast.an_article(headline=f"Article numéro {number:02d}.")
    first = client.get("/societe/").text
    assert "numéro 21." in first
    assert "numéro 02." not in first
    last_shown = Article.objects.visible().latest_first()[ON_THE_FIRST_PAGE - 1]
    assert f'href="/societe/?avant={last_shown.pk}" rel="next"' in first
    second = client.get(f"/societe/?avant={last_shown.pk}").text
    assert "numéro 02." in second
    assert "numéro 21." not in second
    assert client.get("/societe/?avant=nimporte").status_code == 404


@pytest.mark.parametrize("how", ["draft", "embargo"])
def test_where_a_list_goes_on_tells_of_no_article_that_readers_never_saw(client, db, how):
    past = timezone.now() - timedelta(hours=1)
    later = timezone.now() + timedelta(hours=1)
    unseen = (
        cast.an_article(is_draft=True, published_at=past)
        if how == "draft"
        else cast.an_article(published_at=past, embargo_until=later)
    )
    assert client.get(f"/societe/?avant={unseen.pk}").status_code == 404


@pytest.mark.parametrize("act", ["return_to_draft", "kill"])
def test_a_list_goes_on_where_an_article_stood_that_is_off_line_since(client, db, act):
    article = cast.an_article()
    getattr(article, act)(by=cast.hicham(), **({"notice": "Faux."} if act == "kill" else {}))
    assert client.get(f"/societe/?avant={article.pk}").status_code == 200


@pytest.mark.slow
def test_the_number_of_queries_of_an_article_does_not_grow_with_its_thread(client, dispatch):
    address = dispatch.get_absolute_url()
    first = cast.a_published_comment(article=dispatch)
    removed = cast.a_published_comment(article=dispatch)
    removed.remove(by=cast.paul(), **cast.against(1))
    cast.a_published_comment(article=dispatch, parent=first)
    few = len(asked(client, address))
    for _each in range(5):
        reply = cast.a_published_comment(article=dispatch, parent=first)
        cast.a_published_comment(article=dispatch, parent=reply)
        gone = cast.a_published_comment(article=dispatch)
        gone.remove(by=cast.paul(), **cast.against(1))
    assert len(asked(client, address)) == few


@pytest.mark.slow
def test_an_article_in_two_languages_says_so_to_readers_and_engines(client, db):
    french = cast.an_article(headline="Traduire", language="fr")
    arabic = cast.an_article(headline="الترجمة", language="ar", translation_of=french)
    page = client.get(french.get_absolute_url()).text
    assert f'hreflang="ar" href="http://localhost:8000{arabic.home_url}"' in page
    assert f'<a href="{arabic.home_url}" hreflang="ar"' in page


def further(client, article):
    """The headlines of «À lire aussi», in their order."""
    beside = (
        client.get(article.get_absolute_url())
        .text.partition('id="t-lire"')[2]
        .partition("</aside>")[0]
    )
    return re.findall(r'<a\s+class="lien-titre"[^>]*>\s*(?:<em>)?([^<]+?)\s*<', beside)


@pytest.mark.slow
@pytest.mark.both
def test_what_to_read_next_begins_with_what_is_nearest(client, db):
    article = cast.an_article(headline="Le port de Tanger double ses quais")
    dossier = cast.an_article(headline="Une enquête")
    cast.a_topic(article, dossier, name="Le détroit", kind="dossier")
    themed = cast.an_article(headline="Un navire arrive")
    cast.a_topic(article, themed, name="Transports")
    worded = cast.an_article(headline="Tanger agrandit ses quais")
    cast.an_article(headline="Une recette de saison", published_at=timezone.now())
    picked = cast.an_article(headline="Choisi par la rédaction")
    cast.a_topic(article, picked, name="Les ports")
    article.related.add(picked)
    assert further(client, article) == [
        picked.headline,
        dossier.headline,
        themed.headline,
        worded.headline,
    ]


@pytest.mark.slow
def test_a_word_of_four_letters_makes_two_headlines_near_and_one_of_three_does_not(client, db):
    article = cast.an_article(headline="Le port et la mer")
    near = cast.an_article(headline="Un port de pêche")
    for headline in ("Une mer d’huile", "Une recette de saison"):
        cast.an_article(headline=headline, published_at=timezone.now())
    assert further(client, article)[0] == near.headline


@pytest.mark.slow
@pytest.mark.both
def test_what_to_read_next_says_its_language_and_is_no_translation_of_the_article(client, db):
    article = cast.an_article(headline="Le port double ses quais")
    cast.an_article(headline="The port doubles", language="en", translation_of=article)
    cast.an_article(headline="Ports of the strait", language="en")
    page = client.get(article.get_absolute_url()).text.partition('id="t-lire"')[2]
    assert "Ports of the strait" in page
    assert "The port doubles" not in page.partition("</aside>")[0]
    assert "en anglais" in page.partition("</aside>")[0]


def test_topics_stand_from_a_to_z_as_a_reader_looks_for_them(client, db):
    article = cast.an_article()
    for name in ("Zones humides", "Énergie", "Finances", "eau"):
        cast.a_topic(article, name=name)
    page = client.get(article.get_absolute_url()).text
    (topics,) = re.findall(r'<p class="themes">(.*?)</p>', page, re.S)
    assert re.findall(r">([^<]+?)(?:&nbsp;·|\xa0·)?</a>", topics) == [
        "eau",
        "Énergie",
        "Finances",
        "Zones humides",
    ]
