"""Checks for the operator before the site goes on line."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


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
