"""Mails: owed by a verb, sent once what they tell cannot be taken back, each in its reader's language."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from comments import outbox
from comments.models import Appeal, Letter
from tests import cast

pytestmark = pytest.mark.both

LATER = timedelta(minutes=1)


def sent_now(after=LATER):
    mail.outbox.clear()
    done = outbox.deliver(at=timezone.now() + after)
    return done, list(mail.outbox)


def test_an_author_with_an_address_gets_the_private_link(db, settings):
    settings.SITE_URL = "https://www.exemple.org"
    comment = cast.a_comment(email="lina@exemple.org")
    _done, (message,) = sent_now()
    assert message.to == ["lina@exemple.org"]
    assert message.subject == "Votre commentaire attend sa relecture"
    assert f"https://www.exemple.org/suivi/{comment.follow_key}/" in message.body
    html = message.alternatives[0].content
    assert f'href="https://www.exemple.org/suivi/{comment.follow_key}/"' in html
    assert sent_now()[1] == [], "never twice"


def test_no_address_no_mail(db):
    comment = cast.a_comment()
    comment.approve(by=cast.sofia())
    assert not Letter.objects.exists()


@pytest.mark.slow
def test_a_decision_leaves_once_it_cannot_be_taken_back(db):
    comment = cast.a_comment(email="lina@exemple.org")
    sent_now()
    comment.reject(by=cast.sofia(), **cast.against(1, "« Ignorant » vise une personne."))
    assert sent_now(after=timedelta(seconds=10))[1] == []
    _done, (message,) = sent_now(after=timedelta(seconds=31))
    assert message.subject == "Votre commentaire n’a pas été publié"
    assert "«\u202fIgnorant\u202f» vise une personne." in message.body
    assert "règle 1. Attaque ad hominem" in message.body
    assert "six mois" in message.body
    assert "Sofia" not in message.body


@pytest.mark.slow
def test_a_decision_taken_back_is_told_to_nobody(db):
    comment = cast.a_published_comment(email="lina@exemple.org")
    notice = cast.a_notice(comment, email="lectrice@exemple.org")
    sent_now()
    comment.remove(by=cast.sofia(), **cast.against(1))
    comment.undo(comment.last_decision, by=cast.sofia())
    assert sent_now()[1] == []
    comment.keep(by=cast.sofia())
    _done, (message,) = sent_now()
    assert message.to == [notice.email]
    assert "conforme à la charte" in message.body


@pytest.mark.slow
def test_two_strangers_who_notify_are_each_acknowledged_and_answered(db):
    comment = cast.a_published_comment()
    people = ["une@exemple.org", "autre@exemple.org"]
    for address in people:
        cast.a_notice(comment, is_legal=True, good_faith=True, email=address)
    _done, acknowledgments = sent_now()
    assert sorted(m.to[0] for m in acknowledgments) == sorted(people)
    assert {m.subject for m in acknowledgments} == {"Votre alerte est arrivée"}
    comment.remove(by=cast.paul(), law="Loi du 29 juillet 1881, art. 29", reasons="Diffamation.")
    _done, answers = sent_now()
    assert sorted(m.to[0] for m in answers) == sorted(people)
    assert all("la loi l’interdit" in m.body for m in answers)
    assert all("tribunal" in m.body for m in answers)


def test_a_letter_speaks_the_language_of_its_reader(db):
    comment = cast.a_comment(email="lina@exemple.org", text="هذا التعليق مكتوب بالعربية كله.")
    _done, (message,) = sent_now()
    assert f"/ar/suivi/{comment.follow_key}/" in message.body
    assert 'dir="rtl"' in message.alternatives[0].content
    assert "Votre" not in message.subject + message.body


@pytest.mark.slow
def test_what_is_typed_comes_out_of_a_mail_as_text(db):
    comment = cast.a_rejected_comment(email="lina@exemple.org")
    mail.outbox.clear()
    Letter.objects.all().delete()
    comment.restore(by=cast.paul(), reasons="Voyez <b>là</b> & <script>alert(1)</script>.")
    _done, (message,) = sent_now()
    assert "<script>alert(1)</script>" in message.body
    assert "&lt;script&gt;" in message.alternatives[0].content
    assert "<script>" not in message.alternatives[0].content


@pytest.mark.slow
def test_a_name_stays_a_name_in_the_title_of_a_mail(db):
    first = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
    first.subscription.confirm()
    reply = cast.a_comment(article=first.article, parent=first, name="K</title><img src=x>")
    mail.outbox.clear()
    Letter.objects.all().delete()
    reply.approve(by=cast.sofia())
    _done, (message,) = sent_now()
    assert "K</title><img" in message.subject
    assert "<img" not in message.alternatives[0].content


@pytest.mark.slow
def test_a_mail_that_fails_is_tried_again_and_then_given_up(db, monkeypatch):
    cast.a_comment(email="lina@exemple.org")

    def fail(message):
        raise OSError("connection refused")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    at = timezone.now()
    for tries in range(1, 7):
        assert outbox.deliver(at=at).failed == 1
        letter = Letter.objects.get()
        assert letter.tries == tries
        at += timedelta(hours=13)
    assert letter.state == "failed"
    assert "connection refused" in letter.error
    assert outbox.deliver(at=at).failed == 0


@pytest.mark.slow
def test_a_letter_whose_process_died_leaves_later_as_the_same_letter(db):
    cast.a_comment(email="lina@exemple.org")
    letter = Letter.objects.get()
    first = outbox.message_of(letter).extra_headers["Message-ID"]
    now = timezone.now()
    assert letter.claim(now)
    assert not letter.claim(now), "another process has it"
    assert outbox.deliver(at=now + timedelta(minutes=9)).sent == 0
    done = outbox.deliver(at=now + timedelta(minutes=11))
    assert (done.sent, done.again) == (1, 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == first
    assert outbox.deliver(at=now + timedelta(minutes=30)).sent == 0


def test_the_address_that_a_mail_server_refuses_is_not_kept_twice(db, monkeypatch):
    cast.a_comment(email="lina@exemple.org")

    def refuse(message):
        raise OSError("550 <lina@exemple.org>: no such person")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    outbox.deliver()
    assert Letter.objects.get().error == "OSError: 550 <…>: no such person"


def test_a_letter_that_kills_each_process_is_given_up(db):
    cast.a_comment(email="lina@exemple.org")
    at = timezone.now()
    for _try in range(10):
        letter = Letter.objects.get()
        letter.claim(at)
        at += timedelta(minutes=11)
        Letter.objects.take_up_again(at, claimed_before=at - timedelta(minutes=10))
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("failed", 6)


def test_an_erased_address_is_not_written_to_again(db):
    cast.a_comment(email="lina@exemple.org")
    now = timezone.now()
    Letter.objects.get().claim(now)
    Letter.objects.update(to="")
    assert outbox.deliver(at=now + timedelta(minutes=11)).again == 0
    assert not mail.outbox


def test_a_tick_says_what_it_did(db):
    cast.a_comment(email="lina@exemple.org")
    told = StringIO()
    call_command("tick", stdout=told, stderr=StringIO())
    assert (
        told.getvalue().strip()
        == "1 sent, 0 failed, 0 taken up again; 0 forgotten; 0 feeds told; 0 wires asked, 0 failed"
    )


def test_an_erased_person_is_written_to_no_more_and_their_address_goes(db):
    comment = cast.a_published_comment(email="lina@exemple.org")
    comment.erase(by=cast.nora())
    assert sent_now()[1] == []
    assert not Letter.objects.exclude(to="").exists()


@pytest.mark.slow
def test_the_register_of_mails_shows_no_address_and_is_the_administrators(client, db):
    cast.a_comment(email="lina@exemple.org")
    address = "/admin/comments/letter/"
    client.force_login(cast.sofia())
    assert client.get(address).status_code == 403
    client.force_login(cast.nora())
    for page in (address, f"{address}{Letter.objects.get().pk}/change/"):
        response = client.get(page)
        assert response.status_code == 200
        assert "lina@exemple.org" not in response.text


@pytest.mark.slow
def test_an_answer_to_an_appeal_says_that_it_is_one(db):
    comment = cast.a_published_comment(by=cast.sofia())
    cast.a_notice(comment, email="lectrice@exemple.org")
    comment.keep(by=cast.paul())
    sent_now()
    appeal = Appeal.objects.lodge(notice=comment.notices.get(), text="Relisez.", language="fr")[0]
    cast.reverse(appeal, by=cast.zoe(), **cast.against(1))
    _done, (message,) = sent_now()
    assert message.subject == "Votre recours a sa réponse"
    assert "À la suite de votre recours, une autre personne a relu" in message.body
    assert "l’a retiré (règle 1)" in message.body
    comment.refresh_from_db()
    another = cast._staff("ines", "Inès", "Modération en chef")
    cast.reverse(cast.an_appeal(comment), by=another, reasons="La phrase parle de l’article.")
    _done, (message,) = sent_now()
    assert "il est rétabli" in message.body, "who won an appeal learns that it was overturned"


def test_an_alert_that_an_earlier_decision_settled_is_told_so(db):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    comment.keep(by=cast.paul())
    cast.a_notice(comment, email="lectrice@exemple.org")
    _done, (message,) = sent_now()
    for part in (message.body, message.alternatives[0].content):
        assert "avait déjà été relu pour cette règle" in part
