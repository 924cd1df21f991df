"""What the server's main process loads before it forks: all that readers need, and nothing that a fork would break."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests import databases

pytestmark = pytest.mark.slow
LOADED = """
import sys, threading
from portal.serve.loaded import load
load()
from django.db import connections
from django.conf import settings
from django.template import engines
from django.test import Client
print(threading.active_count())
print(sum(each.connection is not None for each in connections.all(initialized_only=True)))
folder = settings.TEMPLATES[0]["DIRS"][0]
compiled = engines["django"].engine.template_loaders[0].get_template_cache
print({str(path.relative_to(folder)) for path in folder.rglob("*.html")} - set(compiled) or "all")
print(Client(headers={"host": "localhost"}).get("/readyz").status_code, "articles.migrations.0001_initial" in sys.modules)
"""


def loaded(tmp_path, **variables):
    environment = {**os.environ, **variables}
    if connection.vendor == "sqlite":
        databases.copy_migrated(tmp_path / "x.sqlite3")
        environment |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"} | variables
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines(), done.stderr


def test_it_leaves_no_thread_and_no_connection(tmp_path, django_db_setup):
    told, _errors = loaded(tmp_path)
    assert told[:2] == ["1", "0"]


@pytest.mark.once
def test_every_template_is_compiled_and_to_be_ready_takes_no_migration(tmp_path, django_db_setup):
    told, _errors = loaded(tmp_path)
    assert told[2:] == ["all", "200 False"]


@pytest.mark.once
def test_the_server_starts_while_the_database_is_away(tmp_path, django_db_setup):
    away = "postgres://nobody@127.0.0.1:9/none?connect_timeout=1"
    told, errors = loaded(tmp_path, DATABASE_URL=away)
    assert told[:2] == ["1", "0"]
    assert "The database is away while the server starts" in errors
