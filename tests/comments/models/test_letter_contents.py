"""What a mail holds: the words it is about, where they stand, who sends it, how it looks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments import outbox
from comments.models import Comment, Letter, own_address
from tests import cast

pytestmark = pytest.mark.both


def mails():
    mail.outbox.clear()
    outbox.deliver(at=timezone.now() + timedelta(minutes=1))
    return list(mail.outbox)


def html_of(message):
    return message.alternatives[0].content


def both_parts(message):
    """Its text and its HTML, their French spaces read as spaces."""
    parts = (message.body, html_of(message).replace("&#x27;", "'"))
    return tuple(part.translate({0xA0: " ", 0x202F: " "}) for part in parts)


@pytest.fixture
def running(db):
    """An author who hears of replies; nothing else waits in the outbox."""
    first = cast.a_published_comment(
        email="lina@exemple.org", text="Mon premier avis.", wants_replies=True
    )
    first.subscription.confirm()
    mails()
    return first


def test_a_mail_quotes_the_comment_and_names_its_article(db):
    article = cast.an_article(headline="Le câble et la neige")
    cast.a_comment(article=article, email="lina@exemple.org", text="Une ligne.\n\nUne autre.")
    (message,) = mails()
    assert "> Une ligne.\n>\n> Une autre." in message.body
    for part in both_parts(message):
        assert "Une autre." in part
        assert "sous « Le câble et la neige »" in part
        assert article.home_url in part


@pytest.mark.slow
def test_a_mail_links_to_the_comment_once_it_is_published(db):
    comment = cast.a_comment(email="lina@exemple.org")
    (message,) = mails()
    assert comment.get_absolute_url() not in message.body
    comment.approve(by=cast.sofia())
    (message,) = mails()
    for part in both_parts(message):
        assert comment.get_absolute_url() in part


@pytest.mark.slow
def test_a_decision_quotes_the_text_that_was_judged(db):
    comment = cast.a_rejected_comment(email="lina@exemple.org", text="Le texte refusé.")
    comment.mend("Le texte corrigé.")
    judged = next(m for m in mails() if "publié" in m.subject)
    assert "> Le texte refusé." in judged.body


@pytest.mark.slow
def test_whoever_alerted_reads_again_what_they_reported(db):
    comment = cast.a_published_comment(text="Le passage en cause.")
    cast.a_notice(comment, email="lectrice@exemple.org")
    (message,) = mails()
    for part in both_parts(message):
        assert "Le passage en cause." in part
    cast.a_notice(comment, email="lecteur@exemple.org")
    Comment.objects.get(pk=comment.pk).withdraw()
    (message,) = mails()
    for part in both_parts(message):
        assert "Le passage en cause." not in part, "its author took it back"


@pytest.mark.slow
def test_news_of_a_reply_quotes_the_reply_and_what_it_answers(running):
    cast.a_published_comment(article=running.article, parent=running, text="Je réponds ceci.")
    (message,) = mails()
    for part in both_parts(message):
        assert "Je réponds ceci." in part
        assert "Mon premier avis." in part


def test_an_article_off_line_is_not_linked_to(db):
    comment = cast.a_comment(email="lina@exemple.org")
    comment.article.return_to_draft()
    (message,) = mails()
    assert "sous un article qui n’est plus en ligne" in message.body
    assert comment.article.home_url not in message.body


@pytest.mark.slow
def test_only_news_of_replies_are_a_list_that_one_click_ends(running, settings):
    settings.SITE_URL = "https://www.exemple.org"
    cast.a_published_comment(article=running.article, parent=running)
    cast.a_comment(email="karim@exemple.org", wants_replies=True)
    news, *others = sorted(mails(), key=lambda message: "a répondu" not in message.subject)
    assert news.extra_headers["List-Id"] == "<reponses.www.exemple.org>"
    assert len(others) == 2
    for message in others:
        assert not {"List-Id", "List-Unsubscribe"} & set(message.extra_headers)


@pytest.mark.parametrize(
    ("sender", "told"),
    [
        ("ne-pas-repondre@exemple.org", "Le Portail <ne-pas-repondre@exemple.org>"),
        ("Rédaction <lettres@exemple.org>", "=?utf-8?q?R=C3=A9daction?= <lettres@exemple.org>"),
    ],
)
def test_a_mail_has_a_senders_name(db, settings, sender, told):
    settings.DEFAULT_FROM_EMAIL = sender
    cast.a_comment(email="lina@exemple.org")
    (message,) = mails()
    assert message.from_email == told


def test_a_mail_wears_the_newsrooms_look_and_fetches_nothing(db):
    cast.a_comment(email="lina@exemple.org")
    (message,) = mails()
    html = html_of(message)
    assert "#1b3fb8" in html
    assert 'class="tete"' in html
    for fetched in ("<img", "<link", "url(", "@import", " src="):
        assert fetched not in html
    assert message.body.startswith("LE PORTAIL\n====")


def test_a_mail_sets_peoples_words_as_the_private_page_does(db):
    article = cast.an_article(headline="Tunnel : la fin ?")
    text = "Quoi ! Il a dit : « Non »."
    comment = cast.a_comment(article=article, email="lina@exemple.org", text=text)
    comment.reject(by=cast.sofia(), clause=cast.clause(1), reasons="Relisez ; « Non » vise Lina.")
    message = next(m for m in mails() if "pas été publié" in m.subject)
    for part in (message.body, html_of(message)):
        assert "Quoi\u202f! Il a dit\u00a0: «\u202fNon\u202f»." in part
        assert "Relisez\u202f; «\u202fNon\u202f» vise Lina." in part
        assert "Tunnel\u00a0: la fin\u202f?" in part


@pytest.mark.slow
def test_one_empty_line_parts_what_a_mail_says(db):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="lina@exemple.org")
    cast.a_suspension(comment).lift(by=cast.zoe(), reasons="Un mois a passé.")
    cast.uphold(cast.an_appeal(comment), by=cast.zoe(), reasons="Le passage vise une personne.")
    cast.a_rejected_comment(by=cast.sofia(), email="karim@exemple.org").restore(
        by=cast.paul(), reasons="La phrase vise l’argument."
    )
    letters = {message.subject: message.body for message in mails()}
    for subject in ("La sanction est levée", "Votre recours a sa réponse", "Décision annulée"):
        body = next(body for told, body in letters.items() if told.startswith(subject))
        assert "\n\n\n" not in body


@pytest.mark.slow
def test_an_address_bears_one_name_in_both_letters_that_confirm_it(db):
    comment = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
    own_address.ask(cast.a_comment(), "karim@exemple.org")
    Letter.objects.update(language="ar")
    asking = [message for message in mails() if "أكّدوا" in message.subject]
    assert {message.to[0] for message in asking} == {comment.email, "karim@exemple.org"}
    for message in asking:
        assert "بريدكم الإلكتروني" in message.subject
        assert "على هذا البريد الإلكتروني" in message.body
        assert "عنوان" not in message.body
