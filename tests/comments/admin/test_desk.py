"""The moderators' desk: lanes, cards, decisions, and who may take them."""

from html import unescape

import pytest

from comments.admin.decision_form import DecisionForm
from comments.models import Charter, Comment, Decision, Notice
from tests import cast

QUEUE = "/admin/comments/comment/"


def card(comment):
    return f"{QUEUE}{comment.pk}/change/"


def decide(client, comment, kind, **data):
    """Press a button of the card as it stands now, but for the comment's version: that of `comment`."""
    appeal = comment.appeals.open().first()
    seen = {"seen": comment.version, "appeal_seen": appeal.pk if appeal else 0}
    return client.post(f"{QUEUE}{comment.pk}/decisions/", {"kind": kind, **seen, **data})


@pytest.mark.slow
def test_each_lane_shows_what_waits_there(desk):
    waiting = cast.a_comment(text="Celui qui attend.")
    reported = cast.a_published_comment(text="Celui qu’on signale.")
    cast.a_notice(reported)
    appealed = cast.a_rejected_comment(text="Celui qu’on conteste.")
    cast.an_appeal(appealed)
    quiet = cast.a_published_comment(text="Celui dont personne ne parle.")
    lanes = {
        "pending": waiting, "reported": reported, "appealed": appealed, "decided": quiet,
    }  # fmt: skip
    for lane, expected in lanes.items():
        page = unescape(desk.get(QUEUE, {"file": lane}).text)
        assert expected.text in page, lane
        if lane != "decided":
            others = [c.text for name, c in lanes.items() if name != lane]
            assert not any(text in page for text in others), lane
    assert waiting.text in unescape(desk.get(QUEUE).text), "«À modérer» is where one arrives"
    assert waiting.text in unescape(desk.get(QUEUE, {"file": "nowhere"}).text)


def test_an_empty_lane_says_so(desk):
    assert "La file est vide. Tout est lu." in desk.get(QUEUE).text


@pytest.mark.slow
def test_the_card_holds_what_a_fair_decision_needs(desk):
    parent = cast.a_published_comment(name="Karim L.", text="Le propos auquel on répond.")
    cast.a_published_comment(
        article=parent.article, email="lina@exemple.org", text="Un texte passé."
    )
    comment = cast.a_comment(
        article=parent.article, parent=parent, email="lina@exemple.org", name="Lina"
    )
    page = unescape(desk.get(card(comment)).text)
    assert comment.text in page
    assert "Le propos auquel on répond." in page
    assert parent.article.headline in page
    assert "1 publié" in page
    assert "Un texte passé." in page
    assert "lina@exemple.org" not in page, "addresses are not an ordinary moderator's to see"
    desk.force_login(cast.nora())
    assert "lina@exemple.org" in desk.get(card(comment)).text, "an administrator may have to write"


@pytest.mark.slow
def test_approving_publishes_and_leads_to_the_next(desk):
    first, second = cast.a_comment(), cast.a_comment()
    response = decide(desk, first, "approve")
    assert response.status_code == 302
    assert response["Location"] == f"{card(second)}?file=pending"
    first.refresh_from_db()
    assert first.is_visible
    assert first.last_decision.by == cast.sofia()
    assert decide(desk, second, "approve")["Location"] == f"{QUEUE}?file=pending"


@pytest.mark.slow
def test_rejecting_with_a_clause_alone_gives_its_ready_statement_in_the_authors_language(desk):
    comment = cast.a_comment(text="هذا التعليق مكتوب بالعربية.")
    assert decide(desk, comment, "reject", clause="4").status_code == 302
    decision = Comment.objects.get(pk=comment.pk).last_decision
    assert decision.clause == cast.clause(4)
    assert decision.reasons == cast.clause(4).reasons("ar")
    assert decision.language == "ar"


@pytest.mark.slow
def test_the_time_a_decision_took_is_kept_in_bounds(desk):
    comment = cast.a_comment()
    decide(desk, comment, "approve", opened="1000")
    assert Decision.objects.get().seconds_taken == 3600


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("reject", {}, "Choisissez la règle en cause, ou citez la loi."),
        ("reject", {"clause": "99"}, "Choisissez la règle en cause, ou citez la loi."),
        ("reject", {"clause": "abc"}, "Choisissez la règle en cause, ou citez la loi."),
        ("reject", {"law": "Loi de 1881"}, "Écrivez l’exposé des motifs"),
        ("reject", {"clause": "1", "seen": "x"}, "nombre entier"),
        ("dance", {"clause": "1"}, "choix valide"),
        ("", {"clause": "1"}, "obligatoire"),
    ],
)
def test_a_faulty_decision_is_told_and_decides_nothing(desk, kind, data, sentence):
    comment = cast.a_comment()
    response = decide(desk, comment, kind, facts="Ce que j’ai tapé.", **data)
    assert response.status_code == 422
    assert sentence in unescape(response.text)
    assert "Ce que j’ai tapé." in unescape(response.text)
    comment.refresh_from_db()
    assert comment.is_pending


@pytest.mark.slow
def test_two_moderators_on_one_comment_the_second_reads_who_was_faster(desk, client):
    comment = cast.a_comment()
    comment.approve(by=cast.paul())
    comment.version -= 1  # what Sofia still has on screen
    response = decide(desk, comment, "reject", clause="1", reasons="Mes motifs, déjà écrits.")
    assert response.status_code == 409
    page = unescape(response.text)
    assert "Paul R. a été plus rapide : publié" in page
    assert "Mes motifs, déjà écrits." in page
    assert Decision.objects.count() == 1


@pytest.mark.slow
def test_a_text_its_author_changed_is_shown_again_and_not_decided(desk):
    comment = cast.a_comment(text="Avant.")
    comment.edit("Après.")
    comment.version -= 1
    response = decide(desk, comment, "approve")
    assert response.status_code == 409
    assert "Son auteur l’a modifié ou retiré" in unescape(response.text)
    assert "Après." in response.text


@pytest.mark.slow
def test_notices_are_answered_from_the_card(desk):
    comment = cast.a_published_comment()
    cast.a_notice(comment, explanation="Il vise une personne.")
    assert "Il vise une personne." in unescape(desk.get(card(comment)).text)
    decide(desk, comment, "keep")
    assert not Notice.objects.open().exists()
    comment.refresh_from_db()
    assert comment.is_visible


@pytest.mark.slow
def test_what_was_published_is_removed_with_a_clause(desk):
    comment = cast.a_published_comment()
    decide(desk, comment, "remove", clause="5", reasons="Un fait sans appui.")
    comment.refresh_from_db()
    assert comment.state == "removed"
    assert comment.last_decision.reasons == "Un fait sans appui."


@pytest.mark.slow
def test_an_appeal_is_for_the_lead_and_never_for_whoever_decided(desk, client):
    other = cast._staff("ines", "Inès", "Modération en chef")
    comment = cast.a_rejected_comment(by=cast.zoe())
    cast.an_appeal(comment)
    comment.refresh_from_db()
    assert "Ce recours revient à quelqu’un d’autre" in unescape(desk.get(card(comment)).text)
    assert decide(desk, comment, "restore", reasons="Rétabli.").status_code == 403
    client.force_login(cast.zoe())
    assert "Ce recours revient à quelqu’un d’autre" in unescape(client.get(card(comment)).text)
    response = decide(client, comment, "uphold", reasons="Confirmé.")
    assert response.status_code == 403
    assert "Ce commentaire revient à quelqu’un d’autre" in unescape(response.text)
    client.force_login(other)
    assert decide(client, comment, "restore", reasons="").status_code == 422
    assert decide(client, comment, "restore", reasons="Rien n’y vise personne.").status_code == 302
    comment.refresh_from_db()
    assert comment.is_visible


def test_a_refusal_without_a_rule_is_told_of_the_rule_alone(db):
    """Its own statement comes with the rule: to ask for both would be to ask twice."""
    charter = Charter.objects.in_force()
    form = DecisionForm({"kind": "reject", "seen": 1}, comment=cast.a_comment(), charter=charter)
    assert set(form.errors) == {"clause"}
