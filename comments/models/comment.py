from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import DIRECTIONS, Article, Language
from articles.models.encrypted import EncryptedEmailField

from ..rules.quoting import excerpt, marked
from ..rules.triage.places import apart
from .authored import Authored
from .comment_pick import Pickable
from .comment_queryset import CommentQuerySet
from .judged import Judged
from .legal_hold import MayBeHeld
from .newsroom_reply import AnsweredByNewsroom
from .notice import Flag
from .private_page import HasPrivatePage
from .visibility import STANDINGS
from .words_term import OFF_LINE, WordsHaveATerm


class Comment(
    Authored, Judged, Pickable, AnsweredByNewsroom, WordsHaveATerm, MayBeHeld, HasPrivatePage
):
    """A reader's comment, from the form to the page, and back off it."""

    class State(models.TextChoices):
        PENDING = "pending", _("À modérer")
        PUBLISHED = "published", _("Publié")
        REJECTED = "rejected", _("Refusé")
        REMOVED = "removed", _("Retiré")
        WITHDRAWN = "withdrawn", _("Retiré par son auteur")
        ERASED = "erased", _("Effacé")

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
    email = EncryptedEmailField(_("adresse électronique"), blank=True)
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
    # Who wrote it in the newsroom's name; nobody of a reader's. Told to colleagues alone.
    newsroom_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # Where triage put it among those that wait (rules/triage/ranks.py); the queue heeds it while a model serves. It is
    # never NULL: it may be, so that SQLite adds the column without copying the table.
    queue_rank = models.SmallIntegerField(null=True, db_default=2, editable=False)
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
            ("pick_comment", "Can choose a comment for the front page"),
            ("speak_for_newsroom", "Can reply in the newsroom's name"),
        ]
        indexes = [
            models.Index(
                "created_at",
                "id",
                name="comment_queue",
                condition=Q(state="pending", escalated_at=None),
            ),
            models.Index(
                "queue_rank",
                "created_at",
                "id",
                name="comment_by_rank",
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
            models.Index("created_at", "id", name="comment_words_term", condition=OFF_LINE),
            models.Index("created_at", name="comment_address_term", condition=~Q(email="")),
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
        """Name its number alone: the admin's history would keep a name and words for ever."""
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def private_address(self):
        return reverse("comments:follow_up", kwargs={"key": self.follow_key})

    @property
    def letters_about(self):
        return {"comment": self}

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
        return self.text_with_marks()

    def text_with_marks(self, more=()):
        """Return the text with each flagged passage marked, and `more` places that are apart from these."""
        flags = self.revision.flags.all()
        links = [flag for flag in flags if flag.code == Flag.Code.DOUBTFUL_LINK]
        return marked(self.text, apart(links, more))

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
