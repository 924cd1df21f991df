"""How tests run: on the database of DATABASE_URL, with the guards lifted only while tables are emptied."""

import gc
import os

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.http import HttpResponse

from portal import catalogues
from tests import databases

catalogues.main()  # a bare `pytest` speaks the words of today too
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs beside the ORM


# The files that take longest begin first, so that at the end no process waits for another.
LONGEST = (
    "test_hostile_admin.py", "test_drills.py", "test_serve.py", "test_scripts.py", "test_crawl.py", "test_two_roles.py",
    "test_backup_and_restore.py", "test_races.py", "test_private_addresses.py", "test_files.py", "test_fetch.py",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("browser") and item.path.parent.name != "browser":
            raise pytest.UsageError(f"{item.nodeid} plays in Chromium: it belongs in tests/browser")
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(
        key=lambda item: rank.get(item.path.name, len(rank))
    )  # stable: the others stay in order


def pytest_collection_finish():
    """Spare the collector what lives as long as the run: it took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """In place of pytest-django's: see tests/databases.py."""
    with django_db_blocker.unblock():
        remove = databases.create()
    yield
    with django_db_blocker.unblock():
        remove()


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory):
    """Files as they stand; `test_static` proves the hashed, compressed ones.

    What was collected into var/ is not looked at: each client would read that folder through anew.
    """
    from django.conf import settings

    settings.STATIC_ROOT = tmp_path_factory.mktemp("collected")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_nothing():
    """Django's own hashing is slow on purpose; no test is about it."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def guards_lifted_to_empty_tables():
    """The triggers refuse even the test runner: lift them around its own emptying of tables.

    What migrations put there (roles, the first charter) is then put back. A file is copied instead.
    """
    from django.apps import apps

    from comments.log import triggers
    from comments.models import Charter, Clause, first_charter
    from portal import roles

    empty_tables = flush.Command.handle

    def handle(self, **options):
        if connection.vendor == "sqlite":
            databases.empty_on_sqlite()
            return
        with connection.schema_editor() as editor:
            triggers.drop(editor)
        empty_tables(self, **options)
        with connection.schema_editor() as editor:
            triggers.create(editor)
        first_charter.install(Charter, Clause)
        roles.write(apps)

    flush.Command.handle = handle
    yield
    flush.Command.handle = empty_tables


@pytest.fixture(scope="session", autouse=True)
def spaces_are_spaces():
    """Sentences are tested as they are typed; test_typography tests the French spaces set in them."""
    as_sent = HttpResponse.text

    def plain(response):
        return as_sent.__get__(response).replace("\xa0", " ").replace("\u202f", " ")

    HttpResponse.text = property(plain)
    yield
    HttpResponse.text = as_sent


@pytest.fixture(autouse=True, scope="session")
def pictures_of_the_tests(tmp_path_factory):
    """Pictures go to a folder of the run's own."""
    from django.conf import settings

    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True, scope="session")
def log_key_of_the_tests(tmp_path_factory):
    """The log is signed with a key of the run's own."""
    from django.conf import settings

    settings.LOG_KEY = str(tmp_path_factory.mktemp("key") / "log_key.pem")
    os.environ["LOG_KEY"] = settings.LOG_KEY  # commands that a test runs


@pytest.fixture(autouse=True)
def no_hurry(settings):
    """Tests write fast; those of rates and of letters to strangers set what they test."""
    settings.COMMENT_RATE = []
    settings.LETTERS_TO_A_STRANGER = 100


@pytest.fixture(autouse=True)
def nothing_is_kept(settings):
    """Each test has its own database: pieces of pages from another say nothing. A change shows at once."""
    from articles.freshness import changes

    settings.LOOK_FOR_CHANGES_SECONDS = 0
    changes.forget()


@pytest.fixture(autouse=True)
def in_french():
    from django.utils import translation

    with translation.override("fr"):
        yield
