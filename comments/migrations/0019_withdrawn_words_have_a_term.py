"""Find the withdrawn comments too whose words are past their term; made beside readers and writers on PostgreSQL."""

from importlib import import_module

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models

AddIndexBeside = import_module("comments.migrations.0010_words_kept_indexes").AddIndexBeside


class RemoveIndexBeside(RemoveIndexConcurrently):
    """Drop an index concurrently where the database can."""

    def _ensure_not_in_transaction(self, schema_editor):
        if not schema_editor.collect_sql:
            super()._ensure_not_in_transaction(schema_editor)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.RemoveIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.RemoveIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0018_stamped_days")]

    operations = [
        AddIndexBeside(
            model_name="comment",
            index=models.Index(
                models.F("created_at"),
                models.F("id"),
                condition=models.Q(
                    models.Q(("state", "pending"), _negated=True),
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("state", "erased"), _negated=True),
                    ("words_erased_at", None),
                ),
                name="comment_words_term",
            ),
        ),
        RemoveIndexBeside(model_name="comment", name="comment_words_kept"),
    ]
