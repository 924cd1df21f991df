"""Triggers: decisions, events, revisions and published charters cannot be rewritten."""

from django.db import migrations

from comments.log import triggers


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_start")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: triggers.create(schema_editor),
            lambda apps, schema_editor: triggers.drop(schema_editor),
        )
    ]
