"""Room for the encrypted address of whoever reports an error."""

from django.db import migrations

from articles.models.encrypted import EncryptedEmailField


class MakeRoom(migrations.AlterField):
    """Let a column take the longer, encrypted text: its rows stay as they are, and no index is made anew.

    A longer varchar is a change of PostgreSQL's catalogue alone; SQLite counts no characters, and would copy the table.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Leave the room: encrypted texts may be there."""


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_begun_in")]

    operations = [
        MakeRoom(
            model_name="errorreport",
            name="email",
            field=EncryptedEmailField(blank=True, max_length=254, verbose_name="adresse électronique"),
        ),
    ]
