"""Find the withdrawn comments too whose words are past their term; made beside readers and writers on PostgreSQL."""

from importlib import import_module

from django.db import migrations, models

AddIndexBeside = import_module("comments.migrations.0010_words_kept_indexes").AddIndexBeside


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
        migrations.RemoveIndex(model_name="comment", name="comment_words_kept"),
    ]
