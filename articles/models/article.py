"""An article: its fields and its words in the search index.

Its verbs are in workflow.py, the questions that pages ask it in questions.py, its addresses in addresses.py,
how its state is said in standing.py, its drawn picture in drawn.py, its story in other languages in stories.py.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from ..rules.body import plain_text
from ..rules.word_stems import words_of
from .addresses import Addresses
from .article_queryset import ArticleQuerySet
from .body_field import BodyField
from .drawn import Drawn
from .illustration import SAY_WHAT_IT_SHOWS
from .image import Image, refuse_file_name
from .languages import Language
from .questions import Questions
from .section import Section
from .source import Source
from .standing import Stands
from .stories import OfAStory
from .text_fields import CharField, TextField, URLField
from .topic import Topic
from .workflow import Workflow


class Article(Addresses, Workflow, Questions, Stands, Drawn, OfAStory, index.Indexed, models.Model):
    """A dispatch or a piece of the newsroom's own."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        REVIEW = "review", _("En relecture")
        PUBLISHED = "published", _("Publié")
        WITHDRAWN = "withdrawn", _("Retiré")

    class Withdrawal(models.TextChoices):
        KILL = "kill", _("Annulé")
        TAKEDOWN = "takedown", _("Retrait légal")

    class CommentPolicy(models.TextChoices):
        SECTION = "section", _("Comme la rubrique")
        OPEN = "open", _("Ouverts")
        CLOSED = "closed", _("Fermés")

    # Words
    headline = CharField(_("titre"), max_length=250)
    kicker = CharField(_("surtitre"), max_length=80, blank=True)
    standfirst = TextField(_("chapô"), max_length=600, blank=True)
    body = BodyField(
        _("texte"),
        help_text=_(
            "Paragraphes, intertitres (h2, h3), citations, listes, italique, gras, liens : "
            "toute autre balise est retirée à l’enregistrement."
        ),
    )
    body_length = models.GeneratedField(
        expression=Length("body"), output_field=models.IntegerField(), db_persist=True
    )
    slug = models.SlugField(_("adresse"), max_length=120, allow_unicode=True)
    language = CharField(_("langue"), max_length=2, choices=Language, default=Language.FRENCH)
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("traduction de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )

    # Where it comes from
    section = models.ForeignKey(Section, verbose_name=_("rubrique"), on_delete=models.PROTECT)
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT)
    origin_id = CharField(
        _("identifiant chez la source"), max_length=300, blank=True, editable=False
    )
    origin_version = models.PositiveBigIntegerField(_("version"), null=True, editable=False)
    # Digests of the agency's text, and of our fields as they were written from it: if the fields no longer match,
    # an editor has changed them.
    origin_digest = CharField(max_length=64, blank=True, editable=False)
    written_digest = CharField(max_length=64, blank=True, editable=False)
    origin_embargo = models.DateTimeField(null=True, editable=False)
    lead_is_sure = models.BooleanField(
        default=True, db_default=True, editable=False
    )  # whether the copy gave dateline and byline for certain, or an editor has checked them
    received_at = models.DateTimeField(_("reçu le"), null=True, editable=False)
    usage_terms = CharField(_("conditions d’usage"), max_length=300, blank=True)
    machine_made = CharField(
        _("fabrication par machine"), max_length=200, blank=True, editable=False
    )
    origin_url = URLField(_("adresse chez la source"), max_length=500, blank=True)
    byline_note = CharField(
        _("précision de signature"),
        max_length=200,
        blank=True,
        help_text=_("Texte libre après les noms : « avec nos correspondants »."),
    )
    dateline_place = CharField(
        _("lieu"),
        max_length=80,
        blank=True,
        help_text=_("Ville d’où la dépêche est datée ; imprimée en tête du texte."),
    )

    # Its subject
    topics = models.ManyToManyField(Topic, verbose_name=_("thèmes"), blank=True)
    related = models.ManyToManyField(
        "self",
        verbose_name=_("à lire avec"),
        blank=True,
        symmetrical=False,
        related_name="related_from",
    )
    lead_image = models.ForeignKey(
        Image, verbose_name=_("image"), null=True, blank=True, on_delete=models.PROTECT
    )
    lead_image_alt = CharField(
        _("texte de remplacement"),
        max_length=200,
        blank=True,
        validators=[refuse_file_name],
        help_text=_("Ce que montre l’image, en une phrase, pour qui ne la voit pas."),
    )
    lead_image_is_decorative = models.BooleanField(
        _("image décorative"),
        default=False,
        help_text=_("Elle n’apprend rien de plus que le texte : elle se passe de remplacement."),
    )

    # The name of its drawn picture, given at its first publication: see drawn.py.
    drawing = CharField(max_length=40, blank=True, db_default="", editable=False)

    # Its life
    status = CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(_("créé le"), db_default=Now(), editable=False)
    published_at = models.DateTimeField(
        _("publié le"),
        null=True,
        blank=True,
        help_text=_(
            "Une date à venir programme la publication. Vide : à l’instant où l’on publie."
        ),
    )
    embargo_until = models.DateTimeField(
        _("embargo jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Avant cet instant l’article ne paraît nulle part, quoi qu’il arrive."),
    )
    updated_at = models.DateTimeField(
        _("mis à jour le"),
        null=True,
        blank=True,
        help_text=_("Seulement pour ce qu’un lecteur appellerait un changement."),
    )
    saved_at = models.DateTimeField(_("enregistré le"), auto_now=True)
    withdrawal = CharField(
        _("retrait"), max_length=8, choices=Withdrawal, blank=True, editable=False
    )
    withdrawal_notice = CharField(_("avis de retrait"), max_length=300, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, editable=False)
    comment_policy = CharField(
        _("commentaires"), max_length=10, choices=CommentPolicy, default=CommentPolicy.SECTION
    )

    objects = ArticleQuerySet.as_manager()

    search_fields = [
        index.SearchField("indexed_words"),
        index.FilterField("id"),
        index.FilterField("section"),
        index.FilterField("source"),
        index.FilterField("language"),
        index.FilterField("status"),
        index.FilterField("published_at"),
        index.FilterField("embargo_until"),
    ]
    search_auto_update = False  # the verbs keep the index: see reindex()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        permissions = [("publish_article", "Can publish, schedule and withdraw articles")]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), name="article_latest"),
            models.Index(
                "section", F("published_at").desc(), F("id").desc(), name="article_section_latest"
            ),
            models.Index(
                "source", F("published_at").desc(), F("id").desc(), name="article_source_latest"
            ),
            # Asked for the next embargo that ends: see articles/freshness/due.py.
            models.Index(
                "embargo_until",
                name="article_embargoed",
                condition=Q(embargo_until__isnull=False),
            ),
            # Only of translations: with all other articles in it, SQLite thinks the index not worth reading.
            models.Index(
                "translation_of",
                "language",
                name="article_translations",
                condition=Q(translation_of__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_a_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="article_status_is_known",
                condition=Q(status__in=["draft", "review", "published", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="article_withdrawn_says_how",
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                & Q(withdrawal__in=["kill", "takedown"])
                | ~Q(status="withdrawn") & Q(withdrawal=""),
            ),
            models.CheckConstraint(
                name="article_image_is_described",
                condition=~Q(status="published")  # a draft may wait for its words
                | Q(lead_image=None)
                | Q(lead_image_is_decorative=True)
                | ~Q(lead_image_alt=""),
                violation_error_message=SAY_WHAT_IT_SHOWS,
            ),
            models.CheckConstraint(
                name="article_language_is_known", condition=Q(language__in=["fr", "ar", "en"])
            ),
            models.CheckConstraint(
                name="article_updated_after_published",
                condition=Q(updated_at=None) | Q(updated_at__gte=F("published_at")),
                violation_error_message=_("La mise à jour ne peut précéder la publication."),
            ),
            models.CheckConstraint(
                name="article_is_not_its_own_translation",
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")),
            ),
            models.UniqueConstraint(
                "source", "origin_id", name="article_once_per_origin", condition=~Q(origin_id="")
            ),
        ]

    def __str__(self):
        return self.headline

    def clean(self):
        """Point a translation to the original, never to another translation."""
        if self.translation_of and self.translation_of.translation_of_id:
            self.translation_of_id = self.translation_of.translation_of_id

    # Search

    @cached_property
    def indexed_words(self):
        """Return the stems by which the search finds it: of its text, byline, source and topics.

        Kept, because an engine asks for it three times.
        """
        named = [
            self.source.short_name,
            self.source.full_name,
            *(credit.name for credit in self.credits.all()),
            *(f"{t.name} {t.name_ar} {t.name_en} {t.expansion}" for t in self.topics.all()),
        ]
        own = [self.headline, self.kicker, self.standfirst, self.dateline_place]
        return " ".join(words_of(" ".join([*own, plain_text(self.body), *named])))

    @classmethod
    def get_indexed_objects(cls):
        return cls.objects.for_index()
