"""Lead moderators read the register of alerts."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_cache_table"), ("comments", "0005_team_reminders")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
