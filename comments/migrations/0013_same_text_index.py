"""SQLite takes a partial index only where it is sure: the whole column is indexed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_start'),
        ('comments', '0012_charter_drafts'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_same_text',
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('text_digest'), models.F('created_at'), name='comment_same_text'),
        ),
    ]
