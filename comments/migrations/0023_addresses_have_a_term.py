"""Find the addresses that nobody is written to any more; made beside readers and writers on PostgreSQL."""

from importlib import import_module

from django.db import migrations, models

AddIndexBeside = import_module("comments.migrations.0010_words_kept_indexes").AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0022_proposals")]

    operations = [
        AddIndexBeside(
            model_name="comment",
            index=models.Index(
                models.F("created_at"),
                condition=models.Q(("email", ""), _negated=True),
                name="comment_address_term",
            ),
        ),
    ]
