import zlib
from hashlib import sha256

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .languages import Language
from .section import Section
from .source import Source
from .text_fields import CharField, URLField


class Wire(models.Model):
    """A channel of an agency: the address to poll, and the section for its dispatches."""

    name = CharField(_("nom"), max_length=80, unique=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="wires"
    )
    section = models.ForeignKey(Section, verbose_name=_("rubrique"), on_delete=models.PROTECT)
    address = URLField(_("adresse"), max_length=500)
    language = CharField(
        _("langue par défaut"),
        max_length=2,
        choices=Language,
        blank=True,
        default="",
        db_default="",  # the code of the release before adds wires without it
        help_text=_(
            "Pour une dépêche qui ne dit pas sa langue et dont le texte ne suffit pas à la reconnaître."
        ),
    )
    publishes = models.BooleanField(
        _("mise en ligne sans relecture"),
        default=False,
        help_text=_("Ses dépêches paraissent aussitôt. Sinon : des brouillons, à relire."),
    )
    takes_pictures = models.BooleanField(
        _("prend les images"),
        default=False,
        help_text=_(
            "La première image de chaque dépêche ; si le contrat avec la source le permet."
        ),
    )
    is_active = models.BooleanField(_("en service"), default=True)
    interval_minutes = models.PositiveSmallIntegerField(
        _("intervalle, en minutes"), default=5, validators=[MinValueValidator(1)]
    )
    quiet_hours = models.PositiveSmallIntegerField(
        _("silence inquiétant, en heures"),
        default=24,
        help_text=_("Au-delà, le fil est signalé comme muet."),
    )
    # From the last answer: sent back with the next request, so that an unchanged feed costs only a 304.
    etag = CharField(max_length=300, blank=True, editable=False)
    modified = CharField(max_length=100, blank=True, editable=False)
    polled_at = models.DateTimeField(_("interrogé le"), null=True, editable=False)
    fresh_at = models.DateTimeField(_("dernière dépêche"), null=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0, editable=False)
    last_error = CharField(_("dernière erreur"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("fil d’agence")
        verbose_name_plural = _("fils d’agence")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="wire_waits", condition=Q(interval_minutes__gte=1))
        ]

    def __str__(self):
        return self.name


class DeliveryManager(models.Manager):
    def keep(self, content, *, came_from):
        """Store the bytes unchanged; the same bytes are stored once."""
        digest = sha256(content).hexdigest()
        if there := self.filter(digest=digest).first():
            return there
        return self.create(
            digest=digest, content=zlib.compress(content, 6), came_from=came_from[:300]
        )


class Delivery(models.Model):
    """A file or an answer as received: it proves later which text the agency sent."""

    digest = CharField(max_length=64, unique=True)
    content = models.BinaryField()  # zlib
    came_from = CharField(_("venu de"), max_length=300)
    received_at = models.DateTimeField(_("reçu le"), auto_now_add=True)

    objects = DeliveryManager()

    class Meta:
        verbose_name = _("livraison")
        verbose_name_plural = _("livraisons")
        ordering = ["-received_at", "-pk"]

    def __str__(self):
        return self.came_from

    def read(self):
        return zlib.decompress(self.content)


class WireItem(models.Model):
    """The outcome of one item of a wire: taken in, proposed to an editor, or refused, and why.

    One row for each version, with its latest outcome.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("Créé")
        UPDATED = "updated", _("Mis à jour")
        UNCHANGED = "unchanged", _("Inchangé")
        PROPOSED = "proposed", _("Proposé")
        WITHDRAWN = "withdrawn", _("Retiré")
        HELD = "held", _("Sous embargo")
        REFUSED = "refused", _("Refusé")
        MERGED = "merged", _("Réuni avec le nôtre")
        SET_ASIDE = "set_aside", _("Écarté")

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.CASCADE)
    origin_id = CharField(_("identifiant chez la source"), max_length=300)
    version = models.PositiveBigIntegerField(_("version"), default=1)
    headline = CharField(_("titre"), max_length=250, blank=True)
    outcome = CharField(_("issue"), max_length=10, choices=Outcome)
    reason = CharField(_("raison"), max_length=300, blank=True)
    is_final = models.BooleanField(
        default=False
    )  # canceled for good: no later version brings it back
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="wire_items",
    )
    delivery = models.ForeignKey(
        Delivery, verbose_name=_("livraison"), null=True, on_delete=models.SET_NULL
    )
    at = models.DateTimeField(_("le"), auto_now=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("tranché par"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("dépêche reçue")
        verbose_name_plural = _("dépêches reçues")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="wire_item_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "origin_id", "version"], name="wire_item_once_per_version"
            )
        ]

    def __str__(self):
        return self.headline or self.origin_id
