"""Names that belong to somebody here: an agency's is refused, a byline's is marked on the card."""

from html import unescape

import pytest
from django.core.cache import cache

from tests import cast
from tests.comments.pages.test_form import send

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()


def codes(comment):
    return [flag.code for flag in comment.revision.flags.all()]


@pytest.mark.slow
def test_an_agency_that_signs_here_is_not_a_commenter(client):
    cast.map_agency()
    article = cast.an_article()
    for name in ("MAP", "Maghreb Arabe Presse", "M.A.P"):
        page = send(client, article, name=name)
        assert page.status_code == 422, name
        assert "Choisissez un autre nom" in unescape(page.text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["Salma Idrissi", "SALMA IDRISSI", "Sаlma Idrissi", "Salma  1drissi"]
)
def test_a_namesake_of_a_byline_is_marked_on_the_card_and_taken(client, name):
    article = cast.an_article()
    cast.an_author(article)
    comment = cast.a_comment(article=article, name=name)
    assert codes(comment) == ["name"]
    client.force_login(cast.sofia())
    page = client.get(f"/admin/comments/comment/{comment.pk}/change/").text
    assert "Quelqu’un signe ici de ce nom" in unescape(page)


def test_a_moderators_full_name_is_marked_too_and_a_first_name_is_everybodys(client):
    cast.sofia()
    assert codes(cast.a_comment(name="Sofia M.")) == ["name"]
    assert codes(cast.a_comment(name="Sofia", text="Un tout autre avis sur la question.")) == []
