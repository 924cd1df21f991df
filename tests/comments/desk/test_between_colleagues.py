"""Second opinions and notes between colleagues; leases of those who may decide; honest times."""

import time
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from comments.door.sender import sender_of
from comments.models import Comment, Conflict, Event, Lease, NotYours
from tests import cast
from tests.comments.admin.test_desk import QUEUE, card, decide

pytestmark = pytest.mark.once

WHY = {"why": "Ironie, ou attaque ?"}


def as_colleague(someone):
    client = Client()
    client.force_login(someone)
    return client


@pytest.fixture
def asked(db):
    """A comment on which Sofia asked for a second opinion, Paul being there."""
    cast.paul()
    comment = cast.a_comment()
    comment.escalate(by=cast.sofia(), **WHY)
    return comment


@pytest.mark.slow
def test_a_second_opinion_is_not_given_by_whoever_asked(asked):
    with pytest.raises(NotYours):
        asked.approve(by=cast.sofia())
    assert decide(as_colleague(cast.sofia()), asked, "approve").status_code == 403
    assert asked not in Comment.objects.escalated().decidable_by(cast.sofia())
    assert asked in Comment.objects.escalated().decidable_by(cast.paul())
    asked.approve(by=cast.paul())


def test_whoever_is_alone_on_the_team_answers_their_own_question(db):
    comment = cast.a_comment()
    comment.escalate(by=cast.sofia(), **WHY)
    assert comment in Comment.objects.escalated().decidable_by(cast.sofia())
    comment.approve(by=cast.sofia())


@pytest.mark.slow
def test_the_colleague_reads_why(asked):
    page = unescape(as_colleague(cast.paul()).get(f"{card(asked)}?file=escalated").text)
    assert "Notes entre collègues" in page
    assert WHY["why"] in page


@pytest.mark.slow
def test_the_card_says_who_asks_wherever_it_is_opened_from_and_asks_nobody_again(asked):
    asked.note("Une autre remarque.", by=cast.paul())
    page = unescape(as_colleague(cast.paul()).get(card(asked)).text)
    question, _text, rest = page.partition('class="mod__aff"')
    assert "<bdi>Sofia M.</bdi> demande un second avis" in question
    assert WHY["why"] in question
    assert "Une autre remarque." not in question
    assert "Second avis demandé" in rest[: rest.index("com__texte")]
    assert "Demander un second avis" not in page
    assert 'data-lane="escalated"' in page
    page = unescape(as_colleague(cast.paul()).get(f"{card(asked)}?file=pending").text)
    assert "Demander un second avis" not in page


@pytest.mark.slow
def test_a_second_opinion_needs_a_word(db):
    comment = cast.a_comment()
    response = as_colleague(cast.sofia()).post(
        f"{QUEUE}{comment.pk}/second-avis/", {"seen": comment.version, "why": " "}
    )
    assert response.status_code == 422
    assert "Dites en un mot à vos collègues ce qui vous arrête." in unescape(response.text)
    assert Comment.objects.get(pk=comment.pk).escalated_at is None


def test_the_question_is_taken_back_by_whoever_asked_and_in_time(asked, settings):
    with pytest.raises(NotYours):
        asked.take_back_escalation(by=cast.paul())
    settings.UNDO_SECONDS = 0
    with pytest.raises(Conflict):
        asked.take_back_escalation(by=cast.sofia())
    settings.UNDO_SECONDS = 30
    answer = as_colleague(cast.sofia()).post(f"{QUEUE}annulations/", {"held": asked.pk})
    assert answer.status_code == 302
    assert list(Comment.objects.pending()) == [asked]
    kinds = [event.kind for event in asked.events.order_by("sequence")]
    assert kinds == [Event.Kind.SUBMITTED, Event.Kind.ESCALATED, Event.Kind.RECALLED]


@pytest.mark.slow
def test_a_note_is_for_colleagues_alone_and_the_log_tells_that_it_exists(db, client):
    comment = cast.a_published_comment()
    sent = {"why": "Déjà vu la semaine dernière."}
    as_colleague(cast.sofia()).post(f"{QUEUE}{comment.pk}/notes/", sent)
    assert sent["why"] in as_colleague(cast.paul()).get(card(comment)).text
    event = comment.events.order_by("sequence").last()
    assert (event.kind, event.by) == ("noted", f"user:{cast.sofia().pk}")
    as_colleague(cast.sofia()).post(f"{QUEUE}{comment.pk}/notes/", sent)
    assert comment.colleagues_notes.count() == 1, "a second press"
    private = reverse("comments:follow_up", kwargs={"key": comment.follow_key})
    pages = [comment.article.get_absolute_url(), private]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "semaine dernière" not in page.text, address


@pytest.mark.slow
def test_whoever_may_not_decide_takes_no_lease(db):
    own = cast.a_comment(email=cast.sofia().email)
    for colleague in (cast.sofia(), cast.nora()):
        as_colleague(colleague).get(f"{card(own)}?file=pending")
        as_colleague(colleague).post(f"{QUEUE}lectures/", {"garder": own.pk})
        as_colleague(colleague).post(f"{QUEUE}suivant/", {"file": "pending"})
        assert not Lease.objects.exists(), colleague
    as_colleague(cast.paul()).get(f"{card(own)}?file=pending")
    assert Lease.objects.get().by == cast.paul()


@pytest.mark.slow
def test_a_lane_with_nothing_for_me_says_how_many_are_with_colleagues(asked):
    other = cast.a_published_comment()
    page = unescape(as_colleague(cast.sofia()).get(f"{card(other)}?file=escalated").text)
    assert "1 autre est chez un collègue." in page
    assert "La file est vide" not in page


@pytest.mark.parametrize(
    ("opened_ago", "shown_for", "seconds"),
    [
        (25, "8000", 8),  # fetched ahead, read for eight seconds
        (25, None, 25),  # without scripts the page was shown at once
        (5, "60000", 6),  # a browser cannot have shown it before it was sent
        (9000, None, 3600),
    ],
)
def test_the_log_tells_how_long_the_card_was_read(db, opened_ago, shown_for, seconds):
    comment = cast.a_comment()
    times = {"opened": int(time.time()) - opened_ago}
    if shown_for:
        times["shown_for"] = shown_for
    decide(as_colleague(cast.sofia()), comment, "approve", **times)
    assert abs(comment.last_decision.seconds_taken - seconds) <= 1


@pytest.mark.slow
def test_the_statement_of_one_rule_is_not_sent_with_another(db):
    comment = cast.a_comment()
    words = {"clause": "3", "reasons": cast.clause(1).reasons("fr")}
    response = decide(as_colleague(cast.sofia()), comment, "reject", **words)
    assert response.status_code == 422
    assert "Cet exposé est celui de la règle 1" in unescape(response.text)
    assert words["reasons"] in unescape(response.text)
    assert Comment.objects.get(pk=comment.pk).is_pending


@pytest.mark.slow
def test_a_ruling_that_is_refused_comes_back_in_its_own_form(db):
    comment = cast.a_rejected_comment(email="lina@exemple.org")
    sanction = cast.a_suspension(comment, "ban", by=cast.zoe())
    sent = {"sanction": sanction.pk, "kind": "lift", "reasons": "Il a compris."}
    page = as_colleague(cast.sofia()).post(f"{QUEUE}{comment.pk}/sanctions/", sent)
    assert page.status_code == 403
    form = page.text.split(f'id="ruling{sanction.pk}_reasons"')[1].split("</textarea>")[0]
    assert "Il a compris." in form


@pytest.mark.slow
def test_a_text_sent_from_ones_own_browser_is_ones_own_without_an_address(db, client, rf):
    browser = {"headers": {"User-Agent": "Firefox à la rédaction"}}
    comment = cast.a_comment(sender=sender_of(rf.get("/", **browser)))
    client.force_login(cast.sofia())
    page = client.post(
        f"{QUEUE}{comment.pk}/decisions/", {"kind": "approve", "seen": comment.version}, **browser
    )
    assert page.status_code == 403
    assert "c’est votre texte, votre alerte" in unescape(client.get(card(comment), **browser).text)
    assert client.post(f"{QUEUE}suivant/", {"file": "pending"}, **browser).status_code == 204
    at_home = {"headers": {"User-Agent": "Firefox à la maison"}}
    assert client.get(card(comment), **at_home).status_code == 200
    assert decide(client, comment, "approve").status_code == 302


def test_an_account_of_the_staff_needs_an_address(db, client):
    client.force_login(cast.nora())
    words = {
        "username": "lea",
        "password1": "une-phrase-longue-2026",
        "password2": "une-phrase-longue-2026",
    }
    page = client.post("/admin/auth/user/add/", words)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["email"]
    added = client.post("/admin/auth/user/add/", {**words, "email": "lea@redaction.example"})
    assert added.status_code == 302
