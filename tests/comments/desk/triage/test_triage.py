"""Triage at the desk: it orders the first lane and gives a hint; off or untaught, nothing is other than before."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Decision, Filing, Reading, TriageModel, TriageSettings
from comments.models.waiting import queue_order
from comments.rules.triage.ranks import Rank, hides_its_hint
from comments.sorting import reading
from tests import cast
from tests.comments.admin.test_desk import QUEUE, card, decide
from tests.comments.sorting.house import a_serving_model, waiting

pytestmark = pytest.mark.slow
KIND, RUDE = "Merci pour cet article, merci.", "Quel idiot, mais quel idiot."


def listed(desk, query=""):
    return [
        int(pk) for pk in re.findall(rf"{QUEUE}(\d+)/change/", desk.get(f"{QUEUE}{query}").text)
    ]


def sentence(desk):
    return unescape(
        re.search(r'<p class="lanes__order">(.*?)</p>', desk.get(QUEUE).text, re.DOTALL)[1]
    )


def plain(page):
    """The lines of a page in any order, without what is new each time."""
    page = re.sub(r'(name="(?:opened|csrfmiddlewaretoken)" value|nonce)="[^"]*"', "", page)
    return sorted(line.strip() for line in page.splitlines() if line.strip())


def without_marks(page):
    page = re.sub(r'<div class="indice">.*?</div>', "", page, flags=re.DOTALL)
    page = re.sub(r'<mark class="pese[^"]*">(.*?)</mark>', r"\1", page)
    return re.sub(r'<input type="hidden" name="hint"[^>]*>', "", page)


def test_untaught_the_queue_keeps_the_order_of_arrival_and_says_so(desk):
    kind, rude = waiting(KIND, RUDE)
    Comment.objects.filter(pk=rude.pk).update(queue_rank=Rank.HIGH)
    assert listed(desk) == [kind.pk, rude.pk]
    assert "l’aide au tri n’a pas encore appris d’assez de décisions" in sentence(desk)
    TriageModel.objects.create(
        made_at=timezone.now(), trained_on=300, last_decision=1, verdict="weak"
    )
    assert listed(desk) == [kind.pk, rude.pk]
    assert "ne distingue pas encore assez bien" in sentence(desk)


def test_taught_the_due_come_first_then_the_likeliest_each_from_the_oldest_on(desk):
    a_serving_model()
    old = waiting(KIND, at=timezone.now() - timedelta(hours=13))
    kind, rude, middling, second = waiting(KIND, RUDE, "Le pont est fermé.", RUDE)
    reading.read_waiting()
    assert listed(desk) == [comment.pk for comment in (*old, rude, second, middling, kind)]
    assert "souvent refusé" in sentence(desk)
    first = desk.get(f"{QUEUE}suivant/?file=pending")["Location"]
    assert first == f"{card(old[0])}?file=pending"
    beside = unescape(desk.get(card(kind)).text)
    places = [beside.index(f'data-pk="{each.pk}"') for each in (*old, rude, second, middling, kind)]
    assert places == sorted(places)


def test_off_everything_but_order_and_marks_is_the_same(desk):
    """Its removal changes nothing else: the card without its hint and its notes is the card of a house without triage."""
    a_serving_model()
    kind, rude = waiting(KIND, RUDE)
    reading.read_waiting()

    with_triage = desk.get(card(rude)).text
    assert "Aide au tri" in with_triage
    settings = TriageSettings.objects.get_or_create(pk=1)[0]
    settings.is_on, settings.changed_by = False, cast.zoe()
    settings.save()
    assert listed(desk) == [kind.pk, rude.pk]
    assert "l’aide au tri est coupée" in sentence(desk)
    off = desk.get(card(rude)).text
    assert "Aide au tri" not in off
    assert 'name="hint"' not in off
    assert plain(without_marks(with_triage)) == plain(off)
    TriageModel.objects.update(verdict="replaced")
    TriageSettings.objects.all().delete()
    assert plain(desk.get(card(rude)).text) == plain(off), "as if it had never been there"
    assert Filing.objects.filter(table="triagesettings", by=cast.zoe()).exists()


def test_pages_follow_each_other_in_the_order_of_triage(desk, monkeypatch):
    a_serving_model()
    comments = waiting(*(KIND if n % 3 else RUDE for n in range(7)))
    reading.read_waiting()
    from comments.admin.desk import CommentAdmin

    monkeypatch.setattr(CommentAdmin, "list_per_page", 2)
    seen, address = [], QUEUE
    while address:
        page = unescape(desk.get(address).text)
        seen += [int(pk) for pk in re.findall(rf"{QUEUE}(\d+)/change/", page)]
        following = re.search(r'<a href="(\?[^"]*apres=[^"]*)" rel="next">', page)
        address = following and QUEUE + following[1]
    rude = [comment.pk for comment in comments if comment.text.startswith("Quel")]
    assert seen == rude + [comment.pk for comment in comments if comment.pk not in rude]


def test_the_other_lanes_keep_their_order(desk):
    a_serving_model()
    comments = waiting(KIND, RUDE)
    for comment in comments:
        comment.escalate(by=cast.paul(), why="Ironie, ou attaque ?")
    reading.read_waiting()
    assert listed(desk, "?file=escalated") == [comment.pk for comment in comments]


# The hint


def test_the_card_shows_which_words_were_weighed_as_a_hint(desk):
    a_serving_model()
    (comment,) = waiting("Merci au maire, quel crime d’idiot. Regardez <b>là</b>.")
    reading.read_waiting()
    page = desk.get(card(comment)).text
    assert '<mark class="pese">idiot</mark>' in page
    assert '<mark class="pese pese--pour">Merci</mark>' in page
    assert "&lt;b&gt;" in page
    told = " ".join(unescape(page).split())
    assert re.search(
        "Des textes qui ressemblent à celui-ci sont (souvent|parfois) refusés ici", told
    )
    assert "à vous de juger" in told
    assert 'name="hint" value="shown"' in page


def test_a_text_that_was_not_read_yet_has_its_card_and_no_hint(desk):
    a_serving_model()
    (comment,) = waiting("Ce texte vient d’arriver.")
    page = desk.get(card(comment))
    assert page.status_code == 200
    assert "Ce texte vient d’arriver." in unescape(page.text)
    assert 'name="hint"' not in page.text


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.98, "souvent"), (0.5, "souvent"), (0.49, "parfois"), (0.15, "parfois"), (0.149, "rarement"), (0.0, "rarement")],
)  # fmt: skip
def test_the_hint_says_how_often_by_the_probability_not_by_the_place_in_the_queue(
    desk, score, words
):
    a_serving_model()
    (comment,) = waiting("Le pont est fermé.")
    reading.read_waiting()
    Reading.objects.update(score=score)
    assert f"sont {words} refusés ici" in " ".join(unescape(desk.get(card(comment)).text).split())


def test_a_rule_is_named_only_if_the_model_may_name_it(desk):
    a_serving_model()
    (comment,) = waiting(RUDE)
    reading.read_waiting()
    named = "Le plus souvent : "
    assert named in unescape(desk.get(card(comment)).text)
    Reading.objects.update(rule="")
    assert named not in unescape(desk.get(card(comment)).text)


def hidden():
    while True:
        comment = cast.a_comment()
        if hides_its_hint(comment.pk):
            return comment


def test_one_card_in_twenty_keeps_its_hint_to_itself_and_the_decision_notes_it(desk):
    a_serving_model()
    (shown,) = waiting(RUDE)
    kept, bulk = hidden(), cast.a_comment()
    reading.read_waiting()
    for comment, noted in ((shown, "shown"), (kept, "hidden")):
        page = desk.get(card(comment)).text
        assert f'name="hint" value="{noted}"' in page
        assert ("Aide au tri" in page) == (noted == "shown")
        decide(desk, comment, "reject", clause="1", hint=noted)
    data = {"kind": "reject", "clause": "1", "comment": f"{bulk.pk}:{bulk.version}"}
    desk.post(f"{QUEUE}decisions/", data)
    noted = dict(Decision.objects.values_list("comment", "hint_shown"))
    assert noted == {shown.pk: True, kept.pk: False, bulk.pk: None}
    tools = {d.comment_id: d.means for d in Decision.objects.all()}
    assert "Un outil d’aide au tri y avait marqué des mots" in tools[shown.pk]
    assert "aucun traitement automatisé" in tools[kept.pk]
    assert "aucun traitement automatisé" in tools[bulk.pk]


def test_a_hint_that_nobody_sends_is_refused_and_changes_no_decision(desk):
    comment = cast.a_comment()
    assert decide(desk, comment, "approve", hint="often").status_code == 422


def test_triage_costs_the_desk_no_query_but_one_for_the_next_card(desk):
    first = waiting(RUDE, KIND)[0]
    asked = []
    for taught in (False, True):
        if taught:
            a_serving_model()
            reading.read_waiting()
        numbers = []
        for address in (QUEUE, card(first)):
            desk.get(address)
            with CaptureQueriesContext(connection) as captured:
                desk.get(address)
            numbers.append(len(captured))
        asked.append(numbers)
    assert asked[0] == asked[1]
    assert asked[1][0] <= 8


def test_the_queue_is_told_to_stand_as_it_came_only_if_triage_is_off(db):
    TriageSettings.objects.update_or_create(pk=1, defaults={"is_on": True})
    assert queue_order() == "untaught"
    TriageSettings.objects.update(is_on=False)
    assert queue_order() == "off"
