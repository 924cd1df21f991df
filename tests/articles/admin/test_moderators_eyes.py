"""Drafts and embargoed texts are the newsroom's: a moderator meets them at no address of the desk."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

SECRET = "Zanzibar"  # a word of each headline and address that is not to be told
QUEUE = "/admin/comments/comment/"
LATER = timedelta(days=1)


def hidden_articles():
    later = timezone.now() + LATER
    words = {"headline": f"{SECRET} en secret", "standfirst": f"Le chapô de {SECRET}."}
    return {
        "draft": cast.an_article(is_draft=True, **words),
        "scheduled": cast.an_article(published_at=later, **words),
        "embargoed": cast.an_article(embargo_until=later, **words),
    }


COLLEAGUES = {"moderator": cast.sofia, "lead": cast.zoe, "administrator": cast.nora}


@pytest.fixture(params=list(COLLEAGUES))
def colleague(request, client, db):
    client.force_login(COLLEAGUES[request.param]())
    return client


@pytest.mark.slow
def test_no_list_form_history_preview_or_choice_shows_them(colleague):
    hidden = hidden_articles()
    seen = cast.an_article(headline="Le pont rouvre")
    seen.related.add(*hidden.values())
    Article.objects.filter(pk=seen.pk).update(translation_of=hidden["draft"])
    kind = ContentType.objects.get_for_model(Article).pk
    choice = "app_label=articles&model_name=article&field_name=related"
    places = [desk.ARTICLES, f"{desk.ARTICLES}?q=secret", desk.address(seen), f"/admin/autocomplete/?term=Zan&{choice}"]  # fmt: skip
    for article in hidden.values():
        places += [
            desk.address(article), desk.address(article, "history"), desk.address(article, "copie"),
            f"/admin/apercu/{article.pk}/", f"/admin/r/{kind}/{article.pk}/", f"{QUEUE}?file=pending&article={article.pk}",
        ]  # fmt: skip
    for place in places:
        answer = colleague.get(place)
        told = answer.text + answer.get("Location", "")
        assert SECRET.lower() not in told.lower(), place
    assert "Le pont rouvre" in colleague.get(desk.ARTICLES).text
    colleague.force_login(cast.ines())  # who writes
    assert all(SECRET in colleague.get(desk.address(each)).text for each in hidden.values())


@pytest.mark.slow
def test_the_desk_of_comments_tells_no_word_of_an_article_taken_back(client, db):
    client.force_login(cast.sofia())
    for name, article in hidden_articles().items():
        shown = cast.an_article()
        comment = cast.a_comment(article=shown)
        assert shown.headline in client.get(f"{QUEUE}{comment.pk}/change/").text
        words = {f: getattr(article, f) for f in ("headline", "standfirst", "slug", "status", "published_at", "embargo_until")}  # fmt: skip
        Article.objects.filter(pk=shown.pk).update(**words)
        for place in (f"{QUEUE}{comment.pk}/change/", f"{QUEUE}?file=pending", f"{QUEUE}?article={shown.pk}"):  # fmt: skip
            page = client.get(place, follow=True).text
            assert SECRET.lower() not in page.lower(), (name, place)
            assert "un article qui n’est pas en ligne" in page
