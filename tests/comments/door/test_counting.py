"""Of those who come at once as many pass as the rate allows, and no one more."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from comments.door import rates
from tests.comments.models.test_races import at_once

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LIMITS = {("comment", "reader"): (5, 3600), ("comment", "address"): (50, 3600)}


@pytest.mark.both
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_forty_at_once_are_counted_one_by_one():
    cache.clear()

    passed = at_once(lambda _number: rates.counted(LIMITS, NOW) is None, times=40, threads=8)
    assert sum(passed) == 5


@pytest.mark.parametrize("where", ["the table", "another cache"])
def test_one_who_is_refused_fills_no_other_counter(db, settings, where):
    if where == "another cache":
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    for _each in range(5):
        assert rates.counted(LIMITS, NOW) is None
    for _each in range(100):
        assert rates.counted(LIMITS, NOW) == datetime(2026, 11, 27, 13, tzinfo=UTC)
    of_the_address = {("comment", "address"): (50, 3600)}
    passed = [rates.counted(of_the_address, NOW) is None for _each in range(50)]
    assert passed == [True] * 45 + [False] * 5
