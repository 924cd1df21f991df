"""A private page can be given another address: the one before opens nothing any more, and a letter tells the new one."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments.models import Comment, Letter, Notice, Subscription
from comments.outbox import message_of
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_comment(email):
    return cast.a_published_comment(email=email)


def a_notice(email):
    return cast.a_notice(cast.a_published_comment(), email=email, explanation="C’est faux.")


KINDS = [(a_comment, Comment, "/suivi/{}/"), (a_notice, Notice, "/alertes/{}/")]
each_kind = pytest.mark.parametrize(("sent", "model", "page"), KINDS, ids=["comment", "notice"])


def form_of(client, page):
    return {"suite": re.search(r'name="suite" value="([^"]+)"', client.get(page).text)[1]}


def renew(client, page, form=None, **headers):
    form = form_of(client, page) if form is None else form
    return client.post(f"{page}nouvelle-adresse/", form, headers=headers, follow=True)


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
    assert not Letter.objects.filter(kind="renewed").exists()


@each_kind
def test_a_second_press_leads_to_the_same_new_page_and_no_other_form_does(client, sent, model, page):  # fmt: skip
    row = sent("")
    old = page.format(row.follow_key)
    mine, of_a_spy = form_of(client, old), form_of(client, old)
    first, second = renew(client, old, mine), renew(client, old, mine)
    assert first.redirect_chain == second.redirect_chain
    assert model.objects.get(pk=row.pk).follow_key in first.redirect_chain[0][0]
    for form in (of_a_spy, {"suite": "x"}, {}):
        assert client.post(f"{old}nouvelle-adresse/", form).status_code == 404
    other = sent("")
    assert renew(client, page.format(other.follow_key), mine).status_code == 200, "a key of its own"
    assert model.objects.get(pk=row.pk).follow_key != model.objects.get(pk=other.pk).follow_key


@each_kind
def test_nobody_is_flooded_with_letters_and_none_is_promised_in_vain(client, settings, sent, model, page):  # fmt: skip
    settings.LETTERS_TO_A_STRANGER = 3
    row = sent("lina@exemple.org")
    own = a_comment("lina@exemple.org")
    Subscription.objects.ask(own).confirm()  # she confirmed it, for a comment of her own
    Letter.objects.all().delete()
    for times in range(3):
        renew(client, page.format(model.objects.get(pk=row.pk).follow_key))
        assert Letter.objects.filter(kind="renewed", state="waiting").count() == 1
        Letter.objects.filter(kind="renewed", state="waiting").update(state="sent")
        assert Letter.objects.filter(kind="renewed", state="sent").count() == times + 1
    Letter.objects.filter(kind="renewed").update(due_at=timezone.now())
    last = page.format(model.objects.get(pk=row.pk).follow_key)
    answer = renew(client, last)
    assert answer.status_code == 429
    assert "a changé d’adresse plusieurs fois aujourd’hui" in unescape(answer.text)
    assert client.get(last).status_code == 200
    model.objects.get(pk=row.pk).renew_key(at=timezone.now() + timedelta(days=1, seconds=1))


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
