"""What older rows say in the new columns: addresses in small letters, deadlines, a signature for each judge."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F, Min
from django.db.models.functions import Lower

HOURS = {True: 24, False: 48}  # the first deadlines, of notifications in law and of others


def fill(apps, schema_editor):
    model = apps.get_model
    for name in ("Comment", "Notice"):
        model("comments", name).objects.exclude(email="").update(email=Lower("email"))
    for is_legal, hours in HOURS.items():
        notices = model("comments", "Notice").objects.filter(is_legal=is_legal)
        notices.update(due_at=F("at") + timedelta(hours=hours), weight=40 if is_legal else 10)
    decisions = model("comments", "Decision").objects.order_by()
    judges = decisions.values("by").annotate(first=Min("pk")).order_by("first")
    for number, judge in enumerate(judges, start=1):
        model("comments", "Signature").objects.create(user_id=judge["by"], number=number)


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_notices_sanctions_replies")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
