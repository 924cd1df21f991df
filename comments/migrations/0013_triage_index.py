"""Read what waits in the order of triage; made beside the readers and writers on PostgreSQL."""

import importlib

from django.db import migrations, models

AddIndexBeside = importlib.import_module("comments.migrations.0010_words_kept_indexes").AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0012_triage")]

    operations = [
        AddIndexBeside(
            model_name='comment',
            index=models.Index(models.F('queue_rank'), models.F('created_at'), models.F('id'), condition=models.Q(('escalated_at', None), ('state', 'pending')), name='comment_by_rank'),
        ),
    ]
