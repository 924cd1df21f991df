"""Moderators suspend for some days; the lead moderator further, and keeps charter, thresholds and team."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_roles_read_letters"),
        ("comments", "0011_fill_notices_and_signatures"),
    ]

    operations = [
        migrations.RunPython(lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop)
    ]
