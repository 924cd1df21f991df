"""What every version of the charter must keep, and which of them may take over."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comments.models import Charter


def test_a_charter_keeps_a_rule_for_what_is_unlawful_and_no_older_one_takes_over(db):
    draft = Charter.objects.draft()
    draft.clauses.filter(gravity=3).update(gravity=2)
    with pytest.raises(ValidationError, match="illicite"):
        draft.publish()
    draft.clauses.filter(number=7).update(gravity=3)
    draft.publish(at=timezone.now() + timezone.timedelta(days=5))
    with pytest.raises(ValidationError, match="annoncée"):
        Charter.objects.draft().publish()
