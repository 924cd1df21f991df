"""What a decision answered enters the log; the guards learn to refuse replacement.

Pleas of people erased before go with their words. Not undone once a decision has answered something: the
links that tell of it could not be read any more.
"""

from django.db import migrations, models
from django.db.models import F

from comments.log import triggers


def lift(apps, schema_editor):
    triggers.drop(schema_editor)


def guard(apps, schema_editor):
    triggers.create(schema_editor)


def mark_older_links(apps, schema_editor):
    apps.get_model("comments", "LogHead").objects.update(answers_since=F("sequence"))
    erased = apps.get_model("comments", "Appeal").objects.filter(comment__state="erased")
    erased.update(text="", salt="")


def refuse_to_forget(apps, schema_editor):
    if apps.get_model("comments", "Event").objects.exclude(answers="").exists():
        raise RuntimeError("the log tells what decisions answered: this migration cannot be undone")


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_likeness")]

    operations = [
        migrations.RunPython(lift, guard),
        migrations.AddField(
            "loghead", "answers_since", models.PositiveBigIntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            "event", "answers", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AlterField("revision", "number", models.PositiveIntegerField()),
        migrations.RunPython(mark_older_links, refuse_to_forget),
        migrations.RunPython(guard, lift),
    ]
