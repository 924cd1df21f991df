"""Administrators put comments under a legal hold; leads see which."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_who_speaks_for_the_newsroom"),
        ("comments", "0010_words_kept_indexes"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
