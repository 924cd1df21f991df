"""The staff's roles as groups."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_start"),
        ("comments", "0001_start"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop
        )
    ]
