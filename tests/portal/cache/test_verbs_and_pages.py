"""Each act that readers can see, on each kind of page that tells of it, at the next request."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Breaking, Pick
from comments.models import Charter
from comments.register import keeping
from comments.register.months import month_of
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]

HEADLINE = "Une passerelle relie les deux rives"


@pytest.fixture
def article():
    article = cast.an_article(
        headline=HEADLINE, section=cast.societe(), standfirst="Elle ouvre ce matin."
    )
    article.topics.add(cast.a_topic(name="Ponts"))
    article.reindex()
    return article


def pages_of(article):
    """Return {kind of page: its address} of every page that shows an article's headline."""
    topic = article.topics.get()
    day = timezone.localtime(article.published_at)
    return {
        "article": article.get_absolute_url(),
        "text": article.text_url,
        "ninjs": article.ninjs_url,
        "front": "/",
        "section": article.section.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "source": article.source.get_absolute_url(),
        "search": "/recherche/?q=passerelle",
        "archive": f"/archives/{day:%Y/%-m/%-d}/",
        "feed": "/flux/rss.xml",
        "section feed": f"/{article.section.slug}/flux/atom.xml",
        "map": f"/sitemap-{day:%Y-%-m}.xml",
        "news map": "/sitemap-news.xml",
        "missing": "/il-n-y-a-rien/",
    }


LISTS = [
    "front", "section", "topic", "source", "search", "archive", "feed", "section feed", "missing",
]  # fmt: skip


def _says(site, address, words):
    """The search marks the words it found: without the marks, a headline is one line there too."""
    text = re.sub("</?mark>", "", site.ask(address).text)
    return words in text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("kind", ["article", "text", "ninjs", *LISTS, "news map"])
def test_an_article_appears_where_it_was_missing(site, article, kind):
    address = pages_of(article)[kind]
    article.return_to_draft(by=cast.hicham())
    assert not _says(site, address, HEADLINE)
    article.publish(by=cast.hicham())
    assert _says(site, address, HEADLINE)


@pytest.mark.parametrize("kind", ["article", "text", "ninjs", *LISTS, "news map"])
def test_a_killed_article_leaves_every_page(site, article, kind):
    address = pages_of(article)[kind]
    assert _says(site, address, HEADLINE)
    article.kill(notice="L’agence l’a retirée.", by=cast.hicham())
    assert not _says(site, address, HEADLINE)
    if kind == "article":
        assert site.ask(address).status == 410


@pytest.mark.parametrize("kind", ["article", "text", "ninjs", *LISTS])
def test_a_new_headline_is_on_every_page(site, article, kind):
    address = pages_of(article)[kind]
    assert _says(site, address, HEADLINE)
    article.headline = "Un pont relie les deux rives"
    article.save()
    assert _says(site, address, article.headline)
    assert not _says(site, address, HEADLINE)


@pytest.mark.parametrize("kind", ["front", "section", "article"])
def test_a_section_bears_its_new_name(site, article, kind):
    address = pages_of(article)[kind]
    assert _says(site, address, ">Société<")
    article.section.name = "La cité"
    article.section.save()
    assert _says(site, address, ">La cité<")


def test_a_correction_stands_on_the_article_and_in_the_list(site, article):
    for address in (article.get_absolute_url(), "/corrections/", "/corrections/flux/rss.xml"):
        assert not _says(site, address, "La date était fausse.")
    article.correct(kind="correction", note="La date était fausse.", by=cast.hicham())
    for address in (article.get_absolute_url(), "/corrections/", "/corrections/flux/rss.xml"):
        assert _says(site, address, "La date était fausse.")


# Comments

TEXT = "La passerelle manquait depuis trente ans."


def discussion_pages(article):
    return {
        "article": article.get_absolute_url(),
        "discussion": f"{article.get_absolute_url()}commentaires/",
        "newest first": f"{article.get_absolute_url()}commentaires/?tri=recents",
        "feed": f"/flux/commentaires/{article.pk}/atom.xml",
    }


@pytest.mark.parametrize("kind", ["article", "discussion", "newest first", "feed"])
def test_a_comment_is_approved_taken_back_and_removed(site, article, kind):
    address = discussion_pages(article)[kind]
    comment = cast.a_comment(article=article, text=TEXT)
    assert not _says(site, address, TEXT)
    decision = comment.approve(by=cast.sofia())
    assert _says(site, address, TEXT)
    comment.undo(decision, by=cast.sofia())
    assert not _says(site, address, TEXT)
    comment.approve(by=cast.sofia())
    assert _says(site, address, TEXT)
    comment.remove(by=cast.sofia(), **cast.against(1))
    assert not _says(site, address, TEXT)


@pytest.mark.parametrize("act", ["withdraw", "hide", "erase"])
def test_a_comment_that_goes_leaves_its_page(site, article, act):
    comment = cast.a_published_comment(article=article, text=TEXT)
    address = article.get_absolute_url()
    assert _says(site, address, TEXT)
    if act == "withdraw":
        comment.withdraw()
    elif act == "erase":
        comment.erase(by=cast.nora())
    else:
        comment.hide(at=timezone.now())
    assert not _says(site, address, TEXT)


@pytest.mark.parametrize("kind", ["front", "section", "topic", "source", "archive", "search"])
def test_lists_count_a_comment_at_once(site, article, kind):
    address = pages_of(article)[kind]
    for each in range(2):
        cast.a_published_comment(article=article, text=f"{TEXT} {each}")
    assert _says(site, address, "2 commentaires")
    cast.a_published_comment(article=article, text=f"{TEXT} Encore.")
    assert _says(site, address, "3 commentaires")


def test_the_count_that_an_open_page_asks_for_is_of_now(site, article):
    address = f"/articles/{article.pk}/commentaires/nombre"
    assert site.ask(address).text == '{"count": 0}'
    cast.a_published_comment(article=article, text=TEXT)
    assert site.ask(address).text == '{"count": 1}'


# The house


def test_the_line_above_every_page_comes_and_goes(site, article):
    pages = pages_of(article)
    told = [pages[kind] for kind in ("front", "section", "article", "search", "archive")]
    told += ["/charte/", "/themes/", "/mentions/"]
    for address in told:
        site.ask(address)
    now = timezone.now()
    line = Breaking.objects.create(
        text="Le pont est fermé", since=now, until=now + timedelta(hours=1), by=cast.hicham()
    )
    assert [a for a in told if not _says(site, a, line.text)] == []
    line.delete()
    assert [a for a in told if _says(site, a, line.text)] == []


def test_an_editors_pick_leads_the_front_page(site, article):
    for number in range(6):
        cast.an_article(
            headline=f"Autre nouvelle {number}", section=cast.societe(), standfirst="Oui."
        )
    site.ask("/")
    Pick.objects.create(article=article)
    page = site.ask("/").text
    assert page.index(HEADLINE) < page.index("Autre nouvelle")


def test_a_new_charter_is_read_at_once(site, article):
    for address in ("/charte/", article.get_absolute_url()):
        assert not _says(site, address, "Soyons brefs.")
    charter = Charter.objects.draft()
    charter.preamble_fr = "Soyons brefs."
    charter.save()
    charter.publish()
    for address in ("/charte/", article.get_absolute_url()):
        assert _says(site, address, "Soyons brefs.")


def test_a_months_new_figures_are_on_the_register_and_make_no_other_page_anew(site, article):
    comment = cast.a_comment(article=article)
    keeping.count(month_of())
    pages = ["/transparence/", "/transparence/registre.json", "/transparence/mois/flux/rss.xml"]
    for address in [*pages, "/"]:
        site.ask(address)
    comment.reject(by=cast.sofia(), **cast.against(1))
    keeping.count(month_of())
    made = site.made
    assert re.search(r"<dt>Refusés</dt>\s*<dd>1</dd>", site.ask("/transparence/").text)
    assert '"refused": {\n     "total": 1' in site.ask("/transparence/registre.json").text
    site.ask("/")
    assert site.made == made + 2, "the front page shows nothing of it"
    keeping.count(month_of())
    site.ask("/transparence/")
    assert site.made == made + 2, "the same figures make nothing anew"


# The clock: nobody acts at the instant itself


def _at(monkeypatch, moment):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    monkeypatch.setattr("portal.pagecache.time.time", moment.timestamp)


@pytest.mark.parametrize("kind", ["article", "front", "section", "feed", "search"])
@pytest.mark.parametrize("held_by", ["schedule", "embargo"])
def test_an_article_appears_at_its_instant_and_not_before(
    site, article, kind, held_by, monkeypatch
):
    now = timezone.now().replace(minute=20, second=0, microsecond=0)
    later = now + timedelta(minutes=7)
    address = pages_of(article)[kind]
    article.published_at = later if held_by == "schedule" else now
    article.embargo_until = later if held_by == "embargo" else None
    article.save()
    for moment, is_there in (
        (now, False),
        (later - timedelta(milliseconds=1), False),
        (later, True),
    ):
        _at(monkeypatch, moment)
        assert _says(site, address, HEADLINE) is is_there, moment


def test_the_line_above_every_page_ends_by_the_clock(site, article, monkeypatch):
    now = timezone.now().replace(minute=20, second=0, microsecond=0)
    Breaking.objects.create(
        text="Le pont ferme",
        since=now + timedelta(minutes=2),
        until=now + timedelta(minutes=5),
        by=cast.hicham(),
    )
    for minutes, is_there in ((0, False), (2, True), (4, True), (5, False)):
        _at(monkeypatch, now + timedelta(minutes=minutes))
        assert _says(site, "/", "Le pont ferme") is is_there, minutes


def test_the_notice_of_an_articles_age_comes_at_its_instant(site, article, monkeypatch):
    born = timezone.now().replace(minute=20, second=0, microsecond=0)
    article.published_at = born
    article.save()
    address = article.get_absolute_url()
    old = born + timedelta(days=365)
    for moment, is_told in ((old - timedelta(seconds=1), False), (old, True)):
        _at(monkeypatch, moment)
        assert _says(site, address, "a plus d’un an") is is_told


def test_a_discussion_closes_at_its_instant(site, article, monkeypatch):
    article.section.comment_days = 2
    article.section.save()
    article.published_at = timezone.now().replace(minute=20, second=0, microsecond=0)
    article.save()
    closes = article.published_at + timedelta(days=2)
    for moment, is_closed in ((closes - timedelta(seconds=1), False), (closes, True)):
        _at(monkeypatch, moment)
        assert _says(site, article.get_absolute_url(), "Cette discussion est close") is is_closed


def test_yesterday_begins_at_midnight(site, article, monkeypatch):
    evening = timezone.localtime().replace(hour=23, minute=50, second=0, microsecond=0)
    article.published_at = evening - timedelta(minutes=5)
    article.save()
    _at(monkeypatch, evening)
    assert not _says(site, "/", "hier à 23:45")
    _at(monkeypatch, evening + timedelta(minutes=10))
    assert _says(site, "/", "hier à 23:45")
