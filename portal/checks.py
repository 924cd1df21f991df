"""Checks for the operator before the site goes on line."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader

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


@register(Tags.database)
def database_is_of_a_release(app_configs, databases=None, **kwargs):
    """Refuse a database whose history of migrations is not ours: one from before the first release.

    `migrate` asks this first. Without it, the old tables would be taken for the new ones, whose first
    migrations have the same names.
    """
    ours = {"articles", "comments", "portal"}
    for alias in databases or []:
        loader = MigrationLoader(connections[alias])
        applied = {key for key in loader.applied_migrations if key[0] in ours}
        if unknown := sorted(applied - set(loader.disk_migrations)):
            return [
                Error(
                    "This database was made before the first release, and cannot be brought up to date: "
                    f"it knows {unknown[0][0]}.{unknown[0][1]}, which is no more.",
                    hint="If it is a demo, delete var/portal.sqlite3 and var/media, then `make run` again.",
                    id="portal.E001",
                )
            ]
    return []
