"""`check --deploy` on installations that are wrong in one thing, or in several that hide nothing: it names each."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal.backups import copies
from tests.checks import PRODUCTION

WRONG = {  # what is wrong → (its variables, what is said)
    "debugging is on": ({"DEBUG": "yes"}, "security.W018"),
    "the secret is short": ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32 characters"),
    "no proxy is counted": ({"PROXIES": "0"}, "PROXIES is 0"),
    "mail goes to the terminal": ({"EMAIL_URL": "console://"}, "mail.E001"),
    "the publisher is not named": ({"PUBLISHER": ""}, "The legal notice lacks what PUBLISHER"),
    "nobody knows of a backup": ({"BACKUPS": ""}, "BACKUPS names no folder"),
    "the backups are old": ({"BACKUPS": "{old}"}, "The newest backup in"),
    "the folder of the backups is everybody's": ({"BACKUPS": "{open}"}, "Others on this machine may read"),
    "an extra is missing": ({"SEARCH_URL": "opensearch://127.0.0.1:9/p", "PYTHONPATH": "{without}"}, "needs the extra opensearch"),
    "a service does not answer": ({"CACHE_URL": "redis://127.0.0.1:9/0"}, "CACHE_URL: nothing answers at 127.0.0.1:9"),
    "the site's own name is left out": ({"ALLOWED_HOSTS": "elsewhere.example"}, "does not name www.exemple.org"),
    "any name passes": ({"ALLOWED_HOSTS": "*"}, "lets any name pass"),
    "anybody reads the metrics": ({"METRICS_FROM": "0.0.0.0/0"}, "anybody may read /metrics"),
    "the address is plain http": ({"SITE_URL": "http://www.exemple.org"}, "security.W008"),
    "the database does not answer": ({"DATABASE_URL": "postgres://u@127.0.0.1:9/p?connect_timeout=2", "CACHE_URL": "database://portal_cache"}, "The database does not answer"),
    "a value cannot be meant": ({"COMMENT_RATE": "many"}, "COMMENT_RATE must be such as"),
}  # fmt: skip


# Each start takes a second: these are wrong together, where they are not the same variable.
NOT_ALONE = (
    "no proxy is counted", "mail goes to the terminal", "the publisher is not named", "nobody knows of a backup",
    "the backups are old", "the folder of the backups is everybody's", "the site's own name is left out",
    "any name passes", "anybody reads the metrics",
)  # fmt: skip


def rounds():
    """Return lists of faults, each for one start."""
    together = []
    for name in NOT_ALONE:
        taken = [{word for other in each for word in WRONG[other][0]} for each in together]
        free = [
            each
            for each, words in zip(together, taken, strict=True)
            if not words & WRONG[name][0].keys()
        ]
        (free[0] if free else together).append(name if free else [name])
    return [[name] for name in WRONG if name not in NOT_ALONE] + together


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What `check --deploy` says of each, and of a site where nothing is wrong (None)."""
    without = tmp_path_factory.mktemp("without")
    (without / "sitecustomize.py").write_text("import sys\nsys.modules['opensearchpy'] = None\n")
    folders = {name: tmp_path_factory.mktemp(name) for name in ("well", "old", "open")}
    for name, folder in folders.items():
        days = 3 if name == "old" else 0
        copies.new_path(folder, datetime.now(UTC) - timedelta(days=days)).touch()
        folder.chmod(0o755 if name == "open" else 0o700)
    right = {**os.environ, **PRODUCTION, "BACKUPS": str(folders["well"])}
    right.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # Playwright's, in tests
    right["DATABASE_URL"] = f"sqlite:///{folders['well']}/portal.sqlite3"

    def check(wrong):
        changed = {name: value.format(**folders, without=without) for name, value in wrong.items()}
        done = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
            + (["--database", "default"] if "CACHE_URL" in wrong else []),
            cwd=settings.BASE_DIR, env={**right, **changed}, capture_output=True, text=True,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    with ThreadPoolExecutor(2) as pool:
        right_one, *others = pool.map(
            check,
            [
                {},
                *({k: v for name in each for k, v in WRONG[name][0].items()} for each in rounds()),
            ],
        )
    by_fault = {name: told for each, told in zip(rounds(), others, strict=True) for name in each}
    return {None: right_one, **by_fault}


@pytest.mark.slow
@pytest.mark.once
def test_a_site_where_nothing_is_wrong_passes(told):
    assert told[None][0] == 0, told[None][1]


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("wrong", WRONG)
def test_each_fault_is_named_and_fails_the_check(told, wrong):
    code, said = told[wrong]
    assert code == 1
    assert WRONG[wrong][1] in said
    assert "INFOS:" not in said, "each is a warning at least: alone it fails the check too"
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_database_without_its_migrations_is_named(db):
    last = MigrationRecorder.Migration.objects.filter(app="portal").order_by("name").last()
    last.delete()
    said = {
        found.id: found.msg
        for found in run_checks(include_deployment_checks=True, databases=["default"])
    }
    told = f"1 migrations were not run, the first is portal.{last.name}."
    assert said["portal.W011"] == told


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles")
def test_a_server_that_owns_the_log_is_warned(db):
    said = {found.id for found in run_checks(include_deployment_checks=True, databases=["default"])}
    assert "portal.W013" in said
