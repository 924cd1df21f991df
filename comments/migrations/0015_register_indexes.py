"""Count a month of the public register without reading every text; made beside readers and writers on PostgreSQL."""

from importlib import import_module

from django.db import migrations, models

AddIndexBeside = import_module("comments.migrations.0010_words_kept_indexes").AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0014_public_register")]

    operations = [
        AddIndexBeside(
            model_name='event',
            index=models.Index(models.F('comment'), condition=models.Q(('kind', 'imported')), name='event_of_import'),
        ),
        AddIndexBeside(
            model_name='revision',
            index=models.Index(models.F('created_at'), models.F('language'), models.F('comment'), condition=models.Q(('number', 1)), name='revision_received'),
        ),
    ]
