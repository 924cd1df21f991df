"""Sanctions of a person: warned first, for a stated time, with reasons, and judged again by someone else."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from comments import address_retention, outbox
from comments.log.audit import broken_links
from comments.models import (
    Appeal,
    BeyondReach,
    Comment,
    NobodyKnown,
    Notice,
    NotWarned,
    NotYours,
    SettledAlready,
    Subscription,
    Suspension,
)
from tests import cast

pytestmark = pytest.mark.both


@pytest.fixture
def comment(db):
    return cast.a_rejected_comment(email="troll@exemple.org", sender="a" * 64)


def send(client, article, **typed):
    words = {"name": "Anouar", "text": "Bonjour à tous, voici mon avis.", **typed}
    from comments.door.stamp import stamp_for

    return client.post(
        f"/articles/{article.pk}/commentaires/", {"stamp": stamp_for(article.pk), **words}
    )


@pytest.mark.slow
def test_a_suspension_comes_after_a_warning_unless_the_content_is_unlawful(comment):
    with pytest.raises(NotWarned):
        cast.a_suspension(comment, warned=False)
    assert cast.a_suspension(comment, warned=False, clause=cast.clause(7)).pk
    assert cast.a_suspension(comment).pk


@pytest.mark.slow
def test_a_second_press_is_no_second_sanction_and_another_term_is(comment):
    first = cast.a_suspension(comment, "warn")
    assert cast.a_suspension(comment, "warn").pk == first.pk
    assert comment.suspensions.count() == comment.letters.filter(kind="sanction").count() == 1
    assert cast.a_suspension(comment, "warn", reasons="Une insulte de plus.").pk != first.pk
    short = cast.a_suspension(comment, days=1)
    assert cast.a_suspension(comment, days=7, warned=False).pk != short.pk
    first.lift(by=cast.zoe(), reasons="Par erreur.")
    assert cast.a_suspension(comment, "warn").pk != first.pk, "what was lifted may be given again"


@pytest.mark.slow
def test_a_moderator_goes_as_far_as_seven_days_and_the_lead_beyond(comment):
    with pytest.raises(BeyondReach):
        cast.a_suspension(comment, days=8)
    with pytest.raises(BeyondReach):
        cast.a_suspension(comment, "ban")
    assert cast.a_suspension(comment, days=7).pk
    assert cast.a_suspension(comment, days=60, by=cast.zoe()).pk
    assert cast.a_suspension(comment, "ban", by=cast.zoe()).until is None


def test_nobody_is_suspended_of_whom_nothing_is_known(db):
    with pytest.raises(NobodyKnown):
        cast.a_suspension(cast.a_rejected_comment())


def test_nobody_sanctions_themself(comment):
    sofia = cast.sofia()
    sofia.email = "Troll@exemple.org"
    with pytest.raises(NotYours):
        cast.a_suspension(comment, "warn", by=sofia)


@pytest.mark.slow
def test_the_form_says_until_when_and_why_and_keeps_the_text(client, db):
    article = cast.an_article()
    assert send(client, article).status_code == 302
    first = Comment.objects.get()
    suspension = cast.a_suspension(first)
    answer = send(client, article, text="Un second avis, tout autre.")
    assert answer.status_code == 403
    assert "Vous ne pourrez pas commenter avant le" in answer.text
    assert "règle 1 de la charte" in answer.text
    assert "Un second avis, tout autre." in answer.text
    assert Comment.objects.count() == 1
    suspension.lift(by=cast.sofia(), reasons="Le temps a passé.")
    assert send(client, article, text="Un second avis, tout autre.").status_code == 302


@pytest.mark.slow
def test_another_reader_is_not_concerned_but_a_confirmed_address_is(client, db):
    article = cast.an_article()
    troll = cast.a_comment(email="troll@exemple.org", sender="b" * 64)
    Subscription.objects.ask(troll).confirm()
    cast.a_suspension(troll)
    assert send(client, article).status_code == 302
    other = send(client, article, text="Un autre avis encore.", email="Troll@Exemple.org")
    assert other.status_code == 403


def test_a_suspension_ends_by_itself(client, db):
    article = cast.an_article()
    send(client, article)
    suspension = cast.a_suspension(Comment.objects.get())
    later = suspension.until + timedelta(seconds=1)
    about = (Suspension.Scope.COMMENTS, suspension.email, suspension.sender)
    assert Suspension.objects.shutting_out(*about) == suspension
    assert Suspension.objects.shutting_out(*about, at=later) is None


def test_what_someone_under_a_double_reading_writes_waits_for_two(client, db):
    article = cast.an_article()
    send(client, article)
    cast.a_suspension(Comment.objects.get(), "hold")
    send(client, article, text="Un second avis, tout autre.")
    assert Comment.objects.escalated().get().text == "Un second avis, tout autre."


@pytest.mark.slow
def test_it_is_told_on_the_private_page_and_by_mail_with_its_reasons(client, comment):
    outbox.deliver(at=timezone.now() + timedelta(hours=1))
    cast.a_suspension(comment)
    mail.outbox.clear()
    outbox.deliver(at=timezone.now() + timedelta(hours=1))
    told = next(m for m in mail.outbox if m.subject == "Vos commentaires sont suspendus")
    assert "Deux insultes en une heure." in told.body
    assert "Modération n°" in told.body.replace("\xa0", " ").replace("\u202f", " ")
    page = client.get(f"/suivi/{comment.follow_key}/").text
    assert "Vos commentaires sont suspendus" in page
    assert "Deux insultes en une heure." in page
    assert "Contester cette sanction" in page


@pytest.mark.slow
def test_it_is_contested_once_and_judged_by_someone_else(client, comment):
    suspension = cast.a_suspension(comment, by=cast.sofia())
    address = f"/suivi/{comment.follow_key}/sanctions/{suspension.pk}/recours/"
    assert client.post(address, {"appeal": ""}).status_code == 422
    assert client.post(address, {"appeal": "C’était une citation."}).status_code == 302
    assert client.post(address, {"appeal": "C’était une citation."}).status_code == 302
    appeal = Appeal.objects.open().get()
    assert Comment.objects.appealed().get() == comment
    assert not Comment.objects.appealed().with_an_appeal_for(cast.sofia()).exists()
    with pytest.raises(NotYours):
        suspension.lift(by=cast.sofia(), reasons="Finalement.")
    ruling = suspension.lift(by=cast.zoe(), reasons="C’en était une, en effet.")
    appeal.refresh_from_db()
    assert (appeal.ruling, appeal.answered_by) == (ruling, cast.zoe())
    page = client.get(f"/suivi/{comment.follow_key}/").text
    assert "La sanction est levée." in page
    assert "C’en était une, en effet." in page
    with pytest.raises(SettledAlready):
        suspension.lift(by=cast.zoe(), reasons="Encore.")
    assert list(broken_links()) == []


@pytest.mark.slow
def test_a_sanction_confirmed_stands(client, comment):
    suspension = cast.a_suspension(comment)
    Appeal.objects.lodge(suspension=suspension, text="C’était une citation.", language="fr")
    suspension.confirm(by=cast.zoe(), reasons="Aucun guillemet, aucune source.")
    assert suspension.is_standing()
    assert not Comment.objects.appealed().exists()
    assert "La sanction est confirmée." in client.get(f"/suivi/{comment.follow_key}/").text
    assert list(broken_links()) == []


@pytest.mark.slow
def test_the_address_of_a_sanctions_appeal_belongs_to_its_own_comment(client, comment):
    suspension = cast.a_suspension(comment)
    other = cast.a_rejected_comment()
    address = f"/suivi/{other.follow_key}/sanctions/{suspension.pk}/recours/"
    assert client.post(address, {"appeal": "Pour voir."}).status_code == 404


@pytest.mark.slow
def test_whoever_alerts_for_nothing_is_warned_then_their_alerts_wait(client, db):
    target = cast.a_published_comment()
    alert = {"clause": "1", "explanation": "Je n’aime pas.", "email": "zele@exemple.org"}
    assert client.post(f"/commentaires/{target.pk}/alerte/", alert).status_code == 302
    notice = Notice.objects.get()
    about = {"notice": notice, "reasons": "Dix alertes sans objet.", "by": cast.sofia()}
    warning = Suspension.objects.impose("warn", **about)
    warning.letters.update(state="sent")
    Suspension.objects.impose("suspend", until=timezone.now() + timedelta(days=2), **about)
    other = cast.a_published_comment()
    refused = client.post(f"/commentaires/{other.pk}/alerte/", alert)
    assert refused.status_code == 403
    assert "Vous ne pourrez pas envoyer d’alerte avant le" in refused.text
    assert "Vos alertes sont suspendues" in client.get(f"/alertes/{notice.follow_key}/").text
    unlawful = {**alert, "clause": "7", "name": "Zélie", "good_faith": "on", "step": "2"}
    assert client.post(f"/commentaires/{other.pk}/alerte/", unlawful).status_code == 302
    article = cast.an_article()
    assert send(client, article).status_code == 302, "they may still comment"


@pytest.mark.slow
def test_the_database_keeps_the_promises_too(comment):
    suspension = cast.a_suspension(comment)
    for change in ({"reasons": "Autre chose."}, {"until": None}, {"email": "autre@exemple.org"}):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            Suspension.objects.filter(pk=suspension.pk).update(**change)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Suspension.objects.filter(pk=suspension.pk)._raw_delete("default")
    Suspension.objects.filter(pk=suspension.pk).update(email="", sender="")
    assert list(broken_links()) == [], "whom it was about is outside the log"


@pytest.mark.slow
def test_where_it_came_from_is_forgotten_at_its_term(comment):
    suspension = cast.a_suspension(comment)
    now = timezone.now()
    assert address_retention.forget_senders(at=now) == 0
    assert address_retention.forget_senders(at=suspension.until + timedelta(hours=1)) == 1
    assert address_retention.forget_senders(at=now + timedelta(days=91)) == 3, (
        "the comment, the warning, the letter about it"
    )
    key = comment.submission_key
    comment.refresh_from_db()
    assert comment.sender == ""
    assert comment.submission_key not in {key, ""}, "the key against double clicks is a hash too"
    assert list(broken_links()) == []


@pytest.mark.slow
def test_where_an_alert_came_from_is_forgotten_too(db):
    comment = cast.a_published_comment(sender="c" * 64)
    notices = [cast.a_notice(comment, reader=each, sender=each) for each in ("a" * 64, "b" * 64)]
    assert address_retention.forget_senders(at=timezone.now() + timedelta(days=91)) == 3
    for notice in notices:
        reader = notice.reader
        notice.refresh_from_db()
        assert (notice.sender, notice.reader) == ("", f"forgotten:{notice.pk}") != ("", reader)
    assert list(broken_links()) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["warn", "hold", "suspend", "ban"])
def test_no_address_outlives_its_sanction_by_more_than_the_time_to_contest_it(comment, kind):
    sanction = cast.a_suspension(comment, kind, by=cast.zoe())
    long_after = timezone.now() + timedelta(days=2 * settings.APPEAL_WINDOW_DAYS)
    address_retention.forget_senders(at=long_after)
    is_without_end = kind == "ban"
    addresses = set(Suspension.objects.values_list("kind", "email"))
    assert addresses <= {("ban", comment.email)} | {(each, "") for each in ("warn", kind)}
    assert (("ban", comment.email) in addresses) == is_without_end, "a ban binds its address"
    if is_without_end:
        sanction.lift(by=cast.zoe(), reasons="Le temps a passé.", at=long_after)
        address_retention.forget_senders(
            at=long_after + timedelta(days=settings.APPEAL_WINDOW_DAYS + 1)
        )
    assert set(Suspension.objects.values_list("email", flat=True)) == {""}
    assert list(broken_links()) == []
