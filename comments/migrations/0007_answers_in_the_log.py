"""What a decision answered enters the log; the guards learn to refuse replacement."""

from django.db import migrations, models

from comments import triggers


def lift(apps, schema_editor):
    triggers.drop(schema_editor)


def guard(apps, schema_editor):
    triggers.create(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_likeness")]

    operations = [
        migrations.RunPython(lift, guard),
        migrations.AddField(
            "event", "answers", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AlterField("revision", "number", models.PositiveIntegerField()),
        migrations.RunPython(guard, lift),
    ]
