"""Lead moderators and editors choose comments for the front page."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_leads_read_filings"), ("comments", "0007_comment_pick")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
