"""What the desk's keys ask of the server: the next card, decisions together, the state of the queue."""

from html import unescape

import pytest

from comments.models import Comment, Lease
from tests import cast
from tests.comments.admin.test_desk import QUEUE, card, decide

pytestmark = pytest.mark.once


@pytest.fixture
def desk(client, db):
    client.force_login(cast.sofia())
    return client


def as_json(desk, address, data):
    return desk.post(address, data, headers={"Accept": "application/json"})


@pytest.mark.slow
def test_many_are_decided_together_each_as_it_was_seen(desk):
    first, second, changed = (cast.a_comment() for _each in range(3))
    seen = [f"{comment.pk}:{comment.version}" for comment in (first, second, changed)]
    changed.edit("Autre chose.")
    answer = as_json(desk, f"{QUEUE}decisions/", {"kind": "reject", "clause": "8", "comment": seen})
    assert "2 décisions prises." in answer.json()["said"]
    assert "1 commentaire a changé entre-temps" in answer.json()["said"]
    assert Comment.objects.filter(state="rejected").count() == 2
    undone = as_json(desk, f"{QUEUE}annulations/", {"decision": answer.json()["decisions"]})
    assert undone.json()["comments"] == [second.pk, first.pk]
    assert Comment.objects.pending().count() == 3


@pytest.mark.parametrize("data", [{}, {"comment": "x:y"}, {"comment": "1"}, {"kind": "approve"}])
def test_a_bulk_that_says_nothing_decides_nothing(desk, data):
    cast.a_comment()
    assert as_json(desk, f"{QUEUE}decisions/", data).status_code == 422
    response = desk.post(f"{QUEUE}decisions/", data)
    assert response.status_code == 302


def test_a_bulk_refusal_needs_its_rule(desk):
    comment = cast.a_comment()
    seen = {"kind": "reject", "comment": f"{comment.pk}:{comment.version}"}
    assert "Choisissez la règle" in as_json(desk, f"{QUEUE}decisions/", seen).json()["said"]


@pytest.mark.slow
def test_the_state_of_the_queue_tells_what_colleagues_took(desk):
    waiting, gone = cast.a_comment(), cast.a_comment()
    gone.approve(by=cast.paul())
    answer = desk.get(f"{QUEUE}etat/", {"file": "pending", "montres": f"{waiting.pk},{gone.pk},x"})
    said = answer.json()
    assert said.pop("token"), "signing in again changes the token of every form on screen"
    assert said == {
        "counts": {"pending": 1, "reported": 0, "escalated": 0, "appealed": 0},
        "gone": {str(gone.pk): "Paul R. a été plus rapide\u00a0: publié."},
    }


@pytest.mark.slow
def test_the_next_card_is_one_that_nobody_reads(desk, client):
    first, second = cast.a_comment(), cast.a_comment()
    Lease.objects.claim(first, cast.paul())
    card_of = desk.post(
        f"{QUEUE}suivant/", {"file": "pending"}, headers={"Accept": "text/x-fragment"}
    )
    assert f'data-comment="{second.pk}"' in card_of.text
    assert "<html" not in card_of.text
    held = {"file": "pending", "hors": str(second.pk)}
    assert desk.post(f"{QUEUE}suivant/", held).status_code == 204
    assert "Paul R. lit ce commentaire en ce moment" in desk.get(card(first)).text


@pytest.mark.slow
def test_look_alikes_and_case_law_stand_on_the_card(desk):
    words = "Achetez vite nos merveilleux tapis berbères à moitié prix, livraison gratuite partout, écrivez {}"
    judged = cast.a_comment(text=words.format("vite"))
    judged.reject(by=cast.paul(), **cast.against(8))
    twins = [cast.a_comment(text=words.format(n)) for n in ("ici", "nous")]
    assert "1 commentaire presque identique attend" in unescape(desk.get(card(twins[0])).text)
    near = unescape(desk.get(f"{QUEUE}{twins[0].pk}/proches/").text)
    assert judged.text in near
    assert "Refusé" in near


@pytest.mark.slow
def test_an_edit_between_display_and_decision_is_shown_word_by_word(desk):
    comment = cast.a_comment(text="Le maire a tort sur ce point.")
    seen = {"revision": comment.revision_id}
    Comment.objects.get(pk=comment.pk).edit("Le maire a raison sur ce point.")
    response = decide(desk, comment, "approve", **seen)
    assert response.status_code == 409
    assert "<del>tort</del><ins>raison</ins>" in response.text
