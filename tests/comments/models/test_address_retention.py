"""What is kept of people goes at its term, to the second."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import address_retention
from comments.models import Appeal, Comment, Letter, Notice, Suspension, TrustedFlagger
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]
SECOND = timedelta(seconds=1)


def sanctioned():
    return cast.a_rejected_comment(email="l@exemple.org", sender="s" * 64)


def test_the_hash_of_a_sender_stays_ninety_days_to_the_second(db):
    now = timezone.now()
    comment = cast.a_published_comment(sender="s" * 64)
    notice = cast.a_notice(comment, sender="n" * 64)
    Comment.objects.filter(pk=comment.pk).update(created_at=now)
    Notice.objects.filter(pk=notice.pk).update(at=now)
    term = now + timedelta(days=90)
    assert address_retention.forget_senders(at=term) == 0
    assert address_retention.forget_senders(at=term + SECOND) == 2
    notice.refresh_from_db()
    assert notice.sender == ""


def test_the_key_of_a_trusted_flaggers_notice_goes_at_its_term_too(db):
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    notice = cast.a_notice(cast.a_published_comment(), flagger=flagger)
    term = notice.at + timedelta(days=90)
    assert address_retention.forget_senders(at=term) == 0
    assert address_retention.forget_senders(at=term + SECOND) == 1
    notice.refresh_from_db()
    assert notice.reader == f"forgotten:{notice.pk}"
    assert address_retention.forget_senders(at=term + SECOND) == 0, "once is enough"


@pytest.fixture
def banned(db):
    return cast.a_suspension(
        cast.a_rejected_comment(sender="s" * 64, email="l@exemple.org"), "ban", by=cast.zoe()
    )


def test_the_hash_of_a_ban_stays_ninety_days_to_the_second(banned):
    kept = Suspension.objects.filter(pk=banned.pk).exclude(sender="")
    address_retention.forget_senders(at=banned.at + timedelta(days=90))
    assert kept.exists()
    address_retention.forget_senders(at=banned.at + timedelta(days=90, seconds=1))
    assert not kept.exists()


def test_more_rows_than_one_batch_are_forgotten_in_one_go(db, monkeypatch):
    monkeypatch.setattr(address_retention, "BATCH", 2)
    for _ in range(5):
        cast.a_comment(sender="s" * 64)
    assert address_retention.forget_senders(at=timezone.now() + timedelta(days=91)) == 5


def test_the_address_of_a_suspension_goes_when_its_term_can_be_contested_no_more(db, settings):
    sanction = cast.a_suspension(sanctioned())
    kept = Suspension.objects.filter(pk=sanction.pk).exclude(email="")
    term = sanction.until + timedelta(days=settings.APPEAL_WINDOW_DAYS)
    address_retention.forget_senders(at=term)
    assert kept.exists()
    address_retention.forget_senders(at=term + SECOND)
    assert not kept.exists()


def test_the_address_of_a_lifted_ban_goes_when_the_lifting_is_old_enough(db, settings):
    window = timedelta(days=settings.APPEAL_WINDOW_DAYS)
    ban = cast.a_suspension(sanctioned(), "ban", by=cast.zoe())
    lifted = ban.at + window + timedelta(days=20)
    ban.lift(by=cast.zoe(), reasons="Le temps a passé.", at=lifted)
    kept = Suspension.objects.filter(pk=ban.pk).exclude(email="")
    address_retention.forget_senders(at=lifted + window)
    assert kept.exists()
    address_retention.forget_senders(at=lifted + window + SECOND)
    assert not kept.exists()


def test_the_address_of_a_confirmed_sanction_goes_too(db, settings):
    cast.sofia(), cast.zoe()
    sanction = cast.a_suspension(sanctioned())
    Appeal.objects.lodge(suspension=sanction, text="Relisez.", language="fr")
    sanction.confirm(by=cast.zoe(), reasons="La phrase vise une personne.")
    address_retention.forget_senders(
        at=timezone.now() + timedelta(days=2 * settings.APPEAL_WINDOW_DAYS)
    )
    assert set(Suspension.objects.values_list("email", "sender")) == {("", "")}


def test_the_hash_of_a_sanction_goes_with_its_address(db, settings):
    sanction = cast.a_suspension(sanctioned(), by=cast.zoe(), days=700)
    sanction.lift(by=cast.zoe(), reasons="Une erreur.")
    after = timezone.now() + timedelta(days=settings.APPEAL_WINDOW_DAYS + 1)
    address_retention.forget_senders(at=after)
    assert set(Suspension.objects.values_list("email", "sender")) == {("", "")}


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [("sent", 90, True), ("sent", 91, False), ("failed", 91, False), ("waiting", 91, True)],
)
def test_the_address_of_a_letter_stays_ninety_days_after_it_left(db, state, days, stays):
    cast.a_comment(email="lina@exemple.org")
    now = timezone.now()
    Letter.objects.update(state=state, due_at=now)
    address_retention.forget_senders(at=now + timedelta(days=days))
    assert (Letter.objects.get().to == "lina@exemple.org") == stays
