"""Sanctions, deadlines and care for the team, on the card."""

from html import unescape

import pytest
from django.test import Client

from comments.log.audit import broken_links
from comments.models import Appeal, Letter, Suspension
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def comment(db):
    return cast.a_rejected_comment(email="troll@exemple.org", by=cast.paul())


def as_colleague(who):
    client = Client()
    client.force_login(who)
    return client


def sanction(who, comment, **data):
    said = {"kind": "warn", "clause": "1", "reasons": "Deux insultes.", **data}
    return as_colleague(who).post(f"{QUEUE}{comment.pk}/sanctions/", said)


def card(who, comment, query=""):
    return unescape(as_colleague(who).get(f"{QUEUE}{comment.pk}/change/{query}").text)


@pytest.mark.slow
def test_what_stands_against_an_author_is_on_every_card_of_theirs(comment):
    assert sanction(cast.sofia(), comment).status_code == 302
    another = cast.a_comment(email="troll@exemple.org")
    page = card(cast.paul(), another)
    assert "1 sanction en cours" in page
    assert "Deux insultes." in page
    assert "troll@exemple.org" not in page


@pytest.mark.slow
def test_a_suspension_without_a_warning_is_refused_with_what_was_typed(comment):
    answer = sanction(cast.sofia(), comment, kind="suspend", days="3")
    assert answer.status_code == 422
    assert "Avertissez d’abord" in answer.text
    assert "Deux insultes." in answer.text
    sanction(cast.sofia(), comment)
    too_soon = sanction(cast.sofia(), comment, kind="suspend", days="3")
    assert too_soon.status_code == 422, "the warning has not arrived"
    Letter.objects.filter(kind="sanction").update(state="sent")
    assert sanction(cast.sofia(), comment, kind="suspend", days="3").status_code == 302


@pytest.mark.slow
def test_a_missing_reason_or_number_of_days_is_told(comment):
    assert "Écrivez les motifs" in sanction(cast.sofia(), comment, reasons="").text
    assert "Dites pour combien de jours" in sanction(cast.sofia(), comment, kind="suspend").text
    assert sanction(cast.sofia(), comment, kind="lift").status_code == 422
    assert not Suspension.objects.exists()


@pytest.mark.slow
def test_each_role_goes_as_far_as_it_may(comment):
    cast.a_warning(comment)
    for who, kind, days, status in (
        (cast.hicham, "warn", "", 403),
        (cast.nora, "warn", "", 403),
        (cast.sofia, "suspend", "7", 302),
        (cast.sofia, "suspend", "8", 403),
        (cast.sofia, "ban", "", 403),
        (cast.sofia, "hold", "", 403),
        (cast.zoe, "suspend", "60", 302),
        (cast.zoe, "ban", "", 302),
    ):
        answer = sanction(who(), comment, kind=kind, days=days)
        assert answer.status_code == status, (who.__name__, kind, days)


@pytest.mark.slow
def test_an_appeal_against_a_sanction_is_an_item_of_the_queue(comment):
    suspension = cast.a_suspension(comment, by=cast.sofia())
    Appeal.objects.lodge(suspension=suspension, text="Je citais.", language="fr")
    page = card(cast.zoe(), comment, "?file=appealed")
    assert "Je citais." in page
    data = {"sanction": suspension.pk, "reasons": "En effet."}
    assert sanction(cast.sofia(), comment, **{**data, "kind": "lift"}).status_code == 403
    assert sanction(cast.zoe(), comment, **{**data, "kind": "x"}).status_code == 404
    assert sanction(cast.zoe(), comment, **{**data, "kind": "lift"}).status_code == 302
    assert sanction(cast.zoe(), comment, **{**data, "kind": "lift"}).status_code == 409
    assert list(broken_links()) == []


@pytest.mark.slow
def test_an_appeal_against_a_sanction_is_answered_by_the_sanction_alone(comment):
    suspension = cast.a_suspension(comment, by=cast.sofia())
    Appeal.objects.lodge(suspension=suspension, text="Je citais.", language="fr")
    page = card(cast.zoe(), comment, "?file=appealed")
    assert "Lever la sanction" in page
    assert "Confirmer la sanction" in page
    assert 'value="restore"' not in page
    restoring = {"kind": "restore", "seen": comment.version, "reasons": "La phrase est dure."}
    answer = as_colleague(cast.zoe()).post(f"{QUEUE}{comment.pk}/decisions/", restoring)
    assert answer.status_code == 409
    assert "levez-la ou confirmez-la d’abord" in unescape(answer.text)
    sanction(cast.zoe(), comment, kind="confirm", sanction=suspension.pk, reasons="Non.")
    assert 'value="restore"' in card(cast.zoe(), comment)


@pytest.mark.slow
def test_a_sanction_of_another_comment_is_not_ruled_on_here(comment):
    suspension = cast.a_suspension(comment)
    other = cast.a_rejected_comment(email="autre@exemple.org")
    answer = sanction(cast.zoe(), other, kind="lift", sanction=suspension.pk)
    assert answer.status_code == 404


@pytest.mark.slow
def test_whoever_alerts_for_nothing_is_sanctioned_from_the_card(db):
    for _each in range(3):
        earlier = cast.a_published_comment()
        cast.a_notice(earlier, email="zele@exemple.org")
        earlier.keep(by=cast.paul())
    comment = cast.a_published_comment()
    notice = cast.a_notice(comment, email="zele@exemple.org")
    page = card(cast.sofia(), comment, "?file=reported")
    assert "ses alertes jusqu’ici, fondées : 0, non fondées : 3" in page
    assert sanction(cast.sofia(), comment, notice=notice.pk).status_code == 302
    assert Suspension.objects.get().scope == "notices"
    stranger = cast.a_notice(cast.a_published_comment())
    assert sanction(cast.sofia(), comment, notice=stranger.pk).status_code == 404


@pytest.mark.slow
def test_a_notice_says_until_when_an_answer_is_due(db):
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    assert "Réponse due avant le" in card(cast.sofia(), comment)
    from datetime import timedelta

    from django.utils import timezone

    cast.a_notice(comment, at=timezone.now() - timedelta(hours=60))
    assert "Réponse en retard" in card(cast.sofia(), comment)


@pytest.mark.slow
def test_words_alleged_to_be_hateful_stay_veiled_until_asked_for(db):
    comment = cast.a_published_comment()
    assert 'class="voile"' not in card(cast.sofia(), comment)
    cast.a_notice(comment, clause=cast.clause(2))
    assert '<details class="voile" id="voile"><summary aria-keyshortcuts="V">' in card(
        cast.sofia(), comment
    )


@pytest.mark.slow
def test_words_like_those_refused_as_hateful_are_veiled_too(db):
    text = "Ces gens-là ne valent rien et devraient tous repartir d’où ils viennent, {}."
    cast.a_comment(text=text.format("voilà")).reject(by=cast.paul(), **cast.against(2))
    assert 'class="voile"' in card(cast.sofia(), cast.a_comment(text=text.format("enfin voilà")))


@pytest.mark.slow
def test_after_a_run_of_hateful_texts_a_pause_is_offered(db):
    client = as_colleague(cast.sofia())
    for n in range(10):
        cast.a_comment(text=f"Le numéro {n} dit autre chose.").reject(
            by=cast.sofia(), **cast.against(2 + n % 3)
        )
    address = f"{QUEUE}{cast.a_comment().pk}/change/"
    assert "Une pause ?" in client.get(address).text
    client.post(f"{QUEUE}pause/", {"file": "pending"})
    assert "Une pause ?" not in client.get(address).text
    assert "Une pause ?" not in card(cast.paul(), cast.a_comment())


@pytest.mark.slow
def test_a_rule_of_another_charter_than_the_one_on_screen_is_chosen_again(db):
    comment = cast.a_comment()
    answer = as_colleague(cast.sofia()).post(
        f"{QUEUE}{comment.pk}/decisions/",
        {"kind": "reject", "clause": "1", "charter": "7", "seen": 1, "appeal_seen": 0},
    )
    assert answer.status_code == 422
    assert "La charte a changé" in answer.text
    comment.refresh_from_db()
    assert comment.is_pending
