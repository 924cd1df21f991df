"""The desk in Chromium: many moderators, many comments, many keyboards."""

import os
import signal
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.core import mail
from django.utils import timezone

from comments import outbox
from comments.log.audit import broken_links
from comments.models import Comment, Decision, Event, Lease, Letter, lease
from tests import cast
from tests.browser import CHROMIUM, SWITCHES
from tests.browser.conftest import Visitor
from tests.browser.desk import (
    another_card,
    ask_for_a_card,
    at_the_desk,
    press,
    settle,
    settled,
    shown,
    strike,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

A_DAY = timedelta(days=1)


def some_comments(number):
    """Comments that wait under one article, too short for look-alikes to be looked for."""
    article = cast.an_article()
    return [cast.a_comment(article=article, text=f"Merci, et de {n}.") for n in range(number)]


@pytest.mark.once  # what two transactions do to each other, tests/comments/models shows on both databases
def test_three_moderators_over_seventy_comments_lose_nothing_and_read_nothing_twice(
    visitor,
):
    comments = some_comments(70)
    habits = {cast.sofia(): "p", cast.paul(): "Digit1", cast.zoe(): "p"}
    people = {who: at_the_desk(visitor, who) for who in habits}
    for someone in people.values():
        settled(someone, ready=2)
    readers = {}
    cards = {who: shown(someone) for who, someone in people.items()}
    while cards:
        for who, card in cards.items():
            told = f"{card} is shown to {who}, after {readers.get(card)}"
            assert card not in readers, told
            readers[card] = who
        for who in cards:
            settle(people[who])
        with ExitStack() as turns:
            for who in cards:
                turns.enter_context(another_card(people[who]))
            for who in cards:
                people[who].page.keyboard.press(habits[who])
        cards = {who: card for who in cards if (card := shown(people[who])) != "none"}
    for someone in people.values():
        settled(someone)
    assert readers.keys() == {str(comment.pk) for comment in comments}
    decisions = Decision.objects.select_related("by")
    assert len(decisions) == 70
    assert {str(decision.comment_id): decision.by for decision in decisions} == readers
    assert not Comment.objects.pending().exists()
    assert list(broken_links()) == []


@pytest.mark.once
def test_a_killed_browser_keeps_its_comments_until_its_leases_lapse(
    chromium, visitor, live_server, monkeypatch
):
    monkeypatch.setattr(lease, "LEASE", timedelta(seconds=15))
    first, *_held, last = some_comments(4)
    doomed = chromium.browser_type.launch(executable_path=CHROMIUM, args=SWITCHES)
    sofia = at_the_desk(partial(Visitor, doomed, live_server.url), cast.sofia())
    settled(sofia, ready=2)
    kill(doomed)
    paul = at_the_desk(visitor, cast.paul())
    assert shown(paul) == str(last.pk), "the card on Sofia’s screen and the two ahead stay hers"
    held = Lease.objects.running().filter(by=cast.sofia())
    assert held.count() == 3, "no goodbye gave them back, and they ran while Paul asked"
    wait_until(lambda: not held.filter(until__gt=timezone.now()).exists(), paul)
    ask_for_a_card(paul)
    assert shown(paul) == str(first.pk)
    press(paul, "p")
    settled(paul)
    assert Decision.objects.get().comment == first


def kill(browser):
    """End a browser as a power cut would: its page has no time to say goodbye."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    (pid,) = [process["id"] for process in processes if process["type"] == "browser"]
    os.kill(pid, signal.SIGKILL)


@pytest.mark.once
def test_fifty_refused_together_and_taken_back_in_time_wait_again_and_no_mail_tells(visitor):
    article = cast.an_article()
    shops = ["".join(pair) for pair in product(["Mar"], "aeiou", "bcdflmnprt")]
    comments = [
        cast.a_comment(
            article=article,
            text=f"Montres de luxe à prix cassés dans toute la ville depuis ce matin, appelez vite le "
            f"magasin {shop} de notre belle chaîne avant la fin de cette semaine.",
            email=f"lecteur{n}@exemple.org",
        )
        for n, shop in enumerate(shops)
    ]
    outbox.deliver()  # «we have received your comment»
    mail.outbox.clear()
    sofia = at_the_desk(visitor, cast.sofia())
    for box in sofia.page.locator("#semblables [type=checkbox]").all():
        box.check()
    settle(sofia)
    sofia.page.get_by_role("button", name="Les refuser").press("Enter")
    sofia.page.wait_for_selector("text=50 décisions prises.")
    assert Comment.objects.filter(state="rejected").count() == 50
    assert Letter.objects.due(timezone.now() + A_DAY).count() == 50, "each author would be told"
    sofia.page.keyboard.press("z")
    sofia.page.wait_for_selector("text=50 décisions annulées")
    assert list(Comment.objects.pending()) == comments
    outbox.deliver(at=timezone.now() + A_DAY)
    assert mail.outbox == []
    told = Event.objects.filter(kind="decided", by=f"user:{cast.sofia().pk}")
    kinds = told.order_by("sequence").values_list("decision__kind", flat=True)
    assert list(kinds) == ["reject"] * 50 + ["undo"] * 50, "the log tells both"
    assert list(broken_links()) == []


@pytest.mark.once
def test_on_a_french_keyboard_digits_count_by_their_place_and_letters_by_their_name(visitor):
    first, second, third = some_comments(3)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    with another_card(sofia):
        strike(sofia, "&", "Digit1")
    settled(sofia)
    assert first.last_decision.clause.number == 1
    with another_card(sofia):
        strike(sofia, "z", "KeyW")
    assert shown(sofia) == str(first.pk)
    assert Comment.objects.get(pk=first.pk).is_pending
    with another_card(sofia):
        strike(sofia, "p", "KeyP")
    with another_card(sofia):
        strike(sofia, "é", "Digit2")
    settled(sofia)
    assert Comment.objects.get(pk=first.pk).is_visible
    assert second.last_decision.clause.number == 2
    strike(sofia, "w", "KeyZ")
    assert shown(sofia) == str(third.pk), "the place of an English Z takes nothing back"
    strike(sofia, "?", "KeyM", shift=True)
    assert sofia.page.get_by_role("dialog", name="Raccourcis clavier").is_visible()
    assert Decision.objects.count() == 4
    assert list(broken_links()) == []


@pytest.mark.once
@pytest.mark.parametrize("one", ["١", "1"])
def test_on_an_arabic_keyboard_letters_count_by_their_place(visitor, one):
    first, second, _third = some_comments(3)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    with another_card(sofia):
        strike(sofia, "ح", "KeyP")
    settled(sofia)
    assert Comment.objects.get(pk=first.pk).is_visible
    with another_card(sofia):
        strike(sofia, "ئ", "KeyZ")
    assert shown(sofia) == str(first.pk)
    assert Comment.objects.get(pk=first.pk).is_pending
    with another_card(sofia):
        strike(sofia, one, "Digit1")
    assert shown(sofia) == str(second.pk)
    settled(sofia)
    assert first.last_decision.clause.number == 1
    assert list(broken_links()) == []


@pytest.mark.once
def test_keys_are_only_letters_inside_the_statement(visitor):
    first, second = some_comments(2)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=1)
    statement = sofia.page.get_by_label("Exposé des motifs")
    statement.focus()
    sofia.page.keyboard.type("pt1zjkx? ga")
    assert statement.input_value() == "pt1zjkx? ga"
    assert_untouched(sofia, first)
    sofia.page.keyboard.press("Escape")
    press(sofia, "p")
    assert shown(sofia) == str(second.pk), "out of the field they decide again"


@pytest.mark.once
def test_the_shortcuts_can_be_switched_off_and_stay_so(visitor):
    first, second = some_comments(2)
    sofia = at_the_desk(visitor, cast.sofia())
    switch = sofia.page.get_by_role("checkbox", name="Raccourcis clavier")
    switch.uncheck()
    for _visit in ("the first", "after a reload"):
        settled(sofia, ready=1)
        assert not switch.is_checked()
        for key in "pt1zjkx?ga":
            sofia.page.keyboard.press(key)
        assert_untouched(sofia, first)
        sofia.page.reload()
    switch.check()
    settled(sofia, ready=1)
    press(sofia, "p")
    assert shown(sofia) == str(second.pk), "switched on they decide again"


def assert_untouched(someone, comment):
    """Nothing was decided, held, ticked, opened or left, nor is on its way."""
    assert shown(someone) == str(comment.pk)
    assert someone.page.locator("[data-sending]").count() == 0
    assert someone.page.locator("[form=lot]:checked, dialog[open]").count() == 0
    assert Comment.objects.pending().count() == 2
    assert not Decision.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(("key", "place"), [(",", "KeyM"), (";", "KeyZ"), ("è", "KeyT")])
def test_signs_and_accented_letters_are_no_keys_of_the_desk(visitor, key, place):
    some_comments(3)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=2)
    press(sofia, "p")
    settled(sofia)
    before = shown(sofia)
    strike(sofia, key, place)
    strike(sofia, "؟", "Slash", shift=True)
    assert sofia.page.get_by_role("dialog", name="Raccourcis clavier").is_visible()
    assert shown(sofia) == before
    assert sofia.page.evaluate("document.activeElement.id") != "id_reasons"
    assert (Decision.objects.count(), Event.objects.filter(kind="escalated").count()) == (1, 0)


@pytest.mark.once
def test_two_quick_keys_with_no_card_ready_decide_once(visitor):
    some_comments(2)
    sofia = at_the_desk(visitor, cast.sofia())
    settled(sofia, ready=1)
    sofia.page.route("**/suivant/", lambda route: None)
    press(sofia, "p")
    settled(sofia)
    settle(sofia)
    sofia.page.keyboard.press("p")
    sofia.page.keyboard.press("p")
    settled(sofia)
    assert Decision.objects.count() == 2
    assert not sofia.page.locator("[data-fresh] p").is_visible()
