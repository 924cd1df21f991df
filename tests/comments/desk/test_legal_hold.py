"""A legal hold: while a procedure runs nothing of a comment is erased; who, why and until when stand in the log."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comments import address_retention
from comments.log.audit import broken_links
from comments.models import Comment, Filing, LegalHold, Notice, Subscription, UnderHold
from comments.person import Person
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]
YEARS = timedelta(days=3 * 365)
WORDS = "Des mots à garder."
EMAIL = "zenobie@exemple.org"


@pytest.fixture
def comment(db):
    """A refused comment, with an address, an alert, a letter and hashes."""
    comment = cast.a_published_comment(text=WORDS, email=EMAIL, sender="s" * 64)
    cast.a_notice(comment, sender="n" * 64, email="karim@exemple.org")
    comment.remove(
        by=cast.sofia(), seen=Comment.objects.get(pk=comment.pk).version, **cast.against(1)
    )
    return Comment.objects.get(pk=comment.pk)


def as_colleague(who):
    client = Client()
    client.force_login(who)
    return client


def hold(who, comment, **data):
    return as_colleague(who).post(f"/admin/comments/comment/{comment.pk}/gel/", data)


def card(who, comment):
    page = as_colleague(who).get(f"/admin/comments/comment/{comment.pk}/change/").text
    return " ".join(unescape(page).split())


def kept(comment):
    fresh, notice = Comment.objects.get(pk=comment.pk), Notice.objects.get(comment=comment)
    return fresh.text, fresh.email, fresh.sender, notice.explanation, notice.email, notice.sender


def test_nothing_of_it_is_erased_before_the_hold_is_lifted(comment):
    before = kept(comment)
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    with pytest.raises(UnderHold):
        comment.erase(by=cast.nora())
    late = timezone.now() + YEARS
    address_retention.forget_senders(at=late), address_retention.forget_words(at=late)
    assert kept(comment) == before
    assert list(broken_links()) == []
    Comment.objects.get(pk=comment.pk).end_hold(by=cast.nora())
    address_retention.forget_senders(at=late), address_retention.forget_words(at=late)
    assert set(kept(comment)) == {""}
    assert list(broken_links()) == []


def test_a_person_is_erased_but_for_what_is_held_and_that_is_said(comment, capsys):
    other = cast.a_published_comment(email=EMAIL, text="Un autre avis.")
    for each in (comment, other):
        Subscription.objects.ask(each)
    Subscription.objects.update(confirmed_at=timezone.now())
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    assert Person(EMAIL).held == 1
    call_command("erase_person", EMAIL, "--by", "nora", "--yes")
    said = capsys.readouterr().out
    assert "Erased: 1 comments" in said
    assert "Kept whole, under a legal hold: 1 comments" in said
    assert Comment.objects.get(pk=other.pk).state == "erased"
    assert Comment.objects.get(pk=comment.pk).text == WORDS
    assert comment.letters.filter(to=EMAIL).exists()


def test_its_beginning_its_reason_and_its_end_are_in_the_log(comment):
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    comment.put_under_hold(by=cast.zoe(), reason="Encore.")
    assert comment.end_hold(by=cast.nora())
    assert not comment.end_hold(by=cast.nora()), "once is enough"
    begun, ended = Filing.objects.filter(table="legalhold").order_by("pk")
    assert begun.as_values()["reason"] == "Réquisition 2026/114."
    assert (begun.by, ended.by, ended.as_values()) == (cast.nora(), cast.nora(), {})
    assert list(broken_links()) == []


def test_a_hold_made_or_lifted_beside_the_log_is_noticed(comment):
    LegalHold.objects.bulk_create([LegalHold(comment=comment, reason="x", by=cast.nora())])
    assert [fault.what for fault in broken_links()] == ["was never filed in the log"]
    LegalHold.objects.all().delete()
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    LegalHold.objects.update(reason="Autre chose.")
    assert [fault.what for fault in broken_links()] == ["is not as it was filed: reason"]
    LegalHold.objects.all().delete()
    assert [fault.what for fault in broken_links()] == ["is gone, and the log does not say so"]


def test_an_administrator_holds_and_lifts_on_the_card_and_leads_see_it(comment):
    assert "Geler ce commentaire" in card(cast.nora(), comment)
    assert "Geler ce commentaire" not in card(cast.zoe(), comment)
    assert hold(cast.nora(), comment, reason="Réquisition 2026/114.").status_code == 302
    for who in (cast.nora(), cast.sofia(), cast.zoe()):
        page = card(who, comment)
        assert "Gelé" in page
        assert "Réquisition 2026/114." in page
        assert ("Lever le gel" in page) == (who == cast.nora())
        assert "Effacer ce commentaire et son identité" not in page
    for who in (cast.nora(), cast.zoe()):
        register = as_colleague(who).get("/admin/comments/legalhold/").text
        assert "Réquisition 2026/114." in register
    assert hold(cast.nora(), comment, agir="lever").status_code == 302
    assert "Réquisition" not in card(cast.nora(), comment)


@pytest.mark.parametrize("who", [cast.sofia, cast.zoe, cast.hicham])
def test_nobody_else_holds_or_lifts(comment, who):
    assert hold(who(), comment, reason="Pour voir.").status_code == 403
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    assert hold(who(), comment, agir="lever").status_code == 403
    assert comment.is_under_hold


def test_a_hold_needs_its_reason_and_something_to_keep(comment):
    answer = as_colleague(cast.nora()).post(
        f"/admin/comments/comment/{comment.pk}/gel/", {"reason": " "}, follow=True
    )
    assert "Dites pourquoi" in unescape(answer.text)
    assert not comment.is_under_hold
    comment.erase(by=cast.nora())
    assert hold(cast.nora(), comment, reason="Trop tard.").status_code == 409
    assert not comment.is_under_hold


def test_the_erasure_form_of_an_older_card_says_what_stops_it(comment):
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    address = f"/admin/comments/comment/{comment.pk}/effacement/"
    answer = as_colleague(cast.nora()).post(address, {"ground": "person", "sure": "1"}, follow=True)
    assert "Ce commentaire est gelé" in unescape(answer.text)
    assert Comment.objects.get(pk=comment.pk).text == WORDS
