"""Editors keep topics, authors, pictures, the front's picks, corrections, wires and what readers report."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_roles_of_the_whole_desk"),
        ("articles", "0004_wires"),
    ]

    operations = [
        migrations.RunPython(lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop)
    ]
