"""Before a word enters the lists, the lead sees what it would have met in ninety days of decisions; nothing is saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.admin.triage.rehearsal import of_words
from comments.models import Comment, TriageSettings
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PAGE = "/admin/comments/triagesettings/mots/insult/"


def met(before, after, **options):
    rehearsal = of_words(before, after, **options)
    return {each.typed: (each.is_added, each.refused, each.published) for each in rehearsal.words}


@pytest.fixture
def decided(db):
    """Two refused and one published with «sagouin», one of each with nothing."""
    cast.a_rejected_comment(text="Quel sagouin, ce maire.")
    cast.a_rejected_comment(text="Bande de sagouins !")
    cast.a_published_comment(text="Le sagouin est un petit singe.")
    cast.a_published_comment(text="Merci pour cet article.")
    cast.a_rejected_comment(text="Cet article est écrit par un croquant, une andouille.")


def test_each_word_that_changes_is_told_with_what_became_of_the_texts_that_have_it(decided):
    assert met("", "insult fr +sagouin*\ninsult fr +gros_sot") == {
        "sagouin*": (True, 2, 1),
        "gros sot": (True, 0, 0),
    }


def test_a_word_that_is_already_there_is_not_told_again(decided):
    assert met("insult fr +sagouin*", "insult fr +sagouin*\ninsult fr +croquant") == {"croquant": (True, 1, 0)}  # fmt: skip


def test_what_would_be_looked_for_no_more_is_told_too(decided):
    assert met("insult fr +croquant", "") == {"croquant": (False, 1, 0)}
    assert met("", "insult fr -andouille*") == {"andouille*": (False, 1, 0)}


def test_a_text_counts_by_what_it_is_now(decided):
    refused = Comment.objects.filter(revision__text__contains="ce maire").get()
    cast.an_appeal(refused, text="Je parlais de singes.")
    Comment.objects.get(pk=refused.pk).restore(by=cast.zoe(), reasons="C’en était.")
    assert met("", "insult fr +sagouin*")["sagouin*"] == (True, 1, 2)


def test_a_text_that_was_refused_and_then_mended_counts_as_refused(decided):
    refused = Comment.objects.filter(revision__text__contains="ce maire").get()
    refused.mend("Je désapprouve ce maire.")
    Comment.objects.get(pk=refused.pk).approve(by=cast.zoe())
    assert met("", "insult fr +sagouin*")["sagouin*"] == (True, 2, 1)


def test_a_word_that_moves_from_one_language_to_another_changes_nothing(decided):
    assert met("insult fr +sagouin*", "insult en +sagouin*") == {}


def test_decisions_of_before_and_texts_that_went_do_not_count(decided):
    in_four_months = timezone.now() + timedelta(days=120)
    rehearsal = of_words("", "insult fr +croquant", at=in_four_months)
    assert rehearsal.texts == 0
    assert met("", "insult fr +croquant", at=in_four_months) == {"croquant": (True, 0, 0)}


def test_the_lead_tries_a_word_and_nothing_is_saved_until_they_say_so(decided, client):
    client.force_login(cast.zoe())
    page = client.post(PAGE, {"fr+": "Sagouin*\nGros sot", "_rehearse": "x"})
    assert page.status_code == 200
    for words in ("sagouin*", "rien n’est enregistré", "Sur 5 textes", "?file=decided"):
        assert words in page.text
    assert "Sagouin*\nGros sot" in page.text.replace("\r", ""), "what was typed stays"
    assert TriageSettings.objects.current().words == ""
    assert client.post(PAGE, {"fr+": "Sagouin*"}).status_code == 302
    assert "sagouin" in TriageSettings.objects.current().words


def test_nothing_changed_is_said(decided, client):
    client.force_login(cast.zoe())
    assert "Aucun mot ne change" in client.post(PAGE, {"_rehearse": "x"}).text


def test_a_word_that_cannot_be_looked_for_is_refused_in_a_rehearsal_too(decided, client):
    client.force_login(cast.zoe())
    page = client.post(PAGE, {"fr+": "!!", "_rehearse": "x"})
    assert page.status_code == 422
    assert "ne peut pas être cherché" in page.text
