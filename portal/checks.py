"""Checks for the operator before the site goes on line."""

import pkgutil
import socket
from functools import cache
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from articles.models import search_index
from portal.catalogues import not_compiled

ANSWER_SECONDS = 2  # for a service of our own to take a connection
EXTRAS = {  # variable → (the module it needs, its extra)
    "CACHE_URL": ("redis", "redis"),
    "SEARCH_URL": ("opensearchpy", "opensearch"),
    "MEDIA_URL_STORAGE": ("storages", "s3"),
    "SENTRY_DSN": ("sentry_sdk", "sentry"),
    "LOG_TSA_URL": ("rfc3161_client", "stamps"),
}
LEGAL_NAMES = ("PUBLISHER", "PUBLICATION_DIRECTOR", "HOSTING_PROVIDER", "CONTACT_EMAIL")


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
            hint="In the folder of the code: .venv/bin/python -m portal.catalogues (`make run` and `make test` do it).",
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


@register()
def packages_are_installed(app_configs, **kwargs):
    """Name the extras (deploy/extras/) that a variable needs beside the packages of requirements.txt."""
    named = {
        *services(),
        *(name for name in ("SENTRY_DSN", "LOG_TSA_URL") if getattr(settings, name)),
    }
    if settings.MEDIA_ROOT is None:
        named.add("MEDIA_URL_STORAGE")
    return [
        Warning(
            f"{variable} needs the extra {extra}, which is not installed.",
            hint=f"Run sh setup.sh deploy/extras/{extra}.txt, or take another {variable} (docs/deploy.md).",
            id="portal.W003",
        )
        for variable, (module, extra) in EXTRAS.items()
        if variable in named and not find_spec(module)
    ]


@register(deploy=True)
def legal_names_are_given(app_configs, **kwargs):
    """Name the facts that the law asks a publisher to print, and that no variable gives."""
    missing = [name for name in LEGAL_NAMES if not getattr(settings, name)]
    if not missing:
        return []
    return [
        Warning(
            f"The legal notice lacks what {', '.join(missing)} should tell.",
            hint="Set them (docs/deploy.md): the law asks for them.",
            id="portal.W004",
        )
    ]


@register(Tags.database)
def services_answer(app_configs, databases=None, **kwargs):
    """Name the services that take no connection, with the variable that names each."""
    if not databases:
        return []
    return [
        Warning(
            f"{variable}: nothing answers at {host}:{port}.",
            hint="The site goes on without it, less well: see «If a service is away» in docs/deploy.md.",
            id="portal.W005",
        )
        for variable, (host, port) in services().items()
        if not _takes_connections(host, port)
    ]


@register(Tags.database)
def index_is_made(app_configs, databases=None, **kwargs):
    """Say that an engine elsewhere has no index yet: it would find nothing, and say nothing of it."""
    if not databases or search_index.is_made():
        return []
    return [
        Warning(
            "SEARCH_URL: the index was never made: the search finds nothing.",
            hint="Run manage.py update_index.",
            id="portal.W016",
        )
    ]


def services() -> dict[str, tuple[str, int]]:
    """Return {variable: (host, port)} of the services that the settings name."""
    found = {}
    cache = settings.CACHES["default"]
    if "redis" in str(cache.get("LOCATION", "")).partition(":")[0]:
        parts = urlsplit(cache["LOCATION"])
        found["CACHE_URL"] = (parts.hostname, parts.port or 6379)
    for address in settings.MODELSEARCH_BACKENDS["default"].get("URLS", []):
        parts = urlsplit(address)
        found["SEARCH_URL"] = (parts.hostname, parts.port)
    if place := settings.STORAGES["default"].get("OPTIONS", {}).get("endpoint_url"):
        parts = urlsplit(place)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found["MEDIA_URL_STORAGE"] = (parts.hostname, port)
    mail = settings.MAILERS["default"].get("OPTIONS", {})
    if "host" in mail:
        found["EMAIL_URL"] = (mail["host"], mail["port"])
    return found


def _takes_connections(host, port):
    try:
        with socket.create_connection((host, port), timeout=ANSWER_SECONDS):
            return True
    except OSError:
        return False


# Not checks themselves


def migrations_not_run(alias: str) -> list:
    """Return the migrations of this code that a database lacks, in their order. Raises DatabaseError if it is away.

    To load them all takes 22 MB, and every process of the server is asked whether it is ready: as long as the
    database has each name, none is loaded.
    """
    connection = connections[alias]
    if names_of_migrations() <= set(MigrationRecorder(connection).applied_migrations()):
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _is_backwards in plan]


@cache
def names_of_migrations() -> frozenset[tuple[str, str]]:
    """Return (app, name) of every migration that this code has, by its files."""
    names = set()
    for label in (config.label for config in apps.get_app_configs()):
        folder = find_spec(MigrationLoader.migrations_module(label)[0])
        for file in pkgutil.iter_modules(folder.submodule_search_locations if folder else []):
            if file.name[0] not in "_~":  # as Django takes them
                names.add((label, file.name))
    return frozenset(names)
