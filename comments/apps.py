from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Modération")

    def ready(self):
        from articles.freshness.due import CLOCKS

        from .models import Charter

        CLOCKS.append(
            lambda _now: Charter.objects.announced().values_list("published_at", flat=True).first()
        )
