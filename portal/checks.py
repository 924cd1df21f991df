"""Checks for the operator before the site goes on line."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

from portal.catalogues import not_compiled


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs, **kwargs):
    """Warn if HTTPS is on and no proxy is counted: all readers would share one address and rate."""
    if not settings.IS_HTTPS or settings.PROXIES:
        return []
    return [
        Warning(
            "SITE_URL is https and PROXIES is 0: behind a proxy, every reader is taken for one.",
            hint="Set PROXIES to how many proxies of yours stand in front (docs/deploy.md).",
            id="portal.W001",
        )
    ]


@register(Tags.translation)
def catalogues_are_compiled(app_configs, **kwargs):
    """Without them the site speaks unset French to everybody, and nothing else tells."""
    sources = [source for folder in settings.LOCALE_PATHS for source in not_compiled(folder)]
    names = ["/".join(source.parts[-3:]) for source in sources]
    if not names:
        return []
    return [
        Warning(
            f"The translations are not compiled, or from an older text: {', '.join(names)}.",
            hint="Run python -m portal.catalogues (`make run` and `make test` do).",
            id="portal.W002",
        )
    ]
