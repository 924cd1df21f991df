import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import DIRECTIONS, Article, Language

from ..likeness import are_near, distance, simhash, text_digest
from ..links import find_links
from ..text import RENDERER, excerpt, language_of, marked, render
from .appeal import Appeal
from .decision import MOVES, Decision
from .errors import (
    AlreadyDecided,
    ChangedMeanwhile,
    DiscussionClosed,
    NotYours,
    RefusedAtTheDoor,
    RepeatedText,
)
from .event import Event
from .lease import Lease
from .letter import Letter, undo_delay
from .notice import Flag, Notice
from .revision import Revision

SAME_TEXT = timedelta(days=1)
ALIKE_MOST = 50  # look-alikes shown, and decided, together
SIMILAR_MOST, SIMILAR_BITS = (
    5,
    20,
)  # judged ones shown beside a card, and how far they may be from it
WAVE, WAVE_MOST = timedelta(hours=1), 500  # how far back, and how many, variants are looked for


class CommentQuerySet(models.QuerySet):
    # What readers see

    def visible(self):
        """The one definition of what the public may read."""
        return self.filter(state=Comment.State.PUBLISHED)

    def in_thread(self):
        """Visible ones, and the stones of those that were and are not: replies keep their place."""
        return self.filter(
            Q(state=Comment.State.PUBLISHED)
            | Q(state__in=Comment.GONE_STATES, published_at__isnull=False)
        ).order_by("created_at", "pk")

    def counts(self):
        """Return {article id: number of visible comments}."""
        rows = self.visible().order_by().values_list("article").annotate(Count("pk"))
        return dict(rows)

    def under(self, articles):
        return self.filter(article__in=[article.pk for article in articles])

    # What moderators see: the lanes of the queue

    def pending(self):
        waiting = self.filter(state=Comment.State.PENDING, escalated_at=None)
        return waiting.order_by("created_at", "pk")

    def escalated(self):
        """Those a moderator held for a second opinion."""
        held = self.filter(state=Comment.State.PENDING, escalated_at__isnull=False)
        return held.order_by("escalated_at", "pk")

    def reported(self):
        """Visible ones with an unanswered notice: unlawful content first, then many readers, then age."""
        unanswered = Q(notices__answer=None)
        return (
            self.visible()
            .filter(Exists(Notice.objects.open().filter(comment=OuterRef("pk"))))
            .annotate(
                legal_notices=Count("notices", filter=unanswered & Q(notices__is_legal=True)),
                readers=Count("notices", filter=unanswered),
            )
            .order_by("-legal_notices", "-readers", "created_at", "pk")
        )

    def appealed(self):
        return self.filter(
            state__in=Comment.AGAINST_STATES, appeals__isnull=False, appeals__answer=None
        ).order_by("appeals__at")

    def decided(self):
        latest = Decision.objects.filter(comment=OuterRef("pk")).order_by("-pk")
        return (
            self.annotate(decision_pk=latest.values("pk")[:1])
            .exclude(decision_pk=None)
            .order_by("-decision_pk")
        )

    def for_moderator(self, by):
        """Without what this person may not decide: their own text, an appeal against their decision."""
        mine = Q(appeals__answer=None, appeals__isnull=False, decisions__by=by)
        queryset = self.exclude(pk__in=Comment.objects.filter(mine).values("pk"))
        return queryset.exclude(email__iexact=by.email) if by.email else queryset

    def free_for(self, by, *, at=None):
        """Without what a colleague reads now."""
        return self.exclude(
            Exists(Lease.objects.running(at).filter(comment=OuterRef("pk")).exclude(by=by))
        )

    # Verbs

    @transaction.atomic
    def submit(
        self, *, article, name, text, submission_key, language, email="", parent=None, at=None
    ):
        """Take in a reader's comment; return (comment, whether it is new).

        The same submission sent again (a double click, a retry after a lost answer) is the same comment.
        Raise DiscussionClosed, RefusedAtTheDoor with the links found in the name or the text, or
        RepeatedText for words that somebody sent within the last day.
        """
        at = at or timezone.now()
        if not article.takes_comments(at):
            raise DiscussionClosed
        if links := find_links(text) or find_links(name):
            raise RefusedAtTheDoor(links)
        words = text_digest(text)
        self.exclude(submission_key=submission_key).refuse_repeated(words, at=at)
        comment = Comment(
            article=article,
            parent=parent,
            root=(parent.root or parent) if parent else None,
            name=name,
            email=email,
            language=language_of(text, default=language),
            submission_key=submission_key,
            text_digest=words,
            simhash=simhash(text),
            created_at=at,
        )
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:
            return self.get(submission_key=submission_key), False
        comment.revision = Revision.objects.write(comment, text, number=1, at=at)
        comment.save(update_fields=["revision"])
        self.flag_a_wave(comment, text, at=at)
        Event.objects.append(
            Event.Kind.SUBMITTED, comment=comment, revision=comment.revision, by="author", at=at
        )
        Letter.objects.write(
            Letter.Kind.RECEIPT, to=email, language=comment.language, comment=comment, at=at
        )
        return comment, True

    def refuse_repeated(self, words, *, at):
        """Raise RepeatedText for the digest of words that somebody sent within the last day."""
        if words and self.filter(text_digest=words, created_at__gt=at - SAME_TEXT).exists():
            raise RepeatedText

    def flag_a_wave(self, comment, text, *, at):
        """Flag nearly the same words as came a moment ago: variants of one text, sent by many hands."""
        if comment.simhash is None:
            return
        others = self.filter(created_at__gt=at - WAVE).exclude(pk=comment.pk)
        latest = others.order_by("-created_at", "-pk").values_list("simhash", flat=True)[:WAVE_MOST]
        if any(other is not None and are_near(comment.simhash, other) for other in latest):
            Flag.objects.create(
                revision=comment.revision, code=Flag.Code.WAVE, start=0, end=len(text)
            )


class Comment(models.Model):
    """A reader's comment, from the form to the page, and back off it."""

    class State(models.TextChoices):
        PENDING = "pending", _("À modérer")
        PUBLISHED = "published", _("Publié")
        REJECTED = "rejected", _("Refusé")
        REMOVED = "removed", _("Retiré")
        WITHDRAWN = "withdrawn", _("Retiré par son auteur")
        ERASED = "erased", _("Effacé")

    # States of a comment that once was on line and no longer is.
    GONE_STATES = (State.REMOVED, State.WITHDRAWN, State.ERASED)
    # States a decision put it in against its author.
    AGAINST_STATES = (State.REJECTED, State.REMOVED)

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("en réponse à"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
    )
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="thread"
    )
    name = models.CharField(_("nom"), max_length=60)
    email = models.EmailField(_("adresse électronique"), blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PENDING)
    version = models.PositiveIntegerField(default=1, editable=False)
    revision = models.ForeignKey(
        "comments.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_revision = models.ForeignKey(
        "comments.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    html = models.TextField(blank=True, editable=False)
    html_renderer = models.PositiveSmallIntegerField(default=0, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    follow_key = models.CharField(
        max_length=43, unique=True, default=secrets.token_urlsafe, editable=False
    )
    # What the text is alike to, for a day's and an hour's comparison; gone with the words.
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    simhash = models.BigIntegerField(null=True, editable=False)
    escalated_at = models.DateTimeField(_("tenu depuis"), null=True, editable=False)
    created_at = models.DateTimeField(_("reçu le"))
    published_at = models.DateTimeField(_("publié le"), null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        ordering = ["created_at", "pk"]
        permissions = [
            ("decide_comment", "Can decide what is published"),
            ("erase_comment", "Can erase a person's words"),
        ]
        indexes = [
            models.Index(
                "created_at",
                "id",
                name="comment_queue",
                condition=Q(state="pending", escalated_at=None),
            ),
            models.Index(
                "escalated_at",
                "id",
                name="comment_escalated",
                condition=Q(state="pending", escalated_at__isnull=False),
            ),
            models.Index(
                "text_digest", "created_at", name="comment_same_text", condition=~Q(text_digest="")
            ),
            models.Index(F("created_at").desc(), name="comment_latest"),
            models.Index(
                "article", "created_at", "id", name="comment_thread", condition=~Q(state="pending")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_state_is_known",
                condition=Q(
                    state__in=[
                        "pending",
                        "published",
                        "rejected",
                        "removed",
                        "withdrawn",
                        "erased",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="comment_published_shows_a_judged_revision",
                condition=Q(
                    state="published",
                    published_revision__isnull=False,
                    published_at__isnull=False,
                )
                & ~Q(html="")
                | ~Q(state="published") & Q(html=""),
            ),
            models.CheckConstraint(
                name="comment_reply_has_a_root",
                condition=Q(parent=None, root=None)
                | Q(parent__isnull=False, root__isnull=False) & ~Q(root=F("id")),
            ),
            models.CheckConstraint(
                name="comment_erased_keeps_no_identity",
                condition=~Q(state="erased") | Q(name="", email=""),
            ),
        ]

    def __str__(self):
        return f"{self.name}: {excerpt(self.text, 60)}" if self.revision_id else self.name

    # Questions

    @property
    def text(self):
        return self.revision.text

    @property
    def excerpt(self):
        return excerpt(self.text)

    @property
    def marked_text(self):
        """The text that waits, with the words that raised a flag marked."""
        flags = self.revision.flags.all()
        return marked(self.text, [flag for flag in flags if flag.code == Flag.Code.DOUBTFUL_LINK])

    @property
    def direction(self):
        return DIRECTIONS[self.language]

    @property
    def is_visible(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_pending(self):
        return self.state == self.State.PENDING

    @property
    def can_withdraw(self):
        return self.state in {self.State.PENDING, self.State.PUBLISHED}

    @property
    def can_edit(self):
        return self.is_pending and self.revision.number <= settings.COMMENT_MOST_EDITS

    @property
    def public_name(self):
        """The name readers may see: none of someone who took their words back."""
        return "" if self.state in {self.State.WITHDRAWN, self.State.ERASED} else self.name

    def look_alikes(self):
        """The comments that wait beside this one and say nearly the same: to be decided together."""
        if not self.is_pending or self.simhash is None:
            return []
        around = Q(created_at__gt=self.created_at - WAVE, created_at__lt=self.created_at + WAVE)
        same = Q(text_digest=self.text_digest) if self.text_digest else Q(pk=None)
        waiting = Comment.objects.filter(around | same, state=self.State.PENDING).exclude(
            pk=self.pk
        )
        rows = waiting.order_by("-created_at", "-pk").values_list("pk", "simhash")[:WAVE_MOST]
        alike = [pk for pk, other in rows if other is not None and are_near(self.simhash, other)]
        found = Comment.objects.filter(pk__in=alike[:ALIKE_MOST]).select_related("revision")
        return list(found.order_by("created_at", "pk"))

    def similar_judged(self):
        """The decided comments most like this one, nearest first: what was decided of such words before."""
        if self.simhash is None:
            return []
        latest = Decision.objects.standing().filter(kind__in=["approve", "reject", "remove"])
        rows = latest.exclude(comment=self.pk).values_list("pk", "comment__simhash")[:WAVE_MOST]
        near = sorted((distance(self.simhash, h), pk) for pk, h in rows if h is not None)
        chosen = [pk for bits, pk in near[:SIMILAR_MOST] if bits <= SIMILAR_BITS]
        return list(
            Decision.objects.filter(pk__in=chosen)
            .select_related("comment__revision", "clause", "by")
            .order_by("-pk")
        )

    @property
    def anchor(self):
        return f"commentaire-{self.pk}"

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#{self.anchor}"

    @property
    def last_decision(self):
        return self.decisions.standing().select_related("clause__charter", "by").first()

    def appeal_term(self, decision):
        return decision.at + timedelta(days=settings.APPEAL_WINDOW_DAYS)

    def can_appeal(self, decision, at=None):
        """Whether its author may contest this decision now: the last one, against them, in its term."""
        last = self.last_decision
        return (
            decision.is_against
            and last is not None
            and last.pk == decision.pk
            and self.state in self.AGAINST_STATES
            and (at or timezone.now()) < self.appeal_term(decision)
        )

    def hold(self):
        """Read the row again and keep it as it is until the transaction ends; what is cached goes."""
        # No key: a reply's foreign key may be checked meanwhile (on PostgreSQL both would wait for ever).
        self.refresh_from_db(from_queryset=Comment.objects.select_for_update(no_key=True))

    # A moderator's verbs

    def approve(self, **particulars):
        """Publish what waits, as it was read."""
        return self.decide(Decision.Kind.APPROVE, **particulars)

    def reject(self, **particulars):
        """Refuse what waits; a clause or a law, and reasons."""
        return self.decide(Decision.Kind.REJECT, **particulars)

    def remove(self, **particulars):
        """Take down what was published; a clause or a law, and reasons."""
        return self.decide(Decision.Kind.REMOVE, **particulars)

    def restore(self, **particulars):
        """Publish again what was rejected or removed, with reasons."""
        return self.decide(Decision.Kind.RESTORE, **particulars)

    def keep(self, **particulars):
        """Leave on line what readers reported, and answer them."""
        return self.decide(Decision.Kind.KEEP, **particulars)

    @transaction.atomic
    def decide(
        self,
        kind,
        *,
        by,
        seen=None,
        notices_up_to=None,
        appeal_seen=None,
        clause=None,
        law="",
        reasons="",
        facts="",
        seconds_taken=None,
        appeal=None,
        at=None,
    ):
        """Take one decision on the comment as it was seen; return the Decision.

        `seen` is the version the moderator had on screen (default: that of this instance), `notices_up_to`
        the last notice (its id; default: all): what stays on line answers no notice that came later,
        `appeal_seen` the open appeal (its id, 0 for none; default: whichever).
        In one transaction: compare-and-set of the state, the decision, the answer to the open notices or
        to the appeal, one link of the log. Raise AlreadyDecided when a colleague was faster,
        ChangedMeanwhile when the author edited or withdrew it or the act does not fit its state,
        NotYours on one's own text or against one's own decision.
        """
        kind, at = Decision.Kind(kind), at or timezone.now()
        starts, end = MOVES[kind]
        self._refuse_own_text(by)
        change = {"state": end, "escalated_at": None} if end else {}
        if end == self.State.PUBLISHED:
            change |= {
                "published_revision": F("revision"),
                "published_at": self.published_at or at,
                "html": render(self.text),
                "html_renderer": RENDERER,
            }
        elif end:
            change["html"] = ""
        won = Comment.objects.filter(
            pk=self.pk,
            version=self.version if seen is None else seen,
            revision=self.revision_id,
            state__in=starts,
        ).update(version=F("version") + 1, **change)
        if not won:
            raise self.conflict()
        notices = self.notices.open()
        if kind == Decision.Kind.KEEP and notices_up_to is not None:
            notices = notices.filter(pk__lte=notices_up_to)
        answered = list(notices.values_list("pk", "is_legal"))
        if kind == Decision.Kind.KEEP and not answered:
            raise self.conflict()
        appeal = appeal or self.appeals.open().first()
        if appeal_seen is not None and appeal_seen != (appeal.pk if appeal else 0):
            raise ChangedMeanwhile(Comment.objects.get(pk=self.pk))
        if kind == Decision.Kind.UPHOLD and appeal is None:
            raise self.conflict()
        if appeal and self.decisions.standing().filter(by=by).exists():
            raise NotYours
        last = self.last_decision
        self.refresh_from_db()
        decision = Decision.objects.create(
            comment=self,
            revision_id=self.revision_id,
            kind=kind,
            ground=self._ground(clause, law),
            clause=clause,
            law=law,
            reasons=reasons,
            facts=facts,
            language=self.language,
            detection=self._detection(is_legal for _pk, is_legal in answered),
            by=by,
            at=at,
            seconds_taken=seconds_taken,
            supersedes=last,
        )
        self.notices.filter(pk__in=[pk for pk, _is_legal in answered]).update(answer=decision)
        answers = [f"notice:{pk}" for pk, _is_legal in sorted(answered)]
        if appeal:
            taken = Appeal.objects.open().filter(pk=appeal.pk)
            if not taken.update(answer=decision, answered_by=by):
                raise self.conflict()
            answers.append(f"appeal:{appeal.pk}")
        Event.objects.append(
            Event.Kind.DECIDED,
            comment=self,
            decision=decision,
            answers=" ".join(answers),
            by=f"user:{by.pk}",
            at=at,
        )
        Lease.objects.filter(comment=self).delete()
        self._write_letters(decision, at)
        return decision

    def _write_letters(self, decision, at):
        """Owe the news to its author and to those it answers, once it cannot be taken back any more."""
        about = {"comment": self, "decision": decision, "at": at, "delay": undo_delay()}
        if decision.kind != Decision.Kind.KEEP:
            Letter.objects.write(
                Letter.Kind.DECISION, to=self.email, language=self.language, **about
            )
        for notice in decision.answered_notices.exclude(email=""):
            Letter.objects.write(
                Letter.Kind.ANSWER,
                to=notice.email,
                language=notice.language,
                notice=notice,
                **about,
            )

    @transaction.atomic
    def undo(self, decision, *, by, at=None):
        """Take one's own decision back within settings.UNDO_SECONDS; return the Decision that says so.

        The comment is again what it was before, its notices and its appeal wait again, and the log tells
        both. Raise NotYours on a colleague's, Conflict when it is too late or things moved on since.
        """
        at = at or timezone.now()
        self.hold()
        if decision.by_id != by.pk:
            raise NotYours
        last = self.last_decision
        event = Event.objects.get(decision=decision)
        is_latest = last is not None and last.pk == decision.pk and event.state == self.state
        is_in_time = at < decision.at + timedelta(seconds=settings.UNDO_SECONDS)
        if not (is_latest and is_in_time) or Appeal.objects.filter(decision=decision).exists():
            raise self.conflict()
        before = self.events.filter(sequence__lt=event.sequence).order_by("sequence").last()
        earlier = self.decisions.standing().exclude(pk=decision.pk).order_by("pk")
        publishing = [d for d in earlier if d.kind in {"approve", "restore"}]
        judged = publishing[-1].revision if publishing else None
        is_visible = before.state == self.State.PUBLISHED
        Comment.objects.filter(pk=self.pk).update(
            version=F("version") + 1,
            state=before.state,
            published_revision=judged,
            published_at=publishing[0].at if publishing else None,
            html=render(judged.text) if is_visible else "",
            html_renderer=RENDERER,
        )
        self.refresh_from_db()
        undoing = Decision.objects.create(
            comment=self,
            revision_id=decision.revision_id,
            kind=Decision.Kind.UNDO,
            language=self.language,
            detection=Decision.Detection.OWN_INITIATIVE,
            by=by,
            at=at,
            supersedes=decision,
        )
        Notice.objects.filter(answer=decision).update(answer=None)
        Appeal.objects.filter(answer=decision).update(answer=None, answered_by=None)
        Letter.objects.cancel(decision=decision)
        Event.objects.append(
            Event.Kind.DECIDED, comment=self, decision=undoing, by=f"user:{by.pk}", at=at
        )
        return undoing

    @transaction.atomic
    def escalate(self, *, by, seen=None, at=None):
        """Hold what waits for a colleague's opinion."""
        at = at or timezone.now()
        if seen is not None:
            self.version = seen
        self._moves({self.State.PENDING}, escalated_at=at)
        Lease.objects.filter(comment=self).delete()
        Event.objects.append(Event.Kind.ESCALATED, comment=self, by=f"user:{by.pk}", at=at)

    def _refuse_own_text(self, by):
        if self.email and by.email and self.email.casefold() == by.email.casefold():
            raise NotYours

    @staticmethod
    def _ground(clause, law):
        if clause:
            return Decision.Ground.CHARTER
        return Decision.Ground.LAW if law else ""

    @staticmethod
    def _detection(answered):
        legal = list(answered)
        if not legal:
            return Decision.Detection.OWN_INITIATIVE
        return Decision.Detection.LEGAL_NOTICE if any(legal) else Decision.Detection.NOTICE

    def conflict(self):
        """Say who or what came first."""
        fresh = Comment.objects.select_related("article", "revision").get(pk=self.pk)
        others = [Event.Kind.NOTICED, Event.Kind.APPEALED, Event.Kind.ESCALATED]
        changes = fresh.events.exclude(kind__in=others)
        last = changes.select_related("decision__by").order_by("sequence").last()
        if last and last.decision:
            return AlreadyDecided(fresh, last.decision)
        return ChangedMeanwhile(fresh)

    # Its author's verbs

    @transaction.atomic
    def edit(self, text, *, at=None):
        """Replace the text while it waits; what was already judged stays as it was."""
        if links := find_links(text):
            raise RefusedAtTheDoor(links)
        if text == self.text:
            return self.revision
        at = at or timezone.now()
        self._moves({self.State.PENDING})
        words = text_digest(text)
        Comment.objects.exclude(pk=self.pk).refuse_repeated(words, at=at)
        number = self.revision.number + 1
        self.revision = Revision.objects.write(self, text, number=number, at=at)
        self.text_digest, self.simhash = words, simhash(text)
        self.save(update_fields=["revision", "text_digest", "simhash"])
        Comment.objects.flag_a_wave(self, text, at=at)
        Event.objects.append(
            Event.Kind.EDITED, comment=self, revision=self.revision, by="author", at=at
        )
        return self.revision

    @transaction.atomic
    def withdraw(self, *, at=None):
        """Take one's own comment back, waiting or on line."""
        self._moves({self.State.PENDING, self.State.PUBLISHED}, state=self.State.WITHDRAWN, html="")
        Event.objects.append(Event.Kind.WITHDRAWN, comment=self, by="author", at=at)

    @transaction.atomic
    def erase(self, *, by, at=None):
        """Forget a person: the body, the identity and what they pleaded go, from any state.

        Decisions and log stay; an appeal not yet answered lapses.
        """
        self._moves(
            set(self.State) - {self.State.ERASED},
            state=self.State.ERASED,
            name="",
            email="",
            html="",
            text_digest="",
            simhash=None,
        )
        self.revisions.update(text="", salt="")
        self.appeals.update(text="", salt="")
        mine = self.letters.filter(notice=None)
        mine.cancel()
        mine.update(to="")
        Flag.objects.filter(revision__comment=self).delete()
        Event.objects.append(Event.Kind.ERASED, comment=self, by=f"user:{by.pk}", at=at)

    def _moves(self, starts, **change):
        won = Comment.objects.filter(pk=self.pk, version=self.version, state__in=starts).update(
            version=F("version") + 1, **change
        )
        if not won:
            raise self.conflict()
        self.refresh_from_db()
