from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Rédaction")

    def ready(self):
        post_migrate.connect(_note_changes, sender=self)


def _note_changes(using, **_options):
    """Set the triggers that note what readers see change: a migration may have remade their tables."""
    from django.db import connections

    from .freshness import triggers

    triggers.set_all(connections[using])
