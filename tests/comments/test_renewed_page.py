"""A private page can be given another address: the one before opens nothing any more, and a letter tells the new one."""

from html import unescape

import pytest

from comments.models import Comment, Letter, Notice
from comments.outbox import message_of
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_comment(email):
    return cast.a_published_comment(email=email)


def a_notice(email):
    return cast.a_notice(cast.a_published_comment(), email=email, explanation="C’est faux.")


KINDS = [(a_comment, Comment, "/suivi/{}/"), (a_notice, Notice, "/alertes/{}/")]
each_kind = pytest.mark.parametrize(("sent", "model", "page"), KINDS, ids=["comment", "notice"])


def renew(client, page, **headers):
    return client.post(f"{page}nouvelle-adresse/", headers=headers, follow=True)


@each_kind
def test_the_old_address_opens_nothing_and_the_new_one_opens_the_page(client, sent, model, page):
    row = sent("")
    old = page.format(row.follow_key)
    assert "personne ne pourra vous la redonner" in client.get(old).text
    answer = renew(client, old)
    new = page.format(model.objects.get(pk=row.pk).follow_key)
    assert new != old
    assert answer.redirect_chain == [(f"{new}?fait=nouvelle-adresse#contenu", 302)]
    assert "Cette page a une nouvelle adresse" in unescape(answer.text)
    for gone in (old, f"{old}nouvelle-adresse/"):
        assert client.get(gone).status_code == 404
    assert client.post(f"{old}nouvelle-adresse/").status_code == 404
    assert model.objects.get(pk=row.pk).follow_key in new, "a second press changes nothing"
    assert not Letter.objects.filter(kind="renewed").exists()


@each_kind
def test_a_letter_tells_the_new_address(client, sent, model, page):
    row = sent("lina@exemple.org")
    old = page.format(row.follow_key)
    assert "La nouvelle vous sera envoyée par courriel" in client.get(old).text
    renew(client, old)
    letter = Letter.objects.get(kind="renewed")
    mail = message_of(letter)
    assert mail.to == ["lina@exemple.org"]
    assert page.format(model.objects.get(pk=row.pk).follow_key) in mail.body
    assert row.follow_key not in mail.body
    assert "a changé d’adresse" in mail.body


@each_kind
def test_another_site_cannot_change_it(client, sent, model, page):
    row = sent("")
    old = page.format(row.follow_key)
    answer = renew(client, old, **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "l’adresse n’a pas changé" in unescape(answer.text)
    assert model.objects.get(pk=row.pk).follow_key == row.follow_key


@each_kind
def test_asking_for_it_changes_nothing(client, sent, model, page):
    row = sent("")
    old = page.format(row.follow_key)
    assert client.get(f"{old}nouvelle-adresse/")["Location"] == old
    assert model.objects.get(pk=row.pk).follow_key == row.follow_key
