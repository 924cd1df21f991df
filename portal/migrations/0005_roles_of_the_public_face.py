"""Editors keep topics, authors, pictures, the front's picks, corrections and what readers report."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_roles_of_the_whole_desk"),
        ("articles", "0003_error_report"),
    ]

    operations = [
        migrations.RunPython(lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop)
    ]
