"""Who may impose and who may end a sanction, and what counts as a warning: each limit by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import (
    Appeal,
    BeyondReach,
    Letter,
    NotWarned,
    NotYours,
    SettledAlready,
    Suspension,
)
from tests import cast

pytestmark = pytest.mark.both


@pytest.fixture
def comment(db):
    return cast.a_rejected_comment(by=cast.sofia(), email="troll@exemple.org")


def test_a_sanction_that_is_no_warning_warns_of_nothing(comment):
    cast.a_suspension(comment, "hold")
    with pytest.raises(NotWarned):
        cast.a_suspension(comment, warned=False)


@pytest.mark.slow
def test_a_warning_that_was_lifted_warns_of_nothing(comment):
    cast.a_suspension(comment, "warn").lift(by=cast.sofia(), reasons="À tort.")
    with pytest.raises(NotWarned):
        cast.a_suspension(comment, warned=False)


@pytest.mark.slow
def test_a_warning_about_alerts_is_none_about_comments(db):
    target = cast.a_published_comment()
    notice = cast.a_notice(target, email="troll@exemple.org")
    Suspension.objects.impose("warn", by=cast.sofia(), notice=notice, reasons="Dix sans objet.")
    written = cast.a_comment(email="troll@exemple.org")
    with pytest.raises(NotWarned):
        cast.a_suspension(written, warned=False)


def test_a_moderator_holds_for_some_days_and_the_lead_without_end(comment):
    particulars = {"comment": comment, "reasons": "Deux insultes en une heure."}
    with pytest.raises(BeyondReach):
        Suspension.objects.impose("hold", by=cast.sofia(), **particulars)
    assert Suspension.objects.impose("hold", by=cast.zoe(), **particulars).until is None


def test_a_form_filled_in_for_a_minute_is_no_longer_a_term_than_a_moderator_may_impose(comment):
    at = timezone.now()
    longest = at + timedelta(days=7, minutes=1)
    particulars = {"comment": comment, "reasons": "Deux insultes.", "by": cast.sofia(), "at": at}
    with pytest.raises(BeyondReach):
        Suspension.objects.impose("hold", until=longest + timedelta(seconds=1), **particulars)
    assert Suspension.objects.impose("hold", until=longest, **particulars).until == longest


@pytest.mark.slow
def test_a_colleague_leaves_a_sanction_alone_unless_they_imposed_it_or_lead(comment):
    with pytest.raises(BeyondReach):
        cast.a_suspension(comment, "warn", by=cast.sofia()).lift(by=cast.paul(), reasons="Trop.")
    for ends in (cast.sofia, cast.zoe):
        sanction = cast.a_suspension(comment, "warn", by=cast.sofia())
        assert sanction.lift(by=ends(), reasons="À tort.").kind == "lift"


def test_nobody_ends_their_own_sanction_even_before_they_contest_it(comment):
    lead = cast.zoe()
    lead.email = "Troll@exemple.org"
    with pytest.raises(NotYours):
        cast.a_suspension(comment, "warn").lift(by=lead, reasons="C’est moi.")


def test_a_sanction_that_nobody_contests_is_confirmed_by_nobody(comment):
    with pytest.raises(SettledAlready):
        cast.a_suspension(comment, "warn").confirm(by=cast.zoe(), reasons="Elle tient.")


@pytest.mark.slow
def test_a_sanction_that_is_over_or_was_lifted_is_lifted_by_nobody(comment):
    sanction = cast.a_suspension(comment, days=1)
    later = timezone.now() + timedelta(days=2)
    with pytest.raises(SettledAlready):
        sanction.lift(by=cast.zoe(), reasons="Trop long.", at=later)
    lifted = cast.a_suspension(comment, "warn")
    lifted.lift(by=cast.zoe(), reasons="À tort.")
    with pytest.raises(SettledAlready):
        lifted.lift(by=cast.zoe(), reasons="Encore.")


def test_a_sanction_lifted_at_once_is_told_as_lifted_only(comment):
    sanction = cast.a_suspension(comment, "warn")
    lifting = sanction.lift(by=cast.sofia(), reasons="À tort.")
    waiting = Letter.objects.filter(kind="sanction", state="waiting")
    assert [letter.suspension for letter in waiting] == [lifting]


def test_what_was_lifted_is_contested_by_nobody(comment):
    sanction = cast.a_suspension(comment, "warn")
    assert sanction.can_appeal()
    lifting = sanction.lift(by=cast.sofia(), reasons="À tort.")
    assert not sanction.can_appeal()
    assert not lifting.can_appeal(), "the end of a sanction is none"


@pytest.mark.slow
def test_a_contested_sanction_names_who_is_contested_and_who_judged(comment):
    sanction = cast.a_suspension(comment, "warn", by=cast.sofia())
    assert sanction.contested_by is None
    appeal, _is_new = Appeal.objects.lodge(suspension=sanction, text="Non.", language="fr")
    ruling = sanction.confirm(by=cast.zoe(), reasons="Elle tient.")
    appeal.refresh_from_db()
    assert (ruling.contested_by, appeal.ruling) == (cast.sofia(), ruling)
