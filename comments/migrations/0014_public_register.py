"""What the public register counts by: the language of a text, the tools that had marked it; and the months it keeps.

A text's language stays when its words go: the guard of texts is set anew. The format of a link is a default of the
program alone: the table of events is not touched.
"""

from django.db import migrations, models

# The guard of texts as it was released (comments/log/triggers.py), and as it was before.
STATEMENTS = {
    "sqlite": [
        ("CREATE TRIGGER comments_revision_update_guard BEFORE UPDATE ON comments_revision FOR EACH ROW WHEN NOT (NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number AND NEW.created_at = OLD.created_at AND COALESCE(NEW.language, '') = COALESCE(OLD.language, '')) BEGIN SELECT RAISE(ABORT, 'comments_revision: a revision can only be erased'); END", 'DROP TRIGGER IF EXISTS comments_revision_update_guard'),
    ],
    "postgresql": [
        ("CREATE FUNCTION comments_revision_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number AND NEW.created_at = OLD.created_at AND COALESCE(NEW.language, '') = COALESCE(OLD.language, '')) THEN RAISE EXCEPTION 'comments_revision: a revision can only be erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_revision_update_guard BEFORE UPDATE ON comments_revision FOR EACH ROW EXECUTE FUNCTION comments_revision_update_guard()", 'DROP TRIGGER IF EXISTS comments_revision_update_guard ON comments_revision; DROP FUNCTION IF EXISTS comments_revision_update_guard()'),
    ],
}
BEFORE = {
    "sqlite": [
        ("CREATE TRIGGER comments_revision_update_guard BEFORE UPDATE ON comments_revision FOR EACH ROW WHEN NOT (NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number AND NEW.created_at = OLD.created_at) BEGIN SELECT RAISE(ABORT, 'comments_revision: a revision can only be erased'); END", 'DROP TRIGGER IF EXISTS comments_revision_update_guard'),
    ],
    "postgresql": [
        ("CREATE FUNCTION comments_revision_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.text = '' AND NEW.salt = '' AND NEW.seal = OLD.seal AND NEW.id = OLD.id AND NEW.comment_id = OLD.comment_id AND NEW.number = OLD.number AND NEW.created_at = OLD.created_at) THEN RAISE EXCEPTION 'comments_revision: a revision can only be erased' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_revision_update_guard BEFORE UPDATE ON comments_revision FOR EACH ROW EXECUTE FUNCTION comments_revision_update_guard()", 'DROP TRIGGER IF EXISTS comments_revision_update_guard ON comments_revision; DROP FUNCTION IF EXISTS comments_revision_update_guard()'),
    ],
}


def set_guards(guards):
    def run(apps, schema_editor):
        for statement, undo in guards[schema_editor.connection.vendor]:
            schema_editor.execute(undo, params=None)
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0013_triage_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterMonth',
            fields=[
                ('month', models.DateField(primary_key=True, serialize=False, verbose_name='mois')),
                ('figures', models.JSONField(verbose_name='chiffres')),
                ('computed_at', models.DateTimeField(verbose_name='calculés le')),
            ],
            options={
                'verbose_name': 'mois du registre',
                'verbose_name_plural': 'mois du registre',
                'ordering': ['-month'],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='tools',
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name='outils'),
        ),
        migrations.AddField(
            model_name='revision',
            name='language',
            field=models.CharField(choices=[('fr', 'Français'), ('ar', 'العربية'), ('en', 'English')], max_length=2, null=True),
        ),
        migrations.RunPython(set_guards(STATEMENTS), set_guards(BEFORE)),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='event',
                    name='format',
                    field=models.PositiveSmallIntegerField(default=3, editable=False),
                ),
                migrations.AlterField(
                    model_name='filing',
                    name='table',
                    field=models.CharField(choices=[('thresholds', 'seuils'), ('charter', 'charte'), ('signature', 'signature'), ('trustedflagger', 'signaleur de confiance'), ('account', 'compte'), ('role', 'rôle'), ('legalhold', 'gel'), ('triagesettings', 'aide au tri'), ('key', 'clé du journal'), ('logday', 'tête du jour'), ('refusals', 'refus à l’entrée d’un jour')], max_length=20, verbose_name='de quoi'),
                ),
            ],
        ),
    ]
