"""Between the key and the card: a key decides on what was read, on a slow line and among colleagues."""

import random
from contextlib import suppress

import pytest
from django.test import Client

from comments.log.audit import broken_links
from comments.models import Comment, Conflict, Decision
from tests import cast
from tests.browser.desk import another_card, at_the_desk, press, settle, settled, shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def some_comments(number):
    return [
        cast.a_comment(text=f"Le commentaire numéro {n} dit autre chose.") for n in range(number)
    ]


def on_a_slow_line(someone, milliseconds=700):
    line = someone.page.context.new_cdp_session(someone.page)
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": milliseconds,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def test_a_refused_card_waits_its_turn_and_the_next_key_is_for_the_card_on_screen(visitor):
    first, second, third = some_comments(3)
    paul = at_the_desk(visitor, cast.paul())
    settled(paul, ready=2)
    on_a_slow_line(paul)
    again(first).approve(by=cast.sofia())
    press(paul, "Digit1")
    assert shown(paul) == str(second.pk)
    paul.page.wait_for_selector("text=publié. Il revient après celui-ci.")
    assert shown(paul) == str(second.pk), "it did not take the place of the card being read"
    press(paul, "Digit2")
    settled(paul)
    assert again(first).is_visible, "what Sofia published stays on line"
    assert again(second).last_decision.clause.number == 2
    assert shown(paul) == str(first.pk)
    assert paul.page.locator("[data-fresh]").inner_text().startswith("Sofia M. a été plus rapide")
    for key in ("Digit2", "p"):
        settle(paul)
        paul.page.keyboard.press(key)
        assert paul.reads("Ce commentaire est revenu")
    settled(paul)
    assert again(first).is_visible
    assert Decision.objects.filter(comment=first).count() == 1
    press(paul, "j")
    assert shown(paul) == str(third.pk)
    paul.assert_well()


def test_an_edited_text_is_not_published_unread(visitor):
    first, second = some_comments(2)
    paul = at_the_desk(visitor, cast.paul())
    settled(paul, ready=1)
    on_a_slow_line(paul)
    again(first).edit("Un texte que Paul n’a pas lu.")
    press(paul, "p")
    paul.page.wait_for_selector("text=Il revient après celui-ci.")
    press(paul, "p")
    settle(paul)
    paul.page.keyboard.press("p")
    assert paul.reads("Ce commentaire est revenu")
    settled(paul)
    assert again(first).is_pending
    assert again(second).is_visible


def test_a_key_pressed_before_the_card_was_seen_is_asked_again(visitor):
    first, second, _third = some_comments(3)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    settle(sofia)
    sofia.page.evaluate(
        """() => {
            const key = () => document.body.dispatchEvent(
                new KeyboardEvent("keydown", { key: "p", code: "KeyP", bubbles: true }));
            key();
            return new Promise((done) => setTimeout(() => done(key()), 120));
        }"""
    )
    assert sofia.reads("Ce commentaire venait d’arriver sous vos yeux")
    settled(sofia)
    assert again(first).is_visible
    assert again(second).is_pending
    press(sofia, "p")
    settled(sofia)
    assert again(second).is_visible


def test_a_double_click_decides_once(visitor):
    first, second, _third = some_comments(3)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    settle(sofia)
    sofia.page.get_by_role("button", name="Publier", exact=True).dblclick(delay=20)
    settled(sofia)
    assert again(first).is_visible
    assert again(second).is_pending


def test_the_log_tells_how_long_the_card_was_read_and_not_since_when_it_was_ready(visitor):
    first, second, _third = some_comments(3)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    sofia.page.wait_for_timeout(3000)
    press(sofia, "p")
    press(sofia, "p")
    settled(sofia)
    assert 3 <= again(first).last_decision.seconds_taken <= 5
    assert again(second).last_decision.seconds_taken <= 1


def test_a_statement_written_for_one_rule_is_not_sent_with_another(visitor):
    comment, _next = some_comments(2)
    sofia = at_the_desk(visitor, cast.sofia())
    settle(sofia)
    sofia.page.keyboard.press("Shift+Digit1")
    statement = sofia.page.get_by_label("Exposé des motifs")
    statement.fill("Règle 1 : « aussi ignorant » vise la personne.")
    sofia.page.keyboard.press("Escape")
    sofia.page.keyboard.press("Digit3")
    assert sofia.reads("L’exposé est de votre main : relisez-le pour la règle 3")
    assert statement.input_value() == "Règle 1 : « aussi ignorant » vise la personne."
    assert again(comment).is_pending
    statement.fill("« aussi ignorant » dit autre chose encore.")
    press(sofia, "Control+Enter")
    settled(sofia)
    decision = again(comment).last_decision
    assert (decision.clause.number, decision.reasons) == (
        3,
        "« aussi ignorant » dit autre chose encore.",
    )


def test_a_second_opinion_goes_to_a_colleague_and_z_takes_it_back(visitor):
    comment, _next = some_comments(2)
    cast.paul()
    sofia = at_the_desk(visitor, cast.sofia())
    settle(sofia)
    sofia.page.keyboard.press("t")
    sofia.page.keyboard.type("Ironie, ou attaque ?")
    press(sofia, "Control+Enter")
    settled(sofia)
    assert again(comment).escalated_by == cast.sofia()
    assert again(comment).colleagues_notes.get().text == "Ironie, ou attaque ?"
    with another_card(sofia):
        sofia.page.keyboard.press("z")
    assert shown(sofia) == str(comment.pk)
    assert again(comment).escalated_at is None


def test_signed_out_one_signs_in_elsewhere_and_nothing_is_lost(visitor):
    comment, _next = some_comments(2)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=1)
    settle(sofia)
    sofia.page.keyboard.press("Shift+Digit1")
    sofia.page.get_by_label("Exposé des motifs").fill("« aussi ignorant » vise la personne.")
    sofia.context.clear_cookies()
    sofia.page.keyboard.press("Control+Enter")
    sofia.page.wait_for_selector("text=Votre session est finie : reconnectez-vous")
    client = Client()
    client.force_login(cast.sofia())
    key = client.cookies["sessionid"].value
    sofia.context.add_cookies([{"name": "sessionid", "value": key, "url": sofia.address}])
    press(sofia, "j")
    settle(sofia)
    sofia.page.locator("[name=clause][value='1']").check()
    assert "vise la personne" in sofia.page.get_by_label("Exposé des motifs").input_value()
    with another_card(sofia):
        sofia.page.get_by_role("button", name="Refuser et dire pourquoi").click()
    settled(sofia)
    assert again(comment).state == "rejected"


# What each key met: the card on screen, since when, and the key. Kept by the page itself.
WATCH = """() => {
    window.met = [];
    const desk = document.querySelector("[data-desk]");
    let since = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
    new MutationObserver(() => (since = performance.now())).observe(
        desk, { attributes: true, attributeFilter: ["data-shown"] });
    addEventListener("keydown", (event) => window.met.push(
        { card: Number(desk.dataset.shown), age: performance.now() - since, key: event.key }), true);
}"""


def test_on_a_slow_line_among_colleagues_and_authors_each_decision_is_on_a_card_that_was_read(
    visitor,
):
    """Three browsers, 700 ms of latency, a hundred comments, some edited or decided under their hands."""
    chance = random.Random(15)
    comments = some_comments(100)
    nora = cast._staff("rachid", "Rachid", "Modération")
    people = {who: at_the_desk(visitor, who) for who in (cast.sofia(), cast.paul(), cast.zoe())}
    for someone in people.values():
        settled(someone, ready=2)
        on_a_slow_line(someone)
        someone.page.evaluate(WATCH)
    for turn in range(60):
        for someone in people.values():
            if shown(someone) == "none":
                continue
            if turn % 3 == 0:
                interfere(chance, comments, nora)
            someone.page.wait_for_timeout(chance.choice((0, 120, 350, 600)))
            someone.page.keyboard.press(chance.choice(("p", "p", "Digit1", "Digit2", "j")))
    for who, someone in people.items():
        settled(someone)
        met = someone.page.evaluate("window.met")
        decisions = Decision.objects.filter(by=who)
        assert len(decisions) > 10
        for decision in decisions:
            ages = [each["age"] for each in met if each["card"] == decision.comment_id]
            assert ages, f"{decision} on a card that was never on screen"
            assert max(ages) >= 300, decision
            assert any(abs(decision.seconds_taken - age / 1000) <= 1 for age in ages), decision
    assert list(broken_links()) == []


def interfere(chance, comments, colleague):
    """An author edits a waiting comment, or a colleague decides on one."""
    waiting = Comment.objects.pending().filter(pk__in=[comment.pk for comment in comments])
    comment = chance.choice(list(waiting) or [None])
    if comment is None:
        return
    with suppress(Conflict):  # one of the three was faster
        if chance.random() < 0.5:
            comment.edit(f"{comment.text} Et je précise ({chance.random()}).")
        else:
            comment.approve(by=colleague)
