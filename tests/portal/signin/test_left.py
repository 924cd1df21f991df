"""What let a colleague in goes a year after they left; their name stays under what they decided."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from comments.log.audit import broken_links
from portal.signin import journal
from portal.signin.left import forget_who_left
from portal.signin.models import Kind
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]
NOW = timezone.now()
YEAR = timedelta(days=365)


@pytest.fixture
def left(sofia, telephone):
    """Sofia, who decided, and whose account was disabled a year ago."""
    cast.a_rejected_comment()
    sofia.is_active, sofia.date_joined = False, NOW - 3 * YEAR
    sofia.save()
    journal.note(Kind.DISABLED, sofia, at=NOW - YEAR)
    return sofia


def test_a_year_after_they_left_nothing_of_it_is_there(left):
    assert forget_who_left(at=NOW) == 0, "not yet"
    assert forget_who_left(at=NOW + timedelta(seconds=1)) == 1
    left.refresh_from_db()
    assert (left.email, left.has_usable_password(), left.first_name) == ("", False, "Sofia")
    assert not Authenticator.objects.exists()
    assert list(broken_links()) == []
    assert forget_who_left(at=NOW + timedelta(seconds=1)) == 0, "once is enough"


def test_whoever_came_back_and_left_again_has_a_year_from_then(left):
    journal.note(Kind.ENABLED, left, at=NOW - timedelta(days=90))
    journal.note(Kind.DISABLED, left, at=NOW - timedelta(days=30))
    assert forget_who_left(at=NOW + timedelta(days=300)) == 0
    assert forget_who_left(at=NOW + timedelta(days=336)) == 1


def test_of_an_account_disabled_before_it_was_noted_the_last_sign_in_counts(sofia):
    sofia.is_active, sofia.date_joined = False, NOW - 3 * YEAR
    sofia.last_login = NOW - timedelta(days=100)
    sofia.save()
    assert forget_who_left(at=NOW + timedelta(days=200)) == 0
    assert forget_who_left(at=NOW + timedelta(days=266)) == 1


def test_whoever_works_here_stays(sofia, telephone):
    assert forget_who_left(at=NOW + 9 * YEAR) == 0
