"""The newsroom's own limits: what they are until a lead changes them, and how far they go."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from comments.models import Thresholds

pytestmark = pytest.mark.once


def test_until_a_lead_changes_them_the_limits_are_these():
    limits = Thresholds()
    assert limits.hide_at_weight is None, "alerts hide nothing by themselves"
    assert limits.trusted_hours == 6
    assert limits.legal_hours == 24
    assert limits.notice_hours == 48
    assert limits.appeal_hours == 7 * 24
    assert limits.suspension_days == 7
    assert limits.pause_after == 10


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("hide_at_weight", 20, None),
        *((f"{what}_hours", 1, 30 * 24) for what in ("trusted", "legal", "notice", "appeal")),
        ("suspension_days", 1, 7),
        ("pause_after", 3, 100),
    ],
)
def test_a_limit_may_be_its_least_and_its_most_and_no_further(name, least, most):
    def is_taken(value):
        try:
            Thresholds(pk=1, **{name: value}).clean_fields()
        except ValidationError as error:
            return name not in error.error_dict
        return True

    assert [is_taken(least), is_taken(least - 1)] == [True, False]
    if most:
        assert [is_taken(most), is_taken(most + 1)] == [True, False]


def test_a_trusted_flagger_is_answered_in_their_own_time_even_about_what_the_law_forbids():
    limits = Thresholds(trusted_hours=2, legal_hours=12, notice_hours=24)
    assert limits.time_to_answer(is_legal=True, is_trusted=True) == timedelta(hours=2)
    assert limits.time_to_answer(is_trusted=True) == timedelta(hours=2)
    assert limits.time_to_answer(is_legal=True) == timedelta(hours=12)
    assert limits.time_to_answer() == timedelta(hours=24)
