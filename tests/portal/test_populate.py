"""`manage.py populate`: many rows at once, none of which the verbs would have written otherwise."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article
from comments.models import (
    Appeal,
    Charter,
    Comment,
    Decision,
    Event,
    Letter,
    LogHead,
    Notice,
    Revision,
    Signature,
    Suspension,
    Thresholds,
)
from comments.pages import thread
from portal.demo import crowd, ledger, lives
from tests import cast

MODELS = (Comment, Revision, Decision, Notice, Appeal, Suspension, Event)
OF_CHANCE = {"signature", "salt", "seal", "follow_key", "subject_digest", "previous", "digest"}


@pytest.fixture
def eventful(monkeypatch):
    """Few comments, to which everything happens."""
    for name, value in {
        "REFUSED": 0.3, "REPORTED": 0.6, "NOTICES_OPEN": 0.3, "FOUNDED": 0.5,
        "AUTHORS_CONTEST": 0.6, "READERS_CONTEST": 0.6, "SANCTIONS_CONTESTED": 0.8,
        "APPEALS_OPEN": 0.4, "REVERSED": 0.5, "REPLIES": 0.6,
        "OFFENDER_EVERY": 20, "WARNED_AT": 3, "SANCTIONED_AT": 11,
    }.items():  # fmt: skip
        monkeypatch.setattr(lives, name, value)
    monkeypatch.setattr(crowd, "EACH", timedelta(minutes=3))
    monkeypatch.setattr(crowd, "REPLY_WITHIN", (1, 20))
    monkeypatch.setattr(crowd, "BATCH", 40)
    cast.societe(), cast.newsroom()


class ByVerbs:
    """What a Ledger does, by the verbs themselves."""

    def submit(self, *, article_id, parent, **particulars):
        article = Article.objects.get(pk=article_id)
        parent = Comment.objects.get(pk=parent.pk) if parent else None
        return Comment.objects.submit(article=article, parent=parent, language="fr", **particulars)[
            0
        ]

    def decide(self, comment, kind, *, appeal=None, **particulars):
        decision = Comment.objects.get(pk=comment.pk).decide(kind, **particulars)
        comment.refresh_from_db()
        return decision

    def give(self, comment, **particulars):
        fresh = Comment.objects.get(pk=comment.pk)
        notice, _is_new = Notice.objects.give(comment=fresh, language="fr", **particulars)
        comment.refresh_from_db()
        return notice

    def lodge(self, **particulars):
        return Appeal.objects.lodge(language="fr", **particulars)[0]

    def impose(self, comment, kind, **particulars):
        fresh = Comment.objects.get(pk=comment.pk)
        return Suspension.objects.impose(kind, comment=fresh, **particulars)

    def is_warned(self, sender, at):
        return Suspension.objects.of("", sender).standing(at).filter(kind="warn").exists()

    def rule(self, appeal, kind, **particulars):
        verb = {"lift": appeal.suspension.lift, "confirm": appeal.suspension.confirm}[kind]
        return verb(**particulars)


def written(write):
    """Every row that `write` makes, ids told from the first of their kind on; nothing of it stays."""
    with transaction.atomic():
        write()
        bases = {model: model.objects.order_by("pk").first().pk for model in MODELS}
        told = {model.__name__: [_row(each, bases) for each in model.objects.order_by("pk")] for model in MODELS}  # fmt: skip
        transaction.set_rollback(True)
    return told


def _row(thing, bases):
    row = {}
    for field in thing._meta.concrete_fields:
        value = getattr(thing, field.attname)
        model = type(thing) if field.primary_key else field.related_model
        if value is not None and model in bases:
            value -= bases[model]
        row[field.attname] = value
    if answers := row.get("answers"):
        kinds = {"notice": Notice, "appeal": Appeal}
        pairs = [each.split(":") for each in answers.split()]
        row["answers"] = [(kind, int(pk) - bases[kinds[kind]]) for kind, pk in pairs]
    return {name: value for name, value in row.items() if name not in OF_CHANCE}


@pytest.mark.slow
@pytest.mark.parametrize("hides_at", [None, 20])
def test_each_row_is_as_the_verbs_write_it(db, eventful, hides_at):
    if hides_at:
        Thresholds.objects.update_or_create(pk=1, defaults={"hide_at_weight": hides_at})
    moderators = [cast.sofia(), cast.zoe()]
    for moderator in moderators:
        Signature.objects.of(moderator)  # each is filed in the log once
    clause = Charter.objects.in_force().clauses.get(number=1)
    start = timezone.now() - timedelta(days=1)
    articles = [
        cast.an_article(published_at=start - timedelta(days=30), comment_policy="open").pk
        for _each in range(2)
    ]
    plans = [(n, n >= 48, 5, articles, start) for n in range(50)]

    def by_verbs():
        verbs = ByVerbs()
        crowd._write([crowd._plan(*p) for p in plans], verbs, lives.Desk(verbs, moderators, clause))
        assert not Letter.objects.exists(), "nobody of the crowd has an address to write to"

    def in_bulk():
        rows = ledger.Ledger()
        crowd._write([crowd._plan(*p) for p in plans], rows, lives.Desk(rows, moderators, clause))
        rows.save()

    expected, found = written(by_verbs), written(in_bulk)
    for model in MODELS:
        name = model.__name__
        assert len(found[name]) == len(expected[name]) > 0
        for one, other in zip(found[name], expected[name], strict=True):
            assert one == other
    hidden = [event for event in found["Event"] if event["kind"] == "hidden"]
    assert bool(hidden) == bool(hides_at)


def populate(*options):
    call_command("populate", *map(str, options), stdout=StringIO(), stderr=StringIO())


@pytest.mark.slow
def test_everything_that_happens_to_comments_is_among_them_and_the_log_holds(db, eventful):
    populate("--articles", 5, "--comments", 170, "--pending", 10)
    comments = Comment.objects.all()
    assert comments.count() == 170
    assert comments.pending().count() == 10
    assert comments.filter(parent=F("root")).exists(), "replies"
    assert comments.exclude(parent=F("root")).exclude(root=None).exists(), "replies to replies"
    assert not comments.exclude(parent=None).exclude(article=F("parent__article")).exists()
    assert set(comments.values_list("state", flat=True)) == {
        "pending", "published", "rejected", "removed",
    }  # fmt: skip
    assert Notice.objects.open().exists()
    assert Notice.objects.exclude(answer=None).exists()
    for contested in ({"notice": None, "suspension": None}, {"decision": None}):
        assert Appeal.objects.open().filter(**contested).exists()
        assert Appeal.objects.filter(**contested).exclude(answered_by=None).exists()
    assert Appeal.objects.exclude(notice=None).exists(), "of readers whose notice was refused"
    assert set(Suspension.objects.values_list("kind", flat=True)) == {
        "warn", "hold", "suspend", "lift", "confirm",
    }  # fmt: skip
    assert not Event.objects.filter(at__gt=timezone.now()).exists(), "nothing is yet to come"
    call_command("check_log", stdout=StringIO())


@pytest.mark.slow
def test_a_second_run_adds_only_what_is_missing(db, eventful):
    populate("--articles", 2, "--comments", 50, "--conversations", 2)
    head = LogHead.objects.get().sequence
    populate("--articles", 2, "--comments", 50, "--conversations", 2)
    assert LogHead.objects.get().sequence == head, "no row more"
    populate("--articles", 3, "--comments", 90, "--conversations", 3)
    assert Article.objects.count() == 4
    assert Comment.objects.count() == 90 + 3 * 21
    call_command("check_log", stdout=StringIO())


@pytest.mark.slow
def test_what_comes_after_a_crowd_is_numbered_after_it(db, eventful):
    populate("--articles", 1, "--comments", 60)
    comment = cast.a_published_comment(sender="a" * 64)
    cast.a_notice(comment)
    cast.a_suspension(comment, "warn")
    assert comment.pk == Comment.objects.order_by("pk").last().pk
    call_command("check_log", stdout=StringIO())


@pytest.mark.slow
def test_long_conversations_stand_under_one_article_in_full(db, eventful):
    populate("--conversations", 3)
    article = Article.objects.get()
    opening = Comment.objects.in_thread().filter(article=article, root=None)
    assert opening.count() == 3
    for root in opening:
        assert root.thread.in_thread().count() == crowd.TWENTY
        assert root.thread.exclude(parent=root).exists(), "some answer another answer"
    assert [root.pk for root in thread.page_of(article).conversations] == [r.pk for r in opening]


def test_a_number_of_rows_is_not_negative(db, eventful):
    with pytest.raises(CommandError, match="negative"):
        populate("--conversations", -1)
