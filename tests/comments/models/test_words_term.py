"""Words that were refused, taken down or alleged go at their term; the decisions and the log stay, and hold."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from comments import address_retention
from comments.log.audit import broken_links
from comments.models import (
    Appeal,
    Comment,
    Conflict,
    Decision,
    Event,
    Notice,
    Revision,
    Subscription,
    Suspension,
)
from comments.models.words_term import comments_whose_words_go, notices_whose_words_go
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]
SECOND = timedelta(seconds=1)
WORDS = "Un mot-introuvable de trop."


def window():
    return timedelta(days=settings.APPEAL_WINDOW_DAYS)


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def refused(**more):
    said = {"text": WORDS, "name": "Zénobie", "email": "zenobie@exemple.org", **more}
    return cast.a_rejected_comment(**said)


def holds():
    return list(broken_links()) == []


def after(decided):
    """Return the first moment at which a decision can be contested no more."""
    return decided.last_decision.at + window() + SECOND


def test_refused_words_stay_while_they_can_be_contested_to_the_second(db):
    comment = refused()
    address_retention.forget_words(at=comment.last_decision.at + window())
    assert again(comment).text == WORDS
    address_retention.forget_words(at=after(comment))
    gone = again(comment)
    assert (gone.text, gone.name, gone.email, gone.text_digest) == ("", "", "", "")
    assert address_retention.forget_words(at=after(comment)) == 0, "once is enough"


@pytest.mark.parametrize("removed", [False, True])
def test_the_decision_its_reasons_and_the_log_stay_without_the_words(db, removed):
    if removed:
        comment = cast.a_published_comment(text=WORDS, name="Zénobie", email="z@exemple.org")
        comment.remove(by=cast.sofia(), **cast.against(1))
    else:
        comment = refused()
    state, decision = comment.state, Decision.objects.latest("pk")
    address_retention.forget_words(at=after(comment))
    assert again(comment).state == state
    assert again(comment).last_decision == decision
    assert decision.reasons
    assert not Revision.objects.filter(text__contains="introuvable").exists()
    assert Event.objects.latest("sequence").kind == "expired"
    assert holds()


def test_withdrawn_words_go_once_nobody_can_contest_anything_about_them(client, db):
    comment = cast.a_published_comment(text=WORDS, name="Zénobie", email="z@exemple.org")
    withdrawn = comment.created_at + timedelta(days=90)
    comment.withdraw(at=withdrawn)
    for early in (comment.created_at + window() + SECOND, withdrawn + window()):
        address_retention.forget_words(at=early)
        assert again(comment).text == WORDS
    address_retention.forget_words(at=withdrawn + window() + SECOND)
    gone = again(comment)
    assert (gone.state, gone.text, gone.name, gone.email) == ("withdrawn", "", "", "")
    assert not Revision.objects.filter(text__contains="introuvable").exists()
    assert holds()
    page = client.get(f"/suivi/{gone.follow_key}/").text
    assert "vous l’aviez retiré, et rien ne nous autorise à les garder plus longtemps" in page
    assert "le délai pour contester est passé" not in page


def test_an_appeal_that_waits_keeps_the_words_it_is_about(db):
    comment = refused()
    appeal = cast.an_appeal(comment)
    late = after(comment) + window()
    assert address_retention.forget_words(at=late) == 0
    cast.uphold(appeal, by=cast.zoe(), reasons="Relu : la règle tient.", at=late)
    assert address_retention.forget_words(at=late + window()) == 0, (
        "this decision is contestable too"
    )
    assert address_retention.forget_words(at=late + window() + SECOND) == 1
    assert Appeal.objects.get().text == ""
    assert holds()


def test_a_sanction_that_can_be_contested_keeps_the_words_it_is_about(db):
    comment = refused()
    late = comment.last_decision.at + window()
    cast.a_suspension(comment, warned=False, kind="hold")
    Suspension.objects.filter(comment=comment)
    sanctioned = Suspension.objects.get().at
    assert sanctioned > comment.last_decision.at
    address_retention.forget_words(at=max(late, sanctioned + window()))
    assert again(comment).text == WORDS
    address_retention.forget_words(at=sanctioned + window() + SECOND)
    assert again(comment).text == ""


def test_a_ban_goes_on_binding_its_address_after_the_words_went(db):
    comment = refused()
    Subscription.objects.ask(comment)
    Subscription.objects.update(confirmed_at=timezone.now())
    cast.a_suspension(comment, "ban", by=cast.zoe())
    address_retention.forget_words(at=timezone.now() + window() + timedelta(days=1))
    assert again(comment).email == ""
    bound = Suspension.objects.shutting_out(Suspension.Scope.COMMENTS, "zenobie@exemple.org", "")
    assert bound.kind == "ban"
    assert not Suspension.objects.shutting_out(Suspension.Scope.NOTICES, "zenobie@exemple.org", "")


@pytest.mark.parametrize("state", ["pending", "published"])
def test_words_that_nobody_refused_stay(db, state):
    comment = cast.a_comment() if state == "pending" else cast.a_published_comment()
    address_retention.forget_words(at=timezone.now() + 6 * window())
    assert again(comment).text


def test_what_was_restored_stays(db):
    comment = refused()
    comment.restore(by=cast.zoe(), reasons="Une erreur.")
    address_retention.forget_words(at=timezone.now() + 6 * window())
    assert again(comment).text == WORDS


def test_without_its_words_a_comment_cannot_be_published_any_more(db):
    comment = refused()
    address_retention.forget_words(at=after(comment))
    with pytest.raises(Conflict):
        again(comment).restore(by=cast.zoe(), reasons="Une erreur.")
    assert again(comment).state == "rejected"
    assert not again(comment).can_take_address
    assert holds()


def test_words_taken_away_beside_the_log_are_noticed(db):
    """Nobody hides an erasure behind the terms."""
    comment = refused()
    Revision.objects.filter(comment=comment).update(text="", salt="")
    Comment.objects.filter(pk=comment.pk).update(name="", words_erased_at=timezone.now())
    faults = " ".join(fault.what for fault in broken_links())
    assert "words were changed after they were sealed" in faults
    assert "whether its words went" in faults


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL plans by how full its tables are"
)
def test_what_is_due_is_found_by_its_index_alone(db):
    """The clock asks each minute: a million comments are not read for it."""
    at = timezone.now()
    for due, table, index in [
        (comments_whose_words_go(Comment.objects, at), "comments_comment", "comment_words_term"),
        (notices_whose_words_go(at), "comments_notice", "notice_words_kept"),
    ]:
        plan = due.order_by().explain()
        assert index in plan, f"{table}: {plan}"
        assert f"SCAN {table}" not in plan


# Alerts


def an_answered_alert(**more):
    comment = cast.a_published_comment()
    said = {"name": "Karim T.", "email": "karim@exemple.org", "explanation": WORDS, **more}
    notice = cast.a_notice(comment, **said)
    again(comment).keep(by=cast.sofia())
    notice.refresh_from_db()
    return notice


@pytest.mark.parametrize("is_legal", [False, True])
def test_the_words_of_an_alert_go_when_its_answer_is_contestable_no_more(db, is_legal):
    notice = an_answered_alert(is_legal=is_legal, good_faith=is_legal)
    term = notice.answer.at + window()
    assert address_retention.forget_words(at=term) == 0
    assert address_retention.forget_words(at=term + SECOND) == 1
    answered_by = notice.answer
    notice.refresh_from_db()
    assert (notice.explanation, notice.name, notice.email) == ("", "", "")
    assert notice.answer == answered_by
    assert holds()
    assert address_retention.forget_words(at=term + SECOND) == 0


def test_an_alert_that_waits_keeps_its_words_and_one_on_what_is_gone_does_not(db):
    waits = cast.a_notice(cast.a_published_comment())
    gone = cast.a_notice(cast.a_published_comment())
    again(gone.comment).withdraw()
    address_retention.forget_words(at=timezone.now() + window() + SECOND)
    assert Notice.objects.get(pk=waits.pk).explanation
    assert Notice.objects.get(pk=gone.pk).explanation == ""
    assert holds()


def test_an_alerts_appeal_keeps_its_words_and_goes_with_them(db):
    appeal = cast.a_contested_answer(cast.a_published_comment())
    late = timezone.now() + 2 * window()
    assert address_retention.forget_words(at=late) == 0
    cast.uphold(appeal, by=cast.zoe(), reasons="Relu : il reste.", at=late)
    assert address_retention.forget_words(at=late + window() + SECOND) >= 1
    appeal.refresh_from_db()
    assert appeal.text == ""
    assert holds()


def test_words_of_an_alert_taken_away_beside_the_log_are_noticed(db):
    notice = an_answered_alert()
    other = an_answered_alert()
    address_retention.forget_words(at=timezone.now() + window() + timedelta(days=1))
    assert holds()
    third = an_answered_alert()
    Notice.objects.filter(pk=third.pk).update(explanation="", name="", email="", salt="")
    assert [fault.where.partition(", ")[2] for fault in broken_links()] == [f"notice {third.pk}"]
    assert {notice.pk, other.pk, third.pk} == set(Notice.objects.values_list("pk", flat=True))


# Addresses of what is on line


def address_of(comment):
    return again(comment).email


def on_line(**more):
    return cast.a_published_comment(email="zenobie@exemple.org", text=WORDS, **more)


def test_the_address_of_a_published_comment_goes_once_no_letter_is_owed_to_it(db):
    comment = on_line()
    address_retention.forget_senders(at=after(comment) - 2 * SECOND)
    assert address_of(comment)
    address_retention.forget_senders(at=after(comment))
    assert address_of(comment) == ""
    assert again(comment).text == WORDS, "it stays on line"
    assert holds()


def test_whoever_follows_the_replies_keeps_their_address_until_they_end_it(db):
    comment = on_line()
    followed = Subscription.objects.ask(comment)
    followed.confirm()
    address_retention.forget_senders(at=after(comment) + 9 * window())
    assert address_of(comment)
    followed.end()
    address_retention.forget_senders(at=after(comment) + 9 * window())
    assert address_of(comment) == ""


def test_a_later_decision_and_a_hold_keep_the_address(db):
    kept, held, neither = on_line(), on_line(), on_line()
    late = after(neither)
    cast.a_notice(kept)
    again(kept).keep(by=cast.paul(), reasons="Rien à y redire.", at=late - SECOND)
    held.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    address_retention.forget_senders(at=late)
    assert [bool(address_of(each)) for each in (kept, held, neither)] == [True, True, False]
