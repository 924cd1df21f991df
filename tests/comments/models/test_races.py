"""Many at once: no decision lost, none taken twice, on both databases."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from comments.log.audit import broken_links
from comments.models import AlreadyDecided, Comment, Conflict, Decision, Event, Notice
from portal.env.services import POOL
from tests import cast

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def patience():
    """200 threads share eight connections; a site lets four requests work at once (portal/wsgi.py)."""
    if connection.vendor == "postgresql":
        connection.pool.timeout = 60
    yield
    if connection.vendor == "postgresql":
        connection.pool.timeout = POOL["timeout"]


def at_once(act, times, threads):
    """Call `act(number)` for each number, in so many threads; return what each gave back."""

    def run(number):
        try:
            return act(number)
        finally:
            connection.close()  # a thread's own: back to the pool

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(times)))


def test_200_threads_deciding_100_comments_leave_exactly_100_decisions():
    article = cast.an_article()
    comments = [cast.a_comment(article=article) for _each in range(100)]
    colleagues, clause = [cast.sofia(), cast.paul()], cast.clause(1)

    def decide(number):
        """Each of 200 moderators goes through what was on screen before anyone decided."""
        mine = random.Random(number).sample(comments, 5)
        won = 0
        for seen in mine:
            comment = Comment.objects.get(pk=seen.pk)
            comment.version, comment.state = seen.version, seen.state
            try:
                if number % 2:
                    comment.approve(by=colleagues[1])
                else:
                    comment.reject(by=colleagues[0], clause=clause, reasons="Voici pourquoi.")
                won += 1
            except AlreadyDecided as late:
                assert late.decision.by in colleagues
            finally:
                connection.close()  # as at the end of a request: 200 moderators share eight
        return won

    won = at_once(decide, times=200, threads=200)
    assert sum(won) == 100
    assert Decision.objects.count() == 100
    assert not Comment.objects.pending().exists()
    assert Event.objects.exclude(kind="filed").count() == 200
    assert list(broken_links()) == []


def test_the_same_form_sent_at_once_by_many_hands_is_one_comment():
    article = cast.an_article()

    def submit(_number):
        comment, is_new = Comment.objects.submit(
            article=article, name="Lina", text="Bravo.", submission_key="k" * 64, language="fr"
        )
        return comment.pk, is_new

    answers = at_once(submit, times=16, threads=16)
    assert len({pk for pk, _new in answers}) == 1
    assert sum(is_new for _pk, is_new in answers) == 1
    assert Comment.objects.count() == 1


def test_the_same_reader_alerting_at_once_counts_once():
    comment = cast.a_published_comment()

    def alert(_number):
        mine = Comment.objects.get(pk=comment.pk)
        return Notice.objects.give(comment=mine, reader="r" * 64, language="fr")[1]

    assert sum(at_once(alert, times=12, threads=12)) == 1
    assert Notice.objects.count() == 1


def test_withdrawing_while_a_moderator_publishes_leaves_one_winner_and_a_log_that_holds():
    comments = [cast.a_comment() for _each in range(20)]
    sofia = cast.sofia()

    def act(number):
        comment = Comment.objects.select_related("revision").get(pk=comments[number // 2].pk)
        try:
            comment.approve(by=sofia) if number % 2 else comment.withdraw()
        except Conflict:
            return 0
        return 1

    at_once(act, times=40, threads=8)
    for comment in Comment.objects.all():
        assert comment.state in {"published", "withdrawn"}
    assert list(broken_links()) == []


def test_alerts_and_replies_on_one_comment_at_once_wait_for_each_other_and_never_for_ever():
    parent = cast.a_published_comment()
    article = parent.article

    def act(number):
        mine = Comment.objects.get(pk=parent.pk)
        if number % 2:
            cast.a_notice(mine)
        else:
            cast.a_comment(article=article, parent=mine)
        return 1

    assert sum(at_once(act, times=60, threads=8)) == 60
    assert list(broken_links()) == []
