"""An author may hear of replies: the address is confirmed first, one click ends it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import outbox
from comments.models import Comment, Letter, Subscription, own_address
from tests import cast


def mails():
    mail.outbox.clear()
    outbox.deliver(at=timezone.now() + timedelta(hours=1))
    return list(mail.outbox)


@pytest.fixture
def asked(db):
    comment = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
    return comment.subscription


@pytest.fixture
def running(asked):
    asked.confirm()
    mails()
    return asked


def a_reply(comment, **particulars):
    return cast.a_published_comment(
        article=comment.article, parent=comment, name="Karim", **particulars
    )


@pytest.mark.slow
def test_the_form_asks_for_an_address_to_write_to(client, db):
    from comments.door.stamp import stamp_for

    article = cast.an_article()
    typed = {"name": "Lina", "text": "Un avis sans adresse.", "wants_replies": "on"}
    address = f"/articles/{article.pk}/commentaires/"
    refused = client.post(address, {**typed, "stamp": stamp_for(article.pk)})
    assert refused.status_code == 422
    assert "Indiquez une adresse pour être prévenu" in refused.text
    typed["email"] = "Lina@exemple.org"
    assert client.post(address, {**typed, "stamp": stamp_for(article.pk)}).status_code == 302
    assert Subscription.objects.get().comment.email == "lina@exemple.org"


@pytest.mark.slow
def test_nothing_leaves_before_the_address_is_confirmed(client, asked):
    confirmation = next(m for m in mails() if "Confirmez" in m.subject)
    assert f"/reponses/{asked.key}/" in confirmation.body
    a_reply(asked.comment)
    assert mails() == []
    page = f"/reponses/{asked.key}/"
    assert "Confirmez votre adresse" in client.get(page).text
    asked.refresh_from_db()
    assert not asked.confirmed_at, "a scanner that opens the link confirms nothing"
    assert client.post(page, {"agir": "confirmer"}).status_code == 302
    assert "Vous êtes prévenu des réponses" in client.get(page).text


@pytest.mark.slow
def test_the_follow_up_page_never_gives_the_confirming_address_away(client, asked):
    assert asked.key not in client.get(f"/suivi/{asked.comment.follow_key}/").text


@pytest.mark.slow
def test_a_published_reply_is_told_once_after_the_undo_delay(client, running):
    reply = a_reply(running.comment)
    mail.outbox.clear()
    outbox.deliver(at=timezone.now())
    assert mail.outbox == [], "it may be taken back still"
    (message,) = mails()
    assert message.to == ["lina@exemple.org"]
    assert "Karim a répondu" in message.subject
    assert reply.get_absolute_url() in message.body
    assert "suivi" not in message.body
    assert mails() == []


@pytest.mark.slow
def test_a_reply_taken_back_in_time_is_told_to_nobody(running):
    reply = a_reply(running.comment)
    reply.undo(reply.last_decision, by=cast.sofia())
    assert mails() == []
    reply.approve(by=cast.sofia())
    assert len(mails()) == 1


@pytest.mark.parametrize("act", ["return_to_draft", "kill"])
def test_a_reply_under_an_article_that_went_off_line_is_told_to_nobody(running, act):
    reply = a_reply(running.comment)
    words = {"notice": "Le bilan était faux."} if act == "kill" else {}
    getattr(reply.article, act)(by=cast.hicham(), **words)
    assert [m for m in mails() if "a répondu" in m.subject] == []
    assert Letter.objects.get(kind="reply").state == "cancelled"


@pytest.mark.slow
def test_ones_own_reply_is_no_news(running):
    a_reply(running.comment, email="lina@exemple.org")
    assert [m for m in mails() if "a répondu" in m.subject] == []


@pytest.mark.slow
def test_one_click_of_a_mail_program_ends_it(running):
    a_reply(running.comment)
    (message,) = mails()
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = address[address.index("/reponses/") :]
    a_reply(running.comment)
    answer = Client(enforce_csrf_checks=True).post(
        path,
        {"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.exemple.org", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200
    running.refresh_from_db()
    assert running.ended_at
    assert mails() == [], "what waited does not leave"
    a_reply(running.comment)
    assert mails() == []


@pytest.mark.slow
def test_it_is_asked_and_stopped_on_the_follow_up_page(client, db):
    comment = cast.a_published_comment(email="lina@exemple.org")
    page = f"/suivi/{comment.follow_key}/"
    assert "Me prévenir des réponses" in client.get(page).text
    assert client.post(f"{page}reponses/", {"agir": "prevenir"}).status_code == 302
    assert "son lien confirme votre adresse" in client.get(page).text
    client.post(f"{page}reponses/", {"agir": "arreter"})
    assert Subscription.objects.get().ended_at
    assert "Me prévenir des réponses" in client.get(page).text


@pytest.mark.slow
def test_a_person_who_withdrew_or_was_erased_hears_no_more(db):
    for verb, particulars in (("withdraw", {}), ("erase", {"by": cast.nora()})):
        comment = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
        comment.subscription.confirm()
        getattr(comment, verb)(**particulars)
        assert not Subscription.objects.running().exists()
    assert not Letter.objects.filter(kind="reply").exists()


@pytest.mark.slow
def test_a_reply_in_arabic_is_told_in_the_language_of_whoever_asked(running):
    a_reply(running.comment, text="هذا ردّ مكتوب بالعربية كله.")
    (message,) = mails()
    assert "a répondu à votre commentaire" in message.subject
    assert Comment.objects.latest("pk").language == "ar"


def test_the_owner_of_an_address_that_somebody_else_typed_says_so(client, asked):
    page = f"/reponses/{asked.key}/"
    told = client.get(page).text
    assert "Quelqu’un, sans doute vous, a demandé" in told
    assert "Ce n’est pas moi" in told
    assert "Ne plus me prévenir" not in told, "nothing has begun"
    client.post(page, {"agir": "arreter"})
    told = client.get(page).text
    assert "ne vous seront pas envoyées" in told
    assert "de nouveau" not in told


def test_both_pages_that_confirm_an_address_ask_in_the_same_order(client, asked):
    token = own_address.token_of(cast.a_comment(), "karim@exemple.org")
    for page in (f"/reponses/{asked.key}/", f"/suivi/adresse/{token}/"):
        told = client.get(page).text
        assert (
            told.index("Quelqu’un, sans doute vous, a demandé")
            < told.index("<blockquote")
            < told.index('<button class="bouton" type="submit"')
        )
