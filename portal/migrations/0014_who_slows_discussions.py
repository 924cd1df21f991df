"""Editors slow a discussion down, leads see which."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0013_invited"),
        ("comments", "0027_slow_mode"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
