"""Leads turn triage on and off."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0010_who_holds_comments"),
        ("comments", "0012_triage"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
