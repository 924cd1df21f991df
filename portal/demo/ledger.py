"""Write comments and what became of them in bulk: each row as the verb of its name would have.

The verbs of comments.models write one row after the other, each with its link of the log. Here the rows
are made in memory, in the same order, and saved together. A test plays the same lives by both.
"""

from collections import defaultdict, deque

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from comments.models import (
    MOVES,
    Appeal,
    Comment,
    Decision,
    Event,
    LogHead,
    Notice,
    Revision,
    Suspension,
    Thresholds,
)
from comments.models.visibility import off_line, on_line, set_columns
from comments.rules.likeness import simhash, text_digest
from comments.rules.weights import BURST, BURST_WITHIN, in_a_burst, weight

NUMBERED = (Comment, Revision, Decision, Notice, Appeal, Suspension)  # their ids are given here
LANGUAGE = "fr"
LATEST = 500  # notices in one place: more do not come within an hour


class Ledger:
    """The rows of one transaction, from the last link of the log on; `save()` writes them."""

    def __init__(self):
        self.head = LogHead.held()
        self.thresholds = Thresholds.objects.current()
        self.last_keys = {
            model: model.objects.aggregate(most=Max("pk"))["most"] or 0 for model in NUMBERED
        }
        self.rows = {model: [] for model in (*NUMBERED, Event)}
        self.last_decisions = {}  # of a comment, by its id
        self.open_notices = {}  # of a comment, by its id
        self.lately = defaultdict(lambda: deque(maxlen=LATEST))  # notices by place
        self.warned = set()  # senders

    def submit(self, *, text, at, parent=None, **particulars):
        """Take in a comment; `parent` is one, or anything with its `pk` and its `root_id`."""
        answered = (
            {"parent_id": parent.pk, "root_id": parent.root_id or parent.pk} if parent else {}
        )
        comment = self._make(
            Comment, **particulars, **answered, language=LANGUAGE, created_at=at,
            text_digest=text_digest(text), simhash=simhash(text),
        )  # fmt: skip
        revision = self._make(
            Revision, comment=comment, number=1, text=text, language=LANGUAGE, created_at=at
        )
        revision.set_seal()
        comment.revision = revision
        self._log(Event.Kind.SUBMITTED, comment, at, by="author", revision=revision)
        return comment

    def decide(self, comment, kind, *, by, at, appeal=None, **particulars):
        """Take a decision, which answers the comment's open notices and `appeal`."""
        notices = self.open_notices.pop(comment.pk, [])
        tools = "hidden" if comment.hidden_at else ""
        comment.version += 1
        end = MOVES[kind][1]
        if end == Comment.State.PUBLISHED:
            set_columns(comment, on_line(comment.revision, since=comment.published_at or at))
        elif end:
            set_columns(comment, off_line(end))
        else:
            comment.hidden_at = None
        is_alerted = bool(notices or (appeal and appeal.notice))
        decision = self._make(
            Decision, comment=comment, revision=comment.revision, kind=kind, language=LANGUAGE,
            ground=Decision.Ground.CHARTER if particulars.get("clause") else "",
            detection=Decision.Detection.NOTICE if is_alerted else Decision.Detection.OWN_INITIATIVE,
            by=by, at=at, supersedes=self.last_decisions.get(comment.pk), tools=tools, **particulars,
        )  # fmt: skip
        self.last_decisions[comment.pk] = decision
        for notice in notices:
            notice.answer = decision
        answers = [f"notice:{notice.pk}" for notice in notices]
        if appeal:
            appeal.answer, appeal.answered_by = decision, by
            answers.append(f"appeal:{appeal.pk}")
        self._log(
            Event.Kind.DECIDED, comment, at, by=f"user:{by.pk}", decision=decision,
            answers=" ".join(answers),
        )  # fmt: skip
        return decision

    def give(self, comment, *, clause, at, **particulars):
        """Record a notice of somebody unknown before; so many of them may hide the comment."""
        notice = self._make(
            Notice, comment=comment, revision=comment.published_revision, clause=clause,
            weight=weight(clause.gravity), due_at=at + self.thresholds.time_to_answer(),
            language=LANGUAGE, at=at, **particulars,
        )  # fmt: skip
        notice.set_seal()
        self.open_notices.setdefault(comment.pk, []).append(notice)
        self._log(Event.Kind.NOTICED, comment, at, notice=notice)
        hides_at = self.thresholds.hide_at_weight
        if hides_at and self._weigh(comment, at) >= hides_at:
            comment.hidden_at = at
            self._log(Event.Kind.HIDDEN, comment, at, by="threshold")
        for place in self._places(comment):
            self.lately[place].append(notice)
        return notice

    @staticmethod
    def _places(comment):
        """Return where a crowd may gather: the article, and its author by address or sender."""
        author = [("email", comment.email), ("sender", comment.sender)]
        return [("article", comment.article_id), *(each for each in author if each[1])]

    def _weigh(self, comment, at):
        """Return what its open notices weigh where weights hide: half each if a crowd alerts around it."""
        others = {
            notice.sender
            for place in self._places(comment)
            for notice in self.lately[place]
            if notice.comment_id != comment.pk and at - BURST_WITHIN < notice.at <= at
        }
        weights = [notice.weight for notice in self.open_notices[comment.pk]]
        is_burst = len(others - {""}) >= BURST
        return sum(in_a_burst(heft, answered=0) for heft in weights) if is_burst else sum(weights)

    def lodge(self, *, text, at, decision=None, notice=None, suspension=None):
        """Contest a decision (as its author, or as who gave `notice`) or a sanction."""
        if notice:
            decision = notice.answer
        contested = suspension or decision
        comment = contested.comment
        appeal = self._make(
            Appeal, comment=comment, decision=decision, notice=notice, suspension=suspension,
            contested_by=contested.by, text=text, language=LANGUAGE, at=at,
        )  # fmt: skip
        appeal.set_seal()
        self._log(Event.Kind.APPEALED, comment, at, appeal=appeal)
        return appeal

    def impose(self, comment, kind, **particulars):
        """Sanction the author of a comment."""
        if kind == Suspension.Kind.WARN:
            self.warned.add(comment.sender)
        return self._sanction(
            kind=kind, scope=Suspension.Scope.COMMENTS, comment=comment, email=comment.email,
            sender=comment.sender, language=LANGUAGE, **particulars,
        )  # fmt: skip

    def is_warned(self, sender, at):
        """Whether a warning stands against somebody, here or in the database."""
        standing = Suspension.objects.of("", sender).standing(at)
        return sender in self.warned or standing.filter(kind=Suspension.Kind.WARN).exists()

    def rule(self, appeal, kind, *, by, **particulars):
        """Answer an appeal against a sanction: lift it, or confirm it."""
        contested = appeal.suspension
        same = ("scope", "comment", "email", "sender", "clause", "language")
        ruling = self._sanction(
            kind=kind, by=by, supersedes=contested, contested_by=contested.by,
            answers=f"appeal:{appeal.pk}", **particulars,
            **{name: getattr(contested, name) for name in same},
        )  # fmt: skip
        appeal.ruling, appeal.answered_by = ruling, by
        if kind == Suspension.Kind.LIFT:
            self.warned.discard(contested.sender)
        return ruling

    def save(self):
        """Write everything, and let the database number what comes after."""
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)
        self.head.save()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
                cursor.execute(statement)

    def _make(self, model, **fields):
        self.last_keys[model] += 1
        self.rows[model].append(model(pk=self.last_keys[model], **fields))
        return self.rows[model][-1]

    def _sanction(self, *, by, at, answers="", **fields):
        suspension = self._make(Suspension, by=by, at=at, **fields)
        self._log(
            Event.Kind.SANCTIONED, suspension.comment, at, by=f"user:{by.pk}", suspension=suspension,
            answers=answers,
        )  # fmt: skip
        return suspension

    def _log(self, kind, comment, at, *, by="", **told):
        event = Event(
            kind=kind,
            comment=comment,
            state=comment.state,
            version=comment.version,
            by=by,
            at=at,
            **told,
        )
        self.head.link(event)
        self.rows[Event].append(event)
