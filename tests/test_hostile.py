"""Hostile addresses and forms: nobody gets a bare 500."""

import unicodedata
from io import BytesIO
from itertools import groupby

import pytest
from django.test import Client

from comments.door import stamp
from comments.rules.tidying import tidy
from tests import cast

HUGE = "9" * 30

ADDRESSES = [
    f"/commentaires/{HUGE}/alerte/", f"/articles/{HUGE}/commentaires/", f"/societe/{HUGE}-x/",
    f"/societe/{HUGE}", f"/societe/?avant={HUGE}", f"/charte/{HUGE}/", "/societe/?avant=%D9%A3", "/%00/",
    "/societe/1-%00/", "/suivi/%00/", "/societe/%FF/", "/?repondre=%00", "/charte/-1/", "//elsewhere.example/",
    "/ar//", "/en/ar/", "/ar/fr/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_the_site(client, db, address):
    cast.an_article()
    client.raise_request_exception = False
    for method in ("get", "head", "post", "put", "delete", "options"):
        response = getattr(client, method)(address)
        assert response.status_code < 500, (method, response.status_code)
        assert "elsewhere.example" not in response.get("Location", "")


@pytest.mark.parametrize("name", ["N\x00", "a" * 61, "<b>", "\u202eabc", " ", "\ufffe", "٣"])
def test_no_name_breaks_the_form(client, db, name):
    article = cast.an_article()
    client.raise_request_exception = False
    response = client.post(
        f"/articles/{article.pk}/commentaires/",
        {
            "name": name,
            "text": "Un texte\x00 \ufffe.",
            "stamp": stamp.stamp_for(article.pk),
            "parent": HUGE,
        },
    )
    assert response.status_code < 500


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a" * 5000, "file=%00", "p=9999", "o=9", f"article__section__id__exact={HUGE}",
     "_changelist_filters=%00", "e=1", "id=abc", "language__exact=%00", "name__regex=(", "p=%D9%A3"],
)  # fmt: skip
def test_no_query_breaks_the_queue(client, db, query):
    cast.a_comment()
    client.force_login(cast.sofia())
    client.raise_request_exception = False
    assert client.get(f"/admin/comments/comment/?{query}").status_code < 500


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        {"kind": "approve", "seen": HUGE},
        {"kind": "approve", "seen": "-1"},
        {"kind": "approve", "seen": "1", "opened": "-5"},
        {"kind": "approve", "seen": "1", "opened": HUGE},
        {"kind": "reject", "seen": "1", "clause": HUGE},
        {"kind": "reject", "seen": "1", "clause": "1", "reasons": "\x00"},
        {"kind": "reject", "seen": "1", "law": "x" * 600, "reasons": "y"},
        {"kind": "reject", "seen": "1", "law": "\u200b", "reasons": "y"},
        {"kind": "keep", "seen": "1", "notices_up_to": HUGE},
        {"kind": "uphold", "seen": "1", "reasons": "x"},
        {"kind": "keep", "seen": "1"},
    ],
)
def test_no_decision_breaks_the_desk(client, db, data):
    comment = cast.a_comment()
    client.force_login(cast.sofia())
    client.raise_request_exception = False
    response = client.post(f"/admin/comments/comment/{comment.pk}/decisions/", data)
    assert response.status_code < 500


@pytest.mark.slow
@pytest.mark.parametrize("cookie", ["bad", "x" * 4000, '"\\000"', "\x01"])
@pytest.mark.parametrize("name", ["csrftoken", "sessionid", "messages"])
def test_no_cookie_breaks_the_site_and_readers_are_given_none(client, db, name, cookie):
    article = cast.an_article()
    client.raise_request_exception = False
    for address in ("/", article.get_absolute_url(), "/charte/", "/nowhere/", "/admin/"):
        client.cookies.clear()
        response = client.get(address, headers={"Cookie": f"{name}={cookie}"})
        assert response.status_code < 500, address
        if address != "/admin/":
            assert not response.cookies, address
            assert "Cookie" not in response.get("Vary", "")


def test_a_body_longer_than_any_form_is_refused_files_and_all(client, db):
    article = cast.an_article()
    for data in ({"text": "a" * 1_100_000}, {"text": "x", "file": BytesIO(b"a" * 1_100_000)}):
        response = client.post(f"/articles/{article.pk}/commentaires/", data)
        assert response.status_code == 400
        assert "trop long" in response.text


@pytest.mark.parametrize("address", ["/", "/healthz", "/charte/", "/societe/"])
def test_a_post_where_nothing_is_posted_is_405_and_no_cache_keeps_it(db, address):
    cast.an_article()
    answer = Client(enforce_csrf_checks=True).post(address)
    assert answer.status_code == 405
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("marks", ["\u05b0\u05b1\u0f71\u0316", "\u0f73", "\u0f75\u0f81", "\u0344"])
def test_marks_piled_up_without_end_are_never_sorted_in_one_run(marks, monkeypatch):
    """Normalise no run longer than 30 marks: sorting one costs the square of its length."""
    normalize, longest = unicodedata.normalize, []

    def watched(form, text):
        runs = groupby(text, lambda c: unicodedata.combining(normalize("NFD", c)[0]) > 0)
        longest.extend(len(list(run)) for is_mark, run in runs if is_mark)
        return normalize(form, text)

    monkeypatch.setattr("articles.rules.characters.unicodedata.normalize", watched)
    tidy("a" + marks * 60_000)
    assert max(longest) <= 30


@pytest.mark.parametrize(
    "charset", ["rot13", "hex", "idna", "utf-7", "unicode_escape", "undefined"]
)
def test_a_form_in_a_charset_of_its_own_is_refused(client, db, charset):
    article = cast.an_article()
    client.raise_request_exception = False
    response = client.generic(
        "POST",
        f"/articles/{article.pk}/commentaires/",
        b'--B\r\nContent-Disposition: form-data; name="name"\r\n\r\n+2AA-\\ud800\r\n--B--\r\n',
        content_type=f"multipart/form-data; boundary=B; charset={charset}",
    )
    assert response.status_code == 400


@pytest.mark.parametrize("query", ["at__year=1", "at__gte=0001-01-01", "q=" + "mot+" * 1500])
def test_no_date_or_search_breaks_the_register(client, db, query):
    client.force_login(cast.sofia())
    client.raise_request_exception = False
    assert client.get(f"/admin/comments/decision/?{query}").status_code < 500
