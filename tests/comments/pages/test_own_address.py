"""An author adds an address later, on the private page: it is used once its owner confirmed it."""

import time
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.core.signing import Signer, dumps
from django.utils import timezone

from comments import outbox
from comments.door import stamp
from comments.models import Comment, Letter, own_address
from portal.logs import PRIVATE
from tests import cast

LINA = "lina@exemple.org"


def mails():
    mail.outbox.clear()
    outbox.deliver(at=timezone.now() + timedelta(hours=1))
    return list(mail.outbox)


def page_of(client, comment):
    return unescape(client.get(f"/suivi/{comment.follow_key}/").text)


def add(client, comment, address=LINA, headers=None):
    data = {"email": address}
    return client.post(f"/suivi/{comment.follow_key}/adresse/", data, headers=headers)


def link_in(message):
    return "/suivi/adresse/" + message.body.partition("/suivi/adresse/")[2].split()[0]


def test_only_an_address_that_was_sent_a_link_is_one_that_was_asked(db):
    comment = cast.a_comment(email=LINA)
    assert comment.letters.exclude(to="").exists(), "the receipt"
    assert own_address.asked(comment) == ""


@pytest.mark.slow
def test_a_letter_that_was_cancelled_hides_no_earlier_one_that_left(db):
    comment = cast.a_comment()
    own_address.ask(comment, "lina@exemple.org")
    comment.letters.update(state="sent")
    own_address.ask(comment, "lino@exemple.org")
    Letter.objects.cancel(comment=comment)
    assert own_address.asked(comment) == "lina@exemple.org"


def test_an_address_is_used_once_its_owner_confirmed_it(client, db):
    comment = cast.a_comment()
    assert "Recevoir la suite par courriel" in page_of(client, comment)
    saved = add(client, comment, "Lina@exemple.org")
    assert saved.status_code == 302
    assert "ouvrez son lien pour confirmer" in unescape(client.get(saved["Location"]).text)
    (message,) = mails()
    assert message.to == [LINA]
    assert comment.follow_key not in message.body, "whoever reads a mistyped address learns no page"
    assert LINA in page_of(client, comment)
    link = link_in(message)
    assert "Oui, c’est mon adresse" in unescape(client.get(link).text)
    comment.refresh_from_db()
    assert comment.email == "", "a scanner that opens the link confirms nothing"
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 302, "a double click does no harm"
    assert "Votre adresse est confirmée" in client.get(link).text
    comment.refresh_from_db()
    assert comment.email == LINA
    (receipt,) = mails()
    assert f"/suivi/{comment.follow_key}/" in receipt.body
    comment.reject(by=cast.sofia(), **cast.against(1))
    assert [m.to for m in mails()] == [[LINA]]
    assert "Recevoir la suite par courriel" not in page_of(client, comment)


def test_nothing_leaves_before_the_address_is_confirmed(client, db):
    comment = cast.a_comment()
    assert add(client, comment).status_code == 302
    mails()
    comment.approve(by=cast.sofia())
    assert mails() == []


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "lina", "lina@", "a" * 250 + "@exemple.org"])
def test_an_address_that_is_none_is_refused_in_words(client, db, address):
    comment = cast.a_comment()
    response = add(client, comment, address)
    assert response.status_code == 422
    page = unescape(response.text)
    assert "Saisissez une adresse électronique" in page
    assert "laissez ce champ vide" not in page
    assert "<title>Erreur :" in page
    assert not Letter.objects.exists()


@pytest.mark.slow
def test_a_forged_and_an_old_link_confirm_nothing(client, db, monkeypatch):
    comment = cast.a_comment()
    assert add(client, comment).status_code == 302
    (message,) = mails()
    link = link_in(message)
    forged = link[:-2] + ("A" if link[-2] != "A" else "B") + "/"
    in_eight_days = time.time() + 8 * 24 * 3600
    with monkeypatch.context() as later:
        later.setattr("django.core.signing.time.time", lambda: in_eight_days)
        old = client.post(link)
    for response in (client.post(forged), old):
        assert response.status_code == 404
        assert "n’est pas valable, ou ne l’est plus" in unescape(response.text)
    assert Comment.objects.get().email == ""


@pytest.mark.slow
def test_a_second_address_takes_nothing_over(client, db):
    comment = cast.a_comment()
    assert add(client, comment, LINA).status_code == 302
    (first,) = mails()
    assert add(client, comment, "autre@exemple.org").status_code == 302
    (second,) = mails()
    client.post(link_in(first))
    assert client.post(link_in(second)).status_code == 404
    assert Comment.objects.get().email == LINA
    assert add(client, comment, "autre@exemple.org").status_code == 409


@pytest.mark.slow
def test_a_mistyped_address_that_is_mended_in_time_is_not_written_to(client, db):
    comment = cast.a_comment()
    for address in ("lona@exemple.org", LINA, LINA):
        assert add(client, comment, address).status_code == 302
    assert [message.to for message in mails()] == [[LINA]], "once, for a double click"


@pytest.mark.slow
def test_another_site_adds_no_address(client, db):
    comment = cast.a_comment()
    assert add(client, comment, headers={"Origin": "https://ailleurs.example"}).status_code == 403
    assert not Letter.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_what_was_taken_back_is_told_to_no_new_address(client, db, verb):
    comment = cast.a_comment()
    assert add(client, comment).status_code == 302
    (message,) = mails()
    comment.erase(by=cast.nora()) if verb == "erase" else comment.withdraw()
    assert "Recevoir la suite par courriel" not in page_of(client, comment)
    assert client.post(link_in(message)).status_code == 404
    assert Comment.objects.get().email == ""


def test_the_confirming_link_is_in_no_log():
    told = "Service Unavailable: /suivi/adresse/WzEsImEiXQ:1t:abc/"
    assert "WzEsImEiXQ" not in PRIVATE.sub("", told)


@pytest.mark.slow
def test_addresses_are_not_tried_by_the_hundred(client, db, settings):
    settings.COMMENT_RATE = [(2, 60)]
    comment = cast.a_comment()
    statuses = [add(client, comment, f"a{n}@exemple.org").status_code for n in range(3)]
    assert statuses == [302, 302, 429]


def test_a_signature_made_for_another_purpose_confirms_nothing(db):
    comment = cast.a_comment()
    value = [comment.pk, "lina@exemple.org"]
    assert own_address.read(own_address.token_of(comment, value[1]))[1] == value[1]
    with pytest.raises(Comment.DoesNotExist):
        own_address.read(dumps(value, salt="another"))
    assert (
        stamp.age_of(Signer(salt="another").sign(f"{comment.article_id}-0"), comment.article_id)
        == "unknown"
    )
