"""Find what is past its term without reading the whole table; made beside the readers and writers on PostgreSQL."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexBeside(AddIndexConcurrently):
    """Make an index concurrently where the database can; SQLite locks for an instant."""

    def _ensure_not_in_transaction(self, schema_editor):
        if not schema_editor.collect_sql:  # else its SQL is only read, as tests/test_migrations.py does
            super()._ensure_not_in_transaction(schema_editor)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            migrations.AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0009_words_have_a_term")]

    operations = [
        AddIndexBeside(
            model_name='comment',
            index=models.Index(models.F('created_at'), models.F('id'), condition=models.Q(models.Q(('state', 'pending'), _negated=True), models.Q(('state', 'published'), _negated=True), models.Q(('state', 'withdrawn'), _negated=True), models.Q(('state', 'erased'), _negated=True), ('words_erased_at', None)), name='comment_words_kept'),
        ),
        AddIndexBeside(
            model_name='notice',
            index=models.Index(models.F('at'), condition=models.Q(('salt', ''), _negated=True), name='notice_words_kept'),
        ),
    ]
