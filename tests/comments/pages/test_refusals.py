"""A refused form says what is wrong in words, to whoever hears it and in any browser."""

import re
from html import unescape
from itertools import pairwise

import pytest

from comments.door.stamp import stamp_for
from comments.models import Comment, Notice, TrustedFlagger
from tests import cast


def comment_on(client, article, **fields):
    data = {"name": "Lina", "text": "Un avis.", "stamp": stamp_for(article.pk), **fields}
    return client.post(f"/articles/{article.pk}/commentaires/", data)


def without_marks(response):
    """The words of a page as they are heard: no colour, no <mark>."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", response.text)).split())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "Voir exemple.org/page ici."}, "Retirez exemple.org/page, dans"),
        ({"text": "Voir exemple point org."}, "Retirez exemple point org, dans"),
        (
            {"text": "Voir exemple.org puis autre.org, exemple.org."},
            "Retirez exemple.org, autre.org, dans",
        ),
        ({"text": "Écrivez à lina@exemple.org."}, "Retirez lina@exemple.org, dans"),
        ({"name": "exemple.org"}, "retirez de votre nom exemple.org, dans"),
        (
            {"text": " ".join(f"www.page{n}.org" for n in range(9))},
            "page3.org, www.page4.org, …, dans",
        ),
    ],
)
def test_a_refused_link_is_named_itself(client, db, fields, told):
    response = comment_on(client, cast.an_article(), **fields)
    assert response.status_code == 422
    assert told in without_marks(response)


LATIN_1 = "application/x-www-form-urlencoded"


@pytest.mark.slow
def test_letters_that_were_lost_on_the_way_are_told(client, db):
    article = cast.an_article()
    stamp = stamp_for(article.pk)
    for body in ("name=Lina&text=D%E9j%E0+lu.", "name=L%E9a&text=Un+avis."):
        response = client.generic(
            "POST", f"/articles/{article.pk}/commentaires/", f"{body}&stamp={stamp}", LATIN_1
        )
        assert response.status_code == 422
        assert "Des lettres se sont perdues en route" in without_marks(response)
    assert not Comment.objects.exists()


@pytest.mark.slow
def test_letters_lost_in_an_alert_an_edit_and_a_plea_are_told(client, db):
    published, waiting, refused = (
        cast.a_published_comment(), cast.a_comment(), cast.a_rejected_comment(),
    )  # fmt: skip
    forms = {
        f"/commentaires/{published.pk}/alerte/": "clause=1&explanation=D%E9j%E0",
        f"/suivi/{waiting.follow_key}/texte/": "text=D%E9j%E0",
        f"/suivi/{refused.follow_key}/recours/": "appeal=D%E9j%E0",
    }
    for address, body in forms.items():
        response = client.generic("POST", address, body, LATIN_1)
        assert response.status_code == 422, address
        assert "Des lettres se sont perdues en route" in without_marks(response)


@pytest.mark.slow
def test_a_browser_that_ticks_the_first_choice_chooses_no_rule(client, db):
    comment = cast.a_published_comment()
    address = f"/commentaires/{comment.pk}/alerte/"
    first = re.search(r'<input[^>]*type="radio"[^>]*>', client.get(address).text)[0]
    assert 'value=""' in first
    assert "checked" not in first, "it would keep the keyboard out of the others"
    response = client.post(address, {"clause": "", "explanation": "Ce passage."})
    assert response.status_code == 422
    assert "Choisissez la règle en cause" in unescape(response.text)
    assert not Notice.objects.exists()


def refused_pages(client):
    published, waiting, refused = (
        cast.a_published_comment(), cast.a_comment(), cast.a_rejected_comment(),
    )  # fmt: skip
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    yield comment_on(client, published.article, text="")
    for address in (
        f"/commentaires/{published.pk}/alerte/",
        f"/signaleurs/{flagger.key}/",
        f"/suivi/{waiting.follow_key}/texte/",
        f"/suivi/{waiting.follow_key}/adresse/",
        f"/suivi/{refused.follow_key}/correction/",
        f"/suivi/{refused.follow_key}/recours/",
        f"/signaler/{published.article.pk}/",
    ):
        yield client.post(address, {"comment": ""})


@pytest.mark.slow
def test_no_refused_page_skips_a_level_of_heading(client, db):
    pages = list(refused_pages(client))
    assert {page.status_code for page in pages} == {422}
    for page in pages:
        levels = [int(level) for level in re.findall(r"<h([1-6])[\s>]", page.text)]
        skips = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        assert skips == [], (page.request["PATH_INFO"], levels)
