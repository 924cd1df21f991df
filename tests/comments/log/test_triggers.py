"""The guards of the database: the migration holds their text, as it was released."""

from importlib import import_module

from django.db import connection

from comments.log import triggers

MIGRATIONS = ["comments.migrations.0002_append_only", "portal.migrations.0005_staff_events"]


def test_the_migration_makes_the_guards_that_the_tests_lift_and_set_again(db):
    """A change of comments/log/triggers.py needs a migration of its own."""
    released = [
        statement
        for module in MIGRATIONS
        for statement in import_module(module).STATEMENTS[connection.vendor]
    ]
    made, dropped = triggers._statements(connection)
    assert {make for make, _drop in released} == set(made)
    assert {drop for _make, drop in released} == set(dropped)
