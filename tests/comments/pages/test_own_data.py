"""On the private page an author takes a copy of what is held of them, or has it erased, without writing to anybody."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments import address_retention
from comments.log.audit import broken_links
from comments.models import Comment, Event, Notice, Subscription, Suspension
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]
EMAIL = "zenobie@exemple.org"


def address_of(comment, noun=""):
    return f"/suivi/{comment.follow_key}/{noun}"


def words_of(answer):
    return " ".join(unescape(answer.text).replace("\u202f", " ").split())


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def confirmed(*comments):
    for comment in comments:
        Subscription.objects.ask(comment)
    Subscription.objects.update(confirmed_at=timezone.now())


@pytest.fixture
def two(db):
    """Two comments of one person, whose address was confirmed on both."""
    first = cast.a_published_comment(email=EMAIL, name="Zénobie", text="Le premier avis.")
    second = cast.a_rejected_comment(email=EMAIL, name="Zénobie", text="Le second avis.")
    confirmed(first, second)
    return first, second


def test_the_page_offers_both_and_the_file_holds_what_the_page_is_about(client, two):
    first, second = two
    page = words_of(client.get(address_of(first)))
    assert "Prendre une copie de mes données" in page
    assert "Faire effacer ce que vous gardez de moi" in page
    answer = client.get(address_of(first, "donnees.json"))
    assert "attachment" in answer["Content-Disposition"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    texts = {text["text"] for comment in told["comments"] for text in comment["texts"]}
    assert texts == {"Le premier avis."}
    assert second.follow_key not in answer.text


def test_nothing_is_erased_before_the_one_question_is_answered(client, two):
    first, second = two
    page = words_of(client.get(address_of(first, "effacement/")))
    assert "Effacer pour toujours" in page
    assert "Le premier avis." in page
    assert "Le second avis." not in page, "it has a page of its own"
    assert "Chaque commentaire et chaque alerte a sa page privée" in page
    assert "Les décisions, avec leurs motifs et ce qu’ils citent" in page
    assert again(first).state == "published"
    assert again(second).state == "rejected"


def test_one_comment_is_erased_and_pressed_twice_it_is_the_same(client, two):
    first, second = two
    for _press in range(2):
        answer = client.post(address_of(first, "effacement/"), follow=True)
        assert answer.status_code == 200
        assert "C’est effacé, pour toujours." in words_of(answer)
    assert again(second).text == "Le second avis."
    gone = again(first)
    assert (gone.state, gone.text, gone.name, gone.email) == ("erased", "", "", "")
    (erased,) = Event.objects.filter(kind="erased")
    assert erased.by == "author"
    assert list(broken_links()) == []


def test_the_decision_stays(client, two):
    first, second = two
    client.post(address_of(second, "effacement/"))
    assert [again(first).state, again(second).state] == ["published", "erased"]
    assert again(second).last_decision.reasons
    page = words_of(client.get(address_of(second, "effacement/")))
    assert "Il n’y a plus rien à effacer" in page
    assert list(broken_links()) == []


def test_a_form_from_another_site_erases_nothing(client, two):
    first, _second = two
    answer = client.post(address_of(first, "effacement/"), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "rien n’a été effacé" in words_of(answer)
    assert again(first).state == "published"


def test_what_is_under_a_legal_hold_stays_and_that_is_said(client, two):
    _first, second = two
    again(second).put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    answer = client.post(address_of(second, "effacement/"))
    assert answer.status_code == 409
    page = words_of(answer)
    assert "Une procédure demande de garder ce commentaire" in page
    assert "Réquisition" not in page
    assert again(second).text == "Le second avis."


def test_nobody_escapes_a_sanction_by_erasing(client, two):
    _first, second = two
    sanction = cast.a_suspension(second, days=3)
    page = words_of(client.get(address_of(second, "effacement/")))
    assert "Votre adresse dans une sanction en cours, jusqu’à son terme." in page
    client.post(address_of(second, "effacement/"))
    assert Suspension.objects.get(pk=sanction.pk).email == EMAIL
    scope = Suspension.Scope.COMMENTS
    assert Suspension.objects.shutting_out(scope, EMAIL, "")
    address_retention.forget_senders(at=sanction.until + timedelta(days=200))
    assert Suspension.objects.get(pk=sanction.pk).email == ""


def test_alerts_are_not_erased_by_the_key_of_a_comment(client, two):
    first, _second = two
    notice = cast.a_notice(cast.a_published_comment(), email=EMAIL)
    client.post(address_of(first, "effacement/"))
    assert Notice.objects.get(pk=notice.pk).email == EMAIL


def test_whoever_alerted_takes_a_copy_of_their_alert(client, two):
    first, _second = two
    notice = cast.a_notice(first, email="lina@exemple.org", explanation="C’est faux.")
    assert "Prendre une copie de mes données" in words_of(
        client.get(f"/alertes/{notice.follow_key}/")
    )
    answer = client.get(f"/alertes/{notice.follow_key}/donnees.json")
    told = json.loads(answer.content)
    assert [each["explanation"] for each in told["notices"]] == ["C’est faux."]
    assert "Zénobie" not in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"/alertes/{first.follow_key}/donnees.json").status_code == 404


@pytest.mark.parametrize("noun", ["donnees.json", "effacement/"])
def test_nothing_is_reached_by_guessing(client, db, noun):
    cast.a_comment()
    assert client.get(f"/suivi/{'a' * 43}/{noun}").status_code == 404
    assert client.post(f"/suivi/{'a' * 43}/{noun}").status_code in {404, 405}
