"""Whoever alerted and was told no may ask that someone else look again."""

from html import unescape

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


def told_of(client, notice):
    """Return the headline of the page of an alert, and the whole page; spaces as plain ones."""
    page = unescape(client.get(page_of(notice)).text).translate({0xA0: " ", 0x202F: " "})
    return page.partition("avis__titre")[2].partition("</h2>")[0], page


@pytest.mark.slow
def test_the_page_of_an_alert_says_first_what_is_so_now(client, kept):
    notice = kept.notices.get()
    headline, page = told_of(client, notice)
    assert "est conforme à la charte ; il reste publié" in headline
    cast.reverse(an_appeal_of(notice), by=cast.zoe(), **cast.against(1))
    headline, page = told_of(client, notice)
    assert "a été retiré (règle 1)" in headline, "the appeal was won"
    assert 'class="avis avis--ok m-5"' in page.partition("Votre recours")[2], "and is green"
    assert "l’avait jugé conforme à la charte" in page, "the first answer, in the past"
    assert "reste publié" not in page
    assert "Vous n’êtes pas d’accord" not in page
    kept.refresh_from_db()
    another = cast._staff("ines", "Inès", "Modération en chef")
    cast.reverse(cast.an_appeal(kept), by=another, reasons="La phrase parle de l’article.")
    headline, page = told_of(client, notice)
    assert "est de nouveau en ligne" in headline
    assert "Vous aviez raison" not in page
    assert "avis--ok" not in page


@pytest.mark.slow
def test_a_message_that_a_later_decision_took_down_does_not_stay_on_line(client, kept):
    notice = kept.notices.get()
    kept.refresh_from_db()
    cast.a_notice(kept)
    kept.remove(by=cast.zoe(), **cast.against(1))
    headline, page = told_of(client, notice)
    assert "a été retiré depuis" in headline
    assert "reste publié" not in page


@pytest.mark.slow
def test_a_removal_that_was_overturned_is_no_headline(client, db):
    comment = cast.a_published_comment(by=cast.sofia())
    notice = cast.a_notice(comment)
    comment.remove(by=cast.paul(), **cast.against(1))
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="La phrase parle de l’article.")
    headline, page = told_of(client, notice)
    assert "est de nouveau en ligne" in headline
    assert "la modération l’avait retiré (règle 1)" in page
    assert "avis--ok" not in page


@pytest.mark.parametrize("goes", ["withdraw", "erase"])
def test_an_alert_on_a_message_that_is_gone_is_closed(client, db, goes):
    comment = cast.a_published_comment()
    notice = cast.a_notice(comment)
    comment.refresh_from_db()
    getattr(comment, goes)()
    headline, page = told_of(client, notice)
    assert {"withdraw": "son auteur l’a retiré", "erase": "il a été effacé"}[goes] in headline
    assert "Votre alerte est close" in page
    assert "Alerte envoyée" not in page
    assert not Comment.objects.reported().exists(), "nobody will answer it"


def an_appeal_of(notice):
    return Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")[0]
