"""The lead sees which kind mentions of groups the model holds against somebody, and whether its forecasts drift."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from comments.admin.triage import fairness
from comments.models import Reading
from comments.rules.triage import mentions
from tests import cast
from tests.comments.sorting.house import a_serving_model, decided

pytestmark = [pytest.mark.slow, pytest.mark.both, pytest.mark.django_db]
PAGE = "/admin/comments/triagesettings/equite/"


def page_of(who):
    client = Client()
    client.force_login(who)
    return client.get(PAGE)


def words(who):
    return " ".join(unescape(page_of(who).text).split())


def read_and_decided(number, *, refused, score, weeks_ago=0):
    """A reading of each text before so many of them were refused."""
    at = timezone.now() - timedelta(weeks=weeks_ago, hours=3)
    rules = ["ad_hominem" if n < refused else None for n in range(number)]
    decisions = decided(
        [(f"Texte {n} du {weeks_ago}", "fr", rule) for n, rule in enumerate(rules)], at=at
    )
    model = a_serving_model() if not Reading.objects.exists() else Reading.objects.first().model
    Reading.objects.bulk_create(
        Reading(revision=each.revision, model=model, score=score, band=2, at=at)
        for each in decisions
    )


def test_there_are_thirty_mentions_of_each_group_in_three_languages():
    told = mentions.mentions()
    assert len(told) == 300
    assert {each.group for each in told} == set(mentions.GROUPS)
    assert {each.kind for each in told} == set(mentions.KINDS)
    assert all(sum(each.group == group for each in told) == 30 for group in mentions.GROUPS)


def test_a_group_more_than_ten_points_above_all_is_marked():
    told = mentions.fairness(lambda text: 1.0 if "femme" in text else 0.0)
    above = [each.name for each in told["group"] if each.is_above]
    assert above == ["women"]
    assert told["all"].flagged == sum("femme" in each.text for each in mentions.mentions())
    assert not any(each.is_above for each in mentions.fairness(lambda _text: 1.0)["group"])


def test_the_lead_sees_the_shares_of_the_serving_model(db):
    assert "Aucun modèle ne sert" in words(cast.zoe())
    a_serving_model()
    page = words(cast.zoe())
    assert "300 phrases aimables ou neutres" in page
    assert "femmes" in page
    assert "insulte citée" in page
    assert page_of(cast.sofia()).status_code == 403


def test_a_week_whose_forecasts_were_wrong_by_more_than_ten_points_is_marked(db):
    read_and_decided(40, refused=20, score=0.2)
    (week,) = fairness.drift()
    assert (week.decided, week.expected, week.happened, week.drifts) == (40, 20, 50, True)
    assert "il dérive" in words(cast.zoe())


def test_a_week_of_good_forecasts_and_one_of_few_decisions_are_not(db):
    read_and_decided(40, refused=10, score=0.3)
    read_and_decided(5, refused=5, score=0.0, weeks_ago=3)
    now, before = fairness.drift()
    assert (now.expected, now.happened, now.drifts) == (30, 25, False)
    assert (before.decided, before.expected, before.drifts) == (5, None, False)
    assert "· il dérive" not in words(cast.zoe())
