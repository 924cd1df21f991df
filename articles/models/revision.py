"""The history of an article: who did which act, when, and the text after it."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.people import name_of
from .author import Author
from .image import Image
from .text_fields import CharField

# A revision keeps these: texts, links to other rows, dates.
WORDS = [
    "kicker", "headline", "standfirst", "body", "dateline_place", "byline_note", "language", "slug",
    "origin_url", "usage_terms", "lead_image_alt", "lead_image_is_decorative", "comment_policy",
]  # fmt: skip
KEYS = ["section", "source", "translation_of", "lead_image"]
DATES = ["published_at", "embargo_until", "updated_at"]
LISTS = ["topics", "related"]
PICTURE = {"lead_image", "lead_image_alt", "lead_image_is_decorative"}  # together or not at all
LEFT = {"comment_policy"}  # never restored: it stays the present one
# Keys beside the content: the text of the agency's version that an editor has looked at; of a line that may take the
# article off line (an embargo too), whether readers saw it until then.
AGENCY, WAS_ON_LINE = "agency", "was_on_line"
BESIDE = {AGENCY, WAS_ON_LINE}
CREDIT = ["name", "author", "kind", "role"]
ILLUSTRATION = ["image", "after", "alt", "is_decorative"]


class StaleRevision(Exception):
    """Somebody has changed the article meanwhile; `revision` is the latest line of its history."""

    def __init__(self, revision):
        super().__init__(f"revision {revision.number} is there")
        self.revision = revision


def content_of(article) -> dict:
    """Return everything that a revision keeps of an article, as values for JSON."""
    return {
        **{name: getattr(article, name) for name in WORDS},
        **{name: getattr(article, f"{name}_id") for name in KEYS},
        **{name: as_json(getattr(article, name)) for name in DATES},
        **{name: sorted(getattr(article, name).values_list("pk", flat=True)) for name in LISTS},
        "credits": list(article.credits.values(*CREDIT)),
        "illustrations": list(article.illustrations.values(*ILLUSTRATION)),
    }


def as_json(value):
    """Return a date in UTC to the second, as forms show it; any other value unchanged."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    return value


class Revision(models.Model):
    """A line of an article's history. Written by the article's verbs; never edited.

    Line 0 holds the article before anybody here changed it: the dispatch as received, or the text as imported.
    """

    class Act(models.TextChoices):
        KEPT = "kept", _("Tel qu’il était")
        WRITTEN = "written", _("Écrit")
        RESTORED = "restored", _("Rétabli")
        RECEIVED = "received", _("Mis à jour par l’agence")
        MERGED = "merged", _("Réuni avec la dépêche")
        SET_ASIDE = "set_aside", _("Version de l’agence écartée")
        SUBMITTED = "submitted", _("Envoyé en relecture")
        RETURNED = "returned", _("Remis en brouillon")
        PUBLISHED = "published", _("Publié")
        SCHEDULED = "scheduled", _("Programmé")
        EMBARGO = "embargo", _("Embargo déplacé")
        CORRECTED = "corrected", _("Correction annoncée")
        KILLED = "killed", _("Annulé")
        TAKEN_DOWN = "taken_down", _("Retrait légal")

    article = models.ForeignKey(
        "Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("numéro"))
    act = CharField(_("acte"), max_length=10, choices=Act)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("le"), auto_now_add=True)
    note = CharField(_("note"), max_length=300, blank=True)
    content = models.JSONField(_("contenu"))

    class Meta:
        verbose_name = _("révision")
        verbose_name_plural = _("révisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_once_per_number")
        ]

    def __str__(self):
        return f"{self.article_id} · {self.number}"

    @property
    def who(self):
        return name_of(self.by)

    def write_into(self, article):
        """Give the article this revision's content; its dates and state stay.

        A section, a picture or a topic that no longer exists is left out.
        """
        picture = self.content["lead_image"]
        is_gone = picture and not Image.objects.filter(pk=picture).exists()
        kept = LEFT | (PICTURE if is_gone else set())
        for name in set(WORDS) - kept:
            setattr(article, name, self.content[name])
        for name in set(KEYS) - kept:
            model = article._meta.get_field(name).related_model
            key = self.content[name]
            if key is None or model.objects.filter(pk=key).exists():
                setattr(article, f"{name}_id", key)
        article.full_clean()
        article.save()
        article.credits.all().delete()
        for order, credit in enumerate(self.content["credits"], start=1):
            known = Author.objects.filter(pk=credit["author"]).first()
            article.credits.create(**{**credit, "author": known}, order=order)
        article.illustrations.all().delete()
        for each in self.content.get("illustrations", []):
            if image := Image.objects.filter(pk=each["image"]).first():
                article.illustrations.create(**{**each, "image": image})
        if article.status == article.Status.PUBLISHED:
            article.demand_descriptions()
        for name in LISTS:
            related = getattr(article, name)
            related.set(related.model.objects.filter(pk__in=self.content[name]))
