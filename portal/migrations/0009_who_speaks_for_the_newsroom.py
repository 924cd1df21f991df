"""Lead moderators and editors reply in the newsroom's name."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_who_picks_comments"), ("comments", "0008_newsroom_reply")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
