"""What readers may not see is told by no other page: a draft, an embargo, something killed, a name held back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast

pytestmark = pytest.mark.once

SECRET = "Affaire Zorglub"


def hidden(kind):
    """An article that must not be seen, of one of the ways there are."""
    later = timezone.now() + timedelta(days=2)
    ways = {
        "draft": {"is_draft": True},
        "embargo": {"embargo_until": later},
        "tomorrow": {"published_at": later},
        "killed": {},
    }
    article = cast.an_article(headline=SECRET, standfirst=SECRET, **ways[kind])
    if kind == "killed":
        article.kill(notice="Annulé.")
    return article


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["draft", "embargo", "tomorrow", "killed"])
def test_an_article_that_may_not_be_seen_stands_beside_no_other(client, db, kind):
    secret = hidden(kind)
    topic = cast.a_topic(secret, name="Nom retenu")
    shown = cast.an_article(headline="Visible", translation_of=secret, language="en")
    shown.related.add(secret)
    cast.an_author(secret, name="Une plume retenue")
    secret.reindex()
    pages = [
        client.get(shown.home_url),
        client.post(f"/articles/{shown.pk}/commentaires/", {}),  # 422: the same page, by another way
        client.get("/"), client.get("/societe/"), client.get("/themes/"), client.get("/flux/atom.xml"),
        client.get("/recherche/?q=zorglub"), client.get("/recherche/?q=retenu"),
        client.get("/sitemap-pages.xml"), client.get(shown.ninjs_url),
    ]  # fmt: skip
    for number, page in enumerate(pages):
        text = page.content.decode()
        for word in ("Zorglub</", "Zorglub »", "affaire-zorglub", "Nom retenu", "plume-retenue"):
            assert word not in text.replace('value="zorglub"', ""), (number, word)
    for address in (
        topic.get_absolute_url(),
        f"/themes/{topic.pk}-x/",
        "/auteurs/1-x/",
        secret.card_url,
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.slow
def test_what_never_appeared_is_not_said_to_have_gone(client, db):
    for kind in ("tomorrow", "embargo"):
        article = hidden(kind)
        article.kill(notice="Annulé.")
        assert client.get(article.home_url).status_code == 404, kind


@pytest.mark.parametrize(
    "address",
    [
        "/media/images/" + "a" * 300 + ".jpg",
        "/media/images/a.jpg/b.jpg",
        "/sitemap-1-1.xml",
        "/sitemap-9999-12.xml",
        "/archives/9999/12/31/",
    ],
)
def test_an_odd_address_is_not_found_rather_than_broken(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_outside_the_calendar_is_told(client, db, day):
    for name in ("depuis", "jusque"):
        page = client.get("/recherche/", {"q": "maroc", name: day})
        assert page.status_code == 200
        assert "Saisissez une date valide." in page.text


@pytest.mark.slow
def test_the_page_after_the_last_comment_is_empty_rather_than_broken(client, db):
    comment = cast.a_published_comment()
    at = f"{comment.article.home_url}commentaires/"
    for query in (f"?apres={comment.pk}", f"?tri=recents&apres={comment.pk}", f"?fil={comment.pk}"):
        assert client.get(at + query).status_code == 200, query


def test_a_dateline_with_odd_signs_breaks_no_feed_and_lets_nothing_through(client, db):
    cast.an_article(dateline_place="Port\\Said <script>x</script>")
    for form in ("rss.xml", "atom.xml", "feed.json"):
        assert client.get(f"/flux/{form}").status_code == 200
    (item,) = client.get("/flux/feed.json").json()["items"]
    assert item["content_html"].startswith("<p>Port\\Said &lt;script&gt;")


def test_a_page_that_began_after_an_article_since_withdrawn_still_begins_there(client, db):
    now = timezone.now()
    old = cast.an_article(headline="Ancien", published_at=now - timedelta(hours=3))
    middle = cast.an_article(published_at=now - timedelta(hours=2))
    middle.return_to_draft()
    page = client.get(f"/societe/?avant={middle.pk}")
    assert [article.pk for article in page.context["articles"]] == [old.pk]


def test_addresses_of_the_house_without_their_last_slash_lead_to_it(client, db):
    comment = cast.a_published_comment()
    for address in (
        "/archives/2021",
        f"/commentaires/{comment.pk}",
        f"/signaler/{comment.article_id}",
    ):
        assert client.get(address).status_code in {301, 302}, address


@pytest.mark.slow
def test_a_pick_speaks_the_readers_language(client, db):
    from articles.models import Pick

    french = cast.an_article(headline="Les ponts", standfirst="Un chapô.")
    cast.an_article(
        headline="The bridges", standfirst="A standfirst.", language="en", translation_of=french
    )
    cast.an_article(headline="Plus récent", standfirst="Un chapô.")
    Pick.objects.create(article=french)
    assert client.get("/en/").context["lead"].headline == "The bridges"
    assert client.get("/").context["lead"].headline == "Les ponts"
    assert client.get("/ar/").context["lead"].headline == "Les ponts"


def test_a_topic_renamed_is_found_by_its_new_name(client, db):
    topic = cast.a_topic(cast.an_article(headline="Une brève"), name="Ancien nom")
    client.force_login(cast.hicham())
    typed = {"name": "Zygomatique", "kind": "theme"}
    assert client.post(f"/admin/articles/topic/{topic.pk}/change/", typed).status_code == 302
    assert "Une brève" in client.get("/recherche/?q=zygomatique").text


@pytest.mark.slow
def test_a_translation_of_a_translation_is_one_of_the_original(db):
    first = cast.an_article()
    second = cast.an_article(language="en", translation_of=first)
    third = cast.an_article(language="ar", translation_of=first)
    third.translation_of = second
    third.full_clean()
    assert third.translation_of == first
