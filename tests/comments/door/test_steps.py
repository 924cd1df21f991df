"""What may stop a form, in order: the first thing that is wrong is the one that is told."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import Article
from comments.door.sender import sender_of
from comments.models import Refusal, Subscription, Suspension
from tests import cast
from tests.comments.pages.test_form import send

pytestmark = pytest.mark.both

ELSEWHERE = {"Origin": "https://ailleurs.example"}
TROLL = "troll@exemple.org"


@pytest.fixture(autouse=True)
def full(db, settings):
    """The rate of every reader is used up."""
    cache.clear()
    settings.COMMENT_RATE = [(0, 86400)]


@pytest.fixture
def stops():
    """Return what was counted among the refusals since the last time it was asked."""

    def told():
        found = set(Refusal.objects.values_list("code", flat=True))
        Refusal.objects.all().delete()
        return found

    return told


def shut_out(comment):
    """The author of a comment may not comment for some days."""
    return cast.a_suspension(comment, warned=False, clause=cast.clause(7))


@pytest.mark.slow
def test_a_new_comment_is_asked_where_it_is_from_then_whether_it_may_then_what_it_says(
    client, stops
):
    article = cast.an_article()
    troll = cast.a_comment(article=article, email=TROLL)
    Subscription.objects.ask(troll).confirm()
    shut_out(troll)
    Article.objects.update(comment_policy="closed")
    bad, good = {"text": "", "email": TROLL}, {"email": TROLL}
    assert send(client, article, headers=ELSEWHERE, **bad).status_code == 403
    assert stops() == {"elsewhere"}
    assert send(client, article, **bad).status_code == 403
    assert stops() == {"closed"}
    Article.objects.update(comment_policy="open")
    assert send(client, article, **bad).status_code == 422
    assert not stops() & {"suspended", "too_fast"}
    assert send(client, article, **good).status_code == 403
    assert stops() == {"suspended"}
    assert send(client, article, email="lina@exemple.org").status_code == 429
    assert stops() == {"too_fast"}


@pytest.mark.slow
def test_a_new_text_is_asked_whether_its_author_may_before_what_it_says(client, stops):
    comment = cast.a_comment(email=TROLL)
    sanction = shut_out(comment)
    address = f"/suivi/{comment.follow_key}/texte/"
    assert client.post(address, {"text": ""}, headers=ELSEWHERE).status_code == 403
    assert stops() == {"elsewhere"}
    assert client.post(address, {"text": ""}).status_code == 403
    assert stops() == {"suspended"}
    sanction.lift(by=cast.sofia(), reasons="À tort.")
    assert client.post(address, {"text": ""}).status_code == 422
    stops()
    assert client.post(address, {"text": "Un texte mieux dit."}).status_code == 429
    assert stops() == {"too_fast"}


@pytest.mark.slow
def test_an_alert_is_asked_what_it_says_before_whether_its_reader_may(client, stops, rf):
    comment = cast.a_published_comment()
    about = {"by": cast.sofia(), "reasons": "Dix sans objet.", "clause": cast.clause(7)}
    here = {"headers": {"User-Agent": "Firefox"}}
    notice = cast.a_notice(comment, sender=sender_of(rf.get("/", **here)))
    until = timezone.now() + timezone.timedelta(days=2)
    sanction = Suspension.objects.impose("suspend", notice=notice, until=until, **about)
    address = f"/commentaires/{comment.pk}/alerte/"
    good = {"clause": "1", "explanation": "La fin vise une personne.", "email": TROLL}
    bad = {**good, "clause": ""}
    assert client.post(address, bad, headers=ELSEWHERE).status_code == 403
    assert stops() == {"elsewhere"}
    assert client.post(address, bad, **here).status_code == 422
    assert not stops() & {"suspended", "too_fast"}
    assert client.post(address, good, **here).status_code == 403
    assert stops() == {"suspended"}
    sanction.lift(by=cast.sofia(), reasons="À tort.")
    assert client.post(address, good, **here).status_code == 429
    assert stops() == {"too_fast"}


@pytest.mark.slow
def test_an_appeal_is_asked_where_it_is_from_and_is_never_too_fast(client, stops):
    comment = cast.a_rejected_comment(email=TROLL)
    shut_out(comment)
    address = f"/suivi/{comment.follow_key}/recours/"
    assert client.post(address, {"appeal": "Non."}, headers=ELSEWHERE).status_code == 403
    assert client.post(address, {"appeal": ""}, headers=ELSEWHERE).status_code == 403
    assert client.post(address, {"appeal": ""}).status_code == 422
    assert client.post(address, {"appeal": "Je citais l’article."}).status_code == 302


@pytest.mark.slow
def test_a_report_of_an_error_is_asked_where_it_is_from_then_what_it_says_then_how_many(client):
    address = f"/signaler/{cast.an_article().pk}/"
    assert client.post(address, {"text": ""}, headers=ELSEWHERE).status_code == 403
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Il y a une faute."}).status_code == 429
    assert not Refusal.objects.exists(), "no refusal of the discussion"
