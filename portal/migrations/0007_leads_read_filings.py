"""Lead moderators and administrators read how the settings of the house stood."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_house_pages"), ("comments", "0006_signed_log")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
