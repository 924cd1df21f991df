"""One decision in fifty is read again, blind; newcomers practise; the lead sees how far the house agrees."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import (
    Comment,
    Decision,
    Event,
    NotYours,
    SecondReading,
    SettledAlready,
    second_reading,
)
from tests import cast
from tests.comments.sorting.house import decided

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.django_db]
READ, SCHOOL, AGREEMENT = (
    f"/admin/comments/decision/{page}/" for page in ("relecture", "exercice", "accord")
)
TEXT = "La passerelle sera fermée tout l’hiver."
LATER = timedelta(hours=2)


@pytest.fixture
def all_drawn(monkeypatch):
    """Every decision is one of the two in a hundred."""
    monkeypatch.setattr(second_reading, "ONE_IN", 1)


def signed_in(who):
    client = Client()
    client.force_login(who)
    return client


def words(answer):
    return " ".join(unescape(answer.text).split())


def refused(by, at=None):
    comment = cast.a_comment(text=TEXT, at=(at or timezone.now()) - 2 * LATER)
    return comment.reject(by=by, at=(at or timezone.now()) - LATER, **cast.against(1))


# Which, and by whom


def test_two_in_a_hundred_are_drawn_and_always_the_same_ones(db):
    drawn = [number for number in range(20_000) if second_reading._is_drawn(number)]
    assert 330 < len(drawn) < 470
    assert drawn == [number for number in range(20_000) if second_reading._is_drawn(number)]


def test_somebody_else_reads_it_once_it_stands_and_only_once(all_drawn):
    decision, paul = refused(cast.sofia()), cast.paul()
    due = SecondReading.objects.due_for
    assert due(cast.sofia()) is None, "one's own"
    assert due(paul) == decision.pk
    assert due(paul, at=decision.at + timedelta(minutes=30)) is None, "it may be taken back"
    assert due(paul, at=decision.at + timedelta(days=31)) is None
    SecondReading.objects.read(decision, by=paul, refuses=False)
    assert due(cast.zoe()) is None
    with pytest.raises(SettledAlready):
        SecondReading.objects.read(decision, by=cast.zoe(), refuses=False)


def test_nobody_reads_their_own_nor_what_was_not_drawn(all_drawn, monkeypatch):
    decision = refused(cast.sofia())
    with pytest.raises(NotYours):
        SecondReading.objects.read(decision, by=cast.sofia(), refuses=False)
    monkeypatch.setattr(second_reading, "is_drawn", lambda *_words: False)
    with pytest.raises(NotYours):
        SecondReading.objects.read(decision, by=cast.paul(), refuses=False)


# The page


def test_the_second_reader_sees_the_text_and_neither_author_nor_decision(all_drawn):
    decision = refused(cast.sofia())
    page = words(signed_in(cast.paul()).get(READ))
    assert TEXT in page
    assert "checked" not in page, "nothing is chosen beforehand"
    for hidden in ("Nadia", decision.reasons, "Sofia", "Refusé"):
        assert hidden not in page, hidden


def test_a_reading_is_kept_and_changes_nothing(all_drawn):
    decision = refused(cast.sofia())
    before = Event.objects.count(), Comment.objects.get().version
    answer = signed_in(cast.paul()).post(READ, {"case": decision.pk, "verdict": "2"}, follow=True)
    assert "rien ne change pour ce commentaire" in words(answer)
    kept = SecondReading.objects.get()
    assert (kept.refuses, kept.clause.number, kept.by) == (True, 2, cast.paul())
    assert (Event.objects.count(), Comment.objects.get().version) == before
    again = signed_in(cast.zoe()).post(
        READ, {"case": decision.pk, "verdict": "publish"}, follow=True
    )
    assert "relu entre-temps" in words(again)


def test_without_a_choice_the_text_stays_and_the_page_says_so(all_drawn):
    decision = refused(cast.sofia())
    answer = signed_in(cast.paul()).post(READ, {"case": decision.pk})
    assert answer.status_code == 400
    assert "Dites comment vous décideriez" in words(answer)
    assert TEXT in words(answer)
    assert not SecondReading.objects.exists()


@pytest.mark.parametrize("case", ["", "x", "999999999", "99999999999999999999999"])
def test_a_case_that_is_none_is_no_fault_of_the_server(all_drawn, case):
    answer = signed_in(cast.paul()).post(READ, {"case": case, "verdict": "publish"})
    assert answer.status_code in {200, 400}
    assert not SecondReading.objects.exists()


# School


def test_a_newcomer_judges_and_then_sees_what_the_house_decided(db):
    decision = refused(cast.sofia())
    desk = signed_in(cast.paul())
    asked = words(desk.get(SCHOOL))
    assert TEXT in asked
    assert decision.reasons not in asked
    for verdict, told in (
        ("1", "La maison a décidé de même."),
        ("2", "pour une autre raison"),
        ("publish", "La maison a décidé autrement."),
    ):
        answer = words(desk.post(SCHOOL, {"case": decision.pk, "verdict": verdict}))
        assert told in answer
        assert decision.reasons in answer
    assert not SecondReading.objects.exists()


# What the lead sees


def read_again(decisions, by, refuses):
    for decision in decisions:
        second = SecondReading.objects.read(
            decision, by=by, refuses=refuses, clause=cast.clause(1) if refuses else None
        )
        assert second.pk


def test_the_lead_sees_kappa_by_week_rule_language_and_pair_and_the_cases_to_discuss(all_drawn):
    told = [
        (f"{TEXT} {n}", "ar" if n % 2 else "fr", "ad_hominem" if n < 10 else None)
        for n in range(20)
    ]
    decisions = decided(told, by=[cast.sofia()])
    read_again(decisions[:8], cast.paul(), refuses=True)
    read_again(decisions[8:], cast.paul(), refuses=False)
    page = words(signed_in(cast.zoe()).get(AGREEMENT))
    # 18 of 20 alike; by chance 0.4 · 0.5 + 0.6 · 0.5 = 0.5: (0.9 - 0.5) / 0.5.
    assert "20 lectures, d’accord à 90 %." in page
    assert "kappa 0,80, de 0,54 à 1,00" in page
    assert "Paul R. · Sofia M." in page
    assert "العربيّة" in page
    assert "1. Attaque ad hominem" in page
    assert page.count("/admin/comments/comment/") >= 2
    for decision in decisions[8:10]:
        assert f">{decision.comment_id}</a>" in page


def test_little_agreement_is_said_in_words(all_drawn):
    decisions = decided([(f"{TEXT} {n}", "fr", None) for n in range(12)], by=[cast.sofia()])
    read_again(decisions[:6], cast.paul(), refuses=True)
    read_again(decisions[6:], cast.paul(), refuses=False)
    assert "parlez ensemble des cas ci-dessous" in words(signed_in(cast.zoe()).get(AGREEMENT))


def test_each_page_is_for_whom_it_concerns(db):
    for who, allowed in (
        (cast.paul, {READ, SCHOOL}),
        (cast.zoe, {READ, SCHOOL, AGREEMENT}),
        (cast.hicham, set()),
    ):
        client = signed_in(who())
        for page in (READ, SCHOOL, AGREEMENT):
            assert (client.get(page).status_code == 200) == (page in allowed), (who, page)


def test_without_anything_each_page_says_so(db):
    zoe = signed_in(cast.zoe())
    assert "Rien à relire" in words(zoe.get(READ))
    assert "Aucune décision de vos collègues" in words(zoe.get(SCHOOL))
    assert "Aucune seconde lecture encore" in words(zoe.get(AGREEMENT))
    assert not Decision.objects.exists()
