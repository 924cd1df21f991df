"""Find the statements that are due; made beside readers and writers on PostgreSQL."""

from importlib import import_module

from django.db import migrations, models

AddIndexBeside = import_module("comments.migrations.0010_words_kept_indexes").AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0016_owed_statements")]

    operations = [
        AddIndexBeside(
            model_name='owedstatement',
            index=models.Index(models.F('due_at'), condition=models.Q(('state__in', ['waiting', 'sending'])), name='owed_statement_due'),
        ),
    ]
