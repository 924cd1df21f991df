"""What the page cache keeps, for whom, and what it never keeps."""

import gzip
from datetime import timedelta
from itertools import permutations

import brotli
import pytest
from django.db import OperationalError
from django.utils import timezone
from django.utils.http import http_date

from articles.freshness import changes
from tests import cast

pytestmark = pytest.mark.slow


@pytest.fixture
def address(db):
    return cast.an_article(headline="Une passerelle relie les deux rives").get_absolute_url()


def test_a_page_is_made_once_while_nothing_changes(site, address):
    first, again = site.ask(address), site.ask(address)
    assert (first.status, again.body, site.made) == (200, first.body, 1)


def test_a_flood_of_comments_that_wait_makes_no_page_anew(site, address):
    article = cast.an_article()
    for page in (address, article.get_absolute_url(), "/"):
        site.ask(page)
    made = site.made
    for number in range(5):
        cast.a_comment(article=article, text=f"Encore une remarque, la numéro {number}.")
    for page in (address, article.get_absolute_url(), "/"):
        site.ask(page)
    assert site.made == made


def test_a_comment_under_one_article_leaves_the_page_of_another(site, address):
    article = cast.an_article()
    site.ask(address)
    site.ask(article.get_absolute_url())
    cast.a_published_comment(article=article)
    site.ask(address)
    assert site.made == 2
    site.ask(article.get_absolute_url())
    assert site.made == 3


# Nothing personal, nothing poisoned


def test_whoever_asks_first_readers_get_the_same_page(one_connection, client):
    """An author with a refused text, a colleague who is signed in, a stranger: in every order."""
    from tests.portal.cache.conftest import Site

    article = cast.an_article()
    cast.a_comment(article=article, name="Lina des Oliviers", text="Un avis qui attend encore.")
    colleague = cast.sofia()
    client.force_login(colleague)
    session = client.cookies["sessionid"].value
    address = article.get_absolute_url()
    seen = {
        "author": {"cookie": "nom=Lina des Oliviers", "referer": "http://localhost/suivi/secret/"},
        "colleague": {"cookie": f"sessionid={session}"},
        "stranger": {"user_agent": "autre", "accept_language": "ar"},
    }
    pages = set()
    for order in permutations(seen):
        site = Site()
        for who in order:
            page = site.ask(address, **seen[who])
            pages.add(page.text)
            assert "set-cookie" not in page.headers
            for private in ("Lina des Oliviers", "Un avis qui attend", colleague.username, "csrf"):
                assert private not in page.text
    assert len(pages) == 1


def test_a_colleague_who_is_signed_in_is_answered_past_the_cache(site, address):
    site.ask(address)
    site.ask(address, cookie="sessionid=abc")
    assert site.made == 2
    assert len(site.cache.pages) == 1


def test_a_colleague_sees_at_once_what_they_have_changed(site, settings):
    article = cast.an_article()
    address = article.get_absolute_url()
    site.ask(address, cookie="sessionid=abc")
    settings.LOOK_FOR_CHANGES_SECONDS = 60
    article.headline = "Corrigé à 12:05"
    article.save()
    assert "Corrigé à 12:05" in site.ask(address, cookie="sessionid=abc").text


@pytest.mark.parametrize(
    "odd",
    [
        {"address": "?utm_source=courriel&fbclid=1"},
        {"address": "?%00=1&&=;"},
        {"range": "bytes=0-9"},
        {"method": "HEAD"},
        {"accept_encoding": "identity;q=0, *;q=0"},
        {"accept_encoding": "zstd, deflate"},
        {"if_none_match": '"autre"'},
        {"if_modified_since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"x_forwarded_host": "mal.example"},
        {"x_http_method_override": "DELETE"},
        {"x_forwarded_for": "203.0.113.66"},
        {"cookie": "csrftoken=x; django_language=ar"},
    ],
)
def test_an_odd_request_leaves_the_page_as_it_was(site, address, odd):
    from tests.portal.cache.conftest import Site

    right = Site().ask(address)
    first = site.ask(
        address + odd.get("address", ""), **{k: v for k, v in odd.items() if k != "address"}
    )
    after = site.ask(address)
    assert first.status == 200
    assert (after.status, after.body) == (200, right.body)
    assert site.made == 1, "both are one page"
    for name in ("etag", "content-type", "cache-control"):
        assert after.headers[name] == right.headers[name]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_neither_reads_nor_writes_the_cache(site, address, method):
    page = site.ask(address)
    assert site.ask(address, method=method).status == 405
    assert site.ask(address).body == page.body
    assert len(site.cache.pages) == 1


def test_a_strange_host_is_refused_and_nothing_kept(site, address):
    assert site.ask(address, host="mal.example").status == 400
    assert not site.cache.pages


def test_over_https_a_plain_request_is_sent_there_and_not_answered(site, address, settings):
    settings.IS_HTTPS = True
    page = site.ask(address, x_forwarded_proto="https")
    assert page.status == 200
    made = site.made
    site.ask(address)
    assert site.made == made + 1, "Django answers it: a redirect on a site of https"


def test_errors_forms_and_private_pages_are_not_kept(site, address):
    comment = cast.a_published_comment()
    for page in (
        "/il-n-y-a-rien/",
        f"/suivi/{comment.follow_key}/",
        f"/commentaires/{comment.pk}/alerte/",
        "/admin/",
        "/healthz",
    ):
        site.ask(page)
        assert not site.cache.pages, page


# Encodings, versions


def test_each_reader_gets_the_encoding_they_read(site, address):
    plain = site.ask(address)
    packed = site.ask(address, accept_encoding="gzip, deflate")
    smallest = site.ask(address, accept_encoding="gzip, deflate, br, zstd")
    assert gzip.decompress(packed.body) == brotli.decompress(smallest.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert smallest.headers["content-encoding"] == "br"
    assert "content-encoding" not in plain.headers
    assert len({each.headers["etag"] for each in (plain, packed, smallest)}) == 3
    for each in (plain, packed, smallest):
        assert each.headers["vary"] == "Accept-Encoding"
        assert each.headers["content-length"] == str(len(each.body))


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_reader_who_has_the_page_is_told_that_it_is_unchanged(site, address, coding):
    page = site.ask(address, accept_encoding=coding)
    known = {"if_none_match": page.headers["etag"]}
    unchanged = site.ask(address, accept_encoding=coding, **known)
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert unchanged.headers["etag"] == page.headers["etag"]
    assert unchanged.headers["cache-control"] == page.headers["cache-control"]
    cast.an_article()
    assert site.ask("/", **known).status == 200


def test_last_modified_is_when_the_page_came_to_say_this(site, address, monkeypatch):
    page = site.ask(address)
    later = http_date((timezone.now() + timedelta(hours=1)).timestamp())
    at_once = site.ask(address, if_modified_since=page.headers["last-modified"])
    assert at_once.status == 200, "it may change again within this second"
    monkeypatch.setattr(
        "portal.pagecache.packed_page.RECENT_SECONDS", -1
    )  # as if that second were over
    assert site.ask(address, if_modified_since=page.headers["last-modified"]).status == 304
    assert site.ask(address, if_modified_since=later).status == 304
    assert site.ask(address, if_modified_since=later, if_none_match='"autre"').status == 200
    assert site.ask(address, if_modified_since="hier").status == 200


def test_head_tells_what_get_would(site, address):
    head, get = site.ask(address, method="HEAD"), site.ask(address)
    assert head.body == b""
    assert head.headers == get.headers


# Several processes, the database away, memory


@pytest.mark.both
def test_no_reader_sees_an_older_page_after_a_newer_one(two_processes, settings):
    one, other = two_processes
    article = cast.an_article()
    address = article.get_absolute_url()
    before = one.ask(address)
    assert other.ask(address).headers["last-modified"] == before.headers["last-modified"]
    cast.a_published_comment(article=article, text="Une remarque toute neuve.")
    assert "toute neuve" in one.ask(address).text
    # As if the other process had not looked yet: what was shown tells it all the same.
    settings.LOOK_FOR_CHANGES_SECONDS = 60
    assert "toute neuve" in other.ask(address).text


def test_two_processes_agree_on_a_page_and_make_it_once_each(two_processes, address):
    one, other = two_processes
    for _each in range(3):
        assert one.ask(address).headers["etag"] == other.ask(address).headers["etag"]
    assert (one.made, other.made) == (1, 1)


def test_the_last_copy_answers_while_the_database_is_away(site, address, monkeypatch):
    page = site.ask(address)

    def away(*_args):
        raise OperationalError("the database is away")

    monkeypatch.setattr(type(changes), "_ask", away)
    old = site.ask(address)
    assert (old.status, old.body) == (200, page.body)
    assert int(old.headers["age"]) >= 0
    assert "age" not in page.headers
    monkeypatch.undo()
    assert "age" not in site.ask(address).headers


def test_a_page_that_fails_leaves_the_old_one_to_readers(site, address, monkeypatch):
    page = site.ask(address)
    cast.an_article()

    def away(*_args, **_options):
        raise OperationalError("the database is away")

    monkeypatch.setattr("articles.pages.articles._visible", away)
    old = site.ask(address)
    assert (old.status, old.body) == (200, page.body)
    assert "age" in old.headers
    assert site.ask(f"{address}texte.txt").status == 503, "there is no copy of this one"


def test_memory_stays_within_its_bound_and_the_least_used_page_goes(one_connection):
    from tests.portal.cache.conftest import Site

    addresses = [cast.an_article().get_absolute_url() for _each in range(6)]
    site = Site()
    site.ask(addresses[0])
    site = Site(most_bytes=site.cache.bytes * 3)
    for address in addresses:
        site.ask(addresses[0])
        site.ask(address)
    assert site.cache.bytes <= site.cache.most_bytes
    assert addresses[0] in site.cache.pages
    assert addresses[1] not in site.cache.pages
    assert site.cache.bytes == sum(page.kept_bytes for page in site.cache.pages.values())
