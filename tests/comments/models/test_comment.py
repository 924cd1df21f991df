"""The life of a comment: who may move it from where to where, and what each move leaves behind."""

import pytest
from django.db import IntegrityError, transaction

from comments.models import (
    AlreadyDecided,
    ChangedMeanwhile,
    Comment,
    Decision,
    DiscussionClosed,
    Event,
    NotYours,
    RefusedAtTheDoor,
)
from comments.models.decision import MOVES
from tests import cast

pytestmark = pytest.mark.both


def test_a_comment_waits_before_anyone_reads_it(db):
    comment = cast.a_comment()
    assert comment.state == "pending"
    assert comment not in Comment.objects.visible()
    assert comment not in Comment.objects.in_thread()


def test_what_was_judged_is_what_is_published(db):
    comment = cast.a_comment(text="Un texte & rien d’autre.")
    decision = comment.approve(by=cast.sofia())
    comment.refresh_from_db()
    assert comment.is_visible
    assert comment.published_revision == comment.revision == decision.revision
    assert comment.html == "<p>Un texte &amp; rien d’autre.</p>"
    assert decision.by == cast.sofia()


def test_the_same_submission_twice_is_one_comment(db):
    article = cast.an_article()
    same = {
        "article": article, "name": "Lina", "text": "Bravo.", "submission_key": "k" * 64,
        "language": "fr",
    }  # fmt: skip
    first, is_new = Comment.objects.submit(**same)
    again, is_new_again = Comment.objects.submit(**same)
    assert (is_new, is_new_again) == (True, False)
    assert again == first
    assert Comment.objects.count() == 1
    assert Event.objects.count() == 1


def test_a_closed_discussion_takes_nothing(db):
    with pytest.raises(DiscussionClosed):
        cast.a_comment(article=cast.an_article(comment_policy="closed"))
    assert not Comment.objects.exists()


@pytest.mark.slow
def test_a_link_is_refused_at_the_door_and_leaves_no_row(db):
    for words in ({"text": "Voir www.exemple.org"}, {"name": "exemple.org"}):
        with pytest.raises(RefusedAtTheDoor):
            cast.a_comment(**words)
    assert not Comment.objects.exists()


def test_two_moderators_cannot_decide_the_same_comment(db):
    comment = cast.a_comment()
    seen_by_paul = Comment.objects.get(pk=comment.pk)
    comment.approve(by=cast.sofia())
    with pytest.raises(AlreadyDecided) as late:
        seen_by_paul.reject(by=cast.paul(), **cast.against(1))
    assert late.value.decision.by == cast.sofia()
    assert late.value.decision.kind == "approve"
    assert Decision.objects.count() == 1
    assert Comment.objects.get(pk=comment.pk).is_visible


def test_a_comment_edited_meanwhile_is_not_decided_unread(db):
    comment = cast.a_comment(text="Un texte convenable.")
    seen_by_paul = Comment.objects.get(pk=comment.pk)
    comment.edit("Un tout autre texte.")
    with pytest.raises(ChangedMeanwhile):
        seen_by_paul.approve(by=cast.paul())
    assert not Comment.objects.get(pk=comment.pk).is_visible


def test_a_comment_withdrawn_meanwhile_is_not_published(db):
    comment = cast.a_comment()
    seen_by_paul = Comment.objects.get(pk=comment.pk)
    comment.withdraw()
    with pytest.raises(ChangedMeanwhile):
        seen_by_paul.approve(by=cast.paul())


def in_state(state):
    """A comment in that state; removed ones were published first."""
    if state == "pending":
        return cast.a_comment()
    if state == "rejected":
        return cast.a_rejected_comment()
    comment = cast.a_published_comment() if state != "erased" else cast.a_comment()
    if state == "removed":
        comment.remove(by=cast.sofia(), **cast.against(1))
    if state == "withdrawn":
        comment.withdraw()
    if state == "erased":
        comment.erase(by=cast.nora())
    return comment


@pytest.mark.parametrize("state", list(Comment.State))
@pytest.mark.parametrize("kind", list(MOVES))
def test_the_table_of_moves_and_no_other(db, state, kind):
    comment = in_state(state)
    starts, end = MOVES[kind]
    particulars = (
        cast.against(1) if kind in {"reject", "remove"} else {"reasons": "Voici pourquoi."}
    )
    if kind == "keep" and state == "published":
        cast.a_notice(comment)
    if kind == "uphold" and state in starts:
        cast.a_contested_answer(comment) if state == "published" else cast.an_appeal(comment)
        comment.refresh_from_db()
    before = comment.decisions.count()
    if state in starts:
        comment.decide(kind, by=cast.zoe(), **particulars)
        assert comment.state == (end or state)
        assert comment.decisions.count() == before + 1
    else:
        with pytest.raises((AlreadyDecided, ChangedMeanwhile)):
            comment.decide(kind, by=cast.zoe(), **particulars)
        comment.refresh_from_db()
        assert comment.state == state
        assert comment.decisions.count() == before


def test_a_moderator_never_decides_their_own_text(db):
    paul = cast.paul()
    paul.email = "paul@exemple.org"
    paul.save()
    comment = cast.a_comment(email="Paul@Exemple.org")
    with pytest.raises(NotYours):
        comment.approve(by=paul)
    assert comment.decisions.count() == 0


@pytest.mark.slow
def test_a_decision_against_cites_its_ground_and_gives_reasons_or_the_database_refuses(db):
    for faulty in (
        {"reasons": "Sans règle."},
        {"clause": cast.clause(1), "reasons": ""},
    ):
        comment = cast.a_comment()
        with pytest.raises(IntegrityError), transaction.atomic():
            comment.reject(by=cast.sofia(), **faulty)
        comment.refresh_from_db()
        assert comment.is_pending
    comment.reject(by=cast.sofia(), law="Loi du 29 juillet 1881, article 24", reasons="Illicite.")
    assert comment.last_decision.ground == "law"


@pytest.mark.slow
def test_a_restore_needs_reasons(db):
    comment = cast.a_rejected_comment()
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.restore(by=cast.paul())
    comment.refresh_from_db()
    comment.restore(by=cast.paul(), reasons="À la relecture, rien ne vise une personne.")
    assert comment.is_visible


@pytest.mark.slow
def test_never_published_and_taken_down_are_different_facts(db):
    rejected, removed = cast.a_rejected_comment(), in_state("removed")
    assert rejected.published_at is None
    assert removed.published_at is not None
    assert set(Comment.objects.in_thread()) == {removed}


def test_its_author_edits_while_it_waits_and_not_after(db):
    comment = cast.a_comment(text="Premier jet.")
    comment.edit("Second jet.")
    assert comment.text == "Second jet."
    assert [r.text for r in comment.revisions.all()] == ["Premier jet.", "Second jet."]
    comment.approve(by=cast.sofia())
    with pytest.raises(AlreadyDecided):
        comment.edit("Troisième jet.")


@pytest.mark.slow
def test_an_edit_with_a_link_is_refused(db):
    comment = cast.a_comment()
    with pytest.raises(RefusedAtTheDoor):
        comment.edit("Voir exemple.org")


@pytest.mark.slow
def test_its_author_takes_it_back_waiting_or_on_line(db):
    for comment in (cast.a_comment(), cast.a_published_comment()):
        comment.withdraw()
        assert comment.state == "withdrawn"
        assert comment.html == ""
        with pytest.raises(ChangedMeanwhile):
            comment.withdraw()


def test_erasing_a_person_takes_words_and_identity_and_leaves_the_decisions(db):
    comment = cast.a_published_comment(name="Lina", email="lina@exemple.org", text="Mes mots.")
    comment.erase(by=cast.nora())
    comment.refresh_from_db()
    assert (comment.name, comment.email, comment.html) == ("", "", "")
    assert comment.submission_key == f"forgotten:{comment.pk}", "a hash of where it came from"
    assert [r.text for r in comment.revisions.all()] == [""]
    assert comment.decisions.count() == 1


@pytest.mark.slow
def test_a_reply_to_a_reply_stays_in_the_conversation(db):
    first = cast.a_published_comment()
    reply = cast.a_published_comment(article=first.article, parent=first)
    answer = cast.a_published_comment(article=first.article, parent=reply)
    assert (reply.root, answer.root, answer.parent) == (first, first, reply)


@pytest.mark.slow
def test_the_usual_delay_is_told_when_there_is_enough_to_tell(db):
    for _each in range(9):
        cast.a_published_comment()
    assert Decision.objects.usual_delay_minutes() is None
    cast.a_rejected_comment()
    assert Decision.objects.usual_delay_minutes() == 1
