"""Nobody acts in another's name: sanctions, letters and notices of whoever types a stranger's address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Letter, NotWarned, Subscription, Suspension, TrustedFlagger
from tests import cast

pytestmark = pytest.mark.both

COMMENTS, NOTICES = Suspension.Scope.COMMENTS, Suspension.Scope.NOTICES
VICTIM, TROLL = "victime@exemple.org", "t" * 64


def confirm(comment):
    Subscription.objects.ask(comment).confirm()


@pytest.mark.slow
def test_a_ban_under_a_borrowed_address_shuts_out_the_troll_and_not_the_owner(db):
    comment = cast.a_rejected_comment(email=VICTIM, sender=TROLL)
    cast.a_suspension(comment, "ban", by=cast.zoe())
    assert Suspension.objects.shutting_out(COMMENTS, "", TROLL)
    assert Suspension.objects.shutting_out(COMMENTS, VICTIM, "v" * 64) is None
    assert not Suspension.objects.holding(VICTIM, "v" * 64)


@pytest.mark.slow
def test_a_confirmed_address_is_bound_wherever_its_owner_writes_from(db):
    comment = cast.a_rejected_comment(email=VICTIM, sender=TROLL)
    earlier = cast.a_comment(email=VICTIM, sender=TROLL)
    confirm(earlier)
    cast.a_suspension(comment, "ban", by=cast.zoe())
    assert Suspension.objects.shutting_out(COMMENTS, VICTIM, "elsewhere")


@pytest.mark.slow
def test_an_address_that_somebody_else_confirmed_is_not_bound(db):
    own = cast.a_comment(email=VICTIM, sender="v" * 64)
    confirm(own)
    borrowed = cast.a_rejected_comment(email=VICTIM, sender=TROLL)
    cast.a_suspension(borrowed, "ban", by=cast.zoe())
    assert Suspension.objects.shutting_out(COMMENTS, VICTIM, "v" * 64) is None


@pytest.mark.slow
def test_a_stranger_gets_three_letters_a_day_whatever_is_posted_in_their_name(db, settings):
    settings.LETTERS_TO_A_STRANGER = 3
    for _each in range(5):
        cast.a_comment(email=VICTIM)
    assert Letter.objects.filter(to=VICTIM).count() == 3
    cast.a_comment(email=VICTIM, at=timezone.now() + timedelta(days=1, hours=1))
    assert Letter.objects.filter(to=VICTIM).count() == 4


def test_the_teams_reminders_take_no_letter_from_a_colleague_who_comments(db, settings):
    settings.LETTERS_TO_A_STRANGER = 3
    paul, waiting = cast.paul(), cast.a_comment()
    for hour in range(3):
        Letter.objects.remind(paul, waiting, timezone.now() + timedelta(hours=hour))
    cast.a_comment(email=paul.email)
    assert Letter.objects.filter(to=paul.email, kind="receipt").count() == 1


@pytest.mark.slow
def test_who_confirmed_an_address_gets_every_letter(db, settings):
    settings.LETTERS_TO_A_STRANGER = 3
    confirm(cast.a_comment(email=VICTIM))
    before = Letter.objects.filter(to=VICTIM).count()
    for _each in range(4):
        cast.a_comment(email=VICTIM)
    assert Letter.objects.filter(to=VICTIM).count() == before + 4


def test_a_trusted_flagger_gets_every_answer(db, settings):
    settings.LETTERS_TO_A_STRANGER = 3
    flagger = TrustedFlagger.objects.create(name="Vigie", email="Vigie@exemple.org")
    for _each in range(5):
        cast.a_notice(cast.a_published_comment(), flagger=flagger, email="vigie@exemple.org")
    assert Letter.objects.filter(kind="acknowledgment", to="vigie@exemple.org").count() == 5


def test_a_suspension_waits_until_the_warning_has_arrived(db):
    comment = cast.a_rejected_comment(email="lina@exemple.org", sender=TROLL)
    about = {"comment": comment, "reasons": "Deux insultes.", "clause": cast.clause(1)}
    soon = {"by": cast.sofia(), "until": timezone.now() + timedelta(days=2)}
    warning = Suspension.objects.impose("warn", by=cast.sofia(), **about)
    with pytest.raises(NotWarned):
        Suspension.objects.impose("suspend", **soon, **about)
    warning.letters.update(state="sent")
    Suspension.objects.impose("suspend", **soon, **about)


def test_without_an_address_the_private_page_must_have_told_of_it_for_an_hour(db):
    comment = cast.a_rejected_comment(sender=TROLL)
    about = {"comment": comment, "reasons": "Deux insultes.", "clause": cast.clause(1)}
    now = timezone.now()
    Suspension.objects.impose("warn", by=cast.sofia(), at=now, **about)
    term = {"by": cast.sofia(), "until": now + timedelta(days=2)}
    with pytest.raises(NotWarned):
        Suspension.objects.impose("suspend", at=now + timedelta(minutes=59), **term, **about)
    Suspension.objects.impose("suspend", at=now + timedelta(minutes=61), **term, **about)


@pytest.mark.slow
def test_one_browser_hides_nothing_alone_however_many_addresses_it_types(db, client):
    from comments.models import Thresholds

    comment = cast.a_published_comment()
    first = cast.a_notice(comment, sender=TROLL, email="n@exemple.org")
    Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": first.weight + 1})
    for number in range(3):
        cast.a_notice(comment, sender=TROLL, email=f"n{number}@exemple.org")
    comment.refresh_from_db()
    assert comment.notices.count() == 4
    assert comment.hidden_at is None
    cast.a_notice(comment, sender="v" * 64)
    comment.refresh_from_db()
    assert comment.hidden_at, "a second reader weighs"


def test_another_address_typed_in_the_same_browser_is_the_same_reader(rf, db):
    from comments.door import double_click

    comment = cast.a_published_comment()
    keys = {
        double_click.key_of_notice(
            rf.post("/", headers={"User-Agent": "Firefox"}, REMOTE_ADDR=address),
            comment,
            email=email,
        )
        for email in ("", "a@exemple.org", "b@exemple.org")
        for address in ("2001:db8:1:2::a1", "2001:db8:1:2::b2")
    }
    assert len(keys) == 1


def test_a_notice_of_a_copyright_veils_nothing(db):
    comment = cast.a_published_comment()
    unlawful = next(c for c in cast.Charter.objects.in_force().clauses.all() if c.is_unlawful)
    assert not unlawful.is_hateful
    assert not comment.is_harsh([cast.a_notice(comment, clause=unlawful)], [])
