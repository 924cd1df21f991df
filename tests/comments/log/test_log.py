"""The log: nobody rewrites it through the database, and whoever forces a byte is found."""

import random
from contextlib import contextmanager, suppress

import pytest
from django.db import DatabaseError, connection, transaction

from comments.log import triggers
from comments.log.audit import broken_links
from comments.models import Charter, Clause, Comment, Conflict, Decision, Event, LogHead, NotYours
from tests import cast

pytestmark = pytest.mark.both


def play_a_day():
    """A little of everything; return the comments."""
    first = cast.a_published_comment(name="Nadia B.", text="Le premier commentaire.")
    cast.a_notice(first)
    first.remove(by=cast.paul(), **cast.against(1))
    cast.reverse(cast.an_appeal(first), by=cast.zoe(), reasons="Rien ne vise une personne.")
    second = cast.a_comment(text="Le second.")
    second.edit("Le second, mieux dit.")
    second.reject(by=cast.sofia(), **cast.against(4, "Un propos discriminatoire."))
    third = cast.a_published_comment(text="Le troisième.")
    third.withdraw()
    return first, second, third


@contextmanager
def without_guards():
    """Lift the triggers, as someone with the file in their hands would."""
    editor = connection.schema_editor()  # not entered: inside a transaction SQLite would refuse it
    connection.check_constraints()  # PostgreSQL alters no table while a foreign key is unchecked
    triggers.drop(editor)
    yield
    connection.check_constraints()
    triggers.create(editor)


def force(sql, *values):
    """Run SQL that the triggers forbid."""
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_postgresql_refuses_to_empty_the_tables_too(db):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is a word of PostgreSQL's")
    refusal = pytest.raises(DatabaseError, match="cannot be emptied")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE comments_event")


@pytest.mark.slow
def test_the_log_of_an_honest_day_holds(db):
    play_a_day()
    assert list(broken_links()) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_the_log_of_any_day_holds(db, seed):
    """Run verbs in any order: a refused one leaves no trace, an accepted one leaves a link."""
    choose = random.Random(seed)
    comments = [cast.a_comment() for _each in range(4)]
    colleagues = [cast.sofia(), cast.paul(), cast.zoe()]
    for _step in range(40):
        comment = Comment.objects.get(pk=choose.choice(comments).pk)
        by, appeal = choose.choice(colleagues), comment.appeals.open().first()
        acts = [
            lambda c, by, _a: c.approve(by=by),
            lambda c, by, _a: c.reject(by=by, **cast.against(2)),
            lambda c, by, _a: c.remove(by=by, **cast.against(1)),
            lambda c, by, _a: c.restore(by=by, reasons="À la relecture, rien à redire."),
            lambda c, by, _a: c.keep(by=by),
            lambda c, _by, _a: c.edit(f"D’autres mots, {choose.random()}."),
            lambda c, _by, _a: cast.a_notice(c),
            lambda c, _by, _a: c.last_decision and cast.an_appeal(c),
            lambda _c, by, a: a and cast.uphold(a, by=by, reasons="La décision était juste."),
            lambda _c, by, a: a and cast.reverse(a, by=by, reasons="La décision était fausse."),
            lambda c, by, _a: c.last_decision and c.undo(c.last_decision, by=c.last_decision.by),
            lambda c, by, _a: c.escalate(by=by, why="Ironie, ou attaque ?"),
        ]
        if choose.random() < 0.06:
            acts = [lambda c, _by, _a: c.withdraw(), lambda c, by, _a: c.erase(by=by)]
        with suppress(Conflict, NotYours):
            choose.choice(acts)(comment, by, appeal)
    assert list(broken_links()) == []


@pytest.mark.slow
def test_erasing_a_person_never_breaks_the_chain(db):
    for comment in play_a_day():
        comment.refresh_from_db()
        comment.erase(by=cast.nora())
    assert list(broken_links()) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_a_decision_slipped_in_beside_the_log_is_found():
    play_a_day()
    comment = Comment.objects.filter(state="published").first()
    decision = Decision.objects.create(
        comment=comment, revision=comment.revision, kind="approve", language="fr",
        detection="own", by=cast.sofia(), at=comment.created_at,
    )  # fmt: skip
    assert any(f.where == f"decision {decision.pk}" for f in broken_links())


@pytest.mark.slow
def test_the_head_of_the_log_is_one_row(db):
    play_a_day()
    last = Event.objects.last()
    head = LogHead.objects.get()
    assert (head.sequence, head.digest) == (last.sequence, last.digest)


def test_a_new_charter_supersedes_and_older_decisions_keep_their_clause(db):
    comment = cast.a_rejected_comment()
    old = Charter.objects.in_force()
    new = Charter.objects.create(version=2, preamble_fr="x", preamble_ar="x", preamble_en="x")
    for clause in old.clauses.all():
        clause.pk = None
        clause.charter = new
        clause.rule_fr = "Une autre règle."
        clause.save()
    new.publish(by=cast.zoe())
    assert Charter.objects.in_force() == new
    assert comment.last_decision.clause.charter == old
    assert list(broken_links()) == []
    assert Clause.objects.count() == 16


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_older_than_the_renderer_hold_while_they_say_the_judged_words():
    play_a_day()
    force("UPDATE comments_comment SET html_renderer = 1 WHERE state = 'published'")
    assert list(broken_links()) == []


@pytest.mark.slow
@pytest.mark.django_db
def test_an_answer_that_its_notice_no_longer_bears_is_found():
    comment = cast.a_published_comment()
    cast.a_notice(comment)
    comment.keep(by=cast.sofia())
    force("UPDATE comments_notice SET answer_id = NULL WHERE comment_id = %s", comment.pk)
    assert "answered" in next(iter(broken_links())).what
