"""The guards of the database: the migration holds their text, as it was released."""

from importlib import import_module

from django.db import connection

from comments.log import triggers

MIGRATIONS = [
    "comments.migrations.0002_append_only",
    "portal.migrations.0005_staff_events",
    "comments.migrations.0006_signed_log",
    "comments.migrations.0014_public_register",
    "comments.migrations.0020_encrypted_addresses",
]


def test_the_migration_makes_the_guards_that_the_tests_lift_and_set_again(db):
    """A change of comments/log/triggers.py needs a migration of its own."""
    released = {
        drop: make  # a later migration's in the place of an earlier one's
        for module in MIGRATIONS
        for make, drop in import_module(module).STATEMENTS[connection.vendor]
    }
    made, dropped = triggers._statements(connection)
    assert set(released.values()) == set(made)
    assert set(released) == set(dropped)
