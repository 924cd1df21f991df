from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..rules.word_stems import fold
from .languages import NamedInEachLanguage, PresentedInEachLanguage, slug_of
from .stories import count_stories
from .text_fields import CharField, TextField


class TopicQuerySet(models.QuerySet):
    def borne_by(self, articles):
        """Return the topics that at least one of these articles bears.

        Pages pass visible articles: readers may not see the name of a topic that has no visible article.
        """
        return self.filter(models.Exists(articles.filter(topics=models.OuterRef("pk"))))

    def told_by(self, articles):
        """Return the topics that these articles bear, from A to Z in the language of the page, each with its `count` of stories and its `latest`."""
        bearing = articles.filter(topics=models.OuterRef("pk"))
        count = bearing.order_by().values("topics").annotate(n=count_stories()).values("n")
        topics = self.annotate(
            count=models.Subquery(count),
            latest_pk=models.Subquery(bearing.latest_first().values("pk")[:1]),
        ).exclude(latest_pk=None)
        topics = sorted(topics.order_by("pk"), key=lambda topic: fold(topic.label))
        latest = (
            articles.for_teasers().with_languages().in_bulk([topic.latest_pk for topic in topics])
        )
        for topic in topics:
            topic.latest = latest[topic.latest_pk]
        return topics


class Topic(NamedInEachLanguage, PresentedInEachLanguage, models.Model):
    """A subject of articles: a theme, a dossier, or the name of a body or a person in the news."""

    class Kind(models.TextChoices):
        THEME = "theme", _("Thème")
        DOSSIER = "dossier", _("Dossier")
        NAME = "name", _("Nom propre")

    name = CharField(_("nom"), max_length=80, unique=True)
    name_ar = CharField(_("nom en arabe"), max_length=80, blank=True)
    name_en = CharField(_("nom en anglais"), max_length=80, blank=True)
    kind = CharField(_("genre"), max_length=8, choices=Kind, default=Kind.THEME)
    description = CharField(_("présentation"), max_length=300, blank=True)
    description_ar = CharField(
        _("présentation en arabe"), max_length=300, blank=True, db_default=""
    )
    description_en = CharField(
        _("présentation en anglais"), max_length=300, blank=True, db_default=""
    )
    expansion = CharField(
        _("développé du sigle"),
        max_length=120,
        blank=True,
        help_text=_(
            "Ce que le sigle veut dire, tel que les textes l’écrivent : dit à qui le survole."
        ),
    )
    words = TextField(
        _("dans les textes"),
        blank=True,
        help_text=_(
            "Un nom par ligne, tel que les articles l’écrivent : le premier de chaque article "
            "qui porte ce thème mène à sa page."
        ),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["-kind", "name"]  # themes, names, dossiers
        constraints = [
            models.CheckConstraint(
                name="topic_kind_is_known", condition=Q(kind__in=["theme", "dossier", "name"])
            )
        ]

    def __str__(self):
        return self.name

    @property
    def slug(self):
        return slug_of(self.name) or "theme"

    @property
    def is_dossier(self):
        return self.kind == self.Kind.DOSSIER

    @property
    def written_names(self):
        """Return its names as articles write them, the longest first."""
        lines = (line.strip() for line in self.words.splitlines())
        return sorted({line for line in lines if line}, key=len, reverse=True)

    def get_absolute_url(self):
        return reverse("topic", kwargs={"pk": self.pk, "slug": self.slug})
