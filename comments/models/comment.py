import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import DIRECTIONS, Article, Language

from ..rules.language import language_of
from ..rules.likeness import simhash, text_digest
from ..rules.links import find_links
from ..rules.quoting import excerpt, marked
from . import owed_mail
from .comment_queryset import CommentQuerySet
from .decision import Decision
from .errors import ChangedMeanwhile, RefusedAtTheDoor
from .event import Event
from .judged import Judged
from .letter import Letter
from .notice import Flag
from .revision import Revision
from .subscription import Subscription
from .suspension import Suspension
from .visibility import STANDINGS, off_line, states_that


class Comment(Judged):
    """A reader's comment, from the form to the page, and back off it."""

    class State(models.TextChoices):
        PENDING = "pending", _("À modérer")
        PUBLISHED = "published", _("Publié")
        REJECTED = "rejected", _("Refusé")
        REMOVED = "removed", _("Retiré")
        WITHDRAWN = "withdrawn", _("Retiré par son auteur")
        ERASED = "erased", _("Effacé")

    AGAINST_STATES = states_that("is_against_its_author")

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
    # Where it came from, as a keyed hash: kept SENDER_DAYS, for its author's history and sanctions.
    sender = models.CharField(max_length=64, blank=True, editable=False)
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
    # To find the same text within a day and a similar one within an hour; erased with the text.
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    simhash = models.BigIntegerField(null=True, editable=False)
    # Hidden by the weight of its notices, until somebody has looked.
    hidden_at = models.DateTimeField(_("masqué depuis"), null=True, editable=False)
    escalated_at = models.DateTimeField(_("tenu depuis"), null=True, editable=False)
    # Who asked for the second opinion; nobody if its author is under a hold.
    escalated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
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
            models.Index("text_digest", "created_at", name="comment_same_text"),
            # Each for one question, by its condition: a plain index on the date is taken by PostgreSQL for the
            # newest of one discussion too, and then read through everybody's comments since.
            models.Index(
                F("created_at").desc(),
                name="comment_latest_alike",
                condition=Q(simhash__isnull=False),
            ),
            models.Index(
                F("published_at").desc(),
                "article",
                "state",
                "hidden_at",
                name="comment_latest_visible",
                condition=Q(state="published", hidden_at=None),
            ),
            models.Index("created_at", name="comment_sender_kept", condition=~Q(sender="")),
            models.Index("email", name="comment_of_an_address"),
            models.Index("sender", name="comment_of_a_sender"),
            models.Index(
                "article", "created_at", "id", name="comment_opening", condition=Q(root=None)
            ),
            # Its last two columns repeat its condition: without them, SQLite cannot count by it alone.
            models.Index(
                "article",
                "published_at",
                "id",
                "state",
                "hidden_at",
                name="comment_visible",
                condition=Q(state="published", hidden_at=None),
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
                condition=~Q(state="erased") | Q(name="", email="", sender=""),
            ),
            models.CheckConstraint(
                name="comment_hidden_is_on_line",
                condition=Q(hidden_at=None) | Q(state="published"),
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
        """Return the waiting text with each flagged passage marked."""
        flags = self.revision.flags.all()
        return marked(self.text, [flag for flag in flags if flag.code == Flag.Code.DOUBTFUL_LINK])

    @property
    def direction(self):
        return DIRECTIONS[self.language]

    @property
    def is_visible(self):
        return self.state == self.State.PUBLISHED and self.hidden_at is None

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
        """Return the name for readers: "" if the author withdrew or erased the comment."""
        return self.name if STANDINGS[self.state].keeps_its_name else ""

    @property
    def anchor(self):
        return f"commentaire-{self.pk}"

    def get_absolute_url(self):
        """Return the permalink, which leads to its present page of the discussion."""
        return reverse("comments:permalink", kwargs={"pk": self.pk})

    @property
    def last_decision(self):
        return self.decisions.standing().select_related("clause__charter", "by").first()

    @property
    def refusal(self):
        """Return the decision that refused its earlier text; None if it was not sent again."""
        if not self.is_pending or self.revision.number == 1 or not self.was_mended:
            return None
        refused = self.decisions.standing().filter(kind=Decision.Kind.REJECT)
        return refused.select_related("clause", "revision", "by").first()

    @property
    def was_mended(self):
        return self.events.filter(kind=Event.Kind.MENDED).exists()

    def can_mend(self, at=None):
        """Return whether its author may mend it: once after a refusal, instead of an appeal."""
        last = self.last_decision
        return (
            self.state == self.State.REJECTED
            and last is not None
            and (at or timezone.now()) < self.appeal_term(last)
            and not self.was_mended
            and self.article.takes_comments(at)
            and not self.appeals.filter(decision=last).exists()
        )

    def appeal_term(self, decision):
        return decision.at + timedelta(days=settings.APPEAL_WINDOW_DAYS)

    def can_appeal(self, decision, at=None):
        """Return whether its author may contest this decision now.

        It must be the last one, be against them, and its term must still run.
        """
        last = self.last_decision
        return (
            decision.is_against
            and last is not None
            and last.pk == decision.pk
            and self.state in self.AGAINST_STATES
            and (at or timezone.now()) < self.appeal_term(decision)
        )

    @property
    def can_take_address(self):
        """Return whether its author may add an address: there is none yet, and mails would come."""
        over = {self.State.WITHDRAWN, self.State.ERASED}
        return not self.email and self.state not in over

    # Its author's verbs

    @transaction.atomic
    def take_address(self, address):
        """Use an address from now on that its owner confirmed; raise ChangedMeanwhile if too late."""
        self.hold()
        if not self.can_take_address:
            raise ChangedMeanwhile(self)
        self.email = address
        self.save(update_fields=["email"])
        # Confirmed, though no letters about replies were asked for: it binds, and gets all its letters.
        now = timezone.now()
        confirmed = {"asked_at": now, "confirmed_at": now, "ended_at": now}
        Subscription.objects.get_or_create(comment=self, defaults=confirmed)
        if self.is_pending:
            owed_mail.of_submission(self)

    @transaction.atomic
    def edit(self, text, *, at=None):
        """Replace the text while it waits; a text already judged stays unchanged."""
        if text == self.text:
            return self.revision
        at = at or timezone.now()
        self._become({}, among={self.State.PENDING})
        return self._rewrite(text, Event.Kind.EDITED, at)

    @transaction.atomic
    def mend(self, text, *, at=None):
        """Send a refused text again, mended; the card will show its moderator each change.

        Raise ChangedMeanwhile if it was mended before, is contested, or is not refused any more.
        """
        at = at or timezone.now()
        self.hold()
        if not self.can_mend(at) or text == self.text:
            raise ChangedMeanwhile(self)
        is_held = Suspension.objects.holding(self.email, self.sender, at, comment=self)
        waits = {
            **off_line(self.State.PENDING),
            "escalated_at": at if is_held else None,
            "escalated_by": None,
        }
        self._become(waits, among={self.State.REJECTED})
        return self._rewrite(text, Event.Kind.MENDED, at)

    def _rewrite(self, text, kind, at):
        if links := find_links(text):
            raise RefusedAtTheDoor(links)
        digest = text_digest(text)
        Comment.objects.exclude(pk=self.pk).refuse_repeated(digest, at=at)
        number = self.revision.number + 1
        self.revision = Revision.objects.write(self, text, number=number, at=at)
        self.text_digest, self.simhash = digest, simhash(text)
        self.language = language_of(text, default=self.language)
        self.save(update_fields=["revision", "text_digest", "simhash", "language"])
        Comment.objects.flag_a_wave(self, text, at=at)
        Event.objects.append(kind, comment=self, revision=self.revision, by="author", at=at)
        return self.revision

    @transaction.atomic
    def withdraw(self, *, at=None):
        """Take one's own comment back, whether it waits or is on line."""
        self._become(
            off_line(self.State.WITHDRAWN), among={self.State.PENDING, self.State.PUBLISHED}
        )
        for subscription in Subscription.objects.filter(comment=self):
            subscription.end(at=at)
        Event.objects.append(Event.Kind.WITHDRAWN, comment=self, by="author", at=at)

    @transaction.atomic
    def erase(self, *, by, at=None):
        """Erase the text, its author's identity and their pleas, from any state.

        Decisions and log stay; an appeal not yet answered lapses.
        """
        nobody = {"name": "", "email": "", "sender": "", "text_digest": "", "simhash": None}
        gone = {**off_line(self.State.ERASED), **nobody}
        self._become(gone, among=set(self.State) - {self.State.ERASED})
        self.revisions.update(text="", salt="")
        own = self.appeals.filter(notice=None).exclude(suspension__notice__isnull=False)
        own.update(text="", salt="")
        mine = self.letters.filter(notice=None)
        mine.cancel()
        mine.update(to="")
        Letter.objects.filter(subscription__comment=self).update(to="")
        for subscription in Subscription.objects.filter(comment=self):
            subscription.end(at=at)
        self.suspensions.filter(notice=None).update(email="", sender="")
        Flag.objects.filter(revision__comment=self).delete()
        Event.objects.append(Event.Kind.ERASED, comment=self, by=f"user:{by.pk}", at=at)
