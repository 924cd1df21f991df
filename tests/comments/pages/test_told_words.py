"""What the private pages say of a decision is true at the moment, and is said once."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments.models import Comment, Flag, Thresholds
from tests import cast

pytestmark = pytest.mark.once

LONG_AGO = timedelta(hours=2)


def page_of(client, comment, act=""):
    return unescape(client.get(f"/suivi/{comment.follow_key}/{act}").text)


def a_removed_comment(**particulars):
    comment = cast.a_published_comment(**particulars)
    comment.remove(by=cast.paul(), **cast.against(1))
    return comment


@pytest.mark.slow
def test_a_removal_on_own_initiative_is_not_said_to_come_before_publication(client, db):
    page = page_of(client, a_removed_comment())
    assert "Relecture après publication, à l’initiative de la modération" in page
    assert "Relecture avant publication" not in page
    assert "Relecture avant publication" in page_of(client, cast.a_rejected_comment())


def test_ready_reasons_promise_no_mending_that_a_removal_refuses(db):
    for number in range(1, 9):
        for language in ("fr", "ar", "en"):
            reasons = cast.clause(number).reasons(language)
            for promise in ("peut être publié", "can be published", "يمكن نشره", "Renvoyez",
                            "Send it again", "أعيدوا"):  # fmt: skip
                assert promise not in reasons, (number, language)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("retrait", "Votre commentaire est retiré."),
        ("modification", "Votre modification est enregistrée."),
        ("recours", "Votre recours est parti"),
        ("reponses", "C’est noté."),
    ],
)
def test_an_address_confirms_no_act_that_was_not_done(client, db, act, sentence):
    for comment in (cast.a_published_comment(), cast.a_comment()):
        assert sentence not in page_of(client, comment, f"?fait={act}")


@pytest.mark.slow
def test_an_act_is_confirmed_once_and_not_a_quarter_of_an_hour_later(client, db):
    told, old = cast.a_comment(), cast.a_comment()
    told.withdraw()
    old.withdraw(at=timezone.now() - timedelta(minutes=15))
    assert "Votre commentaire est retiré." in page_of(client, told, "?fait=retrait")
    assert "Votre commentaire est retiré." not in page_of(client, old, "?fait=retrait")


@pytest.mark.slow
def test_a_won_appeal_is_not_said_to_have_just_left(client, db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    appeal = cast.an_appeal(comment)
    assert "Votre recours est parti" in page_of(client, comment, "?fait=recours")
    cast.reverse(appeal, by=cast.zoe(), reasons="Vous visiez l’argument.")
    page = page_of(client, comment, "?fait=recours")
    assert "Votre commentaire est publié" in page
    assert "Votre recours est parti" not in page


@pytest.mark.slow
def test_who_is_suspended_elsewhere_is_not_told_to_go_on_commenting(client, db):
    refused = cast.a_rejected_comment(sender="t" * 64)
    assert "Vous pouvez continuer à commenter." in page_of(client, refused)
    cast.a_suspension(cast.a_comment(sender="t" * 64))
    assert "Vous pouvez continuer à commenter." not in page_of(client, refused)


@pytest.mark.slow
def test_a_sanction_that_is_over_does_not_hide_that_one_may_comment(client, db):
    refused = cast.a_rejected_comment(email="troll@exemple.org")
    cast.a_suspension(refused, "warn")
    assert "Vous pouvez continuer à commenter." in page_of(client, refused)


@pytest.mark.slow
def test_reasons_tell_that_the_weight_of_notices_had_hidden_it(client, db):
    Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": 1})
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    Comment.objects.get(pk=comment.pk).remove(by=cast.paul(), **cast.against(1))
    page = page_of(client, comment)
    assert "Le poids des alertes l’avait masqué automatiquement" in page
    assert "aucun traitement automatisé" not in page
    kept = cast.a_published_comment()
    cast.a_notice(kept)
    kept = Comment.objects.get(pk=kept.pk)
    kept.keep(by=cast.sofia())
    kept.remove(by=cast.paul(), **cast.against(1))
    assert "masqué automatiquement" not in page_of(client, kept), "a colleague had ended that"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (Flag.Code.DOUBTFUL_LINK, "des mots qui ressemblent à un lien"),
        (Flag.Code.WAVE, "rapproché d’un texte presque pareil"),
    ],
)
def test_reasons_tell_what_a_tool_had_flagged(client, db, code, sentence):
    assert "aucun traitement automatisé" in page_of(client, cast.a_rejected_comment())
    comment = cast.a_comment()
    Flag.objects.create(revision=comment.revision, code=code, start=0, end=5)
    comment.reject(by=cast.sofia(), **cast.against(1))
    page = page_of(client, comment)
    assert sentence in page
    assert "aucun traitement automatisé" not in page


@pytest.mark.slow
def test_a_decision_that_can_be_taken_back_is_shown_as_such(client, db):
    fresh, old = cast.a_comment(), cast.a_comment()
    fresh.approve(by=cast.sofia())
    old.approve(by=cast.sofia(), at=timezone.now() - LONG_AGO)
    assert "peut la reprendre" in page_of(client, fresh)
    assert "peut la reprendre" not in page_of(client, old)


@pytest.mark.slow
def test_who_alerted_reads_that_an_answer_can_be_taken_back(client, db):
    comment = cast.a_published_comment()
    notice = cast.a_notice(comment)
    Comment.objects.get(pk=comment.pk).keep(by=cast.paul())
    assert "peut la reprendre" in unescape(client.get(f"/alertes/{notice.follow_key}/").text)


@pytest.mark.slow
def test_an_old_refusal_gives_no_reasons_under_a_published_comment(client, db):
    comment = cast.a_rejected_comment()
    comment.restore(by=cast.paul(), reasons="Relu.")
    cast.a_notice(comment)
    comment = Comment.objects.get(pk=comment.pk)
    comment.keep(by=cast.sofia())
    assert "Exposé des motifs" not in page_of(client, comment)
