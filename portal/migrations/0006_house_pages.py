"""Editors write the pages of the house."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_staff_events"), ("articles", "0010_house_pages")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
