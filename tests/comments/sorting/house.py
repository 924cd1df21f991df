"""A house that has decided: comments, their words and decisions, written at once and beside the log."""

from datetime import timedelta

from django.utils import timezone

from comments.models import Comment, Decision, Revision, TriageModel
from comments.models.visibility import off_line, on_line
from comments.rules.likeness import simhash
from comments.rules.triage.model import Linear, Model
from comments.rules.triage.ranks import Rank, hides_its_hint, rank
from comments.sorting import lessons, reading
from tests import cast

DAY = timedelta(days=1)
CLAUSES = {"ad_hominem": 1, "racist": 2, "links": 6}


def decided(told, *, by=None, at=None):
    """Write decisions on (text, language, rule or None), a minute apart; return them."""
    at, people = (
        at or timezone.now() - timedelta(days=2),
        by or [cast.sofia(), cast.paul(), cast.zoe()],
    )
    article, told = cast.an_article(), list(told)
    begun = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    comments = Comment.objects.bulk_create(
        Comment(
            article=article, name="Nadia B.", language=language, submission_key=f"clé {begun + n}",
            follow_key=f"suivi {begun + n}", created_at=at + timedelta(minutes=n), simhash=simhash(text),
        )
        for n, (text, language, _rule) in enumerate(told)
    )  # fmt: skip
    revisions = Revision.objects.bulk_create(
        Revision(comment=comment, number=1, text=text, created_at=comment.created_at)
        for comment, (text, _language, _rule) in zip(comments, told, strict=True)
    )
    for revision, (_text, _language, rule) in zip(revisions, told, strict=True):
        comment = revision.comment
        columns = (
            on_line(revision, since=comment.created_at) if rule is None else off_line("rejected")
        )
        for name, value in {**columns, "revision": revision}.items():
            setattr(comment, name, value)
    written = ["revision", "state", "html", "html_renderer", "published_revision", "published_at"]
    Comment.objects.bulk_update(comments, written)
    clauses = {rule: cast.clause(number) for rule, number in CLAUSES.items()}
    return Decision.objects.bulk_create(
        Decision(
            comment=revision.comment, revision=revision, kind="approve" if rule is None else "reject",
            ground="" if rule is None else "charter", clause=clauses.get(rule), language=language,
            reasons="" if rule is None else "Voyez la règle.", detection="own",
            by=people[n % len(people)], at=at + timedelta(minutes=n + 30),
        )
        for n, (revision, (_text, language, rule)) in enumerate(zip(revisions, told, strict=True))
    )  # fmt: skip


def a_model(**figures):
    """A model that knows two words: «idiot» and «merci»."""
    weights = {"w idiot": (5.0, 3.0), "w merci": (5.0, -3.0)}
    return Model(
        score=Linear(weights, {}, -1.0),
        platt=(1.0, 0.0),
        lists={"insult": ["idiot"], "courtesy": ["merci"]},
        rules={"ad-hominem": Linear({}, {}, 1.0)},
        figures={"high": 0.6, "middle": 0.2, **figures},
    )


def waiting(*texts, at=None):
    """Comments that came one after the other; none that chance would lift, or whose hint is hidden."""
    at, comments = at or timezone.now() - timedelta(hours=2), []
    for number, text in enumerate(texts):
        while True:
            comment = cast.a_comment(text=f"{text} {number}", at=at + timedelta(minutes=number))
            is_lifted = rank(Rank.LOW, comment.pk, waited=timedelta(), promised=DAY) != Rank.LOW
            if not is_lifted and not hides_its_hint(comment.pk):
                break
            comment.withdraw()
            Comment.objects.filter(pk=comment.pk).update(text_digest="")
        comments.append(comment)
    return comments


def triage_reads():
    """A model that serves has read what waits."""
    told = a_model(
        auc=0.8, auc_at_least=0.7, auc_at_most=0.9, calibration_error=0.03, rules={"": 200, "racisme": 30},
        calibration=[{"expected": 0.1, "happened": 0.1, "of": 30}],
    ).figures  # fmt: skip
    a_serving_model(figures=told)
    return reading.read_waiting()


def a_serving_model(**columns):
    return TriageModel.objects.create(
        **{
            "made_at": timezone.now(), "trained_on": 300, "last_decision": lessons.latest(), "verdict": "serves",
            "packed": a_model().packed(), "figures": a_model().figures,
        } | columns
    )  # fmt: skip
