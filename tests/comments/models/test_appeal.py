"""An appeal: never judged by whoever decided, with reasons either way."""

import pytest
from django.db import IntegrityError, transaction

from comments.log.audit import broken_links
from comments.models import AlreadyDecided, Appeal, ChangedMeanwhile, Comment, NotYours
from tests import cast

pytestmark = pytest.mark.both


@pytest.mark.slow
def test_the_one_who_decided_never_judges_the_appeal(db):
    comment = cast.a_rejected_comment(by=cast.zoe())
    appeal = cast.an_appeal(comment)
    with pytest.raises(NotYours):
        cast.uphold(appeal, by=cast.zoe(), reasons="J’avais raison.")
    with pytest.raises(NotYours):
        comment.restore(by=cast.zoe(), reasons="J’avais tort.")
    comment.refresh_from_db()
    assert comment.state == "rejected"


def test_the_database_refuses_such_a_judge_too(db):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(
            answer=appeal.decision, answered_by=appeal.contested_by
        )


@pytest.mark.slow
def test_a_reversal_publishes_and_tells(client, db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    comment.refresh_from_db()
    assert comment.is_visible
    page = client.get(f"/suivi/{comment.follow_key}/").text
    assert "Décision annulée : votre commentaire est publié." in page
    assert "Rien n’y vise une personne." in page


@pytest.mark.slow
def test_a_confirmation_gives_its_reasons_and_the_matter_rests(client, db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    appeal = cast.an_appeal(comment)
    cast.uphold(appeal, by=cast.zoe(), reasons="La seconde phrase vise bien l’auteur.")
    page = client.get(f"/suivi/{comment.follow_key}/").text
    assert "maintient la décision" in page
    assert "La seconde phrase vise bien" in page
    appeal.refresh_from_db()
    with pytest.raises(AlreadyDecided):
        appeal.comment.decide("uphold", by=cast.paul(), reasons="Encore.", seen=2)


def test_a_decision_is_contested_once(db):
    comment = cast.a_rejected_comment()
    first = cast.an_appeal(comment)
    assert cast.an_appeal(comment, text="Encore.") == first
    assert Appeal.objects.count() == 1


@pytest.mark.slow
def test_a_comment_removed_again_can_be_contested_again(client, db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.reverse(cast.an_appeal(comment), by=cast.zoe(), reasons="Rien n’y vise une personne.")
    comment.refresh_from_db()
    comment.remove(by=cast.zoe(), **cast.against(5, "Un fait sans appui."))
    page = client.get(f"/suivi/{comment.follow_key}/").text
    assert "Demander un nouvel examen" in page
    assert "Vous aviez raison" not in page
    answer = client.post(f"/suivi/{comment.follow_key}/recours/", {"appeal": "Le fait est établi."})
    assert answer.status_code == 302
    assert Appeal.objects.open().get().decision.kind == "remove"


def test_an_erased_persons_plea_goes_with_their_words_and_waits_for_nobody(db):
    comment = cast.a_rejected_comment()
    appeal = cast.an_appeal(comment, text="Je vous écris de Lyon, où j’habite.")
    comment.refresh_from_db()
    comment.erase(by=cast.nora())
    appeal.refresh_from_db()
    assert (appeal.text, appeal.salt) == ("", "")
    assert not Appeal.objects.open().exists()
    assert not Comment.objects.appealed().exists()
    assert list(broken_links()) == []


def test_nothing_is_lodged_on_a_comment_that_went_meanwhile(db):
    comment = cast.a_rejected_comment()
    seen_before = comment.last_decision
    assert seen_before.comment.state == "rejected"
    Comment.objects.get(pk=comment.pk).erase(by=cast.nora())
    with pytest.raises(ChangedMeanwhile):
        Appeal.objects.lodge(decision=seen_before, text="Trop tard.", language="fr")
    assert list(broken_links()) == []


@pytest.mark.slow
def test_an_appeal_lodged_after_the_card_was_shown_is_answered_by_no_one_unseen(client, db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    client.force_login(cast.zoe())
    cast.an_appeal(comment)
    comment.refresh_from_db()
    address = f"/admin/comments/comment/{comment.pk}/decisions/"
    seen = {
        "kind": "restore",
        "seen": comment.version,
        "reasons": "À la relecture.",
        "appeal_seen": "0",
    }
    assert client.post(address, seen).status_code == 409
    assert Appeal.objects.open().exists()
    with pytest.raises(ChangedMeanwhile):
        comment.restore(by=cast.paul(), reasons="À la relecture.", appeal_seen=0)
