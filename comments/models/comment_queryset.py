"""Queries on comments, public ones and lanes of the queue, and the verb that takes one in."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Subquery, Sum, When
from django.utils import timezone

from articles.models import Article

from ..rules.language import language_of
from ..rules.likeness import NEAR, distance, say_the_same, simhash, text_digest
from ..rules.links import find_links
from . import letters_owed
from .appeal import Appeal
from .borrowed_names import is_a_byline
from .comment_pick import CommentPick
from .deciders import DecidableQuerySet
from .decision import Decision
from .errors import DiscussionClosed, RefusedAtTheDoor, RepeatedText
from .event import Event
from .lease import Lease
from .note import Note
from .notice import Flag, Notice
from .revision import Revision
from .subscription import Subscription
from .suspension import Suspension
from .triage import TriageModel
from .visibility import states_that

SAME_TEXT = timedelta(days=1)
WAVE, WAVE_MOST = timedelta(hours=1), 500  # how far back, and among how many, to look for variants
VARIANTS_MOST = 20  # the nearest, whose words are compared


class CommentQuerySet(DecidableQuerySet):
    # For readers

    def visible(self):
        """Return the comments the public may read; no other place defines this."""
        # The state by its name, not from the table: the partial indexes are taken for this condition.
        return self.filter(state=self.model.State.PUBLISHED, hidden_at=None)

    def in_thread(self):
        """Return the visible comments and the gone ones whose place a note keeps for their replies."""
        shown, kept = states_that("is_on_line"), states_that("keeps_its_place")
        return self.filter(
            Q(state__in=shown) | Q(state__in=kept, published_at__isnull=False)
        ).order_by("created_at", "pk")

    def counts(self):
        """Return {article id: number of visible comments}."""
        rows = self.visible().order_by().values_list("article").annotate(Count("pk"))
        return dict(rows)

    def counts_under(self, articles):
        """Return {article id: number of visible comments} of these articles, or their numbers."""
        return self.filter(article__in=articles).counts()

    def picked(self):
        """Return the visible comments that the newsroom chose, under articles on line; the latest choice first."""
        # Begin at the few that were chosen: `article__in` would read all articles on line, and a join alone all
        # comments where none was chosen yet.
        on_line = Exists(Article.objects.visible().filter(pk=OuterRef("article")))
        seen = self.visible().filter(on_line, pk__in=CommentPick.objects.values("comment"))
        return seen.order_by("-pick__at", "-pick__pk")

    # For moderators: the lanes of the queue

    def pending(self):
        waiting = self.filter(state=self.model.State.PENDING, escalated_at=None)
        return waiting.order_by("created_at", "pk")

    def by_rank(self):
        """Put those that wait in the order of triage: due first, then band by band, each from the oldest on."""
        return self.order_by("queue_rank", "created_at", "pk")

    def escalated(self):
        """Return the comments that wait for a second opinion."""
        held = self.filter(state=self.model.State.PENDING, escalated_at__isnull=False)
        return held.order_by("escalated_at", "pk")

    def reported(self, at=None):
        """Return the comments on line with an open notice, the most urgent first.

        Those that a trusted flagger reported come first, then missed deadlines, then the total weight of
        the open notices, the heaviest first.
        """
        notices = Notice.objects.open().filter(comment=OuterRef("pk"))
        each = notices.order_by().values("comment")
        return (
            self.filter(
                pk__in=Notice.objects.open().values("comment"), state=self.model.State.PUBLISHED
            )
            .annotate(
                alleged=Subquery(each.annotate(all=Sum("weight")).values("all")),
                due_at=Subquery(each.annotate(first=Min("due_at")).values("first")),
                turn=Case(
                    When(Exists(notices.filter(flagger__isnull=False)), then=0),
                    When(Exists(notices.filter(due_at__lte=at or timezone.now())), then=1),
                    default=2,
                ),
            )
            .order_by("turn", "-alleged", "due_at", "pk")
        )

    def appealed(self):
        """Return the comments with an open appeal, the oldest appeal first.

        It may contest a refusal, an answer to an alert or a sanction.
        """
        waiting = Appeal.objects.open()
        appeals = waiting.filter(comment=OuterRef("pk")).order_by("at")
        contested = self.filter(pk__in=waiting.values("comment"))
        return contested.annotate(appealed_at=Subquery(appeals.values("at")[:1])).order_by(
            "appealed_at", "pk"
        )

    def decided(self):
        """Return the comments that were decided on, the latest decision first."""
        # Read from the newest decision on: to find each comment's latest one and then sort reads all there ever were.
        later = Decision.objects.filter(comment=OuterRef("pk"), pk__gt=OuterRef("decision_pk"))
        with_each = self.filter(decisions__isnull=False).annotate(decision_pk=F("decisions__pk"))
        return with_each.filter(~Exists(later)).order_by("-decision_pk")

    def with_an_appeal_for(self, colleague):
        """Return the contested comments this colleague may judge.

        One appeal against a sanction is enough; appeals about the text must all be theirs to judge.
        """
        waiting = Appeal.objects.open().filter(comment=OuterRef("pk"))
        mine = waiting.judgeable_by(colleague)
        about_the_text = waiting.filter(suspension=None)
        others = about_the_text.exclude(pk__in=Appeal.objects.judgeable_by(colleague).values("pk"))
        return self.filter(
            Exists(mine.filter(suspension__isnull=False))
            | Exists(mine.filter(suspension=None)) & ~Exists(others)
        )

    def free_for(self, by, *, at=None):
        """Leave out the comments a colleague reads now."""
        return self.exclude(
            Exists(Lease.objects.running(at).filter(comment=OuterRef("pk")).exclude(by=by))
        )

    def for_card(self):
        """Tell of each whether it has open appeals and notes, and whether triage orders the queue: a card need not ask."""
        about = ("article__section", "article__source", "revision__reading", "legal_hold__by")
        whole = self.select_related(*about)
        return whole.prefetch_related("revision__flags").annotate(
            has_appeals=Exists(Appeal.objects.unanswered().filter(comment=OuterRef("pk"))),
            has_notes=Exists(Note.objects.filter(comment=OuterRef("pk"))),
            is_sorted=Exists(TriageModel.objects.in_force()),
        )

    # Verbs

    @transaction.atomic
    def submit(
        self,
        *,
        article,
        name,
        text,
        submission_key,
        language,
        email="",
        sender="",
        parent=None,
        wants_replies=False,
        newsroom_by=None,
        at=None,
    ):
        """Take in a reader's comment; return (comment, whether it is new).

        The same submission sent again (a double click, a retry after a lost response) is the same comment.
        If its author is under a hold, it waits for a second opinion at once. Raise DiscussionClosed if the
        article takes no comment, RefusedAtTheDoor if the name or the text has links, RepeatedText if
        somebody sent the same text within the last day.
        """
        at = at or timezone.now()
        if not article.takes_comments(at):
            raise DiscussionClosed
        if links := find_links(text) or (not newsroom_by and find_links(name)):
            raise RefusedAtTheDoor(links)
        email, digest = email.lower(), text_digest(text)
        is_held = Suspension.objects.holding(email, sender, at)
        self.exclude(submission_key=submission_key).refuse_repeated(digest, at=at)
        comment = self.model(
            article=article,
            parent=parent,
            root=(parent.root or parent) if parent else None,
            name=name,
            email=email,
            sender=sender,
            escalated_at=at if is_held else None,
            language=language_of(text, default=language),
            newsroom_by=newsroom_by,
            submission_key=submission_key,
            text_digest=digest,
            simhash=simhash(text),
            created_at=at,
        )
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:
            return self.get(submission_key=submission_key), False
        self._write_first_revision(comment, text, at)
        letters_owed.of_submission(comment)
        if wants_replies:
            Subscription.objects.ask(comment, at=at)
        return comment, True

    def _write_first_revision(self, comment, text, at):
        """Store the text of a new comment, flag it, and add its link to the log."""
        comment.revision = Revision.objects.write(comment, text, number=1, at=at)
        comment.save(update_fields=["revision"])
        self.flag_a_wave(comment, text, at=at)
        if not comment.is_of_newsroom and is_a_byline(comment.name, comment.article):
            Flag.objects.create(
                revision=comment.revision, code=Flag.Code.NAME, start=0, end=len(text)
            )
        Event.objects.append(
            Event.Kind.SUBMITTED, comment=comment, revision=comment.revision, by="author", at=at
        )

    def refuse_repeated(self, digest, *, at):
        """Raise RepeatedText if somebody sent a text of this digest within the last day."""
        if digest and self.filter(text_digest=digest, created_at__gt=at - SAME_TEXT).exists():
            raise RepeatedText

    def flag_a_wave(self, comment, text, *, at):
        """Flag a text if one that says the same came within the hour: many hands may send variants."""
        if comment.simhash is None:
            return
        others = self.filter(created_at__gt=at - WAVE, simhash__isnull=False)
        latest = others.exclude(pk=comment.pk).order_by("-created_at", "-pk")
        rows = latest.values_list("pk", "simhash")[:WAVE_MOST]
        bits = {pk: distance(comment.simhash, simhash) for pk, simhash in rows}
        near = sorted((pk for pk in bits if bits[pk] <= NEAR), key=bits.get)[:VARIANTS_MOST]
        texts = self.filter(pk__in=near).values_list("revision__text", flat=True) if near else ()
        if any(say_the_same(text, other) for other in texts):
            Flag.objects.create(
                revision=comment.revision, code=Flag.Code.WAVE, start=0, end=len(text)
            )
