"""Whoever alerted and was told no may ask that someone else look again."""

import pytest
from django.core import mail
from django.utils import timezone

from comments import outbox
from comments.log.audit import broken_links
from comments.models import Appeal, ChangedMeanwhile, Comment, NotYours
from tests import cast


@pytest.fixture
def kept(db):
    """A comment somebody alerted, and Paul kept."""
    comment = cast.a_published_comment(by=cast.sofia())
    cast.a_notice(comment, email="lectrice@exemple.org")
    comment.keep(by=cast.paul())
    return comment


def page_of(notice):
    return f"/alertes/{notice.follow_key}/"


@pytest.mark.slow
def test_it_is_asked_on_the_private_page_of_the_alert(client, kept):
    notice = kept.notices.get()
    assert "Demander un nouvel examen" in client.get(page_of(notice)).text
    empty = client.post(f"{page_of(notice)}recours/", {"appeal": ""})
    assert empty.status_code == 422
    plea = {"appeal": "Relisez la fin."}
    assert client.post(f"{page_of(notice)}recours/", plea).status_code == 302
    assert client.post(f"{page_of(notice)}recours/", plea).status_code == 302, "a double click"
    assert Appeal.objects.open().get().notice == notice
    assert Comment.objects.appealed().get() == kept
    told = client.get(page_of(notice)).text
    assert "Relisez la fin." in told
    assert "Une autre personne" in told
    late = client.post(f"{page_of(notice)}recours/", {"appeal": "Et encore ceci."})
    assert late.status_code == 409
    assert "Et encore ceci." in late.text
    assert list(broken_links()) == []


@pytest.mark.slow
def test_nobody_who_decided_on_it_judges_it(kept):
    appeal = Appeal.objects.lodge(notice=kept.notices.get(), text="Relisez.", language="fr")[0]
    for colleague in (cast.sofia(), cast.paul()):
        with pytest.raises(NotYours):
            cast.uphold(appeal, by=colleague, reasons="Non.")
    assert not Comment.objects.appealed().with_an_appeal_for(cast.paul()).exists()
    assert Comment.objects.appealed().with_an_appeal_for(cast.zoe()).get() == kept


@pytest.mark.slow
def test_a_reversal_takes_the_comment_down_and_tells_both(client, kept):
    notice = kept.notices.get()
    appeal = Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")[0]
    cast.reverse(appeal, by=cast.zoe(), **cast.against(1, "La fin vise une personne."))
    kept.refresh_from_db()
    assert kept.state == "removed"
    page = client.get(page_of(notice)).text
    assert "Vous aviez raison" in page
    assert "Modération n° 3" in page
    assert "Zoé" not in page
    assert kept.can_appeal(kept.last_decision), "its author may contest the removal in turn"
    assert list(broken_links()) == []


@pytest.mark.slow
def test_a_confirmation_is_told_to_whoever_alerted_and_not_to_the_author(client, kept):
    notice = kept.notices.get()
    appeal = Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")[0]
    Comment.objects.filter(pk=kept.pk).update(email="auteure@exemple.org")
    cast.uphold(appeal, by=cast.zoe(), reasons="La phrase parle de l’article.")
    mail.outbox.clear()
    outbox.deliver(at=timezone.now() + timezone.timedelta(hours=1))
    told = [message for message in mail.outbox if "nouvel examen" not in message.subject]
    assert {message.to[0] for message in told} == {"lectrice@exemple.org"}
    assert any("La phrase parle de l’article." in message.body for message in told)
    page = client.get(page_of(notice)).text
    assert "le maintient en ligne" in page
    assert "La phrase parle de l’article." in page
    assert "recours" not in client.get(f"/suivi/{kept.follow_key}/").text
    with pytest.raises(ChangedMeanwhile):
        Appeal.objects.lodge(notice=cast.a_notice(kept), text="Encore.", language="fr")


@pytest.mark.slow
def test_two_who_alerted_contest_the_same_answer_each(client, db):
    comment = cast.a_published_comment(by=cast.sofia())
    notices = [cast.a_notice(comment), cast.a_notice(comment)]
    comment.keep(by=cast.paul())
    for notice in notices:
        notice.refresh_from_db()
        Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")
    decision = cast.uphold(Appeal.objects.first(), by=cast.zoe(), reasons="Non.")
    assert set(decision.answered_appeals.all()) == set(Appeal.objects.all())
    assert list(broken_links()) == []


def test_a_comment_its_author_took_back_needs_no_answer_any_more(kept):
    Appeal.objects.lodge(notice=kept.notices.get(), text="Relisez.", language="fr")
    kept.withdraw()
    assert not Comment.objects.appealed().exists()
