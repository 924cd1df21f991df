"""A new portal starts with a charter: without one it takes no comment."""

from django.db import migrations

from comments.models import first_charter


def install(apps, schema_editor):
    first_charter.install(
        apps.get_model("comments", "Charter"), apps.get_model("comments", "Clause")
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_append_only")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
