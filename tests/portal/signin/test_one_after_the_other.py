"""Two colleagues vouch in the same second: each reads what the other has said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.signin import lost
from portal.signin.models import StaffEvent
from tests import cast
from tests.comments.two_connections import late

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def given_back(user):
    return StaffEvent.objects.filter(user=user, kind="factors_reset").count()


def test_two_who_vouch_at_once_are_two():
    sofia, paul, zoe = cast.sofia(), cast.paul(), cast.zoe()
    assert late(lambda: lost.ask(sofia, by=zoe), after=lambda: lost.ask(sofia, by=paul))
    assert given_back(sofia) == 1


def test_factors_are_taken_away_once_though_the_delay_ends_as_a_second_vouches():
    sofia, nora, zoe = cast.sofia(), cast.nora(), cast.zoe()
    lost.ask(sofia, by=nora)
    tomorrow = timezone.now() + timedelta(hours=25)
    late(lambda: lost.reset_due(tomorrow), after=lambda: lost.ask(sofia, by=zoe))
    assert given_back(sofia) == 1
