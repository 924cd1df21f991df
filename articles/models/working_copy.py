from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from ..rules.body import plain_text

HERE = timedelta(seconds=60)  # a form that is open says so every 20 seconds
KEPT = timedelta(days=30)
THROWN_KEPT = timedelta(days=1)  # so long a copy thrown away can be taken back
KEY_LENGTH = 16  # characters
WORDS_SHOWN = 80  # characters


def new_key():
    """Return the key of a form just opened: two open forms never write into one copy."""
    return get_random_string(KEY_LENGTH)


class WorkingCopyQuerySet(models.QuerySet):
    def of(self, article, by):
        """Return that colleague's copies: of this article, or of those not yet begun (None)."""
        return self.filter(article=article, by=by)

    def in_use(self):
        return self.filter(thrown_at=None)

    def left(self):
        """Return the copies with typed text that nobody threw away, the newest first."""
        return self.in_use().exclude(fields={}).order_by("-typed_at", "-pk")

    def thrown(self, at=None):
        """Return the copies thrown away that can still be taken back, the newest first."""
        since = (at or timezone.now()) - THROWN_KEPT
        return self.filter(thrown_at__gt=since).order_by("-thrown_at", "-pk")

    def forgotten(self, at=None):
        """Return the copies that nobody has opened for KEPT, or took back within THROWN_KEPT."""
        at = at or timezone.now()
        return self.filter(Q(seen_at__lt=at - KEPT) | Q(thrown_at__lte=at - THROWN_KEPT))

    def keep(self, article, by, key, **kept):
        """Write the copy of one open form."""
        self.update_or_create(article=article, by=by, key=key, thrown_at=None, defaults=kept)

    def others_at(self, article, by):
        """Return the colleagues who have this article open now."""
        recent = timezone.now() - HERE
        found = self.filter(article=article, seen_at__gt=recent).exclude(by=by)
        return list({copy.by_id: copy.by for copy in found.select_related("by")}.values())


class WorkingCopy(models.Model):
    """The unsaved text of a colleague in an article's form, and the sign that the form is open.

    One for each open form; `article` is empty for an article that is not yet begun.
    """

    article = models.ForeignKey(
        "Article", null=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH, default="", db_default="")  # of the open form
    revision = models.PositiveIntegerField(default=0)  # latest one when the form was opened
    fields = models.JSONField(
        default=dict
    )  # {name: [values]} of the form; empty if nothing was typed
    typed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)
    thrown_at = models.DateTimeField(null=True)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copie de travail")
        verbose_name_plural = _("copies de travail")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "by", "key"],
                name="working_copy_one_per_form",
                condition=Q(article__isnull=False, thrown_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["by", "key"],
                name="working_copy_one_begun_per_form",
                condition=Q(article__isnull=True, thrown_at__isnull=True),
            ),
        ]

    def __str__(self):
        about = self.article or _("un article à venir")
        return f"{about} · {self.by}"

    def throw_away(self):
        """Set it aside: it can be taken back for THROWN_KEPT. Twice changes nothing."""
        here = type(self).objects.in_use().filter(pk=self.pk)
        here.update(thrown_at=timezone.now())

    def take_back(self):
        """Offer it again, under a key of its own: its former form may have a newer copy."""
        thrown = type(self).objects.thrown().filter(pk=self.pk)
        return bool(thrown.update(thrown_at=None, key=new_key()))

    @property
    def is_open(self):
        """Return whether a form is open that still writes into it."""
        return self.seen_at > timezone.now() - HERE

    @property
    def back_until(self):
        return self.thrown_at + THROWN_KEPT

    @property
    def words(self):
        """Return its headline, else the beginning of its text, to tell it from others."""
        typed = self.text("headline") or plain_text(self.text("body"))
        return typed if len(typed) <= WORDS_SHOWN else f"{typed[:WORDS_SHOWN]}…"

    def text(self, name):
        """Return the text typed into a field; "" if there is none."""
        return (self.fields.get(name) or [""])[0]


class BegunIn(models.Model):
    """The form in which an article was begun: sent twice, it is one article."""

    key = models.CharField(primary_key=True, max_length=KEY_LENGTH)
    article = models.OneToOneField("Article", on_delete=models.CASCADE, related_name="begun_in")

    def __str__(self):
        return f"{self.key} → {self.article}"
