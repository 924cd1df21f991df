"""A discussion that heats up is shown to the newsroom, which may slow it: one comment a person in so many minutes."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Notice, SlowMode
from tests import cast
from tests.comments.pages.test_form import send
from tests.comments.sorting.house import decided

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.django_db]
PAGE = "/admin/comments/slowmode/"


def signed_in(who):
    client = Client()
    client.force_login(who)
    return client


def words(answer):
    return " ".join(unescape(answer.text).replace("<bdi>", "").replace("</bdi>", "").split())


@pytest.fixture
def article(db):
    return cast.an_article(headline="La passerelle ouvre")


def write(client, article, text):
    return send(client, article, name="Nadia", text=text, email="")


@pytest.fixture
def a_moment_ago(article):
    """Nadia wrote a minute ago."""
    client = Client(headers={"user-agent": "son téléphone"})
    first = write(client, article, "Je traverse la rivière chaque matin, et je suis ravie.")
    assert first.status_code == 302
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    return client


AGAIN = "Et le soir, la lumière sur l’eau est bien belle."


def test_whoever_wrote_a_moment_ago_waits_and_keeps_their_text(a_moment_ago, article):
    SlowMode.objects.slow(article, minutes=10, by=cast.hicham())
    refused = write(a_moment_ago, article, AGAIN)
    assert refused.status_code == 429
    assert 500 < int(refused["Retry-After"]) <= 540
    assert "un commentaire par personne toutes les 10 minutes" in words(refused)
    assert AGAIN in unescape(refused.text)
    assert Comment.objects.count() == 1


def test_somebody_else_another_article_and_a_later_hour_are_free(a_moment_ago, article):
    SlowMode.objects.slow(article, minutes=10, by=cast.hicham())
    other = Client(headers={"user-agent": "un autre téléphone"})
    assert write(other, article, "Moi aussi, la vue est superbe.").status_code == 302
    elsewhere = cast.an_article(headline="Le marché déménage")
    assert write(a_moment_ago, elsewhere, "Le marché me manquera beaucoup.").status_code == 302
    Comment.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert write(a_moment_ago, article, AGAIN).status_code == 302


def test_released_everybody_writes_at_their_pace(a_moment_ago, article):
    SlowMode.objects.slow(article, minutes=10, by=cast.hicham())
    assert SlowMode.objects.release(article)
    assert write(a_moment_ago, article, AGAIN).status_code == 302


@pytest.mark.parametrize("minutes", [0, -1, 121, 10**9])
def test_minutes_that_are_none_are_refused(article, minutes):
    with pytest.raises(ValidationError):
        SlowMode.objects.slow(article, minutes=minutes, by=cast.hicham())
    answer = signed_in(cast.hicham()).post(f"{PAGE}{article.pk}/ralentir/", {"minutes": minutes})
    assert answer.status_code == 404 or answer.status_code == 422
    assert not SlowMode.objects.exists()


# The page


def heated():
    """Ten were published, then five of ten refused, under one article."""
    texts = [
        (f"La passerelle {n}", "fr", None if n < 10 or n % 2 else "ad_hominem") for n in range(20)
    ]
    return decided(texts)[0].comment.article


def test_a_discussion_that_heats_up_is_shown_and_slowed_by_an_editor(db):
    article, desk = heated(), signed_in(cast.hicham())
    page = words(desk.get(PAGE))
    assert article.headline in page
    assert "Des dix derniers commentaires lus, 5 ont été refusés ; avant, 0 %." in page
    answer = desk.post(f"{PAGE}{article.pk}/ralentir/", {"minutes": "15"}, follow=True)
    assert "La discussion est ralentie" in words(answer)
    assert "Ralentie à un commentaire par personne toutes les 15 minutes, par Hicham" in words(
        answer
    )
    answer = desk.post(f"{PAGE}{article.pk}/relacher/", follow=True)
    assert "a repris son cours" in words(answer)
    assert not SlowMode.objects.exists()


def test_a_burst_of_alerts_is_shown_if_it_comes_from_many_readers(db):
    comment = cast.a_published_comment()
    # The door makes another key of a reader for each text: who it was, the sender says.
    for other in [comment] + [
        cast.a_published_comment(article=comment.article) for _each in "12345"
    ]:
        cast.a_notice(other, sender="le même")
    assert "calmes" in words(signed_in(cast.hicham()).get(PAGE))
    for number in range(4):
        cast.a_notice(comment, sender=f"lecteur {number}")
    assert "Alertes en rafale : 5 lecteurs en une heure." in words(
        signed_in(cast.hicham()).get(PAGE)
    )
    Notice.objects.update(at=timezone.now() - timedelta(hours=2))
    assert "calmes" in words(signed_in(cast.hicham()).get(PAGE))


def test_a_lead_sees_and_does_not_decide_a_moderator_sees_nothing(db):
    article = heated()
    zoe = signed_in(cast.zoe())
    assert article.headline in words(zoe.get(PAGE))
    assert "Ralentir</button>" not in zoe.get(PAGE).text
    assert zoe.post(f"{PAGE}{article.pk}/ralentir/", {"minutes": "15"}).status_code == 403
    assert signed_in(cast.paul()).get(PAGE).status_code == 403
    assert signed_in(cast.hicham()).get(f"{PAGE}{article.pk}/ralentir/").status_code == 403


def test_the_card_of_an_alerted_comment_tells_of_the_burst(db):
    comment = cast.a_published_comment()
    other = cast.a_published_comment(article=comment.article)
    for number in range(4):
        cast.a_notice(other, sender=f"lecteur {number}")
    cast.a_notice(comment, sender="une lectrice")
    card = f"/admin/comments/comment/{comment.pk}/change/"
    assert "Rafale" not in words(signed_in(cast.paul()).get(card))
    cast.a_notice(other, sender="lecteur 5")
    cast.a_notice(comment, sender="un lecteur")
    told = words(signed_in(cast.paul()).get(card))
    assert "Rafale : quand la dernière est arrivée, 5 lecteurs au moins alertaient" in told
    assert "· poids 10" in told
