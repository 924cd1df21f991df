"""The desk in Chromium: keys alone, undo several deep, what others changed, plain buttons."""

import pytest

from comments.log.audit import broken_links
from comments.models import Comment, Decision, Lease
from portal.signin.required import BY_ITSELF
from tests import cast
from tests.browser.desk import (
    QUEUE,
    another_card,
    ask_for_a_card,
    at_the_desk,
    press,
    settle,
    settled,
    shown,
    signed_in_as,
    wait_until,
)
from tests.comments.sorting.house import triage_reads, waiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def test_a_desk_left_alone_says_so_and_a_decision_does_not(visitor):
    """A session ends by silence (portal/signin/required.py): the desk's own questions keep none alive."""
    for number in range(4):
        cast.a_comment(text=f"Le commentaire numéro {number} dit autre chose.")
    sofia = signed_in_as(visitor, cast.sofia())
    with sofia.page.expect_request(lambda request: request.method == "POST") as next_card:
        ask_for_a_card(sofia)
    assert next_card.value.headers[BY_ITSELF.lower()] == "yes"
    settle(sofia)
    with sofia.page.expect_request("**/decisions/**") as decision:
        press(sofia, "p")
    assert BY_ITSELF.lower() not in decision.value.headers
    settled(sofia)


def test_a_queue_is_played_on_the_keyboard(visitor):
    comments = [
        cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.") for n in range(6)
    ]
    sofia = at_the_desk(visitor, cast.sofia())
    sofia.assert_well()
    assert shown(sofia) == str(comments[0].pk)
    press(sofia, "p")
    press(sofia, "Digit1")
    sofia.page.keyboard.press("t")
    sofia.page.keyboard.type("Ironie, ou attaque ?")
    press(sofia, "Control+Enter")
    press(sofia, "j")
    press(sofia, "k")
    settle(sofia)
    sofia.page.keyboard.press("Shift+Digit4")
    statement = sofia.page.get_by_label("Exposé des motifs")
    assert statement.input_value() == cast.clause(4).reasons("fr")
    sofia.page.keyboard.type("Voyez aussi p, z et 1. ")
    press(sofia, "Control+Enter")
    settled(sofia)
    for comment in comments:
        comment.refresh_from_db()
    assert [c.state for c in comments[:4]] == ["published", "rejected", "pending", "rejected"]
    assert comments[1].last_decision.clause.number == 1
    assert comments[2].escalated_at
    assert "Voyez aussi p, z et 1." in comments[3].last_decision.reasons
    sofia.page.keyboard.press("?")
    assert sofia.reads("Raccourcis clavier")
    sofia.assert_well()
    assert list(broken_links()) == []


def test_decisions_are_taken_back_one_after_the_other(visitor):
    comments = [
        cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.") for n in range(4)
    ]
    sofia = at_the_desk(visitor, cast.sofia())
    press(sofia, "p")
    press(sofia, "Digit2")
    assert sofia.reads("refusé : règle 2.")
    press(sofia, "z")
    assert shown(sofia) == str(comments[1].pk)
    press(sofia, "z")
    assert shown(sofia) == str(comments[0].pk)
    assert Comment.objects.pending().count() == 4
    assert Decision.objects.count() == 4, "two decisions, and two that take them back"
    press(sofia, "p")
    assert shown(sofia) == str(comments[1].pk)
    assert list(broken_links()) == []


def test_what_the_author_changed_is_told_on_the_card(visitor):
    comment = cast.a_comment(text="Une phrase de trop ici.")
    sofia = at_the_desk(visitor, cast.sofia())
    settle(sofia)
    Comment.objects.get(pk=comment.pk).edit("Une phrase de moins ici.")
    sofia.page.keyboard.press("p")
    sofia.page.wait_for_selector("text=Son auteur l’a modifié")
    assert sofia.page.locator("del").inner_text().strip() == "trop"
    assert sofia.page.locator("ins").inner_text().strip() == "moins"
    assert Comment.objects.get(pk=comment.pk).is_pending
    sofia.assert_well()
    settle(sofia)
    sofia.page.keyboard.press("p")
    assert sofia.reads("Ce commentaire est revenu"), "what came back waits for its button"
    with another_card(sofia):
        sofia.page.get_by_role("button", name="Publier", exact=True).click()
    settled(sofia)
    assert Comment.objects.get(pk=comment.pk).is_visible


def test_a_selection_is_decided_and_taken_back_together(visitor):
    comments = [
        cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.") for n in range(12)
    ]
    sofia = at_the_desk(visitor, cast.sofia())
    for box in sofia.page.locator("[form=lot]").all():
        box.check()
    assert sofia.page.get_by_role("button", name="Publier la sélection (12)").is_visible()
    assert not sofia.page.get_by_role("button", name="Publier", exact=True).is_visible()
    settle(sofia)
    sofia.page.keyboard.press("Digit8")
    sofia.page.wait_for_selector("text=12 décisions prises.")
    assert Comment.objects.filter(state="rejected").count() == 12
    sofia.page.keyboard.press("z")
    sofia.page.wait_for_selector("text=12 décisions annulées")
    assert Comment.objects.pending().count() == len(comments)
    assert list(broken_links()) == []


def test_a_browser_that_leaves_frees_its_cards(visitor):
    for n in range(6):
        cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.")
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    assert Lease.objects.count() == 3, "the card on screen and two ahead"
    sofia.goto("/admin/")
    wait_until(lambda: not Lease.objects.exists(), sofia)  # a beacon leaves after the page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_desk_speaks_the_language_of_its_address(visitor, language):
    cast.a_comment(text="هذا التعليق مكتوب بالعربية.")
    someone = at_the_desk(visitor, cast.sofia())
    someone.goto(f"/{language}{QUEUE}suivant/?file=pending")
    someone.assert_well()
    press(someone, "p")
    settled(someone)
    assert Comment.objects.get().is_visible


def test_everything_works_by_plain_buttons_without_scripts(visitor):
    comments = [
        cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.") for n in range(3)
    ]
    sofia = at_the_desk(visitor, cast.sofia(), java_script_enabled=False)
    sofia.page.get_by_role("button", name="Publier", exact=True).click()
    sofia.page.wait_for_load_state()
    assert sofia.reads("publié.")
    sofia.page.get_by_role("button", name="Annuler").click()
    sofia.page.wait_for_load_state()
    assert sofia.reads("1 décision annulée")
    assert Comment.objects.pending().count() == 3
    sofia.page.get_by_text("Demander un second avis").click()
    sofia.page.get_by_label("Un mot à vos collègues").first.fill("Ironie, ou attaque ?")
    sofia.page.get_by_role("button", name="Confier à un collègue").click()
    assert sofia.reads("tenu pour un second avis")
    assert Comment.objects.get(pk=comments[0].pk).escalated_at
    for box in sofia.page.locator("[form=lot]").all():
        box.check()
    sofia.page.get_by_role("button", name="Publier la sélection").click()
    assert sofia.reads("2 décisions prises.")
    sofia.page.get_by_role("button", name="Annuler").click()
    assert sofia.reads("2 décisions annulées"), "one press takes the whole bulk back"
    assert Comment.objects.pending().count() == 2


def test_by_keyboard_triages_order_is_followed_and_each_decision_notes_its_hint(visitor):
    kind, first, second = waiting("Merci, merci bien.", "Quel idiot, ce maire.", "Un autre idiot.")
    triage_reads()
    turn = [first, second, kind]
    sofia = at_the_desk(visitor, cast.sofia())
    for number, comment in enumerate(turn):
        assert shown(sofia) == str(comment.pk)
        assert sofia.page.locator(".mod__aff .indice").is_visible()
        sofia.assert_well()
        press(sofia, "p" if number else "Digit1")
    settled(sofia)
    for comment in turn:
        assert comment.last_decision.hint_shown is True
