"""Writers hand over for review; editors publish, merge what the wires bring, and break the news."""

from django.db import migrations

from portal import roles


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0005_roles_of_the_public_face"),
        ("articles", "0006_newsroom"),
    ]

    operations = [
        migrations.RunPython(lambda apps, schema_editor: roles.write(apps), migrations.RunPython.noop)
    ]
