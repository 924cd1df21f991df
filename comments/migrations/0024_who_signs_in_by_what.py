"""Who changed how a colleague signs in is filed; the admin's history loses the readers' words that stood in it."""

from django.db import migrations, models
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

# The names under which rows stand there from now on, whatever the reader's language.
NAMES = {("comments", "comment"): "commentaire ", ("articles", "errorreport"): "signalement d’erreur "}


def take_words_out_of_the_history(apps, schema_editor):
    entries = apps.get_model("admin", "LogEntry").objects
    for (app, model), name in NAMES.items():
        of_it = entries.filter(content_type__app_label=app, content_type__model=model)
        of_it.update(object_repr=Concat(Value(name), Cast("object_id", TextField())))


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('comments', '0023_addresses_have_a_term'),
    ]

    operations = [
        migrations.AlterField(
            model_name='filing',
            name='table',
            field=models.CharField(choices=[('thresholds', 'seuils'), ('charter', 'charte'), ('signature', 'signature'), ('trustedflagger', 'signaleur de confiance'), ('account', 'compte'), ('credentials', 'moyen de connexion'), ('role', 'rôle'), ('legalhold', 'gel'), ('triagesettings', 'aide au tri'), ('proposal', 'acte à confirmer à deux'), ('key', 'clé du journal'), ('logday', 'tête du jour'), ('refusals', 'refus à l’entrée d’un jour')], max_length=20, verbose_name='de quoi'),
        ),
        migrations.RunPython(take_words_out_of_the_history, migrations.RunPython.noop),
    ]
