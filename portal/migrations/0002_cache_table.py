"""The table of Django's database cache, the default one: nothing to set up by hand."""

from django.core.management import call_command
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_roles")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: call_command(
                "createcachetable", database=schema_editor.connection.alias, verbosity=0
            ),
            migrations.RunPython.noop,
        )
    ]
