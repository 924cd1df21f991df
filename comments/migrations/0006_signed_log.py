"""The log: the house's settings in it, each link signed, the heads of its days. SQLite makes the table of events anew."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


# The guards of these tables' rows as they were released (comments/log/triggers.py).
SQLITE = [
    ("CREATE TRIGGER comments_event_update_guard BEFORE UPDATE ON comments_event FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_event: events are append-only'); END", 'DROP TRIGGER IF EXISTS comments_event_update_guard'),
    ("CREATE TRIGGER comments_event_delete_guard BEFORE DELETE ON comments_event FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_event: events are append-only'); END", 'DROP TRIGGER IF EXISTS comments_event_delete_guard'),
    ("CREATE TRIGGER comments_filing_update_guard BEFORE UPDATE ON comments_filing FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_filing: what was filed stays so'); END", 'DROP TRIGGER IF EXISTS comments_filing_update_guard'),
    ("CREATE TRIGGER comments_filing_delete_guard BEFORE DELETE ON comments_filing FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_filing: what was filed stays so'); END", 'DROP TRIGGER IF EXISTS comments_filing_delete_guard'),
    ("CREATE TRIGGER comments_logday_update_guard BEFORE UPDATE ON comments_logday FOR EACH ROW WHEN NOT (NEW.day = OLD.day AND NEW.first = OLD.first AND NEW.last = OLD.last AND NEW.head = OLD.head AND NEW.root = OLD.root AND NEW.public_key = OLD.public_key AND NEW.signature = OLD.signature) BEGIN SELECT RAISE(ABORT, 'comments_logday: the head of a day stays as it was published'); END", 'DROP TRIGGER IF EXISTS comments_logday_update_guard'),
    ("CREATE TRIGGER comments_logday_delete_guard BEFORE DELETE ON comments_logday FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_logday: the head of a day stays as it was published'); END", 'DROP TRIGGER IF EXISTS comments_logday_delete_guard'),
    ("CREATE TRIGGER comments_event_replace_guard BEFORE INSERT ON comments_event FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_event WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM comments_event WHERE sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM comments_event WHERE decision_id = NEW.decision_id) OR EXISTS (SELECT 1 FROM comments_event WHERE notice_id = NEW.notice_id) OR EXISTS (SELECT 1 FROM comments_event WHERE appeal_id = NEW.appeal_id) OR EXISTS (SELECT 1 FROM comments_event WHERE suspension_id = NEW.suspension_id) OR EXISTS (SELECT 1 FROM comments_event WHERE filing_id = NEW.filing_id) BEGIN SELECT RAISE(ABORT, 'comments_event: append-only, never replaced'); END", 'DROP TRIGGER IF EXISTS comments_event_replace_guard'),
    ("CREATE TRIGGER comments_filing_replace_guard BEFORE INSERT ON comments_filing FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_filing WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'comments_filing: append-only, never replaced'); END", 'DROP TRIGGER IF EXISTS comments_filing_replace_guard'),
    ("CREATE TRIGGER comments_logday_replace_guard BEFORE INSERT ON comments_logday FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_logday WHERE day = NEW.day) BEGIN SELECT RAISE(ABORT, 'comments_logday: append-only, never replaced'); END", 'DROP TRIGGER IF EXISTS comments_logday_replace_guard'),
]
SQLITE_BEFORE = [
    ("CREATE TRIGGER comments_event_update_guard BEFORE UPDATE ON comments_event FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_event: events are append-only'); END", 'DROP TRIGGER IF EXISTS comments_event_update_guard'),
    ("CREATE TRIGGER comments_event_delete_guard BEFORE DELETE ON comments_event FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'comments_event: events are append-only'); END", 'DROP TRIGGER IF EXISTS comments_event_delete_guard'),
    ("CREATE TRIGGER comments_event_replace_guard BEFORE INSERT ON comments_event FOR EACH ROW WHEN EXISTS (SELECT 1 FROM comments_event WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM comments_event WHERE sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM comments_event WHERE decision_id = NEW.decision_id) OR EXISTS (SELECT 1 FROM comments_event WHERE notice_id = NEW.notice_id) OR EXISTS (SELECT 1 FROM comments_event WHERE appeal_id = NEW.appeal_id) OR EXISTS (SELECT 1 FROM comments_event WHERE suspension_id = NEW.suspension_id) BEGIN SELECT RAISE(ABORT, 'comments_event: append-only, never replaced'); END", 'DROP TRIGGER IF EXISTS comments_event_replace_guard'),
]
POSTGRESQL = [
    ("CREATE FUNCTION comments_event_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_event: events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_event_update_guard BEFORE UPDATE ON comments_event FOR EACH ROW EXECUTE FUNCTION comments_event_update_guard()", 'DROP TRIGGER IF EXISTS comments_event_update_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_update_guard()'),
    ("CREATE FUNCTION comments_event_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_event: events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_event_delete_guard BEFORE DELETE ON comments_event FOR EACH ROW EXECUTE FUNCTION comments_event_delete_guard()", 'DROP TRIGGER IF EXISTS comments_event_delete_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_delete_guard()'),
    ("CREATE FUNCTION comments_filing_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_filing: what was filed stays so' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_filing_update_guard BEFORE UPDATE ON comments_filing FOR EACH ROW EXECUTE FUNCTION comments_filing_update_guard()", 'DROP TRIGGER IF EXISTS comments_filing_update_guard ON comments_filing; DROP FUNCTION IF EXISTS comments_filing_update_guard()'),
    ("CREATE FUNCTION comments_filing_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_filing: what was filed stays so' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_filing_delete_guard BEFORE DELETE ON comments_filing FOR EACH ROW EXECUTE FUNCTION comments_filing_delete_guard()", 'DROP TRIGGER IF EXISTS comments_filing_delete_guard ON comments_filing; DROP FUNCTION IF EXISTS comments_filing_delete_guard()'),
    ("CREATE FUNCTION comments_logday_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.day = OLD.day AND NEW.first = OLD.first AND NEW.last = OLD.last AND NEW.head = OLD.head AND NEW.root = OLD.root AND NEW.public_key = OLD.public_key AND NEW.signature = OLD.signature) THEN RAISE EXCEPTION 'comments_logday: the head of a day stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_logday_update_guard BEFORE UPDATE ON comments_logday FOR EACH ROW EXECUTE FUNCTION comments_logday_update_guard()", 'DROP TRIGGER IF EXISTS comments_logday_update_guard ON comments_logday; DROP FUNCTION IF EXISTS comments_logday_update_guard()'),
    ("CREATE FUNCTION comments_logday_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_logday: the head of a day stays as it was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_logday_delete_guard BEFORE DELETE ON comments_logday FOR EACH ROW EXECUTE FUNCTION comments_logday_delete_guard()", 'DROP TRIGGER IF EXISTS comments_logday_delete_guard ON comments_logday; DROP FUNCTION IF EXISTS comments_logday_delete_guard()'),
    ("CREATE FUNCTION comments_event_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_event: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_event_truncate_guard BEFORE TRUNCATE ON comments_event FOR EACH STATEMENT EXECUTE FUNCTION comments_event_truncate_guard()", 'DROP TRIGGER IF EXISTS comments_event_truncate_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_truncate_guard()'),
    ("CREATE FUNCTION comments_filing_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_filing: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_filing_truncate_guard BEFORE TRUNCATE ON comments_filing FOR EACH STATEMENT EXECUTE FUNCTION comments_filing_truncate_guard()", 'DROP TRIGGER IF EXISTS comments_filing_truncate_guard ON comments_filing; DROP FUNCTION IF EXISTS comments_filing_truncate_guard()'),
    ("CREATE FUNCTION comments_logday_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_logday: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_logday_truncate_guard BEFORE TRUNCATE ON comments_logday FOR EACH STATEMENT EXECUTE FUNCTION comments_logday_truncate_guard()", 'DROP TRIGGER IF EXISTS comments_logday_truncate_guard ON comments_logday; DROP FUNCTION IF EXISTS comments_logday_truncate_guard()'),
]
POSTGRESQL_BEFORE = [
    ("CREATE FUNCTION comments_event_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_event: events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER comments_event_update_guard BEFORE UPDATE ON comments_event FOR EACH ROW EXECUTE FUNCTION comments_event_update_guard()", 'DROP TRIGGER IF EXISTS comments_event_update_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_update_guard()'),
    ("CREATE FUNCTION comments_event_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'comments_event: events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER comments_event_delete_guard BEFORE DELETE ON comments_event FOR EACH ROW EXECUTE FUNCTION comments_event_delete_guard()", 'DROP TRIGGER IF EXISTS comments_event_delete_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_delete_guard()'),
    ("CREATE FUNCTION comments_event_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'comments_event: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER comments_event_truncate_guard BEFORE TRUNCATE ON comments_event FOR EACH STATEMENT EXECUTE FUNCTION comments_event_truncate_guard()", 'DROP TRIGGER IF EXISTS comments_event_truncate_guard ON comments_event; DROP FUNCTION IF EXISTS comments_event_truncate_guard()'),
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BEFORE = {"sqlite": SQLITE_BEFORE, "postgresql": POSTGRESQL_BEFORE}


def set_guards(guards):
    def run(apps, schema_editor):
        for statement, _undo in guards[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return run


def lift_guards(guards):
    def run(apps, schema_editor):
        for _statement, undo in guards[schema_editor.connection.vendor]:
            schema_editor.execute(undo, params=None)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0005_team_reminders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift_guards(BEFORE), set_guards(BEFORE)),
        migrations.CreateModel(
            name='LogDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='jour')),
                ('first', models.PositiveBigIntegerField(verbose_name='premier maillon')),
                ('last', models.PositiveBigIntegerField(verbose_name='dernier maillon')),
                ('head', models.CharField(max_length=64, verbose_name='tête')),
                ('root', models.CharField(max_length=64, verbose_name='racine')),
                ('public_key', models.CharField(blank=True, max_length=64, verbose_name='clé')),
                ('signature', models.CharField(blank=True, max_length=128, verbose_name='signature de la racine')),
                ('told_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'tête du jour',
                'verbose_name_plural': 'têtes des jours',
                'ordering': ['-day'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='salt',
            field=models.CharField(db_default='', default='', max_length=32),
        ),
        migrations.AddField(
            model_name='event',
            name='signature',
            field=models.CharField(blank=True, db_default='', default='', max_length=128),
        ),
        migrations.AddField(
            model_name='loghead',
            name='public_key',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AlterField(
            model_name='event',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='comments.comment'),
        ),
        migrations.AlterField(
            model_name='event',
            name='format',
            field=models.PositiveSmallIntegerField(default=2, editable=False),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('submitted', 'reçu'), ('imported', 'repris d’un autre site'), ('edited', 'modifié par son auteur'), ('mended', 'renvoyé corrigé par son auteur'), ('withdrawn', 'retiré par son auteur'), ('decided', 'décidé'), ('noticed', 'alerté'), ('hidden', 'masqué par le poids des alertes'), ('appealed', 'contesté'), ('escalated', 'tenu pour un second avis'), ('recalled', 'repris à la demande de qui voulait un second avis'), ('noted', 'note entre collègues'), ('sanctioned', 'sanction de son auteur'), ('erased', 'effacé'), ('filed', 'réglage de la maison changé')], max_length=10),
        ),
        migrations.AlterField(
            model_name='event',
            name='state',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AlterField(
            model_name='event',
            name='version',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(choices=[('thresholds', 'seuils'), ('charter', 'charte'), ('signature', 'signature'), ('trustedflagger', 'signaleur de confiance'), ('account', 'compte'), ('role', 'rôle'), ('key', 'clé du journal'), ('logday', 'tête du jour')], max_length=20, verbose_name='de quoi')),
                ('row', models.CharField(max_length=64, verbose_name='lequel')),
                ('values', models.TextField(verbose_name='tel qu’il est')),
                ('at', models.DateTimeField(verbose_name='le')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'réglage versé au journal',
                'verbose_name_plural': 'réglages versés au journal',
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='filing',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event', to='comments.filing'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment', None), ('filing__isnull', False)), models.Q(('comment__isnull', False), ('filing', None)), _connector='OR'), name='event_is_of_a_comment_or_the_house'),
        ),
        migrations.AddConstraint(
            model_name='logday',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', django.db.models.expressions.CombinedExpression(models.F('first'), '-', models.Value(1)))), name='day_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(models.F('table'), models.F('row'), models.F('id'), name='filing_of_a_row'),
        ),
        migrations.RunPython(set_guards(STATEMENTS), lift_guards(STATEMENTS)),
    ]
